"""The very commands of compose.yaml as processes on this machine: a dialogue to its answer."""

import asyncio
import io
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.console import Console
from sqlmodel import col, select

from playground import sample
from playground.clock import SharedClock
from playground.cluster import duties, servers
from playground.demonstration import citizens
from playground.demonstration.child import Duty
from playground.demonstration.citizens import Citizen
from playground.demonstration.headless import START, question
from playground.demonstration.official import Official, largest
from playground.demonstration.stage import Stage, stage
from playground.demonstration.transcript import Transcript
from storage.database import open_engine, transaction
from storage.models import Inbox, Opinion, Outbox
from tests.conftest import database_of
from tests.test_compose import DASK, MADANG

PEOPLE = 20
MORE = 2  # opinions of each, while processes die
SPEED = 2.0  # everybody looks by themselves once a second of the clock
KILLED = ("dispatch-1", "sender-1")
SETTINGS = {
    "PACE": "0",
    "POLL_SECONDS": "1",
    "ENGINE_ABOVE": "10",
    "ANALYSE_AFTER": str(PEOPLE),
    "ANALYSE_PAUSE": "100000",
}
PATIENCE = 60.0  # real seconds until all is quiet


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from database_of("postgresql", request)


def processes() -> tuple[Duty, ...]:
    """As many of each service as compose.yaml wants."""
    return tuple(
        duties.duty(f"{name}-{number}", tuple(service["command"]))
        for name, service in MADANG.items()
        if service["restart"] != "no"
        for number in range(1, service["deploy"]["replicas"] + 1)
    )


def commands_of_dask(port: int) -> list[list[str]]:
    """With this machine in place of compose's network."""
    there = {"scheduler:8786": f"127.0.0.1:{port}", "0.0.0.0": "127.0.0.1", "8786": str(port)}
    found = []
    for service in DASK.values():
        words = service["command"]
        for name, here in there.items():
            words = [word.replace(name, here) for word in words]
        found += [words] * service.get("deploy", {}).get("replicas", 1)
    return found


@asynccontextmanager
async def cluster(home: Path, url: str) -> AsyncIterator[tuple[Stage, str]]:
    """Everything that `docker compose up` starts, but PostgreSQL, and where the scheduler is."""
    port = duties.free_port()
    engine = f"tcp://127.0.0.1:{port}"
    shared = {"DATABASE_URL": url, "ENGINE": engine, **SETTINGS}
    clock = SharedClock(home / "clock", SPEED, START)
    unheard = Transcript(Console(file=io.StringIO()))
    async with (
        servers.dask(home, commands_of_dask(port)),
        stage(home, clock, unheard, settings=shared, duties=processes()) as put_up,
    ):
        yield put_up, engine


async def to_an_answer(stage: Stage, crowd: list[Citizen], official: Official) -> None:
    """They write, topics come, the largest is answered, and the answer reaches whom it is for."""
    slug = sample.load().consultation.slug
    await citizens.crowd([citizens.arrives(each, slug) for each in crowd], lambda: None)
    await citizens.crowd([citizens.writes(each, 0) for each in crowd], lambda: None)
    await official.finds_topics(60, rest=2)
    _, topics = await official.reads()
    mark = official.actor.person.mark
    why = "설계를 마쳐야 알 수 있습니다."
    await official.answers(largest(topics), "검토하고 있습니다. 2027년 3월까지 정합니다.", why)
    status = await official.sees_it_go(mark)
    assert status.adds_up
    assert status.sent == status.reach > 0


async def one_of_each_is_killed_while_they_write(stage: Stage, crowd: list[Citizen]) -> None:
    for number in range(MORE):
        for each in crowd:
            each.actor.person.sends(f"{each.key}: {number + 2}번째로는 나무를 더 심으면 좋겠어요")
    for name in KILLED:
        await stage.playground.until(lambda: busy(stage), PATIENCE)
        stage.madang.at_work[name].kill()


def busy(stage: Stage) -> bool:
    """Whether the bot has begun to bring answers to the last words."""
    return stage.playground.requests[-1].method == "sendMessage"


async def all_is_quiet(url: str) -> None:
    """Nothing waits any more, neither to be answered nor to be sent."""
    async with asyncio.timeout(PATIENCE):
        while await asyncio.to_thread(waiting, url):
            await asyncio.sleep(0.2)


def waiting(url: str) -> int:
    engine = open_engine(url)
    with transaction(engine) as session:
        updates = session.exec(select(Inbox).where(Inbox.state != "done")).all()
        moving = col(Outbox.state).in_(("pending", "sending"))
        rows = session.exec(select(Outbox).where(moving)).all()
    engine.dispose()
    return len(updates) + len(rows)


def opinions(url: str) -> Counter[str]:
    engine = open_engine(url)
    with transaction(engine) as session:
        found = Counter(session.exec(select(Opinion.text)).all())
    engine.dispose()
    return found


async def test_the_commands_of_compose_play_a_dialogue_and_survive_two_deaths(
    tmp_path: Path, postgres_url: str
) -> None:
    script = sample.load()
    async with cluster(tmp_path, postgres_url) as (put_up, engine):
        official = Official(put_up.actor("주무관"), script.consultation.slug)
        korean = [each for each in script.messages if each.language == "ko"]  # one model to load
        crowd = list(citizens.cast(put_up, korean, aloud="").values())[:PEOPLE]
        await put_up.prepares(question(script.consultation), official=official.actor)
        await put_up.madang.does(*MADANG["migrate"]["command"])
        await put_up.madang.starts()

        await to_an_answer(put_up, crowd, official)
        assert all(await servers.worked_out(engine))

        await one_of_each_is_killed_while_they_write(put_up, crowd)
        await all_is_quiet(postgres_url)
        heard = opinions(postgres_url)
        assert len(heard) == sum(heard.values()) == (1 + MORE) * PEOPLE

        await put_up.madang.stops()
        ends = {name: each.returncode for name, each in put_up.madang.at_work.items()}
    assert {ends.pop(name) for name in KILLED} == {-9}
    assert set(ends.values()) == {0}
