"""Topics get keywords, reasons and a name of their own words."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from nlp.weighing import Ranked, ranked
from nlp.words import Kind, Term, Words

KEYWORDS = 8
REASONS = 4
REASON_SHARE = 0.1
"""A reason after the first two is said in at least this share of the topic's texts."""
LONGEST_LABEL = 30
MOST_PARTS = 3
COVERED = 0.6
"""A name whose words stand in this share of the topic's texts needs no further part."""
PART_SHARE = 0.06
"""A further part is in at least this share of the topic's texts, and no part before is; or it is
nearly as often there as the first."""
NEARLY = 0.6
PART_WEIGHT = 0.25
"""A further part weighs at least this share of the first."""
COMPANION = 0.2
"""A word that covers a topic alone gets a second one beside it that is said so much more here."""
PHRASE_SHARE = 0.34
"""A phrase replaces its word in a name where it makes up this share of the word's texts."""
WHOLE_SHARE = 0.7
"""A word said within one phrase in this share of its texts is shown as that phrase."""


@dataclass(frozen=True)
class Naming:
    """What a topic is called, the words it stands out by, and those that hold it together."""

    label: str
    keywords: tuple[str, ...]
    keys: frozenset[str]
    """Keys of the keywords' terms, to find the texts that say them."""
    reasons: tuple[tuple[str, float], ...] = ()
    """Two to four words with the share of the topic's texts that say them: high here, low in
    others. Fewer where it has no more words of its own."""


def name(
    topics: Sequence[Sequence[Words]],
    question: Words,
    fallback: Sequence[str],
    taken: Collection[str] = (),
    places: Collection[str] = (),
) -> list[Naming]:
    """Names of topics, given the words of each one's texts; none is empty, equal to another or
    in `taken`, and none shares a word with another where it can be avoided.

    `question`: its words name nothing, for they are in every answer; nor do `places` (small
    letters). `fallback`: for each topic a text whose beginning serves where it has no words.
    """
    asked = {part for term in question.terms for part in term.parts}
    terms = ranked(topics, asked, places)
    labels = _labels(terms, [len(topic) for topic in topics], fallback, taken)
    return [_naming(*each) for each in zip(labels, terms, topics, strict=True)]


def _naming(label: str, terms: Sequence[Ranked], topic: Sequence[Words]) -> Naming:
    keywords = _apart(terms, terms, KEYWORDS)
    shown = tuple(each.term.surface for each in keywords) or (label,)
    keys = frozenset(each.term.key for each in keywords)
    return Naming(label, shown, keys, _reasons(terms, len(topic)))


def _reasons(terms: Sequence[Ranked], texts: int) -> tuple[tuple[str, float], ...]:
    ahead = sorted(
        (each for each in terms if each.term.kind is not Kind.WEAK),
        key=lambda each: (-each.ahead, each.term.key),
    )
    shares = [
        (each.term.surface, round(len(each.texts) / texts, 6))
        for each in _apart(ahead, terms, REASONS)
        if each.ahead > 0
    ]
    return tuple(shares[:2] + [each for each in shares[2:] if each[1] >= REASON_SHARE])


def _apart(order: Iterable[Ranked], terms: Sequence[Ranked], most: int) -> list[Ranked]:
    """Single words in the given order, or the phrases they are always in; no two share a word."""
    chosen: list[Ranked] = []
    for each in order:
        if len(chosen) == most:
            break
        shown = _phrase(each, terms, WHOLE_SHARE)
        if len(each.term.parts) == 1 and not any(_overlap(shown.term, o.term) for o in chosen):
            chosen.append(shown)
    return chosen


def _overlap(one: Term, other: Term) -> bool:
    """Whether two terms share a word, or one of the one is in one of the other: 주차, 주차장."""
    return any(_alike(this, that) for this in one.parts for that in other.parts)


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if short.isascii():
        return short == long or (
            len(short) > 4 and short in (long[: len(short)], long[-len(short) :])
        )
    return len(short) > 1 and short in long


def _labels(
    terms: Sequence[Sequence[Ranked]],
    sizes: Sequence[int],
    fallback: Sequence[str],
    taken: Collection[str],
) -> list[str]:
    """Names in the order of the topics; a word two topics want goes to whom it weighs more for."""
    strongest_first = sorted(range(len(terms)), key=lambda at: (-_strength(terms[at]), at))
    labels = [""] * len(terms)
    used = set(taken)
    words: list[Term] = [_as_term(part) for label in sorted(taken) for part in label.split(" · ")]
    for at in strongest_first:
        labels[at], parts = _free(terms[at], sizes[at], fallback[at], used, words)
        used.add(labels[at])
        words += parts
    return labels


