"""No statement of one message, one delivery or one tick works more the more is stored.

The same dialogue is held in a small town and in one with ten times as many opinions. What each
statement costs is counted by the database itself: steps of its machine on SQLite, rows read on
PostgreSQL. Time plays no part.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bench.stored import fill
from deliberation import people
from deliberation.speaking import opinions, reading
from storage import topics as rows
from tests.bot.scenes import asked
from tests.town import Citizen, Town

FEW, MANY = 600, 6_000
SPARE = 120
"""Rows that may be read more: the fifty texts compared with new words, a plan that differs."""
STEPS = 20  # of SQLite's machine for one row, about
WORDS = "옛 시장 자리에 온실을 지어 주세요"


@dataclass
class Meter:
    """What statements cost, by their text; of several runs the dearest."""

    costs: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @contextmanager
    def on(self, engine: Engine) -> Iterator["Meter"]:
        watch = self._steps if engine.dialect.name == "sqlite" else self._rows
        event.listen(engine, "before_cursor_execute", watch)
        yield self
        event.remove(engine, "before_cursor_execute", watch)

    def _steps(self, connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        def step() -> int:
            self.costs[statement] += 1
            return 0

        before = self.costs.pop(statement, 0)
        self.costs[statement] = 0
        connection.connection.dbapi_connection.set_progress_handler(step, STEPS)
        self.costs[statement] = max(before, self.costs[statement])

    def _rows(
        self, connection: Any, _c: Any, statement: str, given: Any, _x: Any, many: bool
    ) -> None:
        if many or not statement.startswith(("SELECT", "UPDATE", "DELETE")):
            return
        cursor = connection.connection.dbapi_connection.cursor()
        cursor.execute("SAVEPOINT looked_at")
        cursor.execute("SET LOCAL enable_seqscan = off")  # small tables are read whole otherwise
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", given)
        plan = cursor.fetchone()[0]
        cursor.execute("ROLLBACK TO SAVEPOINT looked_at")
        told = json.loads(plan) if isinstance(plan, str) else plan
        self.costs[statement] = max(self.costs[statement], _read(told[0]["Plan"]))


def _read(node: dict[str, Any]) -> int:
    """Rows that this part of a plan and those below it took from tables and indexes."""
    below = sum(_read(each) for each in node.get("Plans", ()))
    if "Relation Name" not in node and "Index Name" not in node:
        return below
    dropped = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
    rows = node["Actual Rows"] + sum(node.get(name, 0) for name in dropped)
    return below + round(float(rows) * float(node["Actual Loops"]))


async def _one_of_everything(town: Town, ada: Citizen, words: str) -> None:
    said: list[Any] = []
    await ada.does(lambda account: said.append(account.sends(words)))
    await ada.does(lambda account: account.edits(said[0], f"{words}. 겨울에도요"))
    await ada.says("/my")
    await ada.says("/topics")
    await ada.presses("2번 주제")
    with town.changing() as session:
        work = town.work(session)
        person = people.meet(work, ada.account.id, "ko")
        (latest,) = rows.last_shown(session, asked(session).id, 1)
        opinions.withdraw(work, person, latest.id)
        opinions.restore(work, person, latest.id)
    await town.passes(seconds=61)


async def _costs(town: Town, ada: Citizen, opinions: int) -> dict[str, int]:
    """What each statement costs with so many opinions more."""
    engine = town.app.database.engine
    where = engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    hour = town.clock.now() - timedelta(hours=1)
    fill(where, opinions, at=hour, first=opinions * 1_000)
    await _one_of_everything(town, ada, f"{opinions}명이 {WORDS}")  # what is remembered is
    with Meter().on(engine) as meter:
        await _one_of_everything(town, ada, f"다시 {opinions}명이 {WORDS}")
    return meter.costs


async def test_nothing_costs_more_because_more_is_stored(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST", 10)  # in both towns a topic has more
    ada = town.citizen()
    await ada.agrees()
    few = await _costs(town, ada, FEW)
    many = await _costs(town, ada, MANY)
    dearer = {
        statement: (few[statement], cost)
        for statement, cost in many.items()
        if cost > few.get(statement, 0) * 2 + SPARE
    }
    assert not dearer, "\n".join(f"{cost}: {statement}" for statement, cost in dearer.items())
