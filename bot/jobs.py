"""What runs when. One table, one tick over due rows; what is due stands in the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot import logs
from bot.clock import Clock
from deliberation.answering import answers, newcomers, ratings
from deliberation.asking import consultations, endings, rounds
from deliberation.briefing import debts, digests
from deliberation.grouping import analysis, counts
from deliberation.moderating import desks, heads, measures, rushes
from deliberation.privacy import retention
from deliberation.promising import followers
from deliberation.work import Rules, Work
from storage import answers as answer_rows
from storage import erasures, finding, people, rests, traffic
from storage.database import Database, DBAPIError, Session
from storage.keys import Keys
from storage.models import Answer, Outbox
from storage.presence import sole_for_now

log = logs.get(__name__)

STATUS_EVERY = timedelta(seconds=3)  # a live message is edited no more often
COUNTED_A_SECOND = 20_000  # deliveries


@dataclass(frozen=True)
class Job:
    """Something that happens by itself. `run` returns how much it did. Of much work it does a
    piece; up to `pieces` follow each other in one tick, each in a transaction of its own."""

    every: timedelta
    run: Callable[[Work], int]
    pieces: int = 1


def _turn_over(work: Work) -> int:
    return len(consultations.turn_over(work))


def _forget(work: Work) -> int:
    if work.rules.erasures is not None:
        oldest = work.now - erasures.kept_for(work.rules.backup_days)
        erasures.prune(work.rules.erasures, work.keys, oldest)
    forgotten = traffic.forget_updates(work.session, work.now)
    return forgotten + people.end_dialogues(work.session, work.now)


def _let_rested_go(work: Work) -> int:
    """A rest names a chat, if only by a mark: it stays no longer than it is needed."""
    rests.forget(work.session, work.now)
    return 0


def _wipe(work: Work) -> int:
    """Erased words leave the pages in which words are found, too."""
    finding.wipe(work.session, work.now)
    return 0


def _show_progress(work: Work) -> int:
    """Tell the official how far each answer has come, in one message that counts up."""
    told = 0
    for answer in answer_rows.sending(work.session):
        over = answers.settle(work, answer)
        if not over and _is_early(work, answer):
            continue
        progress = answers.progress(work, answer)
        shown = str(sorted(progress.states.items()))
        if progress.begun and shown != answer.status_shown:
            _tell(work, answer, shown)
            told += 1
    return told


def _is_early(work: Work, answer: Answer) -> bool:
    """Counting takes longer the more people there are, so it is done more seldom."""
    pause = max(STATUS_EVERY, timedelta(seconds=answer.people / COUNTED_A_SECOND))
    return answer.status_at is not None and work.now - answer.status_at < pause


def _tell(work: Work, answer: Answer, shown: str) -> None:
    contact = people.contact(work.session, answer.written_by or answer.confirmed_by or 0)
    if contact is None:
        return
    row = Outbox(
        kind="live",
        rank=1,
        lane=work.keys.lane_of(contact.sealed_id),
        contact_id=contact.id,
        method="",
        edits=traffic.editable(work.session, answer.status_outbox_id),
        answer_id=answer.id,
        created_at=work.now,
        not_before=work.now,
    )
    work.session.add(row)
    work.session.flush()
    answer.status_outbox_id = row.edits or row.id
    answer.status_shown, answer.status_at = shown, work.now
    work.session.add(answer)


JOBS: Mapping[str, Job] = {
    "turn_over": Job(timedelta(seconds=5), _turn_over),
    "remind": Job(timedelta(minutes=1), endings.remind),
    "end": Job(timedelta(minutes=1), endings.end),
    "go_round": Job(timedelta(seconds=5), rounds.go_on),
    "ask_analysis": Job(timedelta(seconds=2), analysis.ask_where_due),
    "recount": Job(timedelta(seconds=10), counts.recount_where_changed),
    "queue_answers": Job(timedelta(seconds=1), answers.queue_on, pieces=10),
    "show_progress": Job(timedelta(seconds=1), _show_progress),
    "mark_late": Job(timedelta(minutes=1), followers.mark_late),
    "remind_owners": Job(timedelta(minutes=10), followers.remind),
    "tell_followers": Job(timedelta(seconds=5), followers.tell_on),
    "push_overdue": Job(timedelta(minutes=10), debts.push),
    "digest": Job(timedelta(minutes=1), digests.send),
    "tell_newcomers": Job(timedelta(minutes=10), newcomers.tell),
    "tell_ratings": Job(timedelta(minutes=10), ratings.tell),
    "watch_rushes": Job(timedelta(minutes=1), rushes.watch),
    "tell_rooms": Job(timedelta(seconds=10), desks.tell_rooms),
    "tell_head": Job(timedelta(minutes=10), heads.tell),
    "end_measures": Job(timedelta(minutes=1), measures.end),
    "tell_words_go": Job(timedelta(minutes=10), retention.tell),
    "let_words_go": Job(timedelta(minutes=1), retention.go_on, pieces=10),
    "let_accounts_go": Job(timedelta(minutes=1), retention.let_accounts_go),
    "erase_withdrawn": Job(timedelta(minutes=1), consultations.erase_withdrawn),
    "wipe": Job(timedelta(seconds=10), _wipe),
    "let_rested_go": Job(timedelta(seconds=10), _let_rested_go),
    "forget": Job(timedelta(hours=1), _forget),
}


class Jobs:
    """The tick. A job that fails is logged and comes round again."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, rules: Rules) -> None:
        self.database, self.keys, self.clock, self.rules = database, keys, clock, rules
        self._last: dict[str, datetime] = {}
        self._hour: datetime | None = None

    async def run(self, done: Callable[[], None]) -> None:
        while True:
            if await self.tick():
                done()
            await self.clock.sleep(1)

    async def tick(self) -> int:
        """Run what is due; how much was done."""
        now = self.clock.now()
        did = await self._after_clock_went_back(now)
        for name, job in JOBS.items():
            last = self._last.get(name)
            if last is None or not timedelta() <= now - last < job.every:
                self._last[name] = now
                did += await self._work_off(name, job, now)
        return did

    async def _work_off(self, name: str, job: Job, now: datetime) -> int:
        did = 0
        for _ in range(job.pieces):
            piece = await self._run(name, job, now)
            did += piece
            if not piece:
                break
        return did

    async def _after_clock_went_back(self, now: datetime) -> int:
        """What was due by the clock as it stood must not wait until it stands there again."""
        was, self._hour = self._hour, now
        if was is None or now >= was:
            return 0
        log.warning("clock_set_back", seconds=round((was - now).total_seconds()))
        back = Job(timedelta(), lambda work: traffic.go_back(work.session, was, work.now))
        return await self._run("clock", back, now)

    async def _run(self, name: str, job: Job, now: datetime) -> int:
        try:
            return await self.database.write(partial(self._alone, name=name, job=job, now=now))
        except Exception as error:
            trace = None if isinstance(error, DBAPIError) else error
            log.error("job_failed", job=name, error=type(error).__name__, exc_info=trace)
            return 0

    def _alone(self, session: Session, *, name: str, job: Job, now: datetime) -> int:
        """Of several processes that tick, one does it at a time."""
        if not sole_for_now(session, f"job {name}"):
            return 0
        return job.run(Work(session, now, self.keys, self.rules))
