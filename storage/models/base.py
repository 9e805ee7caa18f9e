"""What all tables share: constraint names that alembic can drop again, and ways to say a column."""

from typing import Any

from sqlalchemy import Index, MetaData, text
from sqlmodel import Field, SQLModel

from storage.types import BigId, Json, UtcDateTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """The one parent, with its own metadata."""

    metadata = MetaData(naming_convention=NAMES)


def key() -> Any:
    """A number that counts up by itself."""
    return Field(default=None, primary_key=True, sa_type=BigId)


def ref(target: str, *, index: bool = False, primary_key: bool = False) -> Any:
    """A reference to another row's key."""
    return Field(foreign_key=target, sa_type=BigId, index=index, primary_key=primary_key)


def maybe_ref(target: str, *, index: bool = False) -> Any:
    return Field(default=None, foreign_key=target, sa_type=BigId, index=index, nullable=True)


def moment(*, index: bool = False) -> Any:
    return Field(sa_type=UtcDateTime, index=index)


def maybe_moment(*, index: bool = False) -> Any:
    return Field(default=None, sa_type=UtcDateTime, index=index, nullable=True)


def of_few(name: str, *columns: str, where: str) -> Index:
    """An index of the rows that one condition holds for: it stays small however many others there
    are. A query uses it only where it says the condition with the very same words, as literals.
    """
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


def counter() -> Any:
    """A number that starts at nought, also in rows that are older than it."""
    return Field(default=0, sa_column_kwargs={"server_default": "0"})


def json_object() -> Any:
    return Field(default_factory=dict, sa_type=Json)


def json_list() -> Any:
    return Field(default_factory=list, sa_type=Json)


def words() -> Any:
    """Words that may be left out, also in rows that are older than them."""
    return Field(default="", sa_column_kwargs={"server_default": ""})


def later_object() -> Any:
    """A JSON object in a table that was there before it: empty in older rows."""
    return Field(default_factory=dict, sa_type=Json, sa_column_kwargs={"server_default": "{}"})


def later_list() -> Any:
    return Field(default_factory=list, sa_type=Json, sa_column_kwargs={"server_default": "[]"})


def maybe_list() -> Any:
    """A JSON list that there may not be, as in older rows."""
    return Field(default=None, sa_type=Json, nullable=True)
