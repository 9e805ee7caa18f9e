"""A hiding is taken back while nobody was told of it, with all that the same press has hidden."""

from dataclasses import dataclass

from deliberation.moderating import claims, measures, moderated, moderation
from deliberation.moderating.choices import HIDE
from deliberation.moderating.flags import APPEAL
from deliberation.moderating.holds import Held, decided_before, hold, record
from deliberation.moderating.moderated import SLIP
from deliberation.moderating.moderation import Next
from deliberation.moderating.refusals import Changed, Refused, WentAway
from deliberation.moderating.showing import turn
from deliberation.people import Person
from deliberation.work import Work
from storage import flags
from storage import opinions as rows
from storage.models import LogRow, Opinion

UNDO = "opinion.hiding_undone"


@dataclass(frozen=True)
class Undone:
    """The words are shown again, and wait in the queue again."""

    opinion: Opinion
    next: Next
    count: int = 1


@dataclass(frozen=True)
class TooLate:
    """The time for undoing is over."""


def undo(work: Work, person: Person, opinion_id: int, stamp: int) -> Undone | TooLate | Refused:
    """Take a hiding back, as long as nobody was told and nothing came after it; of its copies
    those of which that holds."""
    held = hold(work, person, opinion_id)
    if not isinstance(held, Held):
        return held
    opinion, row = held.opinion, held.decisions[-1] if held.decisions else None
    if opinion.state == "withdrawn":
        return WentAway(moderation.queue_of(work, person))
    if row is None or row.action != HIDE.action or opinion.state != "hidden":
        return decided_before(work, person, held)
    if stamp != claims.stamp_of(work, opinion):
        return Changed(moderation.show(work, person, opinion.id))
    if work.now - row.at >= SLIP or not moderated.keep_quiet(work, row):
        return TooLate()
    _show_again(work, person, held, opinion, row)
    undone = [each for each in _hidden_with(work, row) if _undo_copy(work, person, held, each)]
    return Undone(opinion, moderation.show(work, person, opinion.id), 1 + len(undone))


def _show_again(work: Work, person: Person, held: Held, opinion: Opinion, row: LogRow) -> None:
    flags.drop(work.session, opinion.id, APPEAL)
    measures.undone(work, opinion.id)
    flags.reopen(work.session, opinion.id, HIDE.flags, row.at)
    turn(work, opinion, opinion.state_before or "received", "")
    record(work, person, held, opinion, UNDO)


def _hidden_with(work: Work, row: LogRow) -> list[LogRow]:
    """The other rows of the same decision."""
    card = row.details.get("card")
    at_once = flags.done_at_once(work.session, row) if card else []
    return [each for each in at_once if each.id != row.id and each.details.get("card") == card]


def _undo_copy(work: Work, person: Person, held: Held, row: LogRow) -> bool:
    """Show one of the copies again; False where something came after it was hidden."""
    opinion = rows.hold(work.session, int(row.subject.partition(":")[2]))
    last = flags.decisions(work.session, opinion.id)[-1] if opinion else row
    if opinion is None or opinion.state != "hidden" or last.id != row.id:
        return False
    if opinion.version != row.details["version"] or not moderated.keep_quiet(work, row):
        return False
    _show_again(work, person, held, opinion, row)
    return True
