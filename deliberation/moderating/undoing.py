"""A hiding or a covering is taken back while nobody was told of it, with all that the same press
has done."""

from collections.abc import Sequence
from dataclasses import dataclass

from deliberation.moderating import claims, measures, moderated, moderation, uncovering
from deliberation.moderating.choices import HIDE
from deliberation.moderating.flags import APPEAL
from deliberation.moderating.holds import Held, decided_before, entry, hold, record
from deliberation.moderating.moderated import SLIP, Done
from deliberation.moderating.moderation import Next
from deliberation.moderating.refusals import Changed, Refused, WentAway
from deliberation.moderating.showing import turn
from deliberation.moderating.uncovering import MASKED
from deliberation.people import Person
from deliberation.work import Work
from storage import flags
from storage import opinions as rows
from storage.models import LogRow, Opinion

UNDO, UNDO_MASK = "opinion.hiding_undone", "opinion.masking_undone"


@dataclass(frozen=True)
class Undone:
    """The words are as they were, and wait in the queue again; `covered` where only a part of them
    was."""

    opinion: Opinion
    next: Next
    count: int = 1
    covered: bool = False


@dataclass(frozen=True)
class TooLate:
    """The time for undoing is over."""


def undo(work: Work, person: Person, opinion_id: int, stamp: int) -> Undone | TooLate | Refused:
    """Take a hiding or a covering back, as long as nobody was told and nothing came after it; of
    its copies those of which that holds."""
    held = hold(work, person, opinion_id)
    if not isinstance(held, Held):
        return held
    opinion, row = held.opinion, held.decisions[-1] if held.decisions else None
    if opinion.state == "withdrawn":
        return WentAway(moderation.queue_of(work, person))
    if row is None or not _is_as_decided(opinion, row):
        return decided_before(work, person, held)
    if stamp != claims.stamp_of(work, opinion):
        return Changed(moderation.show(work, person, opinion.id))
    if work.now - row.at >= SLIP or not moderated.keep_quiet(work, [row]):
        return TooLate()
    copies = _quiet(work, _untouched(work, _hidden_with(work, row)))
    whole = [(opinion, row), *copies]
    _put_back(work, person, held, whole)
    covered = row.action == MASKED
    return Undone(opinion, moderation.show(work, person, opinion.id), len(whole), covered)


def _is_as_decided(opinion: Opinion, row: LogRow) -> bool:
    """Whether words stand as this hiding or covering left them."""
    if row.action == MASKED:
        return opinion.state == rows.SHOWN and opinion.version == row.details["version"] + 1
    return row.action == HIDE.action and opinion.state == "hidden"


def _hidden_with(work: Work, row: LogRow) -> list[LogRow]:
    """The other rows of the same decision."""
    card = row.details.get("card")
    at_once = flags.done_at_once(work.session, row) if card else []
    return [each for each in at_once if each.id != row.id and each.details.get("card") == card]


def _untouched(work: Work, decided: list[LogRow]) -> Done:
    """Those of the copies to which nothing came since, held."""
    rows_of = {int(row.subject.partition(":")[2]): row for row in decided}
    held = rows.hold_all(work.session, rows_of)
    last = {row.subject: row.id for row in flags.decisions_on(work.session, rows_of)}
    found = [(each, rows_of[each.id]) for each in held]
    return [
        (each, row)
        for each, row in found
        if last[row.subject] == row.id and _is_as_decided(each, row) and _is_unchanged(each, row)
    ]


def _is_unchanged(opinion: Opinion, row: LogRow) -> bool:
    """Whether hidden words were not rewritten since."""
    return row.action == MASKED or opinion.version == row.details["version"]


def _quiet(work: Work, copies: Done) -> Done:
    """Those whose authors were told nothing, and are not from now on."""
    quiet = moderated.keep_quiet(work, [row for _, row in copies])
    return [each for each in copies if each[1].id in quiet]


def _put_back(work: Work, person: Person, held: Held, whole: Done) -> None:
    """Words and flags are as they were, and an appeal made meanwhile is none."""
    opinions, row = [each for each, _ in whole], whole[0][1]
    ids, covered = [each.id for each in opinions], row.action == MASKED
    flags.drop(work.session, ids, APPEAL)
    flags.reopen(work.session, ids, "masked" if covered else HIDE.flags, row.at)
    if covered:
        uncovering.take_back(work, whole)
    else:
        measures.undone(work, ids)
        _show_again(work, opinions)
    entries = [entry(each) for each in opinions]
    record(work, person, held, UNDO_MASK if covered else UNDO, entries)


def _show_again(work: Work, opinions: Sequence[Opinion]) -> None:
    before = {each.id: each.state_before or rows.SHOWN for each in opinions}
    for state in sorted(set(before.values())):
        turn(work, [each for each in opinions if before[each.id] == state], state, "")
