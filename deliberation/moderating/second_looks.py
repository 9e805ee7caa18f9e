"""Hidden words that were looked at again and stay hidden: of an appeal their author reads why, in a
line of the moderator's."""

from dataclasses import dataclass

from deliberation.moderating import appeals, decisions, holds
from deliberation.moderating.appeals import LineUnusable
from deliberation.moderating.choices import KEEP_HIDDEN
from deliberation.moderating.decisions import Decided, SecondNeeded
from deliberation.moderating.refusals import Refused
from deliberation.people import Person
from deliberation.work import Work
from storage.models import Opinion


@dataclass(frozen=True)
class LineWanted:
    """The author asked for this look: a line for them comes first."""

    opinion: Opinion


def keep_hidden(
    work: Work, person: Person, opinion_id: int, stamp: int
) -> LineWanted | Decided | SecondNeeded | Refused:
    """Decided at once for words that were rewritten; for an appeal when the line has come."""
    checked = holds.check(work, person, opinion_id, stamp, KEEP_HIDDEN)
    if not isinstance(checked, Opinion):
        return checked
    if appeals.of(work, checked) is not None:
        return LineWanted(checked)
    return decisions.decide(work, person, opinion_id, stamp, KEEP_HIDDEN)


def keep_hidden_with(
    work: Work, person: Person, opinion_id: int, stamp: int, line: str
) -> LineUnusable | Decided | SecondNeeded | Refused:
    """The same, with the line for the author."""
    said = appeals.read_line(work, person, line)
    if isinstance(said, LineUnusable):
        return said
    return decisions.decide(work, person, opinion_id, stamp, KEEP_HIDDEN, line=said)
