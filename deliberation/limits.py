"""How much is taken in how long: as an office writes it, counted in rows that are there anyway.

The library `limits` reads what is written (`30/hour, 100/day`) and decides by its moving window.
What it looks at are the hours of rows, so that a limit holds across processes and restarts, and
nothing is counted that was not taken: see `docs/decisions/limits.md`.
"""

import math
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from limits import RateLimitItem, parse_many
from limits.storage import MovingWindowSupport, Storage
from limits.strategies import MovingWindowRateLimiter

Written = tuple[RateLimitItem, ...]

OFF = "off"
PERSON, FIRST = "30/hour, 100/day", "10/10 minutes"
CONSULTATION, FLAGS = "300/minute", "50/day"
MOST, LONGEST = 10_000, timedelta(days=31)
HOW = "a number from 1 to 10,000 in a time of 31 days at most, as 30/hour, 100/day; off for none"
MINUTE = 60
_NUMBER = re.compile("[0-9]+")


def read(words: str) -> Written:
    """Limits as an office writes them; none for `off`. ValueError for anything else, for nought,
    and for a number or a time beyond all use."""
    if words.strip().lower() == OFF:
        return ()
    try:
        found = tuple(parse_many(words))
    except ValueError as error:
        raise ValueError(HOW) from error
    none = 0 in map(int, _NUMBER.findall(words))
    if none or any(item.amount > MOST or _is_too_long(item) for item in found):
        raise ValueError(HOW)
    return found


def _is_too_long(item: RateLimitItem) -> bool:
    return item.get_expiry() > LONGEST.total_seconds()


@dataclass(frozen=True)
class Limits:
    """What one `person` may say in one consultation, and in their `first` minutes with the bot;
    what one `consultation` shows at once; what one person may flag in one consultation."""

    person: Written = field(default_factory=lambda: read(PERSON))
    first: Written = field(default_factory=lambda: read(FIRST))
    consultation: Written = field(default_factory=lambda: read(CONSULTATION))
    flags: Written = field(default_factory=lambda: read(FLAGS))


@dataclass(frozen=True)
class Reached:
    """No more than `most` are taken in a `span`; the next one from `next_at` on."""

    most: int
    span: timedelta
    next_at: datetime


class Moments(Storage, MovingWindowSupport):
    """What the library takes for its memory: when each row was made, as seen at one moment. Rows
    of a later hour, as there are after a clock was set back, do not count. It is only read: the
    row of what is taken is its own entry."""

    STORAGE_SCHEME = None

    def __init__(self, moments: Collection[datetime], at: datetime) -> None:
        super().__init__()
        self._at = at.timestamp()
        self._moments = sorted(each.timestamp() for each in moments)

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """When the row was made that has to be over for the next one, and how many there are."""
        inside = [each for each in self._moments if self._at - expiry < each <= self._at]
        return (inside[-limit:] or [self._at])[0], len(inside)

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        raise NotImplementedError

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        return ()

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        raise NotImplementedError

    def get(self, key: str) -> int:
        raise NotImplementedError

    def get_expiry(self, key: str) -> float:
        raise NotImplementedError

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        raise NotImplementedError

    def clear(self, key: str) -> None:
        raise NotImplementedError


def reached(written: Written, moments: Collection[datetime], at: datetime) -> Reached | None:
    """The limit that is reached at this hour, by rows made at these moments; of several the one
    that holds longest. None where one more fits."""
    limiter = MovingWindowRateLimiter(Moments(moments, at))
    full = [item for item in written if not limiter.test(item)]
    found = [_reached(item, limiter.get_window_stats(item).reset_time) for item in full]
    return max(found, key=lambda each: each.next_at, default=None)


def _reached(item: RateLimitItem, ends: float) -> Reached:
    return Reached(item.amount, span(item), whole_minute(datetime.fromtimestamp(ends, UTC)))


def whole_minute(at: datetime) -> datetime:
    """The minute that begins then or next: people read hours without seconds."""
    return datetime.fromtimestamp(math.ceil(at.timestamp() / MINUTE) * MINUTE, UTC)


def span(item: RateLimitItem) -> timedelta:
    return timedelta(seconds=item.get_expiry())


def fewest(written: Written) -> int:
    """So many rows there must be for any of these limits to be reached; nought where none is."""
    return min((item.amount for item in written), default=0)


def most(written: Written) -> int:
    """So many rows, the newest, tell whether a limit is reached."""
    return max((item.amount for item in written), default=0)


def longest(written: Written) -> timedelta:
    return max(map(span, written), default=timedelta())
