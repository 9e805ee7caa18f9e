"""What runs when. One table, one tick over due rows; what is due stands in the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot import logs
from bot.clock import Clock
from deliberation import analysis, answers, consultations, desks, rounds, runs
from deliberation.work import Rules, Work
from storage import answers as answer_rows
from storage import people, traffic
from storage.database import Database, DBAPIError, Session
from storage.keys import Keys
from storage.models import Answer, Outbox

log = logs.get(__name__)

STATUS_EVERY = timedelta(seconds=3)  # a live message is edited no more often


@dataclass(frozen=True)
class Job:
    """Something that happens by itself. `run` returns how much it did."""

    every: timedelta
    run: Callable[[Work], int]


def _turn_over(work: Work) -> int:
    return len(consultations.turn_over(work))


def _forget(work: Work) -> int:
    forgotten = traffic.forget_updates(work.session, work.now)
    return forgotten + people.end_dialogues(work.session, work.now)


def _show_progress(work: Work) -> int:
    """Tell the official how far each answer has come, in one message that counts up."""
    told = 0
    for answer in answer_rows.sending(work.session):
        progress = answers.progress(work, answer)
        over = answers.settle(work, answer)
        shown = str(sorted(progress.states.items()))
        early = answer.status_at is not None and work.now - answer.status_at < STATUS_EVERY
        if progress.begun and shown != answer.status_shown and (over or not early):
            _tell(work, answer, shown)
            told += 1
    return told


def _tell(work: Work, answer: Answer, shown: str) -> None:
    contact = people.contact(work.session, answer.confirmed_by or 0)
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
    "go_round": Job(timedelta(seconds=5), rounds.go_on),
    "ask_analysis": Job(timedelta(seconds=2), analysis.ask_where_due),
    "recount": Job(timedelta(seconds=10), runs.recount_where_hidden),
    "show_progress": Job(timedelta(seconds=1), _show_progress),
    "tell_rooms": Job(timedelta(seconds=10), desks.tell_rooms),
    "erase_withdrawn": Job(timedelta(minutes=1), consultations.erase_withdrawn),
    "forget": Job(timedelta(hours=1), _forget),
}


class Jobs:
    """The tick. A job that fails is logged and comes round again."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, rules: Rules) -> None:
        self.database, self.keys, self.clock, self.rules = database, keys, clock, rules
        self._last: dict[str, datetime] = {}

    async def run(self, done: Callable[[], None]) -> None:
        while True:
            if await self.tick():
                done()
            await self.clock.sleep(1)

    async def tick(self) -> int:
        """Run what is due; how much was done."""
        now = self.clock.now()
        did = 0
        for name, job in JOBS.items():
            last = self._last.get(name)
            if last is None or now - last >= job.every:
                self._last[name] = now
                did += await self._run(name, job, now)
        return did

    async def _run(self, name: str, job: Job, now: datetime) -> int:
        try:
            return await self.database.write(partial(self._in_session, job=job, now=now))
        except Exception as error:
            trace = None if isinstance(error, DBAPIError) else error
            log.error("job_failed", job=name, error=type(error).__name__, exc_info=trace)
            return 0

    def _in_session(self, session: Session, *, job: Job, now: datetime) -> int:
        return job.run(Work(session, now, self.keys, self.rules))
