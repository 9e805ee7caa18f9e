"""Inserts that know what to do when the row is there already, on either database."""

from functools import cache

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

Insert = sqlite.Insert | postgresql.Insert


def inserting(session: Session, table: type[SQLModel]) -> Insert:
    """An insert in the database's own dialect, to which `on_conflict_…` can be added."""
    return _inserting(session.get_bind().dialect.name, table)


def replacing(session: Session, table: type[SQLModel], key: str) -> Insert:
    """An insert of whole rows; each takes the place of the row with the same key."""
    return _replacing(session.get_bind().dialect.name, table, key)


def _inserting(dialect: str, table: type[SQLModel]) -> Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def _replacing(dialect: str, table: type[SQLModel], key: str) -> Insert:
    statement = _inserting(dialect, table)
    columns = table.metadata.tables[str(table.__tablename__)].columns
    kept = {c.name: statement.excluded[c.name] for c in columns if c.name != key}
    return statement.on_conflict_do_update(index_elements=[key], set_=kept)
