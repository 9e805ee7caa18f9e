"""Korean noun phrases as people write them, from the morphemes of a text, to name topics by."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Protocol

from nlp import places
from nlp.words import Kind, Term, light_words

LONGEST = 4
"""Units of a phrase: 어린이 + 보호 + 구역 + 주차."""
WIDEST = 24
"""Characters of a phrase; longer is a sentence without blanks."""

NOUNS = frozenset({"NNG", "NNP", "SL", "SH", "XR"})
LEFT_OFF = frozenset({"들", "님", "적", "당", "별", "씩", "째", "쯤", "끼리"})
"""Suffixes that are no part of a name: 아이들 is shown as 아이."""
AFTER_A_NOUN = frozenset(
    "후 전 내 시 측 건 간 뒤 중 때 앞 옆 안 밖 위 속 외 말 쪽 편 분 점 및 등".split()
)
"""Syllables that stand after a noun without becoming part of it: 학교 앞, 계약 후."""

_JAMO_ONLY = re.compile("[\u1100-\u11ff\u3130-\u318f]+")
_PLACE = re.compile("[가-힣]{2,}(특별시|광역시|시|군|구|동|읍|면|리|도|역)")
_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방"
    "현함변염여추도소석선설마길"
)
_PERSON = re.compile(f"[{_SURNAMES}][가-힣][^당부청위법병증염역족어련총함브]")
"""Three syllables that begin with a surname and do not end like an office, a law or an illness."""


_COUNT = re.compile(r"\d+[만억]?([가-힣]?|개월|학년|년차|번지|가지|단계)")
"""3기, 10년, 1인: no name alone, but 52시간 and 5G are."""


class Morpheme(Protocol):
    """What this module reads of a Kiwi token."""

    @property
    def form(self) -> str: ...
    @property
    def tag(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def len(self) -> int: ...


Known = dict[tuple[str, tuple[str, ...], Kind], Term]
"""Terms by what they are made of."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """The smallest thing that can stand by itself in a name: a noun with what is stuck to it.

    `begins` and `ends` tell whether it may do so in a phrase; `word` numbers the written words.
    """

    start: int
    end: int
    word: int
    form: str
    kind: Kind
    begins: bool
    ends: bool


def terms(text: str, tokens: Sequence[Morpheme], known: Known) -> Iterator[Term]:
    """Every phrase of one to four nouns that could stand in a name, with repetitions.

    `known` is filled with them, so that a term said in many texts is one object.
    """
    for run in _runs(tokens):
        chain = _units(text, run)
        for start, first in enumerate(chain):
            for end in (
                range(start + 1, min(start + LONGEST, len(chain)) + 1) if first.begins else ()
            ):
                if chain[end - 1].ends and _whole(chain, start, end):
                    yield from _term(text, chain[start:end], known)


def _whole(chain: Sequence[_Unit], start: int, end: int) -> bool:
    """Whether a run of units leaves no written word half behind, unless it lies within one."""
    first, last = chain[start], chain[end - 1]
    if first.word == last.word:
        return True
    begins = start == 0 or chain[start - 1].word != first.word
    return begins and (end == len(chain) or chain[end].word != last.word)


def _term(text: str, units: Sequence[_Unit], known: Known) -> tuple[Term, ...]:
    """The term of some units, if it is no single syllable and no sentence without blanks.

    One syllable alone (일, 힘, 한) is too often something else to name a topic.
    """
    surface = text[units[0].start : units[-1].end]
    if not (2 <= len(surface) <= WIDEST):
        return ()
    parts, kind = tuple(unit.form for unit in units), _kind(units)
    made = (surface, parts, kind)
    if made not in known:
        known[made] = Term("".join(parts), surface, parts, kind)
    return (known[made],)


@cache
def _light() -> frozenset[str]:
    return light_words("ko") | light_words("ko-names")


def _kind(units: Sequence[_Unit]) -> Kind:
    """A phrase is weak where all of it is; a place or a person in it makes it one."""
    worst = max(unit.kind for unit in units)
    return worst if worst >= Kind.PERSON else min(unit.kind for unit in units)


def _runs(tokens: Sequence[Morpheme]) -> Iterator[list[Morpheme]]:
    """Nouns that stand together, with nothing between them but blanks."""
    run: list[Morpheme] = []
    for token, after in zip_longest(tokens, tokens[1:]):
        if _goes_on(run, token) or (token.tag == "MM" and after and _touch(token, after)):
            run.append(token)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _goes_on(run: Sequence[Morpheme], token: Morpheme) -> bool:
    if token.tag in NOUNS:
        return token.form not in AFTER_A_NOUN and not _JAMO_ONLY.fullmatch(token.form)
    if token.tag == "XSN":
        return bool(run) and _touch(run[-1], token) and token.form not in LEFT_OFF
    if token.tag == "NNB":
        return bool(run) and _touch(run[-1], token) and run[-1].tag == "SN"
    return token.tag in ("XPN", "SN")


def _touch(one: Morpheme, other: Morpheme) -> bool:
    return one.start + one.len >= other.start


def _units(text: str, run: Sequence[Morpheme]) -> list[_Unit]:
    groups: list[list[Morpheme]] = []
    words = []
    word = 0
    for token in run:
        touches = bool(groups) and _touch(groups[-1][-1], token)
        word += not touches
        if touches and _sticks(groups[-1], token):
            groups[-1].append(token)
        else:
            groups.append([token])
            words.append(word)
    return [_unit(text, group, word) for group, word in zip(groups, words, strict=True)]


def _sticks(group: Sequence[Morpheme], token: Morpheme) -> bool:
    """Whether a morpheme is no word of its own: a suffix, one syllable, or what follows one."""
    if token.tag in ("XPN", "MM"):
        return False
    after_a_piece = group[-1].tag in ("XPN", "SN", "MM") or (len(group) == 1 and group[0].len == 1)
    return after_a_piece or token.tag in ("XSN", "NNB") or (token.len == 1 and token.tag != "SN")


def _unit(text: str, group: Sequence[Morpheme], word: int) -> _Unit:
    noun = any(token.tag in NOUNS or token.tag == "NNB" for token in group)
    start, end = group[0].start, group[-1].start + group[-1].len
    form = text[start:end].casefold()
    begins = form not in _light()
    ends = begins and noun and group[-1].tag != "XR"
    return _Unit(start, end, word, form, _kind_of(form, group), begins, ends)


def _kind_of(form: str, group: Sequence[Morpheme]) -> Kind:
    if any(token.tag == "NNP" for token in group):
        if form in places.packaged() or _PLACE.fullmatch(form):
            return Kind.PLACE
        if _PERSON.fullmatch(form) and form not in places.known():
            return Kind.PERSON
    return Kind.WEAK if _COUNT.fullmatch(form) or form in light_words("ko-weak") else Kind.PLAIN
