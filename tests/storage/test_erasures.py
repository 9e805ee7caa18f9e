"""The journal of erasures: nothing in it is lost, and without the keys it says nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage import erasures
from storage.database import open_engine, transaction
from storage.erasures import Erasure, UnreadableError
from storage.keys import Keys

KEYS = Keys((bytes(64),), bytes(32))
OTHER = Keys((bytes(range(64)),), bytes(32))
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def engine(sqlite_url: str) -> Iterator[Engine]:
    made = open_engine(sqlite_url)
    yield made
    made.dispose()


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "madang.erasures"


def erases(engine: Engine, journal: Path, *marks: str, at: datetime = NOW) -> None:
    """All of these in one transaction."""
    with transaction(engine) as session:
        for mark in marks:
            erasures.note(session, journal, KEYS, Erasure("erased", at, mark, {}))


def marks(journal: Path) -> list[str]:
    return [each.of for each in erasures.read(journal, KEYS)]


def test_what_is_rolled_back_was_not_erased(engine: Engine, journal: Path) -> None:
    erasures.begin(journal)
    with transaction(engine) as session:
        erasures.note(session, journal, KEYS, Erasure("erased", NOW, "a", {}))
        session.rollback()
    assert marks(journal) == []


def test_what_is_committed_stands_there_in_order(engine: Engine, journal: Path) -> None:
    erases(engine, journal, "a", "b")
    erases(engine, journal, "c")
    assert marks(journal) == ["a", "b", "c"]
    assert journal.stat().st_mode & 0o777 == 0o600


def test_a_line_the_power_cut_short_is_no_line_and_spoils_no_other(
    engine: Engine, journal: Path
) -> None:
    erases(engine, journal, "a")
    with journal.open("ab") as file:
        file.write(b"half a li")
    assert marks(journal) == ["a"]
    erases(engine, journal, "b")
    assert marks(journal) == ["a", "b"]


def test_a_line_that_no_key_opens_is_not_passed_over(engine: Engine, journal: Path) -> None:
    erases(engine, journal, "a")
    with pytest.raises(UnreadableError, match="line 1"):
        erasures.read(journal, OTHER)


def test_what_no_backup_is_old_enough_for_goes(engine: Engine, journal: Path) -> None:
    erases(engine, journal, "old", at=NOW - timedelta(days=40))
    erases(engine, journal, "new")
    assert erasures.prune(journal, KEYS, NOW - erasures.kept_for(30)) == 1
    assert marks(journal) == ["new"]
