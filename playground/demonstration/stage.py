"""The stage of a play: a loopback Telegram, the bot as a child, and one fast clock for both."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from playground.clock import SharedClock
from playground.demonstration.actors import Actor
from playground.demonstration.child import ChildFailedError, Duty, Madang
from playground.demonstration.transcript import Transcript
from playground.http_door import Door, http_door
from playground.people import Part
from playground.telegram import Playground

SEOUL = ZoneInfo("Asia/Seoul")
BY_DAY = range(8, 21)  # the hours in which the bot may write first
DATABASE = "madang.db"  # in the bot's home, where no other is named
Result = TypeVar("Result")


@dataclass(frozen=True)
class Question:
    """What an agency asks, as `madang consultation add` takes it. Times are the agency's."""

    slug: str
    agency: str
    agency_name: str
    title: str
    question: str
    opens: datetime
    closes: datetime
    answer_due: date
    department: str
    phone: str
    other_ways: str
    retention_days: int


@dataclass(frozen=True)
class Stage:
    """Where a play takes place."""

    playground: Playground
    clock: SharedClock
    madang: Madang
    door: Door
    transcript: Transcript

    def actor(
        self,
        name: str,
        language: str = "ko",
        *,
        aloud: bool = False,
        known_to_bot: bool = False,
        part: Part = "",
    ) -> Actor:
        """A new person. `known_to_bot`: they pressed START once, on an earlier day; with a `part`
        the page shows their phone."""
        person = self.playground.person(name, language, part=part)
        person.chat.known = known_to_bot
        return Actor(self.playground, person, self.transcript if aloud else None)

    def moves_on_to(self, hour: time) -> None:
        """Move the clock to the next time it is this hour in Seoul."""
        now = self.clock.now().astimezone(SEOUL)
        then = datetime.combine(now.date(), hour, SEOUL)
        self.clock.advance((then - now) % timedelta(days=1) / timedelta(seconds=1))

    async def prepares(self, question: Question, **staff: Actor) -> None:
        """What an operator does in the shell before anybody comes; `staff` by their role."""
        does = self.madang.does
        await does("init")
        await does("agency", "add", question.agency, question.agency_name)
        agency = ("--agency", question.agency)
        await asyncio.gather(
            does("consultation", "add", question.slug, *_options(question)),
            *(does("grant", role, str(each.person.id), *agency) for role, each in staff.items()),
        )

    async def plays(self, story: Coroutine[object, object, Result]) -> Result:
        """Play while the bot runs. Raises ChildFailedError when it ends before the story does."""
        await self.madang.starts()
        acting = asyncio.ensure_future(story)
        dying = asyncio.ensure_future(self.madang.ends_by_itself())
        try:
            await asyncio.wait({acting, dying}, return_when=asyncio.FIRST_COMPLETED)
            if acting.done():
                return acting.result()
            raise ChildFailedError(f"the bot ended by itself; its last words:\n{dying.result()}")
        finally:
            acting.cancel()
            dying.cancel()
            await asyncio.gather(acting, dying, return_exceptions=True)


@asynccontextmanager
async def stage(
    home: Path,
    clock: SharedClock,
    transcript: Transcript,
    port: int = 0,
    *,
    settings: Mapping[str, str] | None = None,
    duties: Sequence[Duty] = (Duty(),),
) -> AsyncIterator[Stage]:
    """Put everything up in the folder `home`; whatever happens, no child is left afterwards.

    `settings` of the bot come without their MADANG_.
    """
    playground = Playground(clock)
    async with http_door(playground, port) as door:
        needed = {
            "TOKEN": playground.token,
            "DATABASE_URL": f"sqlite:///{DATABASE}",
            "API_URL": door.url,
            "CLOCK": f"file:{clock.file}",
        }
        madang = Madang(home, {**needed, **(settings or {})}, duties)
        try:
            yield Stage(playground, clock, madang, door, transcript)
        finally:
            await madang.stops()


def _options(question: Question) -> tuple[str, ...]:
    named = {
        "agency": question.agency,
        "title": question.title,
        "question": question.question,
        "opens": f"{question.opens:%Y-%m-%dT%H:%M}",
        "closes": f"{question.closes:%Y-%m-%dT%H:%M}",
        "answer-due": question.answer_due.isoformat(),
        "department": question.department,
        "phone": question.phone,
        "other-ways": question.other_ways,
        "retention-days": str(question.retention_days),
    }
    return tuple(f"--{name}={value}" for name, value in named.items())
