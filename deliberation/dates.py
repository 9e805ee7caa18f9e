"""Reads the moments and the days that people type, in Korean and in English.

A whole text is understood or none of it: what is left over is never passed over. A day without
a year is the next such day to come, a weekday the next one after today. Whoever asks says back
what was read, with its year and its hour.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from deliberation.day_words import (
    BESIDE,
    CLOCKS,
    DAYS,
    NOON,
    NOW,
    NUMERALS,
    PARTS_OF_DAY,
    SOON,
    WEEKDAY,
    WEEKDAYS,
    any_of,
)

LONGEST = 80  # characters: no time needs more words
_DAY_MINUTES = 24 * 60
_NUMERAL = re.compile(rf"({any_of(NUMERALS)}) ?(?=시|달|주)")


@dataclass(frozen=True)
class Moment:
    """`at` is in UTC. `assumed_hour`: only a day was said. `twice`: the clocks show this hour
    two times on that day; it is the first."""

    at: datetime
    assumed_hour: bool = False
    twice: bool = False


@dataclass(frozen=True)
class NotOnCalendar:
    """30 February, 25 o'clock, Friday 1 December where that is a Tuesday."""

    text: str


@dataclass(frozen=True)
class NotUnderstood:
    text: str


@dataclass(frozen=True)
class NeverThatHour:
    """The clocks are put forward past this hour on that day."""

    text: str


Unread = NotOnCalendar | NotUnderstood | NeverThatHour


def moment(text: str, now: datetime, zone: ZoneInfo, *, otherwise: time) -> Moment | Unread:
    """The moment a person means in `zone`; at the hour `otherwise` where they say only a day."""
    words = _plain(text)
    try:
        soon = _from_now(words)
        if soon is not None:
            return Moment((now + soon).astimezone(UTC))
        read = _read(words, now.astimezone(zone))
        return _in_zone(text, *read, zone, otherwise) if read else NotUnderstood(text)
    except (ValueError, OverflowError):
        return NotOnCalendar(text)


def day(text: str, now: datetime, zone: ZoneInfo) -> date | NotOnCalendar | NotUnderstood:
    """The day a person means, in `zone`. An hour beside it does no harm."""
    try:
        read = _read(_plain(text), now.astimezone(zone))
    except (ValueError, OverflowError):
        return NotOnCalendar(text)
    return read[0] if read else NotUnderstood(text)


def _plain(text: str) -> str:
    """One form for one meaning: usual digits, small letters, single blanks, 9시 for 아홉 시."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    bare = re.sub(r"[\s,()]+", " ", folded).strip()
    dotless = re.sub(r"\b([ap])\. ?m\.(?!\w)", r"\1m", bare)
    counted = _NUMERAL.sub(lambda numeral: str(NUMERALS[numeral[1]]), dotless)
    return BESIDE.sub("", counted)


def _from_now(words: str) -> timedelta | None:
    if words in NOW:
        return timedelta(0)
    soon = SOON.fullmatch(words)
    if soon is None:
        return None
    number, unit = filter(None, soon.groups())
    return timedelta(**{"hours" if unit in ("시간", "hour") else "minutes": int(number)})


def _read(words: str, now: datetime) -> tuple[date, int | None] | None:
    """The day, and the minutes after its midnight where an hour is said. None where the words
    mean nothing to us."""
    if len(words) > LONGEST:
        return None
    clock = _clock(words)
    if clock is not None:
        passed = clock <= now.hour * 60 + now.minute
        return now.date() + timedelta(days=int(passed)), clock
    for pattern, read in DAYS:
        found = pattern.search(words)
        if found is None:
            continue
        weekday, rest = _weekday_beside(words[: found.start()] + " " + words[found.end() :])
        clock = _clock(rest)
        if not rest or clock is not None:
            said = tuple(filter(None, found.groups()))
            return _agreeing(read(said, now.date()), weekday), clock
    return None


def _weekday_beside(rest: str) -> tuple[int | None, str]:
    """A weekday said beside the day, and what else is left."""
    weekday = None
    found = re.search(WEEKDAY, rest)
    if found is not None:
        weekday = WEEKDAYS[next(filter(None, found.groups()))]
        rest = rest[: found.start()] + " " + rest[found.end() :]
    return weekday, BESIDE.sub("", " ".join(rest.split()))


def _agreeing(found: date, weekday: int | None) -> date:
    if weekday is not None and found.weekday() != weekday:
        raise ValueError("another weekday")
    return found


def _clock(words: str) -> int | None:
    """Minutes after midnight, up to 24:00. ValueError for 25:00."""
    if words in NOON:
        return 12 * 60
    found = next(filter(None, (clock.fullmatch(words) for clock in CLOCKS)), None)
    if found is None:
        return None
    said = found.groupdict()
    hour = _hour(int(said["hour"]), said["part"])
    if hour is None:
        return None
    minute = 30 if said.get("half") else int(said["minute"] or 0)
    if minute > 59 or hour * 60 + minute > _DAY_MINUTES:
        raise ValueError("no such hour")
    return hour * 60 + minute


def _hour(said: int, part: str | None) -> int | None:
    """The hour of 24. None for 밤 2시, which could be in either of two nights."""
    if part is None or said > 24:
        return said
    later = {0: 12, 12: 0}.get(said, said + 12)
    may_be = (said, later, 24) if said == 12 else (said, later)
    return next((hour for hour in may_be if hour in PARTS_OF_DAY[part]), None)


def _in_zone(
    text: str, on: date, clock: int | None, zone: ZoneInfo, otherwise: time
) -> Moment | NeverThatHour:
    minutes = otherwise.hour * 60 + otherwise.minute if clock is None else clock
    wall = datetime.combine(on, time()) + timedelta(minutes=minutes)
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
        return NeverThatHour(text)
    twice = first.utcoffset() != second.utcoffset()
    return Moment(first.astimezone(UTC), assumed_hour=clock is None, twice=twice)
