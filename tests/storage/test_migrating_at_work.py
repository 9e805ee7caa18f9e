"""A database that is at work moves to the newest version: beside others, and killed half way."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from storage import database, migrating
from storage.database import open_engine
from storage.types import UtcDateTime
from tests.child import HOME
from tests.storage.test_migrations import _common, _contents, _fill

FIRST, BEFORE_GROWTH = "0001", "0003"
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
STEPS = {"sqlite": 61, "postgresql": 31}  # statements; SQLite copies tables and needs more


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short ones, or a test would take minutes."""
    monkeypatch.setattr(migrating, "PAUSES", (0.01, 0.01))
    monkeypatch.setattr(migrating, "HELD_SECONDS", 0.2)
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)


def old(url: str, revision: str) -> Engine:
    """A database as an older version made it."""
    migrating.downgrade(url, "base")
    migrating.upgrade(url, revision)
    return open_engine(url)


def test_a_migration_killed_at_any_statement_is_completed_by_the_next(database_url: str) -> None:
    engine = old(database_url, FIRST)
    before = _fill(engine)
    engine.dispose()
    killed = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.storage.interrupted",
            database_url,
            str(STEPS[engine.dialect.name]),
        ],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=True,
    )
    migrating.check(database_url)
    after = _contents(engine)
    engine.dispose()
    assert int(killed.stdout) > 2
    assert {table: _common(row, after[table]) for table, row in before.items()} == before


def test_whoever_writes_beside_a_migration_loses_nothing(database_url: str) -> None:
    engine = old(database_url, BEFORE_GROWTH)
    with _writing(engine) as written:
        migrating.upgrade(database_url)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT count(*) FROM inbox")).scalar_one()
    engine.dispose()
    assert kept == written() > 1


@contextmanager
def _writing(engine: Engine) -> Iterator[Callable[[], int]]:
    """Somebody who writes, one row a transaction, from before until after; how many, in the end."""
    over, begun = threading.Event(), threading.Event()
    done: list[int] = []

    def write() -> None:
        insert = text(
            "INSERT INTO inbox (bot_id, update_id, state, attempts, received_at, next_at)"
            " VALUES (1, :number, 'new', 0, :now, :now)"
        )
        now = UtcDateTime().process_bind_param(NOW, engine.dialect)
        while not over.is_set() or len(done) < 2:
            with engine.begin() as connection:
                connection.execute(insert, {"number": len(done), "now": now})
            done.append(1)
            begun.set()

    thread = threading.Thread(target=write)
    thread.start()
    begun.wait()
    yield lambda: len(done)
    over.set()
    thread.join()


def test_a_table_that_somebody_holds_is_asked_for_again(database_url: str, pauses: None) -> None:
    engine = old(database_url, BEFORE_GROWTH)
    with engine.connect() as holder:
        holder.execute(text("UPDATE outbox SET attempts = 0"))
        migrating.upgrade(database_url, told=lambda pause: holder.rollback())
        assert migrating.current(engine) == migrating.head()
    engine.dispose()


def test_a_table_held_for_too_long_ends_the_migration_and_breaks_nothing(
    database_url: str, pauses: None
) -> None:
    engine = old(database_url, BEFORE_GROWTH)
    with engine.connect() as holder:
        holder.execute(text("UPDATE outbox SET attempts = 0"))
        with pytest.raises(migrating.TablesHeldError):
            migrating.upgrade(database_url)
    migrating.upgrade(database_url)
    migrating.check(database_url)
    engine.dispose()


def test_two_do_not_migrate_at_once(database_url: str) -> None:
    engine = old(database_url, BEFORE_GROWTH)
    engine.dispose()
    with migrating._alone(database_url), pytest.raises(migrating.AlreadyMigratingError):
        migrating.upgrade(database_url)
    migrating.upgrade(database_url)


def test_an_index_that_could_not_be_finished_is_built_by_the_next(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = old(database_url, "0004")
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite builds indexes in the transaction")
    with engine.connect() as holder:
        holder.execute(text("UPDATE outbox SET attempts = 0"))
        monkeypatch.setenv("PGOPTIONS", "-c statement_timeout=1000")
        with pytest.raises(Exception, match="statement timeout"):
            migrating.upgrade(database_url)
        monkeypatch.delenv("PGOPTIONS")
    migrating.upgrade(database_url)
    with engine.connect() as connection:
        broken = connection.execute(text("SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
        assert broken.scalar_one() == 0
    engine.dispose()
    migrating.check(database_url)
