"""What a text is made of: features to compare it by, and terms that could name what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

LIGHT = Path(__file__).parent / "light"


class Kind(IntEnum):
    """What a term is good for in a name: the higher, the less."""

    PLAIN = 0
    WEAK = 1
    """Says too little alone: 지원, 관리, service."""
    PERSON = 2
    """Looks like somebody's name."""
    PLACE = 3


@dataclass(frozen=True, slots=True)
class Term:
    """One to four words that may stand in a label.

    `key` is equal for all spellings of one term, `surface` is one of them, `parts` are the keys
    of its smallest words: 어린이보호구역 has those of 어린이 보호 구역.
    """

    key: str
    surface: str
    parts: tuple[str, ...]
    kind: Kind = Kind.PLAIN


class Reading(NamedTuple):
    """A content morpheme in dictionary form, and whether it was read as a proper noun."""

    form: str
    proper: bool


@dataclass(frozen=True, slots=True)
class Words:
    """`features` are compared between texts (with repetitions); `terms` can be shown to people.

    `morphemes` are all content morphemes of a Korean text, of asking and of every day as well:
    vectors of words weigh them themselves.
    """

    features: tuple[str, ...]
    terms: tuple[Term, ...]
    morphemes: tuple[str, ...] = ()


def phrases(words: Sequence[str], longest: int = 3) -> list[tuple[str, ...]]:
    """Every run of one to `longest` neighbouring words."""
    return [
        tuple(words[start : start + length])
        for length in range(1, longest + 1)
        for start in range(len(words) - length + 1)
    ]


@cache
def light_words(language: str) -> frozenset[str]:
    """Words of asking and of every day, which name no subject: one a line in `nlp/light`."""
    return frozenset((LIGHT / f"{language}.txt").read_text("utf-8").split())
