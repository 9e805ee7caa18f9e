"""What can be found in a message, and how sure a find is."""

from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What was found; of two that lie over each other and are equally long the earlier counts."""

    RESIDENT = "resident"
    FOREIGNER = "foreigner"
    CARD = "card"
    LICENCE = "licence"
    EMAIL = "email"
    PHONE = "phone"
    ACCOUNT = "account"
    PASSPORT = "passport"
    PLATE = "plate"
    ADDRESS = "address"
    LINK = "link"
    INSULT = "insult"
    HATE = "hate"
    THREAT = "threat"
    ADVERTISING = "advertising"
    DANGER = "danger"


COVERED = tuple(Kind)[: tuple(Kind).index(Kind.ADDRESS)]
"""What is covered before words are kept. An address is only pointed out: streets and houses are
what people write to an office about."""

LOOKED_AT = (Kind.INSULT, Kind.HATE, Kind.THREAT, Kind.ADVERTISING, Kind.DANGER)
"""What brings words before a moderator."""


class Sure(IntEnum):
    """How sure a find is."""

    MAYBE = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Find:
    """Something from `start` up to `end` of the text as it came, in characters."""

    kind: Kind
    start: int
    end: int
    sure: Sure = Sure.LIKELY


def apart(finds: list[Find]) -> list[Find]:
    """Of finds that lie over each other the longest, in the order of the text.

    Of numbers that are covered it takes in the others, so that no end of one is left to be read.
    """
    order = list(Kind)
    chosen: list[Find] = []
    for find in sorted(finds, key=lambda each: (each.start - each.end, order.index(each.kind))):
        over = next((each for each in chosen if _overlap(each, find)), None)
        if over is None:
            chosen.append(find)
        elif find.kind in COVERED and over.kind in COVERED:
            start, end = min(find.start, over.start), max(find.end, over.end)
            chosen[chosen.index(over)] = replace(over, start=start, end=end)
    return sorted(chosen, key=lambda each: each.start)


def _overlap(one: Find, other: Find) -> bool:
    return one.start < other.end and other.start < one.end
