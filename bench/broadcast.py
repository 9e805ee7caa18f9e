"""`make broadcast`: one answer to RECIPIENTS people through the playground, killed on the way.

At Telegram's pace it is compared with the pace, over the time the process was up; with `--lifted`
nothing waits, and what counts is the memory of the bot's process.
"""

import argparse
import asyncio
import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, insert
from sqlmodel import Session, col, func, select

from bot.application import rules_of
from deliberation import people
from deliberation.people import Person
from deliberation.work import Work
from playground.clock import RealClock
from playground.http_door import http_door
from playground.telegram import Playground
from storage.database import open_engine, reading, transaction
from storage.keys import Keys
from storage.models import (
    AnalysisRun,
    Answer,
    Consultation,
    Contact,
    Membership,
    Opinion,
    Outbox,
    Participation,
    RunTopic,
    Topic,
)
from tests.answering import drafted, sent
from tests.child import Child, environment
from tests.crash.__main__ import database
from tests.town import KEY, PEPPER, found, settings_for

OLGA = 900_000_001  # the official's account
FIRST = 100_000_000  # the first recipient's
PACE = 25.0
AT_ONCE = 2_000
NO_NIGHT = {"quiet_from": 8, "quiet_until": 8}
ALONE = {**{name: str(hour) for name, hour in NO_NIGHT.items()}, "analyse_after": "1000000"}
"""An analysis would hold all texts in memory, too."""
KEYS = Keys.from_text([KEY], PEPPER)
LOOK_EVERY = 0.5  # seconds
FINAL = {"sent", "blocked", "failed", "uncertain", "stopped", "unreachable", "cancelled"}


@dataclass
class Told:
    """What came of it. `up` counts from each start's first request to its death; `listed` are the
    deliveries that the tables call uncertain; `doubled` what somebody saw twice."""

    confirming: float
    states: Counter[str] = field(default_factory=Counter)
    arrived: int = 0
    doubled: int = 0
    listed: int = 0
    up: float = 0.0
    memory: int = 0

    @property
    def rate(self) -> float:
        """Deliveries a second over the time the process was up."""
        return self.arrived / self.up if self.up else 0.0


async def broadcast(
    url: str, folder: Path, recipients: int, *, kills: int, pace: float, seed: int = 0
) -> Told:
    """Confirm an answer to so many people, and deliver it in spite of so many kills."""
    playground = Playground(RealClock(), enforce_rates=pace > 0)
    for number in (OLGA, *range(FIRST, FIRST + recipients)):
        playground.person("P", id=number).chat.known = True
    async with http_door(playground) as door:
        paced = {"pace": str(pace), "chat_pace": "1" if pace else "0"}
        told = Told(_confirm(url, recipients))
        child = Child(environment(url, door.url, playground.token, **paced, **ALONE), folder)
        await _deliver(playground, child, url, told, recipients, random.Random(seed), kills)
    _read(url, told)
    chats = [playground.people[number].chat for number in range(FIRST, FIRST + recipients)]
    seen = [sum(each.event == "message" for each in chat.received) for chat in chats]
    told.arrived, told.doubled = sum(map(bool, seen)), sum(max(0, n - 1) for n in seen)
    return told


def _confirm(url: str, recipients: int) -> float:
    """Seconds that the official's press takes."""
    engine, keys, now = open_engine(url), KEYS, datetime.now(UTC)
    rules = rules_of(settings_for(url, **NO_NIGHT))
    with transaction(engine) as session:
        found(session, now)
        session.flush()
        topic_id = _speak(Work(session, now, keys, rules), recipients)
    with transaction(engine) as session:
        work = Work(session, now, keys, rules)
        answer_id = drafted(work, _olga(work), topic_id).id
    began = time.perf_counter()
    with transaction(engine) as session:
        work = Work(session, now, keys, rules)
        sent(work, _olga(work), session.get_one(Answer, answer_id))
    engine.dispose()
    return time.perf_counter() - began


def _olga(work: Work) -> Person:
    return people.meet(work, OLGA, "ko")


def _speak(work: Work, recipients: int) -> int:
    """So many people with an opinion each in one topic of a finished run; the topic's id."""
    asked = work.session.exec(select(Consultation)).one()
    people.grant(work, OLGA, asked.agency_id, "official", actor="bench")
    run = AnalysisRun(
        consultation_id=asked.id, state="done", asked_at=work.now, counted_at=work.now
    )
    topic = Topic(consultation_id=asked.id, name="도서관", created_at=work.now)
    work.session.add_all([run, topic])
    work.session.flush()
    work.session.add(
        RunTopic(
            run_id=run.id,
            topic_id=topic.id,
            position=1,
            name=topic.name,
            size=recipients,
            distinct=recipients,
            people=recipients,
        )
    )
    for first in range(FIRST, FIRST + recipients, AT_ONCE):
        some = range(first, min(first + AT_ONCE, FIRST + recipients))
        _add(work, asked.id, run.id, topic.id, some)
    return topic.id


