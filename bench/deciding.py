"""`make bench-queue`: 500 flagged messages, decided by two scripted moderators through the
playground, on either database: how many presses, how many statements a card, and how long until the
next card is read, beside a plain count(*) in turns. SIZE=, BESIDE= so much stored, ENGINE=,
COPIES= of one message that are hidden at once, in place of many families.
"""

import argparse
import asyncio
import logging
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from rich.console import Console
from rich.table import Table
from sqlmodel import select

from bench.stored import WORDS, fill
from deliberation.grouping import counts
from storage import topics
from storage.database import transaction
from storage.models import Consultation, Membership
from tests.crash.__main__ import database
from tests.engines import ENGINES
from tests.evening import Act, Evening
from tests.town import Town, open_town

SIZE, BESIDE = 500, 100_000
KINDS = ("keeps", "hides", "proposes", "agrees")
KEYWORDS = [words.split()[0] for words in WORDS[:5]]
"""Words that topics are named by; some flagged messages hold them, too."""


async def evening_at(url: str, size: int, beside: int, copies: int = 0) -> tuple[Evening, float]:
    """An evening where so much is stored beside, with the seconds that the moderators took.

    Raises LookupError where something was not decided as it was meant to be.
    """
    async with open_town(url, paced=False) as town:
        if beside:
            fill(url, beside, at=town.clock.now() - timedelta(hours=1))
        evening = Evening.begins(town, size, copies=copies)
        if beside:
            _gather(town, evening)
        began = time.perf_counter()
        await evening.is_worked_through()
        took = time.perf_counter() - began
        if wrong := evening.otherwise():
            raise LookupError(f"{len(wrong)} messages are not as they were meant to be")
        return evening, took


def _gather(town: Town, evening: Evening) -> None:
    """The analysis has seen what was flagged, too: it lies in topics, copies with their family."""
    first = {said: opinion_id for opinion_id, said in reversed(evening.meant.items())}
    with transaction(town.app.database.engine) as session:
        asked = session.exec(select(Consultation)).one()
        run = topics.last_run(session, asked.id)
        if run is None:
            raise LookupError("nothing was analysed")
        there = topics.topics_of(session, run.id)
        for row in there:
            row.keywords = KEYWORDS
        for opinion_id, said in evening.meant.items():
            stands_for = first[said]
            place = there[stands_for % len(there)].topic_id
            family = stands_for if said.copies > 1 else None
            session.add(
                Membership(run_id=run.id, opinion_id=opinion_id, topic_id=place, family=family)
            )
        session.flush()
        counts.recount(town.work(session), run)


def _table(title: str, acts: Sequence[Act]) -> Table:
    table = Table("a card", "cards", "statements", "median", "x count(*)", title=title)
    kinds: dict[tuple[int, int], list[Act]] = defaultdict(list)
    for act in acts:
        if act.what in KINDS and not act.last:
            kinds[KINDS.index(act.what), act.copies].append(act)
    for (kind, copies), of_it in sorted(kinds.items()):
        seen = [act.statements for act in of_it]
        took = statistics.median(act.seconds for act in of_it)
        ratio = statistics.median(act.seconds / act.count_seconds for act in of_it)
        row = (f"{len(of_it)}", _between(seen), f"{took * 1000:.1f} ms", f"{ratio:.0f}")
        table.add_row(f"{KINDS[kind]} {copies}", *row)
    return table


def _between(seen: Sequence[int]) -> str:
    return str(min(seen)) if min(seen) == max(seen) else f"{min(seen)} to {max(seen)}"


def _told(evening: Evening, took: float) -> str:
    """How many acts it took in all."""
    messages, acts = len(evening.meant), evening.acts
    cards = sum(act.what != "opens" for act in acts)
    slowest = max(act.seconds for act in acts)
    count = statistics.median(act.count_seconds for act in acts)
    return (
        f"{messages} messages, {len(acts)} acts ({len(acts) / messages:.2f} a message), "
        f"{cards} cards in {took:.1f} s, the slowest {slowest * 1000:.0f} ms, "
        f"count(*) {count * 1000:.2f} ms"
    )


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="make bench-queue")
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--beside", type=int, default=BESIDE)
    parser.add_argument("--copies", type=int, default=0)
    parser.add_argument("--engine", choices=["", *ENGINES], default="")
    given = parser.parse_args(arguments)
    console = Console()
    for engine in [given.engine] if given.engine else ENGINES:
        for beside in sorted({0, given.beside}):
            with database(engine) as (url, _), console.status(f"{engine}, {beside:,}"):
                evening, took = asyncio.run(evening_at(url, given.size, beside, given.copies))
            console.print(_table(f"{engine}, {beside:,} opinions beside", evening.acts))
            console.print(_told(evening, took))


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    main(sys.argv[1:])
