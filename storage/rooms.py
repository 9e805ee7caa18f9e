"""Queries about groups the bot is in, and what waits to be sent there."""

from datetime import datetime

from sqlalchemy import null, text, update
from sqlmodel import Session, col, select

from storage.models import Outbox, Room

_LOCK_ROOMS = text("LOCK TABLE room IN SHARE ROW EXCLUSIVE MODE")


def by_mark(session: Session, mark: bytes) -> Room | None:
    return session.exec(select(Room).where(Room.mark == mark)).first()


def hold(session: Session) -> None:
    """Others who make, move or remove a room wait until this transaction is over: Telegram tells
    of one move in two chats. (On SQLite all writers wait for each other anyway.)"""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(_LOCK_ROOMS)


def linked(session: Session) -> list[Room]:
    """The moderators' rooms of all agencies."""
    query = select(Room).where(col(Room.agency_id).is_not(None)).order_by(col(Room.id))
    return list(session.exec(query).all())


def of_agency(session: Session, agency_id: int) -> list[Room]:
    """The moderators' room of an agency; two only where two were chosen at the same moment."""
    return list(session.exec(select(Room).where(Room.agency_id == agency_id)).all())


def waiting(session: Session, lane: bytes) -> list[Outbox]:
    """What is still to be sent to this chat."""
    query = select(Outbox).where(Outbox.lane == lane, Outbox.state == "pending")
    return list(session.exec(query.order_by(col(Outbox.id))).all())


def end_waiting(session: Session, lane: bytes, now: datetime) -> int:
    """Nothing of it goes out any more; how much there was."""
    ended = (
        update(Outbox)
        .where(col(Outbox.lane) == lane, col(Outbox.state) == "pending")
        .values(state="cancelled", ended_at=now, payload=null(), address=None, lane=None)
    )
    return session.exec(ended).rowcount
