"""Queries about the log as a record: read through from the first row, or looked up in pages."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlmodel import Session, col, func, select

from storage.models import LogRow

AT_A_TIME = 500  # rows in memory


def through(session: Session) -> Iterator[LogRow]:
    """Every row from the first on, however many there are: a few at a time are in memory."""
    last = None
    while True:
        query = select(LogRow).order_by(col(LogRow.id)).limit(AT_A_TIME)
        rows = session.exec(query if last is None else query.where(col(LogRow.id) > last)).all()
        yield from rows
        if len(rows) < AT_A_TIME:
            return
        last = rows[-1].id


def newest(session: Session, most: int) -> list[LogRow]:
    """The last rows, the oldest of them first."""
    query = select(LogRow).order_by(col(LogRow.id).desc()).limit(most)
    return list(session.exec(query).all())[::-1]


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(LogRow)).one()


def upto(
    session: Session,
    agency_ids: Collection[int],
    actions: Collection[str],
    row_id: int | None,
    most: int | None,
) -> list[LogRow]:
    """What was done at these agencies until this row, the latest first; None for until now, and
    for however many there are."""
    query = select(LogRow).where(
        col(LogRow.agency_id).in_(agency_ids), col(LogRow.action).in_(actions)
    )
    if row_id is not None:
        query = query.where(col(LogRow.id) <= row_id)
    return list(session.exec(query.order_by(col(LogRow.id).desc()).limit(most)).all())


def after(
    session: Session,
    agency_ids: Collection[int],
    actions: Collection[str],
    row_id: int,
    most: int,
) -> list[LogRow]:
    """What was done at these agencies after this row, the first first."""
    query = (
        select(LogRow)
        .where(
            col(LogRow.agency_id).in_(agency_ids),
            col(LogRow.action).in_(actions),
            col(LogRow.id) > row_id,
        )
        .order_by(col(LogRow.id))
        .limit(most)
    )
    return list(session.exec(query).all())


def counts(
    session: Session,
    agency_ids: Collection[int],
    actions: Collection[str],
    since: datetime,
    before: datetime,
) -> dict[str, int]:
    """action -> how often, between two moments."""
    query = (
        select(LogRow.action, func.count())
        .where(
            col(LogRow.agency_id).in_(agency_ids),
            col(LogRow.action).in_(actions),
            col(LogRow.at) >= since,
            col(LogRow.at) < before,
        )
        .group_by(col(LogRow.action))
    )
    return dict(session.exec(query).all())
