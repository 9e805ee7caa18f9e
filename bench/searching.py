"""`make bench-desk`: what `/find` and `/debt` take at a million stored opinions on either database,
beside a plain count(*) of them. SIZES="100000 1000000"; `/summary` is beside them.
"""

import asyncio
import logging
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bench.stored import fill
from deliberation import briefings, debts, finding, people
from deliberation.people import Person
from deliberation.work import Work
from storage.database import transaction
from tests.crash.__main__ import database
from tests.engines import ENGINES
from tests.town import Town, open_town

SIZES = (1_000_000,)
TIMES = 9
RARE = "777777번째"  # one opinion says so
LOOKED_FOR = {
    "of two letters, in one of eight": "그늘",
    "in every opinion": "말씀이에요",
    "in one": RARE,
    "in none": "느티나무",
    "two words": "어르신 쉴",
}


def measured(town: Town, telegram_id: int) -> dict[str, float]:
    """What was done -> median seconds, each in a transaction of its own."""
    acts: dict[str, Callable[[Work, Person], object]] = {"count(*)": _count}
    for name, words in LOOKED_FOR.items():
        acts[f"/find, {name}"] = _finding(words)
    acts["/debt"] = debts.board
    acts["/summary"] = briefings.summary
    return {name: _median(town, telegram_id, act) for name, act in acts.items()}


def _count(work: Work, _person: Person) -> object:
    return work.session.connection().execute(text("SELECT count(*) FROM opinion")).scalar_one()


def _finding(words: str) -> Callable[[Work, Person], object]:
    return lambda work, person: finding.find(work, person, words)


def _median(town: Town, telegram_id: int, act: Callable[[Work, Person], object]) -> float:
    took = []
    for _ in range(TIMES):
        with transaction(town.app.database.engine) as session:
            work = town.work(session)
            person = people.meet(work, telegram_id, "ko")
            began = time.perf_counter()
            act(work, person)
            took.append(time.perf_counter() - began)
    return statistics.median(took[1:])


async def at(url: str, opinions: int) -> dict[str, float]:
    async with open_town(url) as town:
        olga = await town.official()
        fill(url, opinions, at=town.clock.now() - timedelta(hours=1))
        return measured(town, olga.account.id)


def main(sizes: Sequence[int]) -> None:
    console = Console()
    for engine in ENGINES:
        for size in sizes:
            with database(engine) as (url, _):
                found = asyncio.run(at(url, size))
            table = Table("what", "median", "x count(*)", title=f"{engine}, {size:,} opinions")
            for name, seconds in found.items():
                ratio = seconds / found["count(*)"]
                table.add_row(name, f"{seconds * 1000:.1f} ms", f"{ratio:.2f}")
            console.print(table)


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    main([int(each) for each in sys.argv[1:]] or SIZES)
