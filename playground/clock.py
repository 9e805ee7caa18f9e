"""The playground's time: real, faster than real, or moved by hand."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """What the playground asks of a clock."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds of this clock."""
        ...


class RealClock:
    """Time that passes by itself: `start` + elapsed real seconds x `speed`."""

    def __init__(self, speed: float = 1.0, start: datetime | None = None) -> None:
        self._speed = speed
        self._start = start or datetime.now(UTC)
        self._began = time.time()  # as a bot in another process counts, also after a laptop slept

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        elapsed = (time.time() - self._began) * self._speed
        return self._start + timedelta(seconds=elapsed)

    async def sleep(self, seconds: float) -> None:
        """Wait `seconds` of this clock: `seconds / speed` of real time."""
        await asyncio.sleep(seconds / self._speed)

    def advance(self, seconds: float) -> None:
        """Jump ahead. Who sleeps already is not woken earlier."""
        self._start += timedelta(seconds=seconds)


class SharedClock(RealClock):
    """The same, written to a file for a bot in another process: moving it moves both.

    The file holds `real:virtual:speed`, in unix seconds, as the bot's setting MADANG_CLOCK does.
    """

    def __init__(self, file: Path, speed: float = 1.0, start: datetime | None = None) -> None:
        super().__init__(speed, start)
        self.file = file
        self._write()

    @classmethod
    def going_on(cls, file: Path) -> "SharedClock":
        """The clock that stands in the file already."""
        real, virtual, speed = (float(part) for part in file.read_text().split(":"))
        now = virtual + (time.time() - real) * speed
        return cls(file, speed, datetime.fromtimestamp(now, UTC))

    def advance(self, seconds: float) -> None:
        """Jump ahead, here and there."""
        super().advance(seconds)
        self._write()

    def _write(self) -> None:
        """Put the new file in the old one's place: nobody reads half a line."""
        aside = self.file.with_name(f"{self.file.name}.new")
        aside.write_text(f"{self._began}:{self._start.timestamp()}:{self._speed}", encoding="utf-8")
        aside.replace(self.file)


class ManualClock:
    """Time that stands still until it is moved; sleeping moves it at once."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Advance by `seconds` and let others run."""
        self.advance(max(0.0, seconds))
        await asyncio.sleep(0)

    def advance(self, seconds: float) -> None:
        """Move the time ahead."""
        self._now += timedelta(seconds=seconds)
