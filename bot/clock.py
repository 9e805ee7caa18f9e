"""The hour, passed in. Real time, or a demonstration's that runs faster."""

import asyncio
import time
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol


class Clock(Protocol):
    """What the bot asks for the hour and for a rest."""

    def now(self) -> datetime:
        """The hour, aware, in UTC."""

    async def sleep(self, seconds: float) -> None:
        """Rest for so many seconds of this clock."""


LEAST_REST = 0.01  # real seconds; on a fast clock whoever looks again would else spin


@dataclass(frozen=True)
class RunningClock:
    """Virtual time = `virtual` + (real time - `real`) * `speed`, all in unix seconds."""

    real: float = 0.0
    virtual: float = 0.0
    speed: float = 1.0

    def now(self) -> datetime:
        passed = (time.time() - self.real) * self.speed
        return datetime.fromtimestamp(self.virtual + passed, UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(seconds / self.speed, LEAST_REST))


def clock_of(setting: str) -> RunningClock:
    """Read the setting `real:virtual:speed`; empty is real time. ValueError where it is broken."""
    if not setting:
        return RunningClock()
    real, virtual, speed = (float(part) for part in setting.split(":"))
    if speed <= 0:
        raise ValueError("a clock cannot stand still or run backwards")
    return RunningClock(real, virtual, speed)


async def until_news(
    news: asyncio.Event, rest: Coroutine[Any, Any, None], also: Iterable[asyncio.Task[None]] = ()
) -> None:
    """Until something is new, one of the tasks has ended, or the rest is over."""
    resting, told = asyncio.ensure_future(rest), asyncio.ensure_future(news.wait())
    await asyncio.wait({resting, told, *also}, return_when=asyncio.FIRST_COMPLETED)
    resting.cancel()
    told.cancel()
