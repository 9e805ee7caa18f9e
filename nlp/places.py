"""Names of places, which name no topic: everybody in a consultation speaks of the same place."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nlp.words import Kind, Words

PACKAGED = Path(__file__).parent / "vectors"
"""Where the list of Korean places lies that the word vectors were made with."""

_OFFICE = re.compile(
    r"([가-힣]{2,}?)(특별자치시|특별자치도|특별시|광역시|시|군|구|도)(?:청|의회)?(?![가-힣])"
)
_ENDINGS = (
    "특별자치시 특별자치도 특별시 광역시 시 군 구 도 동 읍 면 리 역 로 길 대로"
    " 시청 군청 구청 도청 시민 군민 구민 도민"
).split()
_SUFFIX = re.compile("(특별자치시|특별자치도|특별시|광역시|시|군|구|도|동|읍|면)$")


@cache
def packaged() -> frozenset[str]:
    """The packaged places in small letters; none where no list is packaged."""
    lists = sorted(PACKAGED.glob("places*.txt"))
    lines = [line for each in lists for line in each.read_text("utf-8").splitlines()]
    return frozenset(line.strip().casefold() for line in lines if not line.startswith("#"))


def own(agency: str, question: Words) -> frozenset[str]:
    """The consultation's own places, as its agency and its question name them.

    새솔구, 새솔동, 새솔; Bowling Green, BG. In small letters.
    """
    bases = {found[1] for found in _OFFICE.finditer(agency)}
    whole: set[str] = {found[0].casefold() for found in _OFFICE.finditer(agency)}
    for term in question.terms:
        if term.kind is Kind.PLACE:
            whole.add(term.key)
            bases.add(_SUFFIX.sub("", term.key))
        elif len(term.parts) > 1 and term.surface.isascii() and term.surface.istitle():
            whole |= {term.key, "".join(part[0] for part in term.parts)}
    return frozenset(whole.union(*(_forms(base) for base in bases if len(base) > 1)))


def _forms(base: str) -> Iterator[str]:
    yield base
    yield from (base + ending for ending in _ENDINGS)
