"""What an agency wants to come of a consultation: its own words, and the two numbers in them."""

import re
import unicodedata
from dataclasses import dataclass

MOST_PEOPLE = 10_000_000

_NUMBER = r"(\d[\d,]*)(?: ?(천|만))?"
_PEOPLE = re.compile(
    rf"{_NUMBER} ?(?:명|분|사람|인(?![가-힣])|people|persons?|citizens?|residents?)"
)
_SHARE = re.compile(r"(\d{1,3})(?:\.\d+)? ?(?:%|퍼센트|프로(?![가-힣])|percent|per cent)")
_TIMES = {"천": 1_000, "만": 10_000, "": 1}


@dataclass(frozen=True)
class Goal:
    """`people` to be heard, and `answered`: the percentage of topics to be answered. None where
    the words name no such number, or several."""

    words: str
    people: int | None = None
    answered: int | None = None


def read(words: str) -> Goal:
    """The goal that these words name: 300명, 90% or "300 people, answer 90 percent"."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    people = {_people(*found) for found in _PEOPLE.findall(plain)}
    shares = {int(found) for found in _SHARE.findall(plain)}
    return Goal(words, _only(people, MOST_PEOPLE), _only(shares, 100))


def _people(digits: str, times: str) -> int:
    return int(digits.replace(",", "")) * _TIMES[times]


def _only(found: set[int], most: int) -> int | None:
    """Of several numbers nobody can say which is meant."""
    one = found.pop() if len(found) == 1 else 0
    return one if 0 < one <= most else None
