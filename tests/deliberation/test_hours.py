"""The bot writes first by day only, in the agency's own time zone."""

from datetime import UTC, datetime, timedelta

import pytest

from deliberation.hours import next_daytime
from deliberation.work import Rules

SEOUL, BERLIN = "Asia/Seoul", "Europe/Berlin"


def seoul(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=9)


@pytest.mark.parametrize("now", [seoul(23, 8), seoul(23, 14), seoul(23, 20, 59)])
def test_by_day_it_is_now(now: datetime) -> None:
    assert next_daytime(now, SEOUL, Rules()) == now


def test_late_in_the_evening_it_is_tomorrow_morning() -> None:
    assert next_daytime(seoul(23, 21), SEOUL, Rules()) == seoul(24, 8)


def test_before_dawn_it_is_the_same_morning() -> None:
    assert next_daytime(seoul(24, 3), SEOUL, Rules()) == seoul(24, 8)


def test_the_agencys_own_morning_counts() -> None:
    assert next_daytime(seoul(24, 9), BERLIN, Rules()) == datetime(2026, 11, 24, 7, tzinfo=UTC)


def test_a_clock_that_is_put_back_keeps_the_morning() -> None:
    night = datetime(2026, 10, 24, 22, tzinfo=UTC)  # summer time ends in these hours
    assert next_daytime(night, BERLIN, Rules()) == datetime(2026, 10, 25, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "expected"), [(0, 0), (3, 7), (7, 7), (14, 14), (23, 23)], ids=lambda hour: f"{hour}h"
)
def test_a_night_may_begin_after_midnight(hour: int, expected: int) -> None:
    rules = Rules(quiet_from=1, quiet_until=7)
    assert next_daytime(seoul(24, hour), SEOUL, rules) == seoul(24, expected)
