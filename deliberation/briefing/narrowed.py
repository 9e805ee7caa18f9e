"""What a narrowed briefing comes to: by what it can be narrowed, to what it was, what is left."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from deliberation.briefing.splits import Cell
from storage.models import AnalysisRun, Consultation, Opinion, Topic


@dataclass(frozen=True)
class Cut:
    """What it is narrowed to: `today`, `week`, `since` the look before, a `place`, or a side, that
    is `for`, `against` or `unsaid`. `mark` says which place."""

    kind: str
    mark: int = 0


@dataclass(frozen=True)
class Told:
    """The same, as it is said: `at` is the moment it begins with, `place` the link people came by,
    "" for the one without a place."""

    cut: Cut
    at: datetime | None = None
    place: str = ""


@dataclass(frozen=True)
class Ways:
    """By what a briefing can be narrowed. `looked_at` is when the official looked before; with
    `places` and `sides` there are links, or a proposal, to narrow by."""

    consultation: Consultation
    run: AnalysisRun
    looked_at: datetime | None
    places: bool
    sides: bool


@dataclass(frozen=True)
class Place:
    """A way in, and how many citizens came by it."""

    name: str
    mark: int
    people: int


@dataclass(frozen=True)
class Places:
    """A page of the ways in, the link without a place first; `first` is the number of the first
    of them, pages count from 0."""

    consultation: Consultation
    places: tuple[Place, ...]
    first: int
    page: int
    pages: int


@dataclass(frozen=True)
class Share:
    """Citizens as they may be told, and their opinions; `invited` are people and opinions of
    invited groups."""

    people: Cell
    opinions: int
    invited: tuple[int, int] = (0, 0)

    @property
    def is_empty(self) -> bool:
        return self.people == 0 and not self.invited[0]


NOBODY = Share(0, 0)


@dataclass(frozen=True)
class NarrowedLine:
    """A topic, by its number in the whole briefing. `readable`: its words can be shown without
    giving a side away."""

    place: int
    topic: Topic
    share: Share
    quote: Opinion | None
    readable: bool


@dataclass(frozen=True)
class Narrowed:
    """A page of the narrowed briefing; pages count from 0. Of a side nothing is told of what
    stands on its own. `newer` opinions are in no topic yet, of whatever part they are."""

    consultation: Consultation
    run: AnalysisRun
    told: Told
    share: Share
    lines: tuple[NarrowedLine, ...]
    alone: Share
    alone_quote: Opinion | None
    page: int
    pages: int
    newer: int
    now: datetime
    signed: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NarrowedWords:
    """A page of a topic's words that are in the part; pages count from 0."""

    told: Told
    consultation: Consultation
    place: int
    topic: Topic
    share: Share
    words: tuple[Opinion, ...]
    page: int
    pages: int
    signed: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CutGone:
    """There is nothing to narrow by any more: no proposal, no such link, no look before, or no
    briefing with topics."""
