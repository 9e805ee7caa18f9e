"""`make bench-desk`: what `/find`, `/debt`, `/summary` and an answer to ten thousand people take,
on either database, beside a plain count(*). SIZES="100000 1000000" opinions are stored.
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
from sqlmodel import select

from bench.queueing import to_everyone
from bench.stored import fill
from deliberation import people
from deliberation.briefing import briefings, debts, finding, narrowing
from deliberation.briefing.narrowed import Cut
from deliberation.grouping import counts
from deliberation.people import Person
from deliberation.work import Work
from storage import topics
from storage.database import transaction
from storage.models import Consultation, Poster
from tests.crash.__main__ import database
from tests.engines import ENGINES
from tests.town import Town, open_town

SIZES = (1_000_000,)
TIMES = 9
RARE = "777777번째"  # one opinion says so
PROPOSED = (
    "UPDATE participation SET"
    " stance = CASE id % 3 WHEN 0 THEN 'for' WHEN 1 THEN 'against' END,"
    " channel = CASE id % 5 WHEN 0 THEN 'library' WHEN 1 THEN 'school' END"
)
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
    found = {name: _median(town, telegram_id, act) for name, act in acts.items()}
    _propose(town)
    found["/summary, with links and a proposal"] = _median(town, telegram_id, briefings.summary)
    for kind in ("week", "against"):
        found[f"the same, narrowed: {kind}"] = _median(town, telegram_id, _narrowed(kind))
    return found


def _propose(town: Town) -> None:
    """Two thirds have chosen a side, two fifths came by links for one place; and everything is
    counted, as it is after an analysis."""
    with transaction(town.app.database.engine) as session:
        asked = session.exec(select(Consultation)).one()
        asked.proposal = "옛 시장을 헐고 공원을 만든다"
        at = town.clock.now()
        for place in ("library", "school"):
            session.add(Poster(consultation_id=asked.id, channel=place, made_at=at))
        session.connection().execute(text(PROPOSED))
        counts.recount(town.work(session), topics.last_runs(session)[0])


def _narrowed(kind: str) -> Callable[[Work, Person], object]:
    return lambda work, person: narrowing.brief(work, person, 1, Cut(kind))


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
        found = measured(town, olga.account.id)
        return found | to_everyone(town, url, olga.account.id, beside=opinions)


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