def _add(work: Work, asked: int, run: int, topic: int, accounts: Sequence[int]) -> None:
    session, now, keys = work.session, work.now, work.keys
    reached = [
        {
            "id": n,
            "mark": keys.mark("contact", n),
            "sealed_id": keys.seal_id(n),
            "created_at": now,
        }
        for n in accounts
    ]
    joined = [
        {"id": n, "contact_id": n, "consultation_id": asked, "pseudonym": str(n), "joined_at": now}
        for n in accounts
    ]
    said = [
        {
            "id": n,
            "consultation_id": asked,
            "participation_id": n,
            "no": 1,
            "source": str(n),
            "language": "ko",
            "text": f"{n}번째로 도서관을 바라요",
            "written_at": now,
            "changed_at": now,
        }
        for n in accounts
    ]
    placed = [{"run_id": run, "opinion_id": n, "topic_id": topic} for n in accounts]
    for table, rows in (
        (Contact, reached),
        (Participation, joined),
        (Opinion, said),
        (Membership, placed),
    ):
        session.execute(insert(table), rows)


async def _deliver(
    playground: Playground,
    child: Child,
    url: str,
    told: Told,
    recipients: int,
    dice: random.Random,
    kills: int,
) -> None:
    """Run the bot until nothing waits, killing it at random moments of the way."""
    deaths = sorted(dice.randrange(recipients // 10, recipients * 9 // 10) for _ in range(kills))
    engine = open_engine(url)
    try:
        for death in [*deaths, None]:
            before = len(playground.requests)
            child.start()
            await playground.until(lambda: len(playground.requests) > before, within=60)  # noqa: B023
            began = time.monotonic()
            while not _is_over(engine, death):
                told.memory = max(told.memory, psutil.Process(child.pid).memory_info().rss)
                await asyncio.sleep(LOOK_EVERY)
            told.up += time.monotonic() - began
            if death is not None:
                child.kill()
    finally:
        child.stop()
        engine.dispose()


def _is_over(engine: Engine, death: int | None) -> bool:
    """Whether so many deliveries have ended, or, without a number, all of them."""
    with reading(engine) as session:
        answer = session.exec(select(Answer)).one()
        return _ended(session) >= (answer.people if death is None else death)


def _ended(session: Session) -> int:
    query = select(func.count()).where(Outbox.kind == "answer", col(Outbox.state).in_(FINAL))
    return session.exec(query).one()


def _read(url: str, told: Told) -> None:
    engine = open_engine(url)
    with reading(engine) as session:
        rows = select(Outbox.state, Outbox.error, func.count()).where(Outbox.kind == "answer")
        for state, error, count in session.exec(
            rows.group_by(col(Outbox.state), col(Outbox.error))
        ):
            told.states[state] += count
            told.listed += count if "uncertain" in (state, error) else 0
    engine.dispose()


def broken(told: Told, recipients: int) -> list[str]:
    """What was promised and does not hold."""
    return [
        words
        for words, holds in (
            ("every delivery has ended", told.states.total() == recipients),
            ("every end is a final one", set(told.states) <= FINAL),
            ("everybody was reached", told.arrived == recipients),
            ("what came twice is listed as uncertain", told.doubled <= told.listed),
        )
        if not holds
    ]


def main(arguments: Sequence[str]) -> int:
    given = _given(arguments)
    with database(given.engine) as (url, folder):
        told = asyncio.run(
            broadcast(
                url,
                folder,
                given.recipients,
                kills=given.kills,
                pace=0 if given.lifted else PACE,
                seed=given.seed,
            )
        )
    Console().print(_table(told, given))
    named = broken(told, given.recipients)
    for words in named:
        Console().print(f"[bold red]broken:[/] {words}")
    return 1 if named else 0


def _given(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make broadcast")
    parser.add_argument("--recipients", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--lifted", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args(arguments)


def _table(told: Told, given: argparse.Namespace) -> Table:
    table = Table("what", "figure", title=f"{given.engine}: {given.recipients:,} recipients")
    states = ", ".join(f"{state} {count:,}" for state, count in sorted(told.states.items()))
    rows = {
        "seconds of the confirming press": f"{told.confirming:.2f}",
        "deliveries by state": states,
        "arrived": f"{told.arrived:,}",
        "seen twice": f"{told.doubled}",
        "listed as uncertain": f"{told.listed}",
        "kills": f"{given.kills}",
        "seconds up": f"{told.up:.0f}",
        "deliveries a second while up": f"{told.rate:.1f}",
        "of the pace": "lifted" if given.lifted else f"{told.rate / PACE:.1%}",
        "most memory of the bot, MB": f"{told.memory / 1e6:.0f}",
    }
    for row in rows.items():
        table.add_row(*row)
    return table


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    sys.exit(main(sys.argv[1:]))
