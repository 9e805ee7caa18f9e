"""How much more a topic says a term than the others do.

The weight of a term in a topic is class-based TF-IDF (Grootendorst 2022, BERTopic), counted in
texts rather than in words, so that nobody names a topic by repeating himself.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import log

from nlp.words import Kind, Term, Words

CONSIDERED = 150
"""Terms of a topic that are looked at closely, heaviest first; the others are only counted."""
OWN_SHARE = 0.2
"""A term belongs to a topic if at least this share of the texts saying it is there."""
PERSON_SAID = 5
"""A person is named if so many texts name them; under that they may be anybody's neighbour."""
WORTH = {Kind.PLAIN: 1.0, Kind.WEAK: 0.4, Kind.PERSON: 0.5, Kind.PLACE: 0.0}
"""What a term's weight counts for, by what it is good for in a name."""


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
    """In how many texts each key is said: topic by topic, and in all."""

    topics: tuple[Counter[str], ...]
    sizes: tuple[int, ...]
    everywhere: Counter[str]

    def weight(self, topic: int, key: str) -> float:
        common = self.everywhere.total() / len(self.topics)
        share = self.topics[topic][key] / self.sizes[topic]
        return round(share * log(1 + common / self.everywhere[key]), 6)

    def ahead(self, topic: int, key: str) -> float:
        here, size = self.topics[topic][key], self.sizes[topic]
        others = max(1, sum(self.sizes) - size)
        return round(here / size - (self.everywhere[key] - here) / others, 6)


def ranked(
    topics: Sequence[Sequence[Words]], asked: Collection[str], places: Collection[str]
) -> list[list[Ranked]]:
    """Each topic's terms, heaviest first: those it says more than once and the others seldom say.

    Terms with a part in `asked` or a place in them come only where a topic has no others.
    """
    counts = _counted(topics)
    close = [_close(topic, at, counts) for at, topic in enumerate(topics)]
    known = {*places, *(word for terms in close for each in terms for word in _place_words(each))}
    return [_fit(terms, asked, known) for terms in close]


def _place_words(each: Ranked) -> tuple[str, ...]:
    """Words that name the same place without what it is: Warren (County), 새솔(구)."""
    if each.term.kind is not Kind.PLACE:
        return ()
    if len(each.term.parts) > 1:
        return each.term.parts[:-1] if each.term.key.isascii() else ()
    return (each.term.key, each.term.key[:-1]) if len(each.term.key) > 2 else (each.term.key,)


def _counted(topics: Sequence[Sequence[Words]]) -> _Counts:
    counted = tuple(
        Counter(key for words in topic for key in {term.key for term in words.terms})
        for topic in topics
    )
    everywhere: Counter[str] = Counter()
    for each in counted:
        everywhere.update(each)
    return _Counts(counted, tuple(len(topic) for topic in topics), everywhere)


def _fit(
    terms: Sequence[Ranked], asked: Collection[str], places: Collection[str]
) -> list[Ranked]:
    new = [each for each in terms if not _asked(each.term, asked)]
    fit = [each for each in new if not _placed(each.term, places)]
    return _worth(fit) or new or list(terms)


def _close(topic: Sequence[Words], at: int, counts: _Counts) -> list[Ranked]:
    """The heaviest terms with the texts that say them."""
    keys = _heaviest(at, counts)
    said: dict[str, list[int]] = {key: [] for key in keys}
    spelled: dict[str, Counter[Term]] = {key: Counter() for key in keys}
    for position, words in enumerate(topic):
        for term in words.terms:
            if term.key in said:
                said[term.key].append(position)
                spelled[term.key][term] += 1
    return [
        Ranked(_usual(spelled[key]), counts.weight(at, key), frozenset(said[key]), counts.ahead(at, key))
        for key in keys
    ]


def _heaviest(at: int, counts: _Counts) -> list[str]:
    here = counts.topics[at]
    own = [key for key, said in here.items() if said >= OWN_SHARE * counts.everywhere[key]]
    repeated = [key for key in own if here[key] > 1]
    return nsmallest(
        CONSIDERED, repeated or own or here, key=lambda key: (-counts.weight(at, key), key)
    )


def _usual(spellings: Counter[Term]) -> Term:
    """The spelling most often written; between equals the one in small letters."""
    return min(spellings, key=lambda term: (-spellings[term], term.surface.swapcase(), term.parts))


def _asked(term: Term, asked: Collection[str]) -> bool:
    return any(part in asked for part in term.parts)


def _placed(term: Term, places: Collection[str]) -> bool:
    if term.kind is Kind.PLACE or term.key in places:
        return True
    pairs = (f"{one} {other}" for one, other in zip(term.parts, term.parts[1:], strict=False))
    return any(part in places for part in (*term.parts, *pairs))


def _worth(terms: Iterable[Ranked]) -> list[Ranked]:
    """Terms by what they are worth, nobody's name among them that few say."""
    kept = [
        Ranked(each.term, round(each.weight * WORTH[each.term.kind], 6), each.texts, each.ahead)
        for each in terms
        if each.term.kind is not Kind.PERSON or len(each.texts) >= PERSON_SAID
    ]
    return sorted(kept, key=lambda each: (-each.weight, each.term.key))
