"""Which chats must wait, kept in rows: all senders of a bot obey them, also after a restart."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from storage.models import BotState, LaneRest
from storage.upserts import inserting, replacing


def rest(session: Session, until: Mapping[bytes, datetime], now: datetime) -> None:
    """These chats are sent nothing until then."""
    if until:
        rows = [{"lane": lane, "since": now, "until": end} for lane, end in sorted(until.items())]
        session.connection().execute(replacing(session, LaneRest, "lane"), rows)


def next_end(session: Session, now: datetime) -> datetime | None:
    """When the next chat has rested; None where none rests."""
    resting = select(func.min(LaneRest.until)).where(LaneRest.until > now, LaneRest.since <= now)
    return session.exec(resting).one()


def forget(session: Session, now: datetime) -> int:
    """Rests that are over go."""
    return session.exec(delete(LaneRest).where(col(LaneRest.until) <= now)).rowcount


def state(session: Session, name: str, now: datetime, *, held: bool = True) -> BotState:
    """What the bot remembers under this name; made where it is not there yet. `held`: until the end
    of the transaction, so that two who change it do so one after the other."""
    row = session.get(BotState, name, with_for_update=held or None, populate_existing=True)
    if row is None:
        empty = {"name": name, "value": {}, "changed_at": now}
        made = inserting(session, BotState).values(empty).on_conflict_do_nothing()
        session.connection().execute(made)
        row = session.get_one(BotState, name, with_for_update=held or None, populate_existing=True)
    return row
