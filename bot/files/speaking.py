"""Words in a file: plain text, in one language and one time zone."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.turn import View
from deliberation.briefing.splits import FEW
from locales import catalogue


@dataclass(frozen=True)
class Speech:
    """How the person reads who takes the file."""

    language: str
    zone: ZoneInfo

    @cached_property
    def view(self) -> View:
        return View(self.language, self.zone)

    def say(self, key: str, /, **values: object) -> str:
        return self.view.say(key, **values).plain

    def maybe(self, key: str) -> str:
        """The words of a key that there may not be; "" where there is none."""
        return self.say(key) if key in catalogue(self.language) else ""

    def when(self, moment: datetime) -> str:
        return self.view.when(moment)

    def day(self, day: date) -> str:
        return self.view.day(day)

    def on(self, moment: datetime | None) -> str:
        """The day of a moment."""
        return self.day(moment.astimezone(self.zone).date()) if moment else ""

    def people(self, count: int) -> str:
        """A part of the people: under FEW it is not told how many."""
        if 0 < count < FEW:
            return self.say("stance.few")
        return self.say("stance.people", n=count)

    def few(self, count: int) -> str | int:
        """The same as a bare number, to be reckoned with."""
        return self.say("stance.few") if 0 < count < FEW else count
