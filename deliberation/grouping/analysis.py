"""When topics are made anew, what an analysis is given, and how its result is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from deliberation.grouping import counts, pictures, runs
from deliberation.people import LANGUAGES
from deliberation.work import Work
from nlp.results import Analysis, Before
from storage import analysts, consultations, likeness, opinions, topics, vectors
from storage.models import Agency, AnalysisRun, Checkpoint, Consultation

SEED = 0
LEASE = timedelta(minutes=2)
"""An analyst not heard of for so long is taken for dead, and another takes its run over."""
REST = timedelta(minutes=1)
"""How long a run waits before machines that were away are asked again."""


@dataclass(frozen=True)
class Task:
    """What an analysis is given: the words that are shown, the question's own, the names of the
    places it is about, where the last analysis ended, and how far an earlier try has come."""

    run_id: int
    consultation_id: int
    texts: tuple[tuple[int, str], ...]
    question: str
    seed: int
    places: tuple[str, ...] = ()
    before: Before = field(default_factory=Before)
    checkpoints: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def ask(work: Work, consultation_id: int, contact_id: int | None) -> AnalysisRun:
    """Have topics made anew as soon as possible; all who ask share one run and are told."""
    run = _shared(work, consultation_id) or AnalysisRun(
        consultation_id=consultation_id, asked_at=work.now, seed=SEED
    )
    _let_wait(work, run, contact_id)
    work.session.flush()
    return run


def wait(work: Work, consultation_id: int, contact_id: int | None) -> bool:
    """Whether topics are being made just now; whoever waits for them is told when they are."""
    run = topics.run_under_way(work.session, consultation_id) or topics.waiting_run(
        work.session, consultation_id
    )
    if run is not None:
        _let_wait(work, run, contact_id)
    return run is not None


def _let_wait(work: Work, run: AnalysisRun, contact_id: int | None) -> None:
    if contact_id is not None and contact_id not in run.askers:
        run.askers = [*run.askers, contact_id]
    work.session.add(run)


def _shared(work: Work, consultation_id: int) -> AnalysisRun | None:
    """A run that has not begun, or one at work that was given everything there is."""
    waiting = topics.waiting_run(work.session, consultation_id)
    if waiting is not None:
        return waiting
    at_work = topics.run_under_way(work.session, consultation_id)
    newest = opinions.newest(work.session, consultation_id)
    return at_work if at_work is not None and at_work.newest_opinion_id >= newest else None


def ask_where_due(work: Work) -> int:
    """Ask for a run wherever enough is new and the last run is old enough."""
    asked = 0
    for consultation_id, newest in topics.with_new_opinions(work.session):
        if _is_due(work, consultation_id, newest):
            ask(work, consultation_id, None)
            asked += 1
    return asked


def _is_due(work: Work, consultation_id: int, newest: int) -> bool:
    last = topics.last_run(work.session, consultation_id)
    if newest <= (last.newest_opinion_id if last else 0):
        return False
    if topics.run_under_way(work.session, consultation_id) is not None:
        return False
    began = topics.latest_start(work.session, consultation_id)
    if began is not None and work.now - began < work.rules.analyse_pause:
        return False
    enough = work.rules.analyse_after
    after = last.newest_opinion_id if last else 0
    return topics.are_new(work.session, consultation_id, after, enough) >= enough


def begin(work: Work, holder: str | None = None) -> Task | None:
    """Take the next run that was asked for; None where none is. `holder` is the process that
    takes it: where there are several, it has to `renew` its lease, and no other may end it."""
    at = analysts.hour(work.session, work.now)
    if analysts.has_several_analysts(work.session):
        _take_back(work, analysts.lost(work.session, at))
    run = analysts.asked_run(work.session, at)
    if run is None:
        return None
    consultation = consultations.by_id(work.session, run.consultation_id)
    shown = opinions.shown(work.session, run.consultation_id)
    run.state, run.started_at, run.error = "running", work.now, None
    run.claimed_by, run.lease_until = holder, _lease(work, at)
    run.newest_opinion_id = max((opinion.id for opinion in shown), default=0)
    work.session.add(run)
    texts = tuple((opinion.id, opinion.text) for opinion in shown)
    return Task(
        run.id,
        run.consultation_id,
        texts,
        _own_words(consultation),
        run.seed,
        _places(work, consultation),
        before(work, run.consultation_id),
        analysts.checkpoints(work.session, run.id),
    )


def _lease(work: Work, at: datetime) -> datetime | None:
    return at + LEASE if analysts.has_several_analysts(work.session) else None


def renew(work: Work, run_id: int, holder: str | None) -> bool:
    """The holder is still at work; False where the run is no longer theirs."""
    run = analysts.locked(work.session, run_id)
    if not _holds(run, holder):
        return False
    run.lease_until = _lease(work, analysts.hour(work.session, work.now))
    work.session.add(run)
    return True


def _holds(run: AnalysisRun, holder: str | None) -> bool:
    return run.state == "running" and run.claimed_by == holder


def keep_checkpoint(work: Work, run_id: int, holder: str | None, name: str, body: bytes) -> bool:
    """How far the holder has come; not kept of a run that is no longer theirs."""
    if not _holds(analysts.locked(work.session, run_id), holder):
        return False
    analysts.keep_checkpoint(
        work.session, Checkpoint(run_id=run_id, name=name, body=body, at=work.now)
    )
    return True


def before(work: Work, consultation_id: int) -> Before:
    """Where the last good run left every opinion, what people have made of its topics, what they
    said of each other's words, and the vectors that are kept."""
    last = topics.last_run(work.session, consultation_id)
    said = likeness.pairs(work.session, consultation_id)
    vectors_kept = vectors.known(work.session, consultation_id)
    together, apart = _pairs(said, same=True), _pairs(said, same=False)
    if last is None:
        return Before(together=together, apart=apart, vectors=vectors_kept)
    lay = topics.members(work.session, last.id)
    return Before(
        topics={str(opinion): topic for opinion, topic in lay.items()},
        held=frozenset(runs.lasting(work, consultation_id)),
        grouped=dict(last.method.get("grouped", {})),
        together=together,
        apart=apart,
        vectors=vectors_kept,
    )


