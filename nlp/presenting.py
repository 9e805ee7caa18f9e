"""Groups of wordings as topics people can read: named, quoted, in parts, the largest first."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nlp.cleaning import Wording, quotable
from nlp.labelling import Naming, name
from nlp.linear import Matrix
from nlp.quotes import choose
from nlp.results import Part, Quote, Topic
from nlp.words import Words


@dataclass(frozen=True)
class Group:
    """Wordings of one topic with their words, families and vectors, and the direction they share.

    `carries` is the topic before that it carries on; `parts` are groups within it.
    """

    wordings: tuple[Wording, ...]
    words: tuple[Words, ...]
    families: NDArray[np.int64]
    rows: Matrix
    centre: NDArray[np.float64]
    carries: int | None = None
    parts: tuple["Group", ...] = ()

    @property
    def size(self) -> int:
        """How many opinions it holds."""
        return sum(len(wording.opinions) for wording in self.wordings)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(sorted(each.id for wording in self.wordings for each in wording.opinions))

    def beginning(self) -> str:
        """The text nearest to the middle: what stands for a topic that has no words."""
        return self.wordings[int(np.round(self.rows @ self.centre, 6).argmax())].clean


@dataclass(frozen=True)
class Names:
    """What names nothing: the question's words and places; `taken` are names given already."""

    question: Words
    places: Collection[str] = ()
    taken: Collection[str] = ()

    def of(self, groups: Sequence[Group]) -> list[Naming]:
        words = [group.words for group in groups]
        beginnings = [group.beginning() for group in groups]
        return name(words, self.question, beginnings, self.taken, self.places)


def topics(groups: Sequence[tuple[Group, Names]]) -> tuple[Topic, ...]:
    """Topics by falling size, numbered from 1; equal ones by name."""
    named = list(_named(groups))
    named.sort(key=lambda each: (-each[0].size, each[1].label))
    return tuple(_topic(at, *each) for at, each in enumerate(named, start=1))


def _named(groups: Sequence[tuple[Group, Names]]) -> Iterator[tuple[Group, Naming, Names]]:
    """The groups of one set of names together, so that each word names one of them."""
    taken: set[str] = set()
    for names in dict.fromkeys(id(names) for _, names in groups):
        some = [(group, each) for group, each in groups if id(each) == names]
        given = replace(some[0][1], taken={*some[0][1].taken, *taken})
        for (group, _), naming in zip(some, given.of([group for group, _ in some]), strict=True):
            taken.add(naming.label)
            yield group, naming, given


def _topic(number: int, group: Group, naming: Naming, names: Names) -> Topic:
    quotes, edge = quoted(group, naming)
    return Topic(
        id=number,
        label=naming.label,
        keywords=naming.keywords,
        size=group.size,
        distinct=len(np.unique(group.families)),
        quotes=quotes,
        members=group.ids,
        reasons=naming.reasons,
        edge=edge,
        parts=_parts(group, replace(names, taken={naming.label})),
        carries=group.carries,
    )


def _parts(group: Group, names: Names) -> tuple[Part, ...]:
    """Sub-topics, the largest first, by names that are not the topic's own."""
    if not group.parts:
        return ()
    largest_first = sorted(group.parts, key=lambda part: (-part.size, part.ids))
    named = zip(largest_first, names.of(largest_first), strict=True)
    return tuple(
        Part(no, naming.label, naming.keywords, quoted(part, naming)[0], part.ids)
        for no, (part, naming) in enumerate(named, start=1)
    )


def quoted(group: Group, naming: Naming) -> tuple[tuple[Quote, ...], Quote | None]:
    """The quotes that stand for a group, and one from its edge."""
    telling = [not naming.keys.isdisjoint(term.key for term in each.terms) for each in group.words]
    texts = [wording.clean for wording in group.wordings]
    chosen = choose(group.rows, group.centre, texts, telling)
    edge = None if chosen.edge is None else quote(group.wordings[chosen.edge])
    return tuple(quote(group.wordings[at]) for at in chosen.central), edge


def quote(wording: Wording) -> Quote:
    """The words of the first who wrote it."""
    first = wording.opinions[0]
    return Quote(first.id, quotable(first.text))


def topic_of(found: Sequence[Topic]) -> Mapping[str, int]:
    """The topic of every opinion that is in one."""
    return {member: topic.id for topic in found for member in topic.members}
