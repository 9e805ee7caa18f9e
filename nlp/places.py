"""Names of places, which name no topic: everybody in a consultation speaks of the same place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from nlp.words import Kind, Words

PACKAGED = Path(__file__).parent / "vectors"
"""Where the list of proper nouns lies that the word vectors were made with."""
ABROAD = "# 나라와 대륙, 바다, 도시"
"""The list's heading from which on nothing is a place of ours: a country may well be a topic."""

_OFFICE = re.compile(
    r"([가-힣]{2,}?)(특별자치시|특별자치도|특별시|광역시|시|군|구|도)(?:청|의회)?(?![가-힣])"
)
_ENDINGS = (
    "특별자치시 특별자치도 특별시 광역시 시 군 구 도 동 읍 면 리 역 로 길 대로"
    " 시청 군청 구청 도청 시민 군민 구민 도민"
).split()
_OF = frozenset("the of city town county council office government state borough".split())
_SUFFIX = re.compile("(특별자치시|특별자치도|특별시|광역시|시|군|구|도|동|읍|면)$")


@cache
def packaged() -> frozenset[str]:
    """Korean places, as proper nouns in small letters; none where no list is packaged."""
    return frozenset(_listed().partition(ABROAD)[0].split())


@cache
def known() -> frozenset[str]:
    """Every proper noun of the list: places, countries and institutions, none of them a person."""
    return frozenset(_listed().split())


def _listed() -> str:
    lists = [path.read_text("utf-8").casefold() for path in sorted(PACKAGED.glob("places*.txt"))]
    lines = [line for each in lists for line in each.splitlines()]
    return "\n".join(line for line in lines if not line.startswith("#") or line == ABROAD)


def own(names: Iterable[str], question: Words) -> frozenset[str]:
    """A consultation's own places in all their forms, in small letters.

    `names` are who asks and where: 새솔구 or 새솔구청 gives 새솔, 새솔구, 새솔동, 새솔시 …; City of
    Bowling Green gives bowling green, bg. So do places in the question.
    """
    whole: set[str] = set()
    bases: set[str] = set()
    for each in names:
        found = [match[1] for match in _OFFICE.finditer(each)]
        bases.update(found)
        whole.update(_spelled(each.split()) if each.isascii() else _plain(each, found))
    for term in question.terms:
        if term.kind is Kind.PLACE:
            whole.add(term.key)
            bases.add(_SUFFIX.sub("", term.key))
        elif len(term.parts) > 1 and term.surface.isascii() and term.surface.istitle():
            whole.update(_spelled(term.surface.split()))
    return frozenset(whole.union(*(_forms(base) for base in bases if len(base) > 1)))


def _plain(name: str, found: Sequence[str]) -> set[str]:
    """A Korean name that is of no office is a place as it stands: 새솔동, 옛 시장."""
    return set() if found else {name.casefold(), _SUFFIX.sub("", name.casefold())}


def _spelled(words: Sequence[str]) -> set[str]:
    """An English name without what it is, and by its initials."""
    name = [word.casefold() for word in words if word.casefold() not in _OF]
    if len(name) < 2:
        return set(name)
    return {" ".join(name), "".join(word[0] for word in name)}


def _forms(base: str) -> Iterator[str]:
    yield base
    yield from (base + ending for ending in _ENDINGS)
