"""Queries about updates that were given up: which, why, and trying them once more."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select as columns
from sqlalchemy import update
from sqlmodel import Session, col, func, select

from storage.models import Inbox

UNWELL = ("failed", "dead")
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Unwell:
    """An update that could not be handled, without what it says. `whole`: its body is there."""

    bot_id: int
    update_id: int
    state: str
    received_at: datetime
    next_at: datetime
    attempts: int
    reason: str
    whole: bool


def unwell(session: Session, update_id: int | None = None) -> list[Unwell]:
    """What failed or was given up, in the order it came; one number of it, where it is given."""
    query = columns(  # type: ignore[call-overload]
        Inbox.bot_id,
        Inbox.update_id,
        Inbox.state,
        Inbox.received_at,
        Inbox.next_at,
        Inbox.attempts,
        func.coalesce(Inbox.error, UNKNOWN),
        col(Inbox.body).is_not(None),
    ).where(col(Inbox.state).in_(UNWELL))
    if update_id is not None:
        query = query.where(col(Inbox.update_id) == update_id)
    in_order = query.order_by(col(Inbox.received_at), col(Inbox.update_id))
    found = session.connection().execute(in_order)
    return [Unwell(*row) for row in found]


def reasons(session: Session) -> dict[str, int]:
    """Why updates were given up, and how many for each, without the code told to its author."""
    found = session.exec(select(Inbox.error).where(Inbox.state == "dead"))
    return dict(Counter((error or "").rpartition(" ")[0] or error or UNKNOWN for error in found))


def replay(session: Session, gone: Sequence[Unwell], now: datetime) -> int:
    """Have these handled once more, from their first attempt on; how many there were to be had.
    One that somebody replayed a moment ago, or whose body is gone, stays as it is."""
    fresh = update(Inbox).values(state="new", attempts=0, next_at=now, error=None)
    return sum(
        session.exec(
            fresh.where(
                col(Inbox.bot_id) == each.bot_id,
                col(Inbox.update_id) == each.update_id,
                col(Inbox.state) == "dead",
                col(Inbox.body).is_not(None),
            )
        ).rowcount
        for each in gone
    )
