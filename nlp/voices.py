"""Small voices: a few people who say something rare, which would vanish in a large topic.

Not what is far from every topic (that finds stray remarks, docs/decisions/small-voices.md), but
what shares rare words and is like nothing else in its words. An overlay: whoever is in a small
voice stays in a topic.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nlp.rarities import MOST, UNSEEN, Rarity, nouns, rarities
from nlp.words import Words

MOST_VOICES = 10
ISOLATION = 20.0
"""Nats of surprise that likeness to somebody outside costs, per cosine of 1."""
SEEDS = 2_000
"""Texts with the most surprising words, among which small voices are looked for."""
AT_ONCE = 4_000_000
"""Cosines worked out at a time, which bounds the memory."""


@dataclass(frozen=True)
class SmallVoice:
    """`members` are positions, sorted; `words` are those that make it one, as they are written,
    the most said first. `score` is its surprise in nats, less its likeness to others."""

    members: tuple[int, ...]
    words: tuple[str, ...]
    score: float

    @property
    def label(self) -> str:
        """A name of one or two of its words."""
        return " · ".join(self.words[:2])


def voices(
    words: Sequence[Words],
    *,
    rates: Mapping[str, float],
    documents: int,
    places: Collection[str] = (),
    families: Sequence[int] | None = None,
    weights: Sequence[int] | None = None,
) -> tuple[SmallVoice, ...]:
    """At most ten small voices of 2 to 5 opinions, the most surprising first; none shares a text.

    `rates`: the share of an archive's `documents` that hold a word (`WordVectors.rate` of its
    `words`); without an archive every word is held to be equally rare. `places` are words that
    name no theme. `families` names for each text the first of its near copies: they count as one
    wording, and one alone is no small voice. `weights`: how many opinions each text stands for.
    """
    crowd = _Crowd.of(len(words), families, weights)
    said = [nouns(words[at], places) for at in crowd.heads]
    rare = [
        each
        for each in rarities(said, rates, documents)
        if sum(crowd.sizes[at] for at in each.texts) <= MOST
    ]
    likeness = _likeness(rare, _weighed(said, rates, documents))
    return tuple(
        SmallVoice(
            crowd.members(each.texts),
            _spelled([words[crowd.heads[at]] for at in sorted(each.texts)], each.string),
            score,
        )
        for each, score in _apart(_scored(rare, likeness))
    )


@dataclass(frozen=True)
class _Crowd:
    """Near copies seen as one: `heads` are the positions of each family's first, `copies` all
    positions of each, `sizes` how many opinions each has."""

    heads: tuple[int, ...]
    copies: tuple[tuple[int, ...], ...]
    sizes: tuple[int, ...]

    @classmethod
    def of(
        cls, texts: int, families: Sequence[int] | None, weights: Sequence[int] | None
    ) -> "_Crowd":
        firsts = range(texts) if families is None else families
        copies: dict[int, list[int]] = {}
        for at, first in enumerate(firsts):
            copies.setdefault(first, []).append(at)
        heads = tuple(sorted(copies))
        each = tuple(tuple(copies[head]) for head in heads)
        sizes = tuple(sum(weights[at] if weights else 1 for at in some) for some in each)
        return cls(heads, each, sizes)

    def members(self, families: Collection[int]) -> tuple[int, ...]:
        return tuple(sorted(at for family in families for at in self.copies[family]))


def _weighed(
    said: Sequence[frozenset[str]], rates: Mapping[str, float], documents: int
) -> csr_matrix:
    """n x words, rows of length 1: a word weighs what it tells by the archive, -log of its rate."""
    columns = {word: at for at, word in enumerate(sorted(frozenset[str]().union(*said)))}
    floor = UNSEEN / max(documents, 1)
    weight = np.array([-log(min(rates.get(word, 0.0) + floor, 1.0)) for word in columns])
    at = np.array([columns[word] for words in said for word in sorted(words)], dtype=np.int64)
    starts = np.cumsum([0, *map(len, said)])
    table = csr_matrix((weight[at], at, starts), (len(said), len(columns)))
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    table.data /= np.repeat(np.where(lengths > 0, lengths, 1.0), np.diff(starts))
    return table


Near = Mapping[int, Sequence[tuple[int, float]]]


def _likeness(rare: Sequence[Rarity], table: csr_matrix) -> Near:
    """For the texts of the most surprising rarities: who is most like them, with the cosine."""
    seeds = _seeds(rare)
    step = max(1, AT_ONCE // max(1, table.shape[0]))
    near: dict[int, list[tuple[int, float]]] = {}
    for start in range(0, len(seeds), step):
        some = seeds[start : start + step]
        cosines = np.round((table[some] @ table.T).toarray(), 6)
        for seed, row in zip(some, cosines, strict=True):
            row[seed] = -1.0
            near[seed] = [(at, float(row[at])) for at in _largest(row, MOST)]
    return near


def _seeds(rare: Sequence[Rarity]) -> list[int]:
    seeds: dict[int, None] = {}
    for each in rare:
        if len(seeds) < SEEDS:
            seeds.update(dict.fromkeys(sorted(each.texts)))
    return list(seeds)


def _largest(figures: NDArray[np.float64], count: int) -> list[int]:
    """Positions of the largest figures; of equal ones the first."""
    least = np.partition(figures, -count)[-count] if len(figures) > count else -np.inf
    among = np.flatnonzero(figures >= least)
    order: list[int] = among[np.argsort(-figures[among], kind="stable")].tolist()
    return order[:count]


def _scored(rare: Sequence[Rarity], near: Near) -> list[tuple[Rarity, float]]:
    """The rarities with their scores, best first."""
    scored = [
        (each, round(each.surprise - ISOLATION * _outside(each.texts, near), 6))
        for each in rare
        if near.keys() >= each.texts
    ]
    return sorted(scored, key=lambda each: (-each[1], -len(each[0].string), each[0].string))


def _outside(texts: frozenset[int], near: Near) -> float:
    """How like the nearest outsider is, 0 to 1, on the average of the texts."""
    return sum(
        next((cosine for at, cosine in near[each] if at not in texts), 0.0)
        for each in sorted(texts)
    ) / len(texts)


def _apart(scored: Sequence[tuple[Rarity, float]]) -> list[tuple[Rarity, float]]:
    """The best of those that share no text."""
    taken: set[int] = set()
    chosen: list[tuple[Rarity, float]] = []
    for rarity, score in scored:
        if len(chosen) < MOST_VOICES and taken.isdisjoint(rarity.texts):
            taken |= rarity.texts
            chosen.append((rarity, score))
    return chosen


def _spelled(words: Sequence[Words], string: str) -> tuple[str, ...]:
    """The words with the string, as the texts write them: the most said first, none in another."""
    terms = [term for each in words for term in set(each.terms) if len(term.parts) == 1]
    said = Counter(term.surface for term in terms if string in term.key)
    kept: list[str] = []
    for word in sorted(said, key=lambda word: (-said[word], len(word), word.swapcase())):
        folded = word.casefold()
        if not any(other.casefold() in folded or folded in other.casefold() for other in kept):
            kept.append(word)
    return tuple(kept) or (string,)
