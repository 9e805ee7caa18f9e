"""How long a consultation is open, in days as procedures count them: the first is not counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

HOLIDAYS_OF = {"Asia/Seoul": "KR"}
"""Whose public holidays are shown, by the time zone an agency lives in."""


@dataclass(frozen=True)
class Period:
    """`first` is the day of the opening, `last` the last day of which an hour is open."""

    first: date
    last: date
    zone: str

    @property
    def days(self) -> int:
        """The first day is not counted."""
        return (self.last - self.first).days

    def earliest(self, shortest: int) -> date:
        """The first last day with so many days."""
        return self.first + timedelta(days=shortest)

    def holidays(self, language: str) -> Mapping[date, str]:
        """Public holidays within, with their names in `language` (ko or en), in order."""
        country = HOLIDAYS_OF.get(self.zone)
        if country is None:
            return {}
        from holidays import country_holidays  # names of every year there is: loaded when asked for

        found = country_holidays(
            country,
            years=range(self.first.year, self.last.year + 1),
            language="ko" if language == "ko" else "en_US",
        )
        return {day: found[day] for day in sorted(found) if self.first <= day <= self.last}


def period(opens: datetime, closes: datetime, zone: str) -> Period:
    """The days between two moments in `zone`. What closes at midnight ends the day before."""
    there = ZoneInfo(zone)
    last = (closes - timedelta(microseconds=1)).astimezone(there).date()
    return Period(opens.astimezone(there).date(), last, zone)
