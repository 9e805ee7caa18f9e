"""How much more a topic says a term than the others do.

The weight of a term in a topic is class-based TF-IDF (Grootendorst 2022, BERTopic), counted in
texts rather than in words, so that nobody names a topic by repeating himself.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise
from math import log

from nlp.words import Kind, Term, Words

CONSIDERED = 150
"""Terms of a topic that are looked at closely, heaviest first; the others are only counted."""
OWN_SHARE = 0.2
"""A term belongs to a topic if at least this share of the texts saying it is there."""
PERSON_SAID = 10
"""A person is named if so many texts name them; under that they may be anybody's neighbour."""
WORTH = {Kind.PLAIN: 1.0, Kind.WEAK: 0.4, Kind.PERSON: 0.5, Kind.PLACE: 0.1}
"""What a term's weight counts for, by what it is good for in a name."""


_Spelling = tuple[str, tuple[str, ...], Kind]
"""What is written, its parts and its kind: together they are a term, but quicker to count."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A term in one topic.

    `weight` is its c-TF-IDF times what such a term is worth, `texts` are the positions of the
    topic's texts that say it, `ahead` is their share less the share among all other texts.
    """

    term: Term
    weight: float
    texts: frozenset[int]
    ahead: float


@dataclass(frozen=True)
class _Counts:
    """In how many texts each key is said, topic by topic and in all, and the term first seen."""

    topics: tuple[Counter[str], ...]
    sizes: tuple[int, ...]
    everywhere: Counter[str]
    terms: dict[str, Term]
    common: float
    """How many terms a topic has on average."""

    def weight(self, topic: int, key: str) -> float:
        share = self.topics[topic][key] / self.sizes[topic]
        return round(share * log(1 + self.common / self.everywhere[key]), 6)

    def ahead(self, topic: int, key: str) -> float:
        here, size = self.topics[topic][key], self.sizes[topic]
        others = max(1, sum(self.sizes) - size)
        return round(here / size - (self.everywhere[key] - here) / others, 6)


def ranked(
    topics: Sequence[Sequence[Words]], asked: Collection[str], places: Collection[str]
) -> list[list[Ranked]]:
    """Each topic's terms, heaviest first: those it says more than once and the others seldom say.

    Terms with a part in `asked`, places, and people whom few name come only where a topic has no
    others.
    """
    counts = _counted(topics)
    known = {*places, *_places(counts.terms.values())}
    unfit = {key for key, term in counts.terms.items() if _unfit(term, asked, known)}
    return [_close(topic, at, counts, unfit) for at, topic in enumerate(topics)]


def _counted(topics: Sequence[Sequence[Words]]) -> _Counts:
    terms: dict[str, Term] = {}
    counted = [Counter[str]() for _ in topics]
    for here, topic in zip(counted, topics, strict=True):
        for words in topic:
            said = {term.key: term for term in words.terms}
            here.update(said.keys())
            terms.update(said)
    everywhere = Counter[str]()
    for here in counted:
        everywhere.update(here)
    sizes = tuple(len(topic) for topic in topics)
    common = everywhere.total() / max(1, len(topics))
    return _Counts(tuple(counted), sizes, everywhere, terms, common)


def _places(terms: Iterable[Term]) -> Iterator[str]:
    """Words that name a place said here, also without what it is: Warren (County), 새솔(구)."""
    for term in terms:
        if term.kind is Kind.PLACE and len(term.parts) == 1:
            yield from (term.key, term.key[:-1]) if len(term.key) > 2 else (term.key,)
        elif term.kind is Kind.PLACE and term.key.isascii():
            yield from term.parts[:-1]


def _unfit(term: Term, asked: Collection[str], places: Collection[str]) -> bool:
    if term.kind is Kind.PLACE or term.key in places:
        return True
    pairs = (f"{one} {other}" for one, other in pairwise(term.parts))
    return any(part in asked or part in places for part in (*term.parts, *pairs))


def _close(
    topic: Sequence[Words], at: int, counts: _Counts, unfit: Collection[str]
) -> list[Ranked]:
    """The heaviest terms with the texts that say them."""
    keys = _heaviest(at, counts, unfit)
    said: dict[str, list[int]] = {key: [] for key in keys}
    spelled: dict[str, Counter[_Spelling]] = {key: Counter() for key in keys}
    terms: dict[_Spelling, Term] = {}
    for position, words in enumerate(topic):
        for term in words.terms:
            if term.key in said:
                said[term.key].append(position)
                spelling = (term.surface, term.parts, term.kind)
                spelled[term.key][spelling] += 1
                terms[spelling] = term
    close = [
        _worth(
            terms[_usual(spelled[key])], counts.weight(at, key), said[key], counts.ahead(at, key)
        )
        for key in keys
    ]
    return sorted(close, key=lambda each: (-each.weight, each.term.key))


def _worth(term: Term, weight: float, texts: Collection[int], ahead: float) -> Ranked:
    return Ranked(term, round(weight * WORTH[term.kind], 6), frozenset(texts), ahead)


def _heaviest(at: int, counts: _Counts, unfit: Collection[str]) -> list[str]:
    here = counts.topics[at]
    fit = [key for key in here if key not in unfit and not _private(here[key], counts.terms[key])]
    own = [key for key in fit if here[key] >= OWN_SHARE * counts.everywhere[key]]
    repeated = [key for key in own if here[key] > 1]
    return nsmallest(
        CONSIDERED,
        repeated or own or fit or here,
        key=lambda key: (-counts.weight(at, key) * WORTH[counts.terms[key].kind], key),
    )


def _private(texts: int, term: Term) -> bool:
    return term.kind is Kind.PERSON and texts < PERSON_SAID


def _usual(spellings: Counter[_Spelling]) -> _Spelling:
    """The spelling most often written; between equals the one in small letters, or K리그."""
    return min(spellings, key=lambda each: (-spellings[each], _plainness(each[0]), each[1:]))


def _plainness(surface: str) -> str:
    return surface.swapcase() if surface.isascii() else surface
