"""Answered messages a second: the bot with full durability beside a bare echo bot, in turns.

Both speak HTTP to the same playground in this process, the pace is lifted, and the same people
send the same messages. What is timed is the wait from the first message to the last answer.
"""

import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playground.clock import RealClock
from playground.http_door import http_door
from playground.people import Person
from playground.telegram import Playground
from storage import migrating
from storage.database import open_engine, transaction
from tests.child import Child, environment
from tests.town import MARKET, NO_LIMITS, found

PEOPLE, EACH, ROUNDS = 100, 5, 3
UNHELD = {"pace": "0", "chat_pace": "0", **NO_LIMITS}
"""Settings of a bot that answers as fast as it can, however much comes."""
CONSENT = "14세 이상이고 모두 동의해요"


async def answered_a_second(folder: Path) -> dict[str, list[float]]:
    """Answers a second of both bots, ROUNDS times in turns."""
    rates: dict[str, list[float]] = {"madang": [], "echo": []}
    for n in range(ROUNDS):
        rates["echo"].append(await _echo())
        rates["madang"].append(await _madang(folder / f"round{n}"))
    return rates


async def _echo() -> float:
    async with echo_at_work() as (playground, crowd):
        return await _rate(playground, crowd)


@asynccontextmanager
async def echo_at_work() -> AsyncIterator[tuple[Playground, list[Person]]]:
    """The echo bot in a playground, and people whom it has answered once."""
    playground = Playground(RealClock(), enforce_rates=False)
    async with http_door(playground) as door:
        crowd = [playground.person(f"P{n}") for n in range(PEOPLE)]
        with echo_process(playground.token, door.url):
            for person in crowd:
                person.starts()
            await playground.until(lambda: all(p.screen for p in crowd), within=30)
            yield playground, crowd


@contextmanager
def echo_process(token: str, address: str) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.echo", token, address],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


async def _madang(folder: Path) -> float:
    folder.mkdir()
    url = f"sqlite:///{folder / 'madang.db'}"
    prepare(url)
    playground = Playground(RealClock(), enforce_rates=False)
    async with http_door(playground) as door:
        given = environment(url, door.url, playground.token, **UNHELD)
        child = Child({**given, "MADANG_ANALYSE_AFTER": "1000000"}, folder)
        child.start()
        try:
            crowd = await joined(playground, PEOPLE)
            return await _rate(playground, crowd)
        finally:
            child.stop()


def prepare(url: str) -> None:
    """A database with one agency and one open consultation."""
    migrating.upgrade(url)
    engine = open_engine(url)
    with transaction(engine) as session:
        found(session, datetime.now(UTC))
    engine.dispose()


async def joined(playground: Playground, people: int) -> list[Person]:
    """People who have agreed to everything."""
    crowd = [playground.person(f"P{n}") for n in range(people)]
    for person in crowd:
        person.starts(MARKET)
    await playground.until(lambda: all(len(p.screen) > 1 for p in crowd), within=60)
    for person in crowd:
        person.presses(CONSENT)
    await playground.until(lambda: all(len(p.screen) > 2 for p in crowd), within=60)
    return crowd


async def _rate(playground: Playground, crowd: list[Person]) -> float:
    before = sum(len(person.screen) for person in crowd)
    wanted = before + len(crowd) * EACH
    began = time.perf_counter()
    for n in range(EACH):
        for person in crowd:
            person.sends(f"{person.account.first_name}: {n}번째 생각은 나무를 더 심자는 것이에요")
    await playground.until(
        lambda: sum(len(person.screen) for person in crowd) >= wanted, within=120
    )
    return len(crowd) * EACH / (time.perf_counter() - began)
