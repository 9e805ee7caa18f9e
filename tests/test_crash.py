"""Killed in the middle and started again: nothing is lost, nothing is doubled."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from playground.clock import RealClock
from playground.http_door import http_door
from playground.people import Person
from playground.telegram import Playground
from storage import traffic
from storage.database import open_engine, reading, transaction
from storage.models import Opinion
from tests.child import Child, environment
from tests.town import MARKET, found

PEOPLE, EACH, KILLS = 30, 10, 5


@pytest.fixture
def playground() -> Playground:
    return Playground(RealClock(), seed=3, enforce_rates=False)


async def test_five_kills_among_300_messages_lose_none_and_double_none(
    database_url: str, playground: Playground, tmp_path: Path
) -> None:
    engine = open_engine(database_url)
    with transaction(engine) as session:
        found(session, datetime.now(UTC))
    async with http_door(playground) as door:
        given = environment(database_url, door.url, playground.token, pace="0", chat_pace="0")
        child = Child(given, tmp_path)
        child.start()
        try:
            crowd = await _joined(playground)
            await _write_while_it_dies(playground, crowd, child)
            await _until_handled(engine)
        finally:
            child.kill()
    with reading(engine) as session:
        kept = Counter(session.exec(select(Opinion.text)).all())
    engine.dispose()
    assert kept == Counter(_words(person, n) for person in crowd for n in range(EACH))
    assert not _receipts_doubled(crowd)


async def _joined(playground: Playground) -> list[Person]:
    """A crowd of people who have agreed."""
    crowd = [playground.person(f"P{n}") for n in range(PEOPLE)]
    for person in crowd:
        person.starts(MARKET)
    await playground.until(lambda: all(len(person.screen) > 1 for person in crowd), within=30)
    for person in crowd:
        person.presses("14세 이상이고 모두 동의해요")
    await playground.until(lambda: all(len(person.screen) > 2 for person in crowd), within=30)
    return crowd


async def _write_while_it_dies(playground: Playground, crowd: list[Person], child: Child) -> None:
    for n in range(EACH):
        for person in crowd:
            person.sends(_words(person, n))
        if n % (EACH // KILLS) == 0:
            await asyncio.sleep(0.15 + 0.1 * n)
            child.kill()
            child.start()


async def _until_handled(engine: Engine) -> None:
    """Until every update is stored and answered."""
    async with asyncio.timeout(60):
        while _open(engine) or _stored(engine) < PEOPLE * (EACH + 2):
            await asyncio.sleep(0.1)


def _open(engine: Engine) -> int:
    with reading(engine) as session:
        return sum(n for state, n in traffic.inbox_states(session).items() if state != "done")


def _stored(engine: Engine) -> int:
    with reading(engine) as session:
        return sum(traffic.inbox_states(session).values())


def _receipts_doubled(crowd: list[Person]) -> list[str]:
    """A receipt is never sent again: where nobody knows whether it arrived, it is left at that."""
    said = [Counter(got.text for got in person.received) for person in crowd]
    return [text for each in said for text, times in each.items() if times > 1]


def _words(person: Person, n: int) -> str:
    return f"{person.account.first_name} 님의 {n}번째 생각은 나무를 더 심자는 것이에요"
