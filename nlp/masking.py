"""Numbers that lead to a person, covered where others read: telephone, e-mail, resident number.

Only the forms people commonly write them in, Korean numbers first. A number is covered rather
once too often than once too seldom; years, amounts, dates and counts stay.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What was covered."""

    RESIDENT = "resident"
    EMAIL = "email"
    PHONE = "phone"


_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ALIKE = {ord(dash): "-" for dash in "‐‑‒–—―−﹘ㅡ"}
_ALIKE |= {ord(dot): "." for dot in "·․‧・ㆍ｡。"}
_BLANKS = "\u00a0\u00ad\u2002\u2003\u2009\u200b\u200c\u200d\u202f\u2060\u3000\ufeff"
_ALIKE |= {ord(blank): " " for blank in _BLANKS}


class _Plain(dict[int, int | str]):
    """Signs that look alike, one for one, so that a place in one text is the same in the other;
    digits of any script become ours."""

    def __missing__(self, code: int) -> str:
        return str(unicodedata.decimal(chr(code), chr(code)))


_SAME_LENGTH = _Plain({**_WIDE, **_ALIKE})

_S = r"[ .\-/_~()]{0,3}"  # what people put between the groups of a number
_BEFORE = r"(?<!\d)(?<!\d[.,])"

_CENTURY = rf"(?:(?:18|19|20)(?=\d{{6}}{_S}\d{{7}}))?"
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_RESIDENT = rf"{_BEFORE}{_CENTURY}\d\d{_DAY}{_S}\d(?:\d{{6}}|[*xX○●]{{6}})(?!\d)"
_EMAIL = (
    r"[A-Za-z0-9._%+\-]{1,64} ?(?:@|[(\[]at[)\]]|[(\[]?골뱅이[)\]]?) ?"
    r"(?:[A-Za-z0-9\-]{1,63}(?:\.|점|닷)){1,8}(?:[A-Za-z]{2,24}|한국)"
)
_MOBILE = r"1[016789]"
_AREA = r"(?:2|[3-6][1-5]|70|50\d|80|60)"
_BEGINS = r"(?:(?<![A-Za-z])[0oO][1lI][0oO]|[공영] ?일 ?[공영])"  # with nothing but a mobile number
_L = r"[\s.,:;|*+\-/_~()]{0,4}"  # may therefore stand between any two of its digits
_SAID = r"[\d공영일이삼사오육륙칠팔구]"
_REST = rf"\d{{3,4}}{_S}\d{{4}}(?!\d)"
_PHONE = "|".join(
    (
        rf"{_BEFORE}\(?0{_MOBILE}{_S}{_REST}",
        rf"{_BEFORE}\(?0{_AREA}{_S}{_REST}",
        rf"(?<!\d)(?:\+|00)82{_S}0?{_S}(?:{_MOBILE}|{_AREA}){_S}{_REST}",
        rf"{_BEFORE}82{_S}0?{_S}{_MOBILE}{_S}{_REST}",
        rf"{_BEFORE}\(?{_BEGINS}(?:{_L}{_SAID}){{8}}(?!\d)",
        r"(?<!\d)0(?P<by>[ .\-])1(?P=by)[016789](?:(?P=by)\d){7,8}(?!\d)",  # digit by digit
        rf"(?<!\d)\+[1-9]\d{{0,2}}(?:{_S}\d){{7,12}}(?!\d)",  # from anywhere in the world
    )
)
_NUMBERS = re.compile(f"(?P<resident>{_RESIDENT})|(?P<email>{_EMAIL})|(?P<phone>{_PHONE})")


def masked(text: str, names: Mapping[Kind, str]) -> str:
    """The text with each such number replaced by the name of its kind in brackets.

    `names` holds the word of the reader's language for every kind. Everything else stays as it
    was written.
    """
    parts, end = [], 0
    for found in _NUMBERS.finditer(text.translate(_SAME_LENGTH)):
        kind = next(kind for kind in Kind if found[kind] is not None)
        parts += [text[end : found.start()], f"[{names[kind]}]"]
        end = found.end()
    return "".join(parts) + text[end:]
