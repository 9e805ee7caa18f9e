"""One clock for two processes: whoever moves it in the playground moves it for the bot."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.clock import FileClock, clock_of
from playground.clock import SharedClock
from playground.http_door import http_door
from playground.telegram import Playground
from storage import consultations
from storage.database import open_engine, reading, transaction
from tests.child import Child, environment
from tests.town import MARKET, found

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAY = 24 * 3600
A_MOMENT = timedelta(seconds=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "clock"


@pytest.fixture
def shared(file: Path) -> SharedClock:
    return SharedClock(file, start=START)


def apart(one: datetime, other: datetime) -> timedelta:
    return abs(one - other)


def test_both_read_the_same_hour(shared: SharedClock, file: Path) -> None:
    assert apart(clock_of(f"file:{file}").now(), shared.now()) < A_MOMENT


def test_a_day_ahead_here_is_a_day_ahead_there(shared: SharedClock, file: Path) -> None:
    there = FileClock(file)
    shared.advance(DAY)
    assert apart(there.now(), START + timedelta(days=1)) < A_MOMENT


def test_a_faster_clock_is_faster_on_both_sides(file: Path) -> None:
    shared = SharedClock(file, speed=1000, start=START)
    there = FileClock(file)
    time.sleep(0.05)
    assert there.now() > START + timedelta(seconds=40)
    assert apart(there.now(), shared.now()) < timedelta(seconds=1000)


async def test_whoever_sleeps_wakes_when_the_clock_is_moved(
    shared: SharedClock, file: Path
) -> None:
    sleeping = asyncio.create_task(FileClock(file).sleep(DAY))
    await asyncio.sleep(0.1)
    shared.advance(DAY)
    async with asyncio.timeout(5):
        await sleeping


async def test_a_clock_that_is_gone_goes_on(shared: SharedClock, file: Path) -> None:
    there = FileClock(file)
    file.unlink()
    assert apart(there.now(), shared.now()) < A_MOMENT


@pytest.mark.parametrize("words", ["", "1:2", "a:b:c", "1:2:0", "1:2:-1"])
def test_a_file_without_a_clock_is_refused(file: Path, words: str) -> None:
    file.write_text(words)
    with pytest.raises(ValueError, match=r"."):
        clock_of(f"file:{file}")


def test_a_clock_that_is_nowhere_is_refused(file: Path) -> None:
    with pytest.raises(ValueError, match="no clock"):
        clock_of(f"file:{file}")


async def test_a_consultation_closes_by_itself_in_a_bot_at_work_when_its_day_has_come(
    sqlite_url: str, shared: SharedClock, file: Path, tmp_path: Path
) -> None:
    engine, playground = open_engine(sqlite_url), Playground(shared)
    with transaction(engine) as session:
        found(session, START)
    async with http_door(playground) as door:
        given = environment(sqlite_url, door.url, playground.token, clock=f"file:{file}")
        child = Child(given, tmp_path)
        child.start()
        try:
            await playground.until(lambda: _polled(playground), within=30)
            assert _state(engine) == "open"
            shared.advance(14 * DAY)
            async with asyncio.timeout(30):
                while _state(engine) != "closed":
                    await asyncio.sleep(0.1)
        finally:
            child.stop()
            engine.dispose()


def _polled(playground: Playground) -> bool:
    return any(request.method == "getUpdates" for request in playground.requests)


def _state(engine: Engine) -> str:
    with reading(engine) as session:
        market = consultations.by_slug(session, MARKET)
        return market.state if market else "gone"
