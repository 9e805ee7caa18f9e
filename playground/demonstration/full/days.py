"""Days that pass on the stage, with a look at the nights and mornings around whatever happens."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from playground.demonstration.actors import Actor
from playground.demonstration.ledger import came_by_themselves
from playground.demonstration.stage import BY_DAY, DATABASE, SEOUL, Stage
from playground.demonstration.transcript import one_line

STOPS = (time(2), time(9, 30))
"""When the clock stands still on its way: whatever goes out at night would go out at two."""
LOOK = 16  # seconds of the clock; a bot that says nothing for so long has done what was due
IN_THE_AIR = "SELECT count(*) FROM outbox WHERE state = 'sending'"


@dataclass(frozen=True)
class Days:
    """The calendar of a play."""

    stage: Stage

    async def pass_until(self, then: datetime) -> None:
        """Go on to this hour in Seoul, which is still to come."""
        clock = self.stage.clock
        for stop in [*_stops(clock.now().astimezone(SEOUL), then), then]:
            clock.advance(max(0.0, (stop - clock.now()).total_seconds()))
            await self.settles()

    async def pass_by(self, span: timedelta, until: Callable[[], bool]) -> None:
        """Let some time go by, and again, until something has come of it or a day is over."""
        end = self.stage.clock.now() + timedelta(days=1)
        while not until() and self.stage.clock.now() < end:
            self.stage.clock.advance(span.total_seconds())
            await self.settles()

    async def settles(self) -> None:
        """Wait until the bot falls silent: what is in the air must not land in the night."""
        heard = -1
        while heard != self._bubbles or self._in_the_air():
            heard = self._bubbles
            await self.stage.clock.sleep(LOOK)

    @property
    def _bubbles(self) -> int:
        return sum(person.mark for person in self.stage.playground.people.values())

    def _in_the_air(self) -> int:
        file = self.stage.madang.home / DATABASE
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            [(count,)] = database.execute(IN_THE_AIR)
        return int(count)


def at(month: int, day: int, hour: int, minute: int = 0, *, year: int = 2026) -> datetime:
    """An hour in Seoul."""
    return datetime(year, month, day, hour, minute, tzinfo=SEOUL)


def _stops(now: datetime, then: datetime) -> Iterator[datetime]:
    """The night and the morning after it sets out, and those before it arrives."""
    last = (then.date() - now.date()).days
    for days in sorted({0, 1, last}):
        for hour in STOPS:
            stop = datetime.combine(now.date() + timedelta(days=days), hour, SEOUL)
            if now < stop < then:
                yield stop


def broken_nights(everybody: Iterable[Actor]) -> Iterator[str]:
    """Who was woken by what they had not asked for."""
    for actor in everybody:
        for got in came_by_themselves(actor):
            hour = got.at.astimezone(SEOUL)
            if hour.hour not in BY_DAY:
                yield f"{actor.name} was woken at {hour:%H:%M} by “{one_line(got.text, 60)}”"
