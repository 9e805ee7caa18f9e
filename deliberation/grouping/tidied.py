"""What it comes to when an official tidies topics: what became of them, or why nothing did."""

from dataclasses import dataclass, field

from deliberation.outcomes import NotYours
from storage.models import Topic


@dataclass(frozen=True)
class Part:
    """Opinions that shall be a topic of their own, by what name."""

    name: str
    opinions: frozenset[int]


@dataclass(frozen=True)
class Renamed:
    """`log_id` is the row of the log that keeps it, by which it can be undone."""

    topic: Topic
    before: str
    log_id: int = field(default=0, compare=False)


@dataclass(frozen=True)
class NothingToUndo:
    """Somebody gave it another name since, or it never had this one."""


@dataclass(frozen=True)
class Merged:
    """`gone` is part of `topic` now, with all its `people`. `newcomers` of them have got none of
    the answers given to either; None where none was given."""

    topic: Topic
    gone: Topic
    people: int
    newcomers: int | None


@dataclass(frozen=True)
class Split:
    """The topic keeps its id, its answers and what was not taken out; `made` are the new ones.
    `answered` people of those have an answer already: it stays theirs."""

    topic: Topic
    made: tuple[Topic, ...]
    answered: int


@dataclass(frozen=True)
class TopicGone:
    """The topic ended: it is not in the last run."""

    topic: Topic


@dataclass(frozen=True)
class MergedBefore:
    """The topic was joined to another one, where its opinions are now."""

    topic: Topic
    into: Topic


@dataclass(frozen=True)
class NoName:
    """No letter to be seen."""


@dataclass(frozen=True)
class NameTooLong:
    units: int
    most: int


@dataclass(frozen=True)
class NameTaken:
    """Another topic is called so; the two could be joined."""

    other: Topic


@dataclass(frozen=True)
class NameTwice:
    """Two parts would be called the same."""

    name: str


@dataclass(frozen=True)
class WithItself:
    """A topic cannot be joined to itself."""

    topic: Topic


@dataclass(frozen=True)
class NothingInIt:
    """A part would hold no opinion that is shown, or the topic itself would."""

    topic: Topic


@dataclass(frozen=True)
class InTwoParts:
    """Some opinions would lie in two parts."""

    topic: Topic


@dataclass(frozen=True)
class NoClearLine:
    """The last run saw no sub-topics in it."""

    topic: Topic


Refusal = NotYours | TopicGone | MergedBefore
"""Why a topic cannot be tidied, whatever is to be done."""
Unusable = NoName | NameTooLong | NameTaken
"""Why a name cannot be taken."""
