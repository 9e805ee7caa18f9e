"""Korean texts as Kiwi cuts them, in figures: where each morpheme stands, and which one it is.

Nine tenths of the time of reading is Kiwi's. So this is what is worked out elsewhere and kept
until a long analysis is done: no words, and useless without the texts themselves.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp.nouns import Morpheme

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

TAGS = (
    "",  # any other: it only stands between those that are read
    *"NNG NNP XR SL SH VV VA XSN NNB XPN SN MM VV-I VA-I VV-R VA-R".split(),
)
"""Tags that somebody reads (`nlp.korean`, `nlp.nouns`), by their number."""
AS_WRITTEN = -1
"""The id of a morpheme whose form stands in the text, letter by letter."""
OTHER = 0
COLUMNS = 4
"""Start, length, tag and id of a morpheme."""
UNWRITTEN = -1
"""The count of morphemes of a text that is to be cut anew."""
KEPT_AS = np.dtype("<i4")

_NUMBERS = {tag: number for number, tag in enumerate(TAGS)}


@dataclass(frozen=True, slots=True)
class Token:
    """A morpheme as `nlp.nouns.Morpheme` has it; one that nobody reads has neither form nor tag."""

    form: str
    tag: str
    start: int
    len: int


@cache
def kiwi(workers: int) -> "Kiwi":
    from kiwipiepy import Kiwi

    return Kiwi(num_workers=workers)


def cut(texts: Sequence[str], workers: int = 1) -> bytes:
    """The morphemes of texts, for `cut_again`. Raises: ImportError where Kiwi is not installed."""
    analysed = kiwi(workers).tokenize(list(texts))
    rows = [_row(text, tokens) for text, tokens in zip(texts, analysed, strict=True)]
    counts = [UNWRITTEN if row is None else len(row) for row in rows]
    cells = np.array([cell for row in rows for cell in row or ()], dtype=KEPT_AS)
    return np.array(counts, dtype=KEPT_AS).tobytes() + cells.reshape(-1, COLUMNS).T.tobytes()


def cut_again(texts: Sequence[str], figures: bytes) -> Iterator[Sequence[Morpheme]]:
    """The morphemes of the same texts, one after the other."""
    whole = np.frombuffer(figures, dtype=KEPT_AS)
    columns = whole[len(texts) :].reshape(COLUMNS, -1)
    ends = np.cumsum(np.maximum(whole[: len(texts)], 0))
    for text, count, end in zip(texts, whole[: len(texts)].tolist(), ends.tolist(), strict=True):
        if count == UNWRITTEN:
            yield kiwi(1).tokenize(text)
        else:
            rows = zip(*columns[:, end - count : end].tolist(), strict=True)
            yield [_token(text, *row) for row in rows]


def _row(text: str, tokens: Sequence[Any]) -> list[tuple[int, int, int, int]] | None:
    """A cell a morpheme; None for a text with one that cannot be told in figures."""
    cells = [_cell(text, token) for token in tokens]
    whole = [cell for cell in cells if cell is not None]
    return whole if len(whole) == len(cells) else None


def _cell(text: str, token: Any) -> tuple[int, int, int, int] | None:
    tag = _NUMBERS.get(token.tag, OTHER)
    if tag == OTHER or text[token.start : token.start + token.len] == token.form:
        told = tag != OTHER or token.tag.split("-")[0] not in _NUMBERS
        return (token.start, token.len, tag, AS_WRITTEN) if told else None
    if _form(token.id) != token.form:
        return None
    return token.start, token.len, tag, token.id


def _token(text: str, start: int, length: int, tag: int, number: int) -> Token:
    if tag == OTHER:
        return Token("", "", start, length)
    form = text[start : start + length] if number == AS_WRITTEN else _form(number)
    return Token(sys.intern(form), TAGS[tag], start, length)


@cache
def _form(number: int) -> str:
    """How Kiwi's dictionary writes a morpheme."""
    form: str = kiwi(1).morpheme(number).form
    return form