def _strength(terms: Sequence[Ranked]) -> float:
    return terms[0].weight if terms else 0.0


def _as_term(label: str) -> Term:
    return Term(label.casefold(), label, tuple(label.casefold().split()))


def _free(
    terms: Sequence[Ranked],
    texts: int,
    text: str,
    used: Collection[str],
    words: Sequence[Term],
) -> tuple[str, list[Term]]:
    """The first name that is short enough and free, and its parts; at the last the beginning of a
    text."""
    fresh = [each for each in terms if not any(_overlap(each.term, word) for word in words)]
    for parts in chain(_grown(fresh, texts), _grown(terms, texts)):
        label = _written(parts)
        if len(label) <= LONGEST_LABEL and label not in used:
            return label, [part.term for part in parts]
    return _beginning(text, used), []


def _written(parts: Sequence[Ranked]) -> str:
    label = " · ".join(part.term.surface for part in parts)
    first = label.split(" ", 1)[0]
    return label[0].upper() + label[1:] if first.islower() else label


def _grown(terms: Sequence[Ranked], texts: int) -> Iterator[list[Ranked]]:
    """Possible names, best first: each grows by the part that covers most of what is left."""
    heads = _heads(terms)
    for first in heads:
        parts = [first]
        covered = set(first.texts)
        while len(parts) < MOST_PARTS and len(covered) < COVERED * texts:
            following = _next_part(parts, heads, covered, texts)
            if following is None:
                break
            parts.append(following)
            covered |= following.texts
        if len(parts) == len(first.term.parts) == 1:
            parts += _companion(first, heads)
        yield from (parts[:length] for length in range(len(parts), 0, -1))


def _companion(first: Ranked, heads: Sequence[Ranked]) -> list[Ranked]:
    """What says more about one broad word that nearly all texts say: 아이 · 어린이집."""
    fitting = [
        each for each in heads if each.ahead >= COMPANION and not _overlap(each.term, first.term)
    ]
    return fitting[:1]


def _heads(terms: Sequence[Ranked]) -> list[Ranked]:
    """Words or the phrases around them that could begin a name, best first."""
    words = [each for each in terms if len(each.term.parts) == 1][: 2 * KEYWORDS]
    pairs = [(word, _phrase(word, terms, PHRASE_SHARE)) for word in words]
    pairs.sort(key=lambda pair: (-max(each.weight for each in pair), pair[0].term.key))
    return list(dict.fromkeys(phrase for _, phrase in pairs))


def _next_part(
    parts: Sequence[Ranked], heads: Sequence[Ranked], covered: Collection[int], texts: int
) -> Ranked | None:
    """The word, or phrase around it, whose weight by its texts not yet covered is the largest."""
    enough = max(2, min(PART_SHARE * texts, NEARLY * len(parts[0].texts)))
    fitting = [
        (each.weight * len(each.texts.difference(covered)), each)
        for each in heads
        if each.term.kind is not Kind.WEAK
        and each.weight >= PART_WEIGHT * parts[0].weight
        and len(each.texts.difference(covered)) >= enough
        and not any(_overlap(each.term, part.term) for part in parts)
    ]
    return max(fitting, key=lambda pair: pair[0], default=(0.0, None))[1]


def _phrase(word: Ranked, terms: Sequence[Ranked], share: float) -> Ranked:
    """The longest phrase that makes up a share of a word's texts, or the word."""
    around = [
        each
        for each in terms
        if len(each.term.parts) > 1
        and word.term.key in each.term.parts
        and (each.term.kind is not Kind.PERSON or word.term.kind is Kind.PERSON)
        and len(each.texts) >= max(2, share * len(word.texts))
    ]
    return max(around, key=lambda each: (len(each.term.parts), each.weight), default=word)


def _beginning(text: str, used: Collection[str]) -> str:
    beginning = _shortened(text, LONGEST_LABEL)
    if beginning not in used:
        return beginning
    tries = (f"{_shortened(text, LONGEST_LABEL - 5)} {number}" for number in range(2, 1000))
    return next(label for label in tries if label not in used)


def _shortened(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text or "…"
    whole = text[: longest - 1].rsplit(" ", 1)[0]
    return f"{whole or text[: longest - 1]}…"
