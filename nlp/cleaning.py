"""Texts made comparable: one Unicode form, a language, and a form in which copies are equal."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from nlp.results import Text

Language = Literal["ko", "en"]

KOREAN_SHARE = 0.25
"""From this share of Hangul among a text's letters on it is read as Korean: a Hangul syllable
carries two or three Latin letters, so "CCTV 설치 요망" is Korean, "I like 김밥 so much" is not."""

UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Unicode categories that print nothing: NUL, zero-width, direction marks, lone surrogates."""

_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_NEITHER_LETTER_NOR_DIGIT = re.compile("[\\W_\u119e]+")
"""With ᆞ, a letter that Korean offices type for a middle dot."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One distinct wording: the cleaned text and every opinion that said it, by rising id."""

    clean: str
    language: Language
    opinions: tuple[Text, ...]


def clean(text: str) -> str:
    """NFC, nothing invisible, every run of white space one blank."""
    spaced = re.sub(r"\s+", " ", text)
    seen = spaced if spaced.isprintable() else _without_unseen(spaced)
    cleaned = unicodedata.normalize("NFC", seen).strip()
    return text if cleaned == text else cleaned  # of a million texts most need no second string


def _without_unseen(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in UNSEEN)


def quotable(text: str) -> str:
    """The citizen's own words; only what no file can hold (NUL, lone surrogates) is left out."""
    return _UNWRITABLE.sub("", text)


def comparable(text: str) -> str:
    """The form in which exact copies are equal: NFKC, lower case, letters and digits only.

    A text without letters and digits (emoji, dots) is compared as it is.
    """
    folded = unicodedata.normalize("NFKC", clean(text)).casefold()
    return _NEITHER_LETTER_NOR_DIGIT.sub("", folded) or folded


def language_of(text: str) -> Language:
    """Korean by its share of Hangul; everything else goes with English.

    The English path takes any script: its model reads most of them a little, and words are cut
    by Unicode rules. A text without any letter says nothing in either language, and counts as
    Korean if it holds Hangul jamo (ㅋㅋ).
    """
    letters = sum(c.isalpha() for c in text)
    hangul = len(_HANGUL.findall(text))
    return "ko" if letters and hangul / letters >= KOREAN_SHARE else "en"


def wordings(texts: Iterable[Text], language: Language | None = None) -> Sequence[Wording]:
    """Opinions folded by exact copies, by rising id of the first that said it."""
    copies: dict[str, list[Text]] = {}
    for text in sorted(texts, key=lambda each: each.id):
        copies.setdefault(comparable(text.text), []).append(text)
    return [_wording(opinions, language) for opinions in copies.values()]


def _wording(opinions: Sequence[Text], language: Language | None) -> Wording:
    cleaned = clean(opinions[0].text)
    return Wording(cleaned, language or language_of(cleaned), tuple(opinions))
