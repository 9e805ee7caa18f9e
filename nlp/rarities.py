"""What a few texts say and hardly any other: rare words, and strings that rare words share.

How rare a word is, an archive tells: a word in three of 300 texts is no wonder if the archive
says it every day. Compounds meet in their parts: 하수구 and 배수구 share 수구, 제설함 and 제설차
share 제설.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log

from nlp.words import Kind, Words

FEWEST, MOST = 2, 5
"""Texts of a small voice: one is alone, six are on the way to a topic."""
SPREAD = 12
"""A word in more texts than this is not looked into."""
SHORTER = 0.3
"""A message says a word of the archive less often than a text of the archive, which is longer."""
UNSEEN = 2.0
"""Documents that an unknown word is held to be in: only words in at least 5 are kept."""
UNKNOWN = 10.0
"""Surprise of every word where no archive tells how rare it is: only isolation counts then."""
SHORTEST = 2
"""Letters: one alone is a particle of too many words."""


@dataclass(frozen=True)
class Rarity:
    """A string, the texts that say a word with it, and how much of a surprise that is.

    `surprise` is the Poisson log-likelihood ratio of their number against the archive's rate, in
    nats.
    """

    string: str
    texts: frozenset[int]
    surprise: float


def nouns(words: Words, places: Collection[str]) -> frozenset[str]:
    """Words of two letters and more that are no place, no predicate (in a dictionary these end
    with 다) and nobody's name: a few people's words about a neighbour are not to be shown as a
    theme."""
    long = {each for each in words.features if len(each) >= SHORTEST and each[-1] != "다"}
    named = {term.key for term in words.terms if term.kind in (Kind.PERSON, Kind.PLACE)}
    return frozenset(long - named).difference(places)


def rarities(
    said: Sequence[frozenset[str]], rates: Mapping[str, float], documents: int
) -> list[Rarity]:
    """Rare strings of n texts, most surprising first; `said` are each one's nouns.

    `rates`: the share of the archive's `documents` that hold a word.
    """
    holders = _holders(said)
    strings = _strings(holders)
    if not documents:
        even = [Rarity(string, texts, UNKNOWN) for string, texts in strings.items()]
        return sorted(even, key=lambda each: (-len(each.string), each.string))
    usual = _rates(strings, rates)
    expected = SHORTER * len(said)
    found = [
        Rarity(
            string, texts, _surprise(len(texts), expected * (usual[string] + UNSEEN / documents))
        )
        for string, texts in strings.items()
    ]
    rare = [each for each in found if each.surprise > 0]
    return sorted(rare, key=lambda each: (-each.surprise, -len(each.string), each.string))


def _holders(said: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    """word -> the texts that say it, for words that are not everywhere."""
    holders: dict[str, list[int]] = defaultdict(list)
    for position, words in enumerate(said):
        for word in words:
            holders[word].append(position)
    return {word: holders[word] for word in sorted(holders) if len(holders[word]) <= SPREAD}


def _strings(holders: Mapping[str, Sequence[int]]) -> dict[str, frozenset[int]]:
    """string -> the few texts with a word that begins or ends with it."""
    texts: dict[str, set[int]] = defaultdict(set)
    for word, positions in holders.items():
        for string in pieces(word):
            texts[string].update(positions)
    return {
        string: frozenset(found) for string, found in texts.items() if FEWEST <= len(found) <= MOST
    }


def pieces(word: str) -> set[str]:
    """A word and, of a word in Hangul, its heads and tails of at least half of its letters."""
    if not all("가" <= letter <= "힣" for letter in word):
        return {word}
    lengths = range(max(SHORTEST, -(-len(word) // 2)), len(word) + 1)
    return {part for length in lengths for part in (word[:length], word[-length:])}


def _rates(wanted: Mapping[str, object], rates: Mapping[str, float]) -> dict[str, float]:
    """The archive's rates of strings: of all its words with the string together."""
    usual: dict[str, float] = defaultdict(float)
    for word, rate in rates.items():
        for string in wanted.keys() & pieces(word):
            usual[string] += rate
    return usual


def _surprise(count: int, expected: float) -> float:
    """Nats by which a Poisson rate of `count` explains the count better than the expected one."""
    if count <= expected:
        return 0.0
    return round(count * log(count / expected) - (count - expected), 6)
