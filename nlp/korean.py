"""Korean texts as content morphemes (for comparing) and as whole noun phrases (for naming)."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from nlp.words import Term, Words, light_words, phrases

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

CONTENT = frozenset({"NNG", "NNP", "XR", "SL", "SH", "VV", "VA"})
"""Kiwi's tags of morphemes that carry a subject: nouns, roots, foreign words, verbs, adjectives."""

PREDICATES = frozenset({"VV", "VA"})

INSIDE_A_NOUN = frozenset({"NNG", "NNP", "SL", "SH", "XR", "XPN", "XSN", "SN", "NNB"})
"""Tags that a written compound may be made of: 비+정규직+화, 1+인+가구."""

NAMES_SOMETHING = frozenset({"NNG", "NNP", "SL", "SH"})

NOT_AT_THE_END = frozenset({"들", "님", "적", "적인", "등", "것", "수", "때", "중"})
"""Suffixes and bound nouns that are left off a term: 아이들 is shown as 아이."""

_JAMO_ONLY = re.compile("[\u1100-\u11ff\u3130-\u318f]+")


class Morpheme(Protocol):
    """What this module reads of a Kiwi token."""

    form: str
    tag: str
    start: int
    len: int
    word_position: int


def words(texts: Sequence[str], workers: int = 1) -> list[Words]:
    """The words of Korean texts, in their order, read by so many threads.

    Raises: ImportError where Kiwi or its model is not installed.
    """
    analysed = _kiwi(workers).tokenize(list(texts))
    return [
        Words(_features(tokens), tuple(_terms(text, tokens)))
        for text, tokens in zip(texts, analysed, strict=True)
    ]


@cache
def _kiwi(workers: int) -> "Kiwi":
    from kiwipiepy import Kiwi

    return Kiwi(num_workers=workers)


def _features(tokens: Iterable[Morpheme]) -> tuple[str, ...]:
    light = light_words("ko")
    forms = (_dictionary_form(token) for token in tokens if _kind(token) in CONTENT)
    return tuple(form for form in forms if form not in light and not _JAMO_ONLY.fullmatch(form))


def _kind(token: Morpheme) -> str:
    """The tag without the mark of irregular verbs (VV-I)."""
    return token.tag.split("-")[0]


def _dictionary_form(token: Morpheme) -> str:
    return f"{token.form}다" if _kind(token) in PREDICATES else token.form.casefold()


def _terms(text: str, tokens: Sequence[Morpheme]) -> Iterable[Term]:
    """Compounds as written, and up to three of them where nothing stands between them.

    One syllable alone (일, 힘, 한) is too often something else to name a topic.
    """
    light = light_words("ko")
    for chain in _chains(text, tokens):
        for phrase in phrases(chain):
            if light.isdisjoint((phrase[0], phrase[-1])) and phrase != (phrase[0][0],):
                yield _term(phrase)


def _term(phrase: Sequence[str]) -> Term:
    parts = tuple(word.casefold() for word in phrase)
    return Term("".join(parts), " ".join(phrase), parts)


def _chains(text: str, tokens: Sequence[Morpheme]) -> list[list[str]]:
    """Neighbouring noun compounds: 불법 주정차 단속을 강화 -> [불법, 주정차, 단속], [강화]."""
    chains: list[list[str]] = [[]]
    for _, group in groupby(tokens, key=lambda token: token.word_position):
        word = list(group)
        nouns = _leading_nouns(word)
        compound = _compound(text, nouns)
        if compound:
            chains[-1].append(compound)
        if not compound or len(nouns) < len(word):
            chains.append([])
    return [chain for chain in chains if chain]


def _leading_nouns(word: Sequence[Morpheme]) -> list[Morpheme]:
    end = next(
        (at for at, token in enumerate(word) if _kind(token) not in INSIDE_A_NOUN), len(word)
    )
    return list(word[:end])


def _compound(text: str, nouns: Sequence[Morpheme]) -> str:
    """The nouns of one word as they are written, or "" where they name nothing."""
    kept = list(nouns)
    while kept and kept[-1].form in NOT_AT_THE_END:
        kept.pop()
    if not kept or not any(_kind(token) in NAMES_SOMETHING for token in kept):
        return ""
    if _kind(kept[-1]) in ("XR", "SN", "NNB"):
        return ""
    return text[kept[0].start : kept[-1].start + kept[-1].len]
