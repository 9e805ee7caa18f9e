"""Figures for whoever watches the bot, asked for often.

They are of what is at work or worth a look, never of what ended well: so that asking costs the same
however many have. The conditions are written as the partial indexes have them, or those would not
be used; counting ends at a million.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import TextClause, text
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from storage.models import Inbox, Outbox
from storage.traffic import IS_OPEN, OPEN

MOST = 1_000_000
SHOWN = ("pending", "sending", "uncertain", "failed", "blocked", "stopped", "unreachable")
_OPEN = text(IS_OPEN)
_DEAD = text("state = 'dead'")
_SHOWN = text("state NOT IN ('sent', 'cancelled')")


@dataclass(frozen=True)
class Gauges:
    """Rows of inbox and outbox by state, and when the oldest update still open came in."""

    inbox: dict[str, int]
    outbox: dict[str, int]
    oldest_open: datetime | None


def gauges(session: Session) -> Gauges:
    """What is at work now, and what is worth a look."""
    inbox = {state: _count(session, Inbox, _OPEN, state) for state in OPEN}
    inbox["dead"] = _count(session, Inbox, _DEAD, "dead")
    outbox = {state: _count(session, Outbox, _SHOWN, state) for state in SHOWN}
    return Gauges(inbox, outbox, oldest_open(session))


def oldest_open(session: Session) -> datetime | None:
    """When the oldest update that is not handled yet came in."""
    # Without the border a database may look for it among all that ever came, from the first on.
    found = select(Inbox.received_at).where(_OPEN).limit(MOST).subquery()
    oldest: datetime | None = session.exec(select(func.min(found.c.received_at))).one()
    return oldest


def _count(session: Session, table: type[Inbox | Outbox], among: TextClause, state: str) -> int:
    found = columns(table.state).where(among, col(table.state) == state).limit(MOST).subquery()  # type: ignore[call-overload]
    return session.exec(select(func.count()).select_from(found)).one()
