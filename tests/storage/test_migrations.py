"""A database that has been in use moves to every newer version with what it holds."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    insert,
    select,
)

from storage import migrating
from storage.database import open_engine
from storage.finding import KEPT_BESIDE

FIRST = "0001"
SINGLE = 1  # the key of the one row that every table gets
Row = dict[str, Any]


@pytest.fixture
def old(database_url: str) -> str:
    """A database as the first version made it."""
    migrating.downgrade(database_url, "base")
    migrating.upgrade(database_url, FIRST)
    return database_url


def test_an_old_database_keeps_every_row_when_it_is_brought_to_the_newest_version(
    old: str,
) -> None:
    engine = open_engine(old)
    before = _fill(engine)
    migrating.upgrade(old)
    after = _contents(engine)
    engine.dispose()
    assert {table: _common(row, after[table]) for table, row in before.items()} == before


def test_an_old_database_becomes_what_the_code_says(old: str) -> None:
    engine = open_engine(old)
    _fill(engine)
    engine.dispose()
    migrating.upgrade(old)
    migrating.check(old)


def test_a_migration_drops_no_reference_between_tables(old: str) -> None:
    engine = open_engine(old)
    before = _references(engine)
    migrating.upgrade(old)
    after = _references(engine)
    engine.dispose()
    assert before <= after


def test_the_newest_migration_is_known_without_alembic(database_url: str) -> None:
    engine = open_engine(database_url)
    assert migrating.current(engine) == migrating.head()
    engine.dispose()


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    migrating.upgrade(database_url)
    migrating.check(database_url)


def test_an_empty_database_stands_nowhere(old: str) -> None:
    migrating.downgrade(old, "base")
    engine = open_engine(old)
    assert migrating.current(engine) is None
    engine.dispose()


def _fill(engine: Engine) -> dict[str, Row]:
    """One row in every table, whatever its columns are: table -> row."""
    tables = _in_order(_tables(engine))
    with engine.begin() as connection:
        for table in tables:
            row = {column.name: _value(column) for column in table.columns}
            connection.execute(insert(table), row)
    return _contents(engine)


def _tables(engine: Engine) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(engine)
    beside = ("alembic_version", *KEPT_BESIDE)
    return [table for name, table in metadata.tables.items() if not name.startswith(beside)]


def _in_order(tables: list[Table]) -> list[Table]:
    """Every table after those that it has to name."""
    ordered: list[Table] = []
    waiting = list(tables)
    while waiting:
        free = [table for table in waiting if _needs(table) <= {done.name for done in ordered}]
        assert free, "tables need each other"
        ordered += free
        waiting = [table for table in waiting if table not in free]
    return ordered


def _needs(table: Table) -> set[str]:
    return {key.column.table.name for key in table.foreign_keys if not key.parent.nullable}


def _value(column: Column[Any]) -> object:
    if column.foreign_keys and column.nullable:
        return None
    for kind, value in _VALUES:
        if isinstance(column.type, kind):
            return value
    return f"{column.table.name}.{column.name}"


_VALUES: tuple[tuple[type[Any], object], ...] = (
    (Boolean, True),
    (Integer, SINGLE),
    (DateTime, datetime(2026, 5, 1, 9, tzinfo=UTC)),
    (Date, date(2026, 5, 1)),
    (JSON, {"kept": ["as", "it", "was"]}),
    (LargeBinary, b"sealed"),
)


def _contents(engine: Engine) -> dict[str, Row]:
    """table -> its one row, as this engine hands it back; none in a table made since."""
    with engine.connect() as connection:
        return {
            table.name: dict(connection.execute(select(table)).mappings().one_or_none() or {})
            for table in _tables(engine)
        }


def _common(before: Row, after: Row) -> Row:
    return {name: after.get(name) for name in before}


def _references(engine: Engine) -> set[tuple[str, str]]:
    """(table, table it names), of every reference the database keeps."""
    return {
        (table.name, key.column.table.name)
        for table in _tables(engine)
        for key in table.foreign_keys
    }
