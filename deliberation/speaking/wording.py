"""What a message is at first sight: nothing, too little, a greeting, a lone yes, or an opinion."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deliberation.outcomes import Empty, TooLong, TooShort
from nlp.cleaning import clean, comparable
from nlp.screening import Kind

LONGEST = 12_000
"""UTF-16 units of an opinion: three messages as long as Telegram lets them be."""

TELEGRAM_CUTS_AT = 4096
LONG_ENOUGH_TO_BE_CUT = 4000
"""Clients cut at a border between words, so a cut piece is a little shorter than the limit."""


def _known(words: str) -> frozenset[str]:
    return frozenset(map(comparable, words.split()))


ANSWERING = _known(
    "예 네 넵 응 아니 아니요 아니오 아뇨 취소 확인 yes no ok okay cancel stop y n ㅇㅇ ㄴㄴ"
)
GREETING = _known(
    "안녕 안녕하세요 안녕하십니까 안녕하세용 감사합니다 감사해요 고맙습니다 고마워요 수고하세요 "
    "수고하십니다 반갑습니다 반가워요 hi hello hey thanks thankyou goodmorning"
)
QUESTION = re.compile(r"[?？]\s*$")
_MEANS_LITTLE = re.compile(r"[ㄱ-ㅎㅏ-ㅣ\W\d_]*")

BLANKS = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
"""Letters and signs that show nothing, and that Unicode does not count as blanks."""


@dataclass(frozen=True)
class Said:
    """Words of a citizen as they came. `source` names the update they came in, and makes it
    impossible to record them twice; `sent_at` is Telegram's time. `meant` is set when the person
    has said that short or odd words are an opinion all the same. `covered`: the kinds of numbers
    that were covered in the text."""

    text: str
    source: str
    message_id: int
    sent_at: datetime
    without_media: bool = False
    meant: bool = False
    covered: tuple[Kind, ...] = ()


def units(text: str) -> int:
    """Length as Telegram counts it, in UTF-16 units. A lone surrogate counts as one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def unusable(text: str) -> Empty | TooLong | None:
    """Why the words cannot be taken whatever they mean; None where they can."""
    if not clean(BLANKS.sub("", text)):
        return Empty()
    if units(text) > LONGEST:
        return TooLong(units(text), LONGEST)
    return None


def glued(pieces: Sequence[str]) -> str:
    """The pieces of a text that Telegram cut, as one. A full piece was cut inside; a shorter one at
    a border between words."""
    words = ""
    for piece, following in zip(pieces, [*pieces[1:], ""], strict=True):
        full = units(piece + following[:1]) > TELEGRAM_CUTS_AT
        words += piece if full or not following else piece + "\n"
    return words


def too_short(text: str) -> TooShort | None:
    """One or two letters, only ㅋㅋ, only signs or digits."""
    bare = clean(text)
    little = units(comparable(bare)) <= 2 or _MEANS_LITTLE.fullmatch(bare) is not None
    return TooShort() if little else None


def lone_answer(text: str) -> str | None:
    """The word, where the whole message is a yes, a no or a cancel."""
    bare = clean(text)
    return bare if comparable(bare) in ANSWERING else None


def says_nothing(text: str) -> TooShort | None:
    """A lone yes or no in place of an opinion's words."""
    return TooShort() if lone_answer(text) else None


def is_greeting(text: str) -> bool:
    return comparable(text) in GREETING


def is_question(text: str) -> bool:
    return QUESTION.search(clean(text)) is not None


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the very same, whatever their spaces and signs."""
    return comparable(one) == comparable(other)
