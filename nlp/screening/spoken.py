"""Abuse, hate, threats and advertising by a list of words, with the tricks undone.

They are signs, digits and blanks between letters, letters of a syllable one by one, drawn out and
repeated letters, digits in place of Latin letters.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from nlp.screening.finds import Find, Sure, apart
from nlp.screening.folding import Folded, plain
from nlp.screening.wordlist import Entry, Words

LONG = 4
"""From so many letters on, letters that stand apart are no accident."""

_APART = r"[\W\d_]{0,3}"
_LETTER = r"가-힣ㄱ-ㅎㅏ-ㅣa-z"
_IS_LETTER = re.compile(f"[{_LETTER}]")
_IS_SIGN = re.compile(r"[\W\d_]")
_GOES_ON = re.compile(f"(?:들|놈|년|새끼|아|야|같|이네|이냐)|(?![{_LETTER}])")
"""What may follow a short word whose letters stand apart: 병 신들, but not 병 신고."""
_GOES_ON_LATIN = re.compile(r"(?:s|es|ed|er|ers|ing|in|y|ty|heads?)?(?![a-z])")

_JAMO = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")
_APART_JAMO = re.compile("[ㄱ-ㅎ][ㅏ-ㅣ](?:[ㄱ-ㅎ](?![ㅏ-ㅣ]))?")
_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_TAILS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_LEET = str.maketrans("013457@$!|", "oieastasii")
_IN_LATIN = re.compile(r"(?<=[a-z])(?:[013457@$!|]+(?=[a-z])|[@$]+)|(?<!\w)[@$](?=[a-z])")
_FIRST, _VOWELS, _FINALS, _SILENT = 0xAC00, 21, 28, 11  # ㅇ is the 12th of the first letters


def spoken(text: str, words: Words) -> list[Find]:
    """What of the list is in the text, in its order, none over another."""
    if not words.entries:
        return []
    base = _composed(Folded.of(text, lambda sign: plain(sign).lower()))
    spelt = _jamo(base.put_for(_IN_LATIN, lambda found: found[0].translate(_LEET)))
    read = {each.text: each for each in (base, spelt, _squeezed(spelt))}
    return apart([find for each in read.values() for find in _finds(each, words)])


def _finds(read: Folded, words: Words) -> Iterator[Find]:
    for entry, shape in _shapes(words):
        for match in shape.finditer(read.text):
            if _stands(entry, match):
                sure = Sure.SURE if len(match[0]) == len(entry.letters) else Sure.LIKELY
                yield Find(entry.kind, *read.span(*match.span()), sure)


@lru_cache(maxsize=4)
def _shapes(words: Words) -> tuple[tuple[Entry, re.Pattern[str]], ...]:
    return tuple(
        (each, re.compile(_APART.join(map(re.escape, each.letters)))) for each in words.entries
    )


def _stands(entry: Entry, match: re.Match[str]) -> bool:
    """Whether it is that word, and not a part of others that happen to meet."""
    text, (start, end) = match.string, match.span()
    signs = match[0].replace(" ", "") if entry.spaced else match[0]
    torn = len(signs) > len(entry.letters)
    before = text[start - 1] if start else " "
    if _IS_LETTER.match(before) and (torn or not entry.within):
        return False
    if torn and len(entry.letters) < LONG and (before.isdigit() or not _GOES_ON.match(text, end)):
        return False
    if not entry.goes_on and not _GOES_ON_LATIN.match(text, end):
        return False
    return not any(_covers(each, text, start, end) for each in entry.exceptions)


def _covers(exception: str, text: str, start: int, end: int) -> bool:
    at = text.find(exception, max(0, end - len(exception)))
    return 0 <= at <= start


def _composed(read: Folded) -> Folded:
    """Syllables whose letters came one by one, as some systems write them, in one sign each."""
    return read.put_for(_JAMO, lambda found: unicodedata.normalize("NFC", found[0]))


def _jamo(read: Folded) -> Folded:
    """ㅅㅣㅂㅏㄹ: letters of a syllable that were typed apart."""
    return read.put_for(_APART_JAMO, lambda found: _syllable(*found[0]))


def _syllable(lead: str, vowel: str, tail: str = " ") -> str:
    if lead not in _LEADS or tail not in _TAILS:
        return lead + vowel + tail.strip()
    place = (_LEADS.index(lead) * _VOWELS + ord(vowel) - ord("ㅏ")) * _FINALS + _TAILS.index(tail)
    return chr(_FIRST + place)


def _squeezed(read: Folded) -> Folded:
    """Every sign once where it is repeated, and syllables that were drawn out: 시이바알."""
    parts: list[tuple[int, int, str]] = []
    last, began = "", 0
    for at, sign in enumerate(read.text):
        drawn = _drawn(last, sign) if last else None
        if drawn is None:
            last, began = sign, at
            continue
        last = drawn
        while parts and parts[-1][0] == began:
            parts.pop()
        parts.append((began, at + 1, drawn))
    return read.put(parts)


def _drawn(last: str, sign: str) -> str | None:
    """The one sign that two are meant to be; None where they are two."""
    if sign == last:
        return sign if _IS_LETTER.match(sign) else None
    if not ("가" <= last <= "힣" and "가" <= sign <= "힣"):
        return None
    lead, vowel, tail = _letters(sign)
    before = _letters(last)
    if lead != _SILENT or before[2] or before[1] != vowel:
        return None
    return chr(ord(last) + tail)


def _letters(syllable: str) -> tuple[int, int, int]:
    rest, tail = divmod(ord(syllable) - _FIRST, _FINALS)
    return *divmod(rest, _VOWELS), tail
