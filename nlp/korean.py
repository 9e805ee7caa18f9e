"""Korean texts as content morphemes (for comparing) and as whole noun phrases (for naming)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial

from nlp.engine import INLINE, Engine, partitions
from nlp.nouns import Known, Morpheme, terms
from nlp.tokens import cut, cut_again, kiwi
from nlp.words import Reading, Words, light_words

CONTENT = frozenset({"NNG", "NNP", "XR", "SL", "SH", "VV", "VA"})
"""Kiwi's tags of morphemes that carry a subject: nouns, roots, foreign words, verbs, adjectives."""

WITH_VECTORS = CONTENT - {"SH"}
"""Tags of morphemes that vectors are learnt for and texts pooled from."""

PREDICATES = frozenset({"VV", "VA"})

_JAMO_ONLY = re.compile("[\u1100-\u11ff\u3130-\u318f]+")


def words(texts: Sequence[str], workers: int = 1, engine: Engine = INLINE) -> list[Words]:
    """The words of Korean texts, in their order, read by so many threads; of very many by the
    engine, a partition at a time.

    Raises: ImportError where Kiwi or its model is not installed.
    """
    known: Known = {}
    if len(texts) <= engine.large:
        return list(of_tokens(texts, kiwi(workers).tokenize(list(texts)), known))
    parts = partitions(texts, engine.partition)
    bodies = engine.figures(partial(cut, workers=workers), texts, "read")
    return [
        each
        for some, body in zip(parts, bodies, strict=True)
        for each in of_tokens(texts[some], cut_again(texts[some], body), known)
    ]


def of_tokens(
    texts: Sequence[str], analysed: Iterable[Sequence[Morpheme]], known: Known | None = None
) -> Iterator[Words]:
    """The words of texts that were cut into morphemes already."""
    known = {} if known is None else known
    for text, tokens in zip(texts, analysed, strict=True):
        yield Words(_features(tokens), tuple(terms(text, tokens, known)), _morphemes(tokens))


def readings(texts: Sequence[str], workers: int = 1) -> list[tuple[Reading, ...]]:
    """The content morphemes of texts as `Words.morphemes` has them, proper nouns told apart.

    Raises: ImportError where Kiwi or its model is not installed.
    """
    return [tuple(_readings(tokens)) for tokens in kiwi(workers).tokenize(list(texts))]


def _morphemes(tokens: Iterable[Morpheme]) -> tuple[str, ...]:
    return tuple(reading.form for reading in _readings(tokens))


def _readings(tokens: Iterable[Morpheme]) -> Iterable[Reading]:
    """What directly follows a surname is a name, whatever else the word may mean: 윤 + 창호."""
    after_a_surname = -1
    for token in tokens:
        kind, form = _kind(token), _dictionary_form(token)
        if kind in WITH_VECTORS and not _JAMO_ONLY.fullmatch(form):
            yield Reading(form, kind == "NNP" or token.start == after_a_surname)
        is_surname = kind == "NNP" and token.len == 1
        after_a_surname = token.start + token.len if is_surname else -1


def _features(tokens: Iterable[Morpheme]) -> tuple[str, ...]:
    light = light_words("ko")
    forms = (_dictionary_form(token) for token in tokens if _kind(token) in CONTENT)
    return tuple(form for form in forms if form not in light and not _JAMO_ONLY.fullmatch(form))


def _kind(token: Morpheme) -> str:
    """The tag without the mark of irregular verbs (VV-I)."""
    return token.tag.split("-")[0]


def _dictionary_form(token: Morpheme) -> str:
    return _in_the_dictionary(token.form, token.tag)


@lru_cache(1 << 16)
def _in_the_dictionary(form: str, tag: str) -> str:
    """One string for every time a morpheme is said: of a million texts most words are the same."""
    return f"{form}다" if tag.split("-")[0] in PREDICATES else form.casefold()