def _pairs(said: list[tuple[int, int, bool]], *, same: bool) -> tuple[tuple[str, str], ...]:
    return tuple((str(one), str(other)) for one, other, alike in said if alike == same)


def _places(work: Work, consultation: Consultation | None) -> tuple[str, ...]:
    """Who asks is a place: 새솔구 names no topic of its own consultation."""
    if consultation is None:
        return ()
    return (work.session.get_one(Agency, consultation.agency_id).name,)


def _own_words(consultation: Consultation | None) -> str:
    return f"{consultation.title} {consultation.question}" if consultation else ""


def begin_again(work: Work) -> int:
    """After a crash: what nobody works at any more is asked for again. To be called when an
    analyst starts: on SQLite, where it is the only one, that is all that was running."""
    at = analysts.hour(work.session, work.now)
    return _take_back(work, analysts.lost(work.session, at))


def _take_back(work: Work, runs_lost: Sequence[AnalysisRun]) -> int:
    for run in runs_lost:
        _ask_again(work, run)
    work.session.flush()
    return len(runs_lost)


def _ask_again(work: Work, run: AnalysisRun) -> None:
    run.state, run.started_at, run.claimed_by, run.lease_until = "asked", None, None, None
    work.session.add(run)


def put_back(work: Work, consultation_id: int) -> None:
    """People have shaped topics while a run was at work on what was before: it begins again, and
    what it finds meanwhile is not kept."""
    at_work = topics.run_under_way(work.session, consultation_id)
    if at_work is not None:
        _ask_again(work, at_work)


def rest(work: Work, run_id: int, reason: str, holder: str | None = None) -> None:
    """The machines that a large run needs are away: it is tried again after a while."""
    run = analysts.locked(work.session, run_id)
    if _holds(run, holder):
        _ask_again(work, run)
        run.error = reason
        run.lease_until = analysts.hour(work.session, work.now) + REST


def waits(run: AnalysisRun) -> bool:
    """Whether a run that was asked for is too large for what machines there are just now."""
    return run.state == "asked" and run.error is not None


def run_of(work: Work, run_id: int) -> AnalysisRun:
    return topics.run(work.session, run_id)


def fail(work: Work, run_id: int, reason: str, holder: str | None = None) -> AnalysisRun:
    """The run ended badly; the last good one stands. Only its holder can say so."""
    run = analysts.locked(work.session, run_id)
    if _holds(run, holder):
        run.state, run.error, run.finished_at = "failed", reason, work.now
        _end(work, run)
    return run


def finish(work: Work, run_id: int, analysis: Analysis, holder: str | None = None) -> AnalysisRun:
    """Keep the result with topic ids that last. A run is finished once, by its holder, and one
    that was put back meanwhile is not."""
    run = analysts.locked(work.session, run_id)
    if _holds(run, holder):
        runs.keep(work, run, analysis)
        run.state, run.finished_at = "done", work.now
        run.method, run.quality = dict(analysis.method), dict(analysis.quality)
        _end(work, run)
    return run


def _end(work: Work, run: AnalysisRun) -> None:
    run.lease_until = None
    work.session.add(run)
    analysts.forget_checkpoints(work.session, run.id)


def undrawn(work: Work) -> list[int]:
    """The newest good runs that lack a picture in one of the languages. One of which something
    came or went is drawn when it was counted again: a large one not at every change."""
    newest = topics.last_runs(work.session)
    return [run.id for run in newest if counts.is_settled(run) and _lacks_picture(work, run.id)]


def _lacks_picture(work: Work, run_id: int) -> bool:
    every = {*LANGUAGES}
    if not topics.drawn(work.session, run_id) >= every:
        return True
    map_is_drawn = topics.drawn(work.session, run_id, "map") >= every
    return not map_is_drawn and pictures.has_map(work, run_id)
