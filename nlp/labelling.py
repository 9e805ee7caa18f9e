"""Topics get keywords and a name of their own words, by how much more a topic says them.

The weight of a term in a topic is class-based TF-IDF (Grootendorst 2022, BERTopic), counted in
texts rather than in words, so that nobody names a topic by repeating himself.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log

from nlp.words import Term, Words

KEYWORDS = 8
LONGEST_LABEL = 30
MOST_PARTS = 3
COVERED = 0.6
"""A name whose words stand in this share of the topic's texts needs no further part."""
PHRASE_SHARE = 0.34
"""A phrase replaces its word in a name where it makes up this share of the word's texts."""
OWN_SHARE = 0.2
"""A term belongs to a topic if at least this share of the texts saying it is there."""


@dataclass(frozen=True)
class Naming:
    """What a topic is called, and the words it stands out by."""

    label: str
    keywords: tuple[str, ...]
    keys: frozenset[str]
    """Keys of the keywords' terms, to find the texts that say them."""


@dataclass(frozen=True)
class _Ranked:
    """A term in one topic: its weight, and the positions of the topic's texts that say it."""

    term: Term
    weight: float
    texts: frozenset[int]


def name(
    topics: Sequence[Sequence[Words]],
    question: Words,
    fallback: Sequence[str],
    taken: Collection[str] = (),
) -> list[Naming]:
    """Names of topics, given the words of each one's texts; none is empty, equal to another or
    in `taken`.

    `question`: its words name nothing, for they are in every answer. `fallback`: for each topic a
    text whose beginning serves where it has no words of its own.
    """
    everywhere = Counter(key for topic in topics for words in topic for key in _keys(words))
    asked = {part for term in question.terms for part in term.parts}
    used = set(taken)
    named = []
    for topic, text in zip(topics, fallback, strict=True):
        ranked = _ranked(topic, everywhere, len(topics), asked)
        label = _free(_labels(ranked, len(topic)), text, used)
        used.add(label)
        keywords = _keywords(ranked)
        shown = tuple(term.surface for term in keywords) or (label,)
        named.append(Naming(label, shown, frozenset(term.key for term in keywords)))
    return named


def _keys(words: Words) -> set[str]:
    return {term.key for term in words.terms}


def _ranked(
    topic: Sequence[Words], everywhere: Counter[str], topics: int, asked: Collection[str]
) -> list[_Ranked]:
    """The topic's terms, heaviest first: those said more than once and not in the question, or
    where there are none, those at least not in the question, or all."""
    terms = _weighed(topic, everywhere, topics)
    new = [each for each in terms if not any(part in asked for part in each.term.parts)]
    own = [each for each in new if len(each.texts) >= OWN_SHARE * everywhere[each.term.key]]
    repeated = [each for each in own if len(each.texts) > 1]
    return repeated or own or new or terms


def _weighed(topic: Sequence[Words], everywhere: Counter[str], topics: int) -> list[_Ranked]:
    said: dict[str, set[int]] = {}
    spelled: dict[str, Counter[Term]] = {}
    for position, words in enumerate(topic):
        for term in words.terms:
            said.setdefault(term.key, set()).add(position)
            spelled.setdefault(term.key, Counter())[term] += 1
    common = sum(everywhere.values()) / topics
    terms = [
        _Ranked(
            _usual(spelled[key]),
            round(len(texts) / len(topic) * log(1 + common / everywhere[key]), 6),
            frozenset(texts),
        )
        for key, texts in said.items()
    ]
    return sorted(terms, key=lambda each: (-each.weight, each.term.key))


def _usual(spellings: Counter[Term]) -> Term:
    """The spelling most often written; between equals the one in small letters."""
    return min(spellings, key=lambda term: (-spellings[term], term.surface.swapcase()))


def _keywords(ranked: Iterable[_Ranked]) -> list[Term]:
    """Single words, heaviest first, none a part of another."""
    chosen: list[Term] = []
    for each in ranked:
        if len(each.term.parts) == 1 and not any(_overlap(each.term, other) for other in chosen):
            chosen.append(each.term)
    return chosen[:KEYWORDS]


def _overlap(one: Term, other: Term) -> bool:
    """Whether two terms share a word, or one holds the other: 검찰, 검찰총장."""
    within = one.key in other.key or other.key in one.key
    return within or not set(one.parts).isdisjoint(other.parts)


def _labels(ranked: Sequence[_Ranked], texts: int) -> Iterable[str]:
    """Possible names, best first: each grows by the part that covers most of what is left."""
    for first in [each for each in ranked if len(each.term.parts) == 1][:KEYWORDS]:
        parts = [_phrase(first, ranked)]
        yield from _grown(parts, ranked, texts)


def _grown(parts: list[_Ranked], ranked: Sequence[_Ranked], texts: int) -> Iterable[str]:
    covered = set(parts[0].texts)
    while len(parts) < MOST_PARTS and len(covered) < COVERED * texts:
        following = _next_part(parts, ranked, covered)
        if following is None:
            break
        parts.append(following)
        covered |= following.texts
    for length in range(len(parts), 0, -1):
        yield " · ".join(part.term.surface for part in parts[:length])


def _next_part(
    parts: Sequence[_Ranked], ranked: Sequence[_Ranked], covered: Collection[int]
) -> _Ranked | None:
    """The word, or phrase around it, whose weight by its texts not yet covered is the largest."""
    fitting = [
        _phrase(each, ranked)
        for each in ranked
        if len(each.term.parts) == 1 and len(each.texts.difference(covered)) > 1
    ]
    apart = [each for each in fitting if not any(_overlap(each.term, part.term) for part in parts)]
    return max(
        apart, key=lambda each: each.weight * len(each.texts.difference(covered)), default=None
    )


def _phrase(word: _Ranked, ranked: Sequence[_Ranked]) -> _Ranked:
    """The longest usual phrase around a word, or the word."""
    around = [
        each
        for each in ranked
        if len(each.term.parts) > 1
        and word.term.key in each.term.parts
        and len(each.texts) >= max(2, PHRASE_SHARE * len(word.texts))
    ]
    return max(around, key=lambda each: (len(each.term.parts), each.weight), default=word)


def _free(labels: Iterable[str], text: str, taken: Collection[str]) -> str:
    """The first name that is short enough and not taken; at the last the text's beginning."""
    for label in labels:
        if len(label) <= LONGEST_LABEL and label not in taken:
            return label
    beginning = _shortened(text, LONGEST_LABEL)
    if beginning not in taken:
        return beginning
    tries = (f"{_shortened(text, LONGEST_LABEL - 5)} {number}" for number in range(2, 1000))
    return next(label for label in tries if label not in taken)


def _shortened(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text or "…"
    whole = text[: longest - 1].rsplit(" ", 1)[0]
    return f"{whole or text[: longest - 1]}…"
