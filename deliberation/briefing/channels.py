"""Where people came from, as a briefing tells it in one line."""

from deliberation.briefing import steady
from deliberation.briefing.reported import Channel, merged
from deliberation.work import Work
from storage import posters, reports
from storage.models import AnalysisRun

NAME = "channels"
TOLD = 3
"""So many ways are told by name; those by which fewer came are told together."""


def of_run(work: Work, run: AnalysisRun) -> tuple[Channel, ...]:
    """By which links the people of a run came, most first, as in files without a number under
    FEW that could be found; nothing where no link for one place was made."""
    if not posters.any_made(work.session, run.consultation_id):
        return ()
    return _shortened(told(work, run.consultation_id, run))


def told(
    work: Work, consultation_id: int, run: AnalysisRun | None, *, look: bool = True
) -> tuple[Channel, ...]:
    """The ways people came, as they are told in a briefing and in a file."""
    came = cells(work, consultation_id, run, look=look)
    return merged({name or None: people for name, people in came.items() if people})


def cells(
    work: Work, consultation_id: int, run: AnalysisRun | None, *, look: bool = True
) -> steady.Cells:
    """By place ("" for the link without one) how many people came, of those a run has seen; without
    a run of everybody. No number differs by a few from what was told before, wherever it was told.
    `look`: as `steady` has it."""
    came = _of_run(work, run) if run else reports.channels(work.session, consultation_id)
    named = {name or "": people for name, people in came.items()}
    return steady.of_all(work, consultation_id, {NAME: named}, look=look)[NAME]


def _of_run(work: Work, run: AnalysisRun) -> dict[str | None, int]:
    came = posters.people(work.session, run)
    others = run.people - sum(came.values())
    return {**came, None: others} if others > 0 else came


def _shortened(ways: tuple[Channel, ...]) -> tuple[Channel, ...]:
    named = [way for way in ways if way.kind != "others"]
    rest = [*named[TOLD:], *(way for way in ways if way.kind == "others")]
    others = sum(way.people for way in rest)
    return (*named[:TOLD], *((Channel("others", "", others),) if rest else ()))
