"""`make bench-growth`: what a message, a page of topics and a tick of all jobs cost, the more is
stored. SIZES="10000 1000000 10000000" are run one after the other, each beside the smallest."""

import argparse
import asyncio
import logging
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bench.stored import fill
from tests.crash.__main__ import database
from tests.engines import ENGINES
from tests.town import Citizen, Town, open_town

SIZES = (10_000, 1_000_000)
TIMES = 40
TICKS = 10


@dataclass(frozen=True)
class Costs:
    """Median seconds of one of each, seconds of filling, and bytes of one opinion with all that
    hangs on it."""

    opinions: int
    filling: float
    opinion_bytes: float
    message: float
    topics: float
    tick: float


async def costs(url: str, opinions: int) -> Costs:
    async with open_town(url) as town:
        ada = town.citizen()
        await ada.agrees()
        before = _size(town)
        began = time.perf_counter()
        fill(url, opinions, at=town.clock.now() - timedelta(hours=1))
        filling = time.perf_counter() - began
        return Costs(
            opinions,
            filling,
            (_size(town) - before) / opinions,
            await _median(lambda n: ada.says(f"{n}번째 새 의견은 그늘막이에요"), TIMES),
            await _median(lambda _: _reads(town, ada), TICKS),
            await _median(lambda _: town.passes(seconds=61), TICKS),
        )


async def _reads(town: Town, ada: Citizen) -> None:
    await ada.says("/topics")
    await ada.presses("2번 주제")


async def _median(act: Callable[[int], Awaitable[object]], times: int) -> float:
    await act(0)  # what is remembered from then on is
    took = []
    for n in range(1, times + 1):
        began = time.perf_counter()
        await act(n)
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def _size(town: Town) -> int:
    engine = town.app.database.engine
    if engine.dialect.name == "sqlite":
        pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    else:
        pages = "SELECT pg_database_size(current_database())"
    with engine.connect() as connection:
        return int(connection.execute(text(pages)).scalar_one())


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="make bench-growth")
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--engine", choices=["", *ENGINES], default="")
    given = parser.parse_args(arguments)
    for engine in [given.engine] if given.engine else ENGINES:
        _measure(engine, given.sizes)


def _measure(engine: str, sizes: Sequence[int]) -> None:
    headings = ("opinions stored", "filled in s", "bytes each", "message", "topics", "tick")
    table = Table(*headings, title=engine)
    least: Costs | None = None
    for size in sizes:
        with database(engine) as (url, _):
            now = asyncio.run(costs(url, size))
        least = least or now
        table.add_row(
            f"{size:,}",
            f"{now.filling:.0f}",
            f"{now.opinion_bytes:.0f}",
            _beside(now.message, least.message),
            _beside(now.topics, least.topics),
            _beside(now.tick, least.tick),
        )
    Console().print(table)


def _beside(seconds: float, least: float) -> str:
    return f"{seconds * 1000:.1f} ms, {seconds / least:.2f}x"


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    main(sys.argv[1:])
