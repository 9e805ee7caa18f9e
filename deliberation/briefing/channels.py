"""Where people came from, as a briefing tells it in one line."""

from deliberation.briefing.reported import Channel, merged
from deliberation.work import Work
from storage import posters
from storage.models import AnalysisRun

TOLD = 3
"""So many ways are told by name; those by which fewer came are told together."""


def of_run(work: Work, run: AnalysisRun) -> tuple[Channel, ...]:
    """By which links the people of a run came, most first, as in files without a number under
    FEW that could be found; nothing where no link for one place was made."""
    if not posters.any_made(work.session, run.consultation_id):
        return ()
    came = posters.people(work.session, run)
    others = run.people - sum(came.values())
    if others > 0:
        came[None] = others
    return _shortened(merged(came))


def _shortened(ways: tuple[Channel, ...]) -> tuple[Channel, ...]:
    named = [way for way in ways if way.kind != "others"]
    rest = [*named[TOLD:], *(way for way in ways if way.kind == "others")]
    others = sum(way.people for way in rest)
    return (*named[:TOLD], *((Channel("others", "", others),) if rest else ()))
