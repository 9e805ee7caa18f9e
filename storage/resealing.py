"""Everything that lies sealed, sealed anew with the newest key.

`SEALED` holds every column of sealed values: a test names a column of bytes that is neither there
nor known to be a mark or a picture.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, inspect, tuple_
from sqlmodel import Session, col, select

from storage.database import reading, transaction
from storage.keys import CannotOpenError, Keys
from storage.models import Contact, Inbox, Outbox, Room

AT_ONCE = 500


class UnopenedError(Exception):
    """A sealed value that none of the keys opens; the message names its table."""


@dataclass(frozen=True)
class Sealed:
    """A column of sealed values. `purpose` is what they are bound to."""

    table: type[Any]
    column: str
    purpose: str


SEALED = (
    Sealed(Contact, "sealed_id", "telegram-id"),
    Sealed(Room, "sealed_id", "telegram-id"),
    Sealed(Outbox, "address", "telegram-id"),
    Sealed(Inbox, "body", "inbox"),
)


def reseal(engine: Engine, keys: Keys) -> Iterator[int]:
    """Seal with the newest key whatever an older one sealed, a piece in each transaction.

    Yields how many values each piece changed. What is sealed already stays, so that a rotation
    that was cut off goes on. Raises UnopenedError.
    """
    for sealed in SEALED:
        last: tuple[Any, ...] | None = ()
        while last is not None:
            with transaction(engine) as session:
                rows = _piece(session, sealed, last)
                changed = sum(_resealed(row, sealed, keys) for row in rows)
                last = _key(rows[-1]) if rows else None
            yield changed


def opens(engine: Engine, keys: Keys) -> bool:
    """Whether these keys open this database: the oldest and the newest address of a person."""
    with reading(engine) as session:
        ends = (col(Contact.id).asc(), col(Contact.id).desc())
        found = [session.exec(select(Contact).order_by(end).limit(1)).first() for end in ends]
        return all(_is_open(keys, each) for each in found if each is not None)


def _is_open(keys: Keys, contact: Contact) -> bool:
    try:
        return bool(keys.open_id(contact.sealed_id))
    except CannotOpenError:
        return False


def _piece(session: Session, sealed: Sealed, last: tuple[Any, ...]) -> Sequence[Any]:
    key = inspect(sealed.table).primary_key
    query = select(sealed.table).where(getattr(sealed.table, sealed.column).is_not(None))
    if last:
        query = query.where(tuple_(*key) > last)
    return session.exec(query.order_by(*key).limit(AT_ONCE)).all()


def _key(row: Any) -> tuple[Any, ...]:
    return tuple(inspect(type(row)).primary_key_from_instance(row))


def _resealed(row: Any, sealed: Sealed, keys: Keys) -> bool:
    """Whether this row's value was sealed by an older key, and now is by the newest."""
    before = getattr(row, sealed.column)
    try:
        after = keys.resealed(before, sealed.purpose)
    except CannotOpenError as error:
        raise UnopenedError(sealed.table.__tablename__) from error
    if after != before:
        setattr(row, sealed.column, after)
    return bool(after != before)
