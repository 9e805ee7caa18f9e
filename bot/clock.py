"""The hour, passed in. Real time, or a demonstration's that runs faster."""

import asyncio
import os
import time
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol


class Clock(Protocol):
    """What the bot asks for the hour and for a rest."""

    def now(self) -> datetime:
        """The hour, aware, in UTC."""

    async def sleep(self, seconds: float) -> None:
        """Rest for so many seconds of this clock."""


LEAST_REST = 0.01  # real seconds; on a fast clock whoever looks again would else spin
LOOK_AGAIN = 0.5  # real seconds after which whoever sleeps notices that a clock was moved
IN_FILE = "file:"


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


class FileClock:
    """A running clock that stands in a file: whoever writes the file anew moves it.

    Raises ValueError where the file holds no clock. Looking at the hour costs one `stat`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._clock = RunningClock()
        try:
            self._look()
        except OSError as error:
            raise ValueError(f"no clock at {path}") from error

    def now(self) -> datetime:
        with suppress(FileNotFoundError):  # it goes on as it was last seen
            self._look()
        return self._clock.now()

    async def sleep(self, seconds: float) -> None:
        """Rest; who sleeps is woken when the clock is moved past their hour."""
        until = self.now().timestamp() + seconds
        rest = max(seconds / self._clock.speed, LEAST_REST)
        while rest > 0:
            await asyncio.sleep(min(rest, LOOK_AGAIN))
            rest = (until - self.now().timestamp()) / self._clock.speed

    def _look(self) -> None:
        stands = os.stat(self._path)
        seen = stands.st_ino, stands.st_mtime_ns
        if seen != self._seen:
            self._clock, self._seen = _running(self._path.read_text(encoding="utf-8")), seen


def clock_of(setting: str) -> Clock:
    """Read the setting `real:virtual:speed`, or `file:<path>` where that stands in a file.

    Empty is real time. ValueError where it is broken.
    """
    if setting.startswith(IN_FILE):
        return FileClock(Path(setting.removeprefix(IN_FILE)))
    return _running(setting) if setting else RunningClock()


def _running(words: str) -> RunningClock:
    real, virtual, speed = (float(part) for part in words.split(":"))
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
