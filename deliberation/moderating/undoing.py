"""A hiding is taken back while nobody was told of it, with all that the same press has hidden."""

from dataclasses import dataclass
from datetime import datetime

from deliberation.moderating import claims, measures, moderated, moderation
from deliberation.moderating.choices import HIDE
from deliberation.moderating.flags import APPEAL
from deliberation.moderating.holds import Held, decided_before, entry, hold, record
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
    if work.now - row.at >= SLIP or not moderated.keep_quiet(work, [row]):
        return TooLate()
    copies = _quiet(work, _untouched(work, _hidden_with(work, row)))
    whole = [opinion, *copies]
    _show_again(work, person, held, whole, row.at)
    return Undone(opinion, moderation.show(work, person, opinion.id), len(whole))


def _hidden_with(work: Work, row: LogRow) -> list[LogRow]:
    """The other rows of the same decision."""
    card = row.details.get("card")
    at_once = flags.done_at_once(work.session, row) if card else []
    return [each for each in at_once if each.id != row.id and each.details.get("card") == card]


def _untouched(work: Work, decided: list[LogRow]) -> list[tuple[Opinion, LogRow]]:
    """Those of the copies to which nothing came since they were hidden, held."""
    rows_of = {int(row.subject.partition(":")[2]): row for row in decided}
    held = rows.hold_all(work.session, rows_of)
    last = {row.subject: row.id for row in flags.decisions_on(work.session, rows_of)}
    found = [(each, rows_of[each.id]) for each in held if each.state == "hidden"]
    return [
        (each, row)
        for each, row in found
        if last[row.subject] == row.id and each.version == row.details["version"]
    ]


def _quiet(work: Work, copies: list[tuple[Opinion, LogRow]]) -> list[Opinion]:
    """Those whose authors were told nothing, and are not from now on."""
    quiet = moderated.keep_quiet(work, [row for _, row in copies])
    return [each for each, row in copies if row.id in quiet]


def _show_again(
    work: Work, person: Person, held: Held, whole: list[Opinion], hidden_at: datetime
) -> None:
    ids = [each.id for each in whole]
    flags.drop(work.session, ids, APPEAL)
    measures.undone(work, ids)
    flags.reopen(work.session, ids, HIDE.flags, hidden_at)
    before = {each.id: each.state_before or rows.SHOWN for each in whole}
    for state in sorted(set(before.values())):
        turn(work, [each for each in whole if before[each.id] == state], state, "")
    record(work, person, held, UNDO, [entry(each) for each in whole])
