"""A text with its tricks undone, in which every sign still knows its place in the text as it came.

Signs that look alike become one, signs that print nothing go, digits of every script and digits
written out become ours.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Folded:
    """`places[i]` is where sign i of `text` stands in the original; one more for its end."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str, fold: Callable[[str], str]) -> "Folded":
        """Sign by sign."""
        signs = [(sign, at) for at, before in enumerate(text) for sign in fold(before)]
        return cls("".join(sign for sign, _ in signs), (*(at for _, at in signs), len(text)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The same stretch in the original, with the invisible signs in it."""
        return self.places[start], self.places[end]

    def put(self, parts: list[tuple[int, int, str]]) -> "Folded":
        """With other signs in some stretches, each (start, end, signs), in their order."""
        text, places, done = "", list[int](), 0
        for start, end, signs in parts:
            text += self.text[done:start] + signs
            places += [*self.places[done:start], *[self.places[start]] * len(signs)]
            done = end
        return Folded(text + self.text[done:], (*places, *self.places[done:]))

    def put_for(self, pattern: re.Pattern[str], write: Callable[[re.Match[str]], str]) -> "Folded":
        """With other signs wherever the pattern is found."""
        found = pattern.finditer(self.text)
        return self.put([(each.start(), each.end(), write(each)) for each in found])


_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_ALIKE = dict.fromkeys("‐‑‒–—―−﹘ㅡ", "-") | dict.fromkeys("·․‧・ㆍ｡。", ".")
_SIGNS = _WIDE | _ALIKE
_KEYCAP = "\ufe0f\u20e3"
_UNSEEN = ("Cf", "Cc", "Cs", "Co")


@lru_cache(maxsize=4096)
def plain(sign: str) -> str:
    """One sign as we write it; nothing for what prints nothing."""
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign in "\n\t\r " or sign.isspace():
        return "\n" if sign == "\n" else " "
    if sign in _KEYCAP or unicodedata.category(sign) in _UNSEEN:
        return ""
    digit = unicodedata.digit(sign, None)
    return sign if digit is None else str(digit)


_SAID = dict(zip("공일이삼사오육칠팔구", "0123456789", strict=True))
_SAID |= dict(zip("零一二三四五六七八九", "0123456789", strict=True)) | {"영": "0", "〇": "0"}
_LATIN = dict.fromkeys("oO", "0") | dict.fromkeys("lI", "1")
_ENGLISH = dict(
    zip("zero one two three four five six seven eight nine".split(), "0123456789", strict=True)
) | {"oh": "0"}

_DIGIT = (
    rf"(?:\d|[{''.join(_SAID)}]|(?<![A-Za-z])(?:{'|'.join(_ENGLISH)})(?![A-Za-z])"
    r"|(?:(?<![A-Za-z])|(?<=[oOlI]))[oOlI](?![A-HJ-Za-km-np-z]))"
)
_BETWEEN = r"(?:\s?(?:다시|에|의|대시|dash)\s?|[\s.,:;|*+\-/_~()]{0,4})"
_WRITTEN = re.compile(rf"{_DIGIT}(?:{_BETWEEN}{_DIGIT}){{8,}}", re.IGNORECASE)
_PART = re.compile(rf"{_DIGIT}|다시|에|의|대시|dash", re.IGNORECASE)
_ONE_BY_ONE = re.compile(r"(?<!\d)\d(?:[ .,\-_/]{1,3}\d(?!\d)){8,}")
_NOT_DIGITS = re.compile(r"\D+")


def readings(plainly: Folded) -> list[Folded]:
    """The ways to read the numbers of a text: as they stand, with digits that are written out, and
    with digits that stand one by one closed up."""
    written = _with_digits(plainly)
    read = {each.text: each for each in (_closed_up(written), written, plainly)}
    return list(read.values())


def _with_digits(read: Folded) -> Folded:
    """Nine and more digits in a row, however they are written: fewer lead to nobody."""
    parts = [
        (part.start(), part.end(), _digit(part[0]))
        for run in _WRITTEN.finditer(read.text)
        for part in _PART.finditer(read.text, run.start(), run.end())
    ]
    return read.put(parts)


def _digit(part: str) -> str:
    return (
        (_SAID | _LATIN).get(part)
        or _ENGLISH.get(part.lower())
        or (part if part.isdigit() else "-")
    )


def _closed_up(read: Folded) -> Folded:
    parts = [
        (sign.start(), sign.end(), "")
        for run in _ONE_BY_ONE.finditer(read.text)
        for sign in _NOT_DIGITS.finditer(read.text, run.start(), run.end())
    ]
    return read.put(parts)
