"""`make bench-workers`: answered messages a second and how long each waits, by one process on
SQLite and by 1, 2 and 4 on a PostgreSQL that waits for the disk, each beside the bare echo bot.

All speak HTTP to the same playground in this process, with the pace lifted. The same people send
the same messages in one burst, so a wait is mostly that of the queue.
"""

import asyncio
import logging
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.answering import EACH, PEOPLE, UNHELD, echo_at_work, joined, prepare
from playground.clock import RealClock
from playground.http_door import http_door
from playground.people import Person
from playground.telegram import Playground
from storage.database import open_engine, transaction
from tests.child import Child, environment
from tests.engines import postgres_server, tell
from tests.town import found

WORKERS = (1, 2, 4)
QUANTILES = (50, 95, 99)


@dataclass(frozen=True)
class Burst:
    """What came of one burst: answers a second, and seconds to the answer by QUANTILES."""

    rate: float
    waits: tuple[float, ...]


async def echo() -> Burst:
    async with echo_at_work() as (playground, crowd):
        return await _burst(playground, crowd)


async def madang(url: str, folder: Path, workers: int) -> Burst:
    playground = Playground(RealClock(), enforce_rates=False)
    async with http_door(playground) as door:
        given = environment(url, door.url, playground.token, **UNHELD)
        with _at_work({**given, "MADANG_ANALYSE_AFTER": "1000000"}, folder, workers):
            return await _burst(playground, await joined(playground, PEOPLE))


@contextmanager
def _at_work(given: dict[str, str], folder: Path, workers: int) -> Iterator[None]:
    children = []
    for n in range(workers):
        place = folder / f"worker{n}"
        place.mkdir(parents=True)
        children.append(Child(given, place))
    try:
        for child in children:
            child.start()
        yield
    finally:
        for child in children:
            child.stop()


async def _burst(playground: Playground, crowd: Sequence[Person]) -> Burst:
    marks = {person.id: len(playground.delivered[person.id]) for person in crowd}
    wanted = len(crowd) * EACH
    sent: dict[int, list[datetime]] = {person.id: [] for person in crowd}

    def answered() -> int:
        return sum(len(playground.delivered[each]) - mark for each, mark in marks.items())

    began = time.perf_counter()
    for n in range(EACH):
        for person in crowd:
            sent[person.id].append(datetime.now(UTC))
            person.sends(f"{person.account.first_name}: {n}번째 생각은 나무를 더 심자는 것이에요")
    await playground.until(lambda: answered() >= wanted, within=240)
    took = time.perf_counter() - began
    waits = [
        (got.at - at).total_seconds()
        for each, mark in marks.items()
        for at, got in zip(sent[each], playground.delivered[each][mark:], strict=True)
    ]
    return Burst(wanted / took, tuple(np.percentile(waits, QUANTILES).tolist()))


async def main(rounds: int) -> None:
    console = Console()
    table = Table("what", "answers a second", "/ echo bot", "p50, s", "p95, s", "p99, s")
    with tempfile.TemporaryDirectory() as name, postgres_server(durable=True) as server:
        for at in range(rounds):
            beside = await echo()
            table.add_row("echo bot, keeps nothing", *_shown(beside, beside))
            folder = Path(name) / f"round{at}"
            url = f"sqlite:///{folder / 'madang.db'}"
            folder.mkdir()
            prepare(url)
            table.add_row("SQLite, 1 process", *_shown(await madang(url, folder, 1), beside))
            for workers in WORKERS:
                fresh = _database(server, f"bench{at}of{workers}")
                came = await madang(fresh, folder / f"of{workers}", workers)
                what = f"PostgreSQL, {workers} process{'es' * (workers > 1)}"
                table.add_row(what, *_shown(came, beside))
    console.print(table)


def _database(server: str, name: str) -> str:
    tell(server, f"CREATE DATABASE {name} TEMPLATE madang")
    url = server.replace("/postgres?", f"/{name}?")
    engine = open_engine(url)
    with transaction(engine) as session:
        found(session, datetime.now(UTC))
    engine.dispose()
    return url


def _shown(burst: Burst, beside: Burst) -> tuple[str, ...]:
    waits = (f"{seconds:.2f}" for seconds in burst.waits)
    return (f"{burst.rate:.0f}", f"{burst.rate / beside.rate:.2f}", *waits)


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
