"""What may go out now, whose it is while it is on its way, and what was left on its way.

A sender claims rows and commits before it calls Telegram. Where several share a database
(PostgreSQL), a claim carries the name of the sender and a lease by the database's own clock, so
that a sender that is gone is noticed and one that comes back too late is told so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    bindparam,
    case,
    literal_column,
    null,
    or_,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from storage.models import Contact, LaneRest, Outbox
from storage.presence import is_present

LEASE = timedelta(seconds=90)
"""Over twice as long as a call to Telegram can take."""
_OUTBOX = Outbox.metadata.tables["outbox"]

# An index of few rows is used only where the condition stands as literals.
_PENDING = literal_column("'pending'", String)
_SENDING = literal_column("'sending'", String)
RANKS = (0, 1, 2)
UNCERTAIN = "uncertain"
"""The state of a row of which nobody knows whether it arrived; its error once it is sent again."""


@dataclass(frozen=True)
class Claimed:
    """A claim: whose it is, and which of the row's tries."""

    row_id: int
    by: str
    attempt: int


def _something_before() -> ColumnElement[bool]:
    """Whether a row's chat has to be sent something else first, or has it on its way."""
    other: type[Outbox] = aliased(Outbox)
    sooner = or_(
        col(other.rank) < col(Outbox.rank),
        and_(col(other.rank) == col(Outbox.rank), col(other.id) < col(Outbox.id)),
    )
    # What was tried and is tried again keeps its place; what waits for its hour holds up nothing.
    its_turn = or_(col(other.attempts) > 0, col(other.not_before) <= bindparam("now"))
    return (
        select(other.id)
        .where(
            col(other.lane) == col(Outbox.lane),
            col(other.id) != col(Outbox.id),
            or_(
                col(other.state) == _SENDING,
                and_(col(other.state) == _PENDING, sooner, its_turn),
            ),
        )
        .exists()
    )


def _at_rest() -> ColumnElement[bool]:
    return (
        select(LaneRest.lane)
        .where(
            LaneRest.lane == Outbox.lane,
            LaneRest.since <= bindparam("now"),
            LaneRest.until > bindparam("now"),
        )
        .exists()
    )


# Built once: what every message asks for costs more to say than to look up.
_DUE = (
    select(Outbox, Contact)
    .join(Contact, col(Contact.id) == Outbox.contact_id, isouter=True)
    .where(
        col(Outbox.state) == _PENDING,
        col(Outbox.rank) == bindparam("rank"),
        col(Outbox.not_before) <= bindparam("now"),
        ~_at_rest(),
        ~_something_before(),
    )
    .order_by(col(Outbox.not_before), col(Outbox.id))
    .limit(bindparam("most"))
    # Whoever takes a row back first wins: it is passed over, or they wait and find it on its way.
    .with_for_update(of=Outbox, skip_locked=True)
)
_CLAIM = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id.in_(bindparam("rows", expanding=True)))
    .values(
        state="sending",
        attempts=_OUTBOX.c.attempts + 1,
        claimed_by=bindparam("by"),
        lease_until=bindparam("lease_until"),
    )
)
_LEASED = _CLAIM.values(lease_until=func.clock_timestamp() + bindparam("lease", LEASE))
_END_SENT = (
    update(_OUTBOX)
    .where(
        _OUTBOX.c.id == bindparam("row"),
        _OUTBOX.c.state == _SENDING,
        _OUTBOX.c.claimed_by == bindparam("by"),
        _OUTBOX.c.attempts == bindparam("attempt"),
    )
    .values(
        state="sent",
        ended_at=bindparam("ended_at"),
        message_id=bindparam("message_id"),
        payload=null(),
        address=None,
        lane=None,
        # Sent once more after a doubt: it may be there twice, and that stays to be seen.
        error=case((_OUTBOX.c.error == UNCERTAIN, UNCERTAIN)),
        claimed_by=None,
        lease_until=None,
    )
)


# Whether anything could go out if no chat had to rest.
_ANY = (
    select(Outbox.id)
    .where(
        col(Outbox.state) == _PENDING,
        col(Outbox.rank).in_(RANKS),
        col(Outbox.not_before) <= bindparam("now"),
        ~_something_before(),
    )
    .limit(1)
)


def is_any_due(session: Session, now: datetime) -> bool:
    """Whether something may go out now, or as soon as its chat has rested."""
    return session.exec(_ANY, params={"now": now}).first() is not None


def due(session: Session, now: datetime, limit: int) -> list[Outbox]:
    """What may go out now: replies first, in order within a lane, lanes at rest left out.

    A lane's row waits for those before it, and for one that is on its way.
    """
    found: list[Outbox] = []
    for rank in RANKS:
        given = {"now": now, "most": limit - len(found), "rank": rank}
        if len(found) < limit:  # the contacts are in the session then, to be asked for
            found += [row for row, _ in session.exec(_DUE, params=given)]
    return found


def claim(session: Session, ids: Sequence[int], by: str) -> None:
    """These rows are on their way from now on, by the sender of this name."""
    if not ids:
        return
    given = {"rows": list(ids), "by": by}
    if session.get_bind().dialect.name == "sqlite":
        session.connection().execute(_CLAIM, {**given, "lease_until": None})
    else:
        session.connection().execute(_LEASED, given)


def end_sent(session: Session, claimed: Claimed, message_id: int | None, now: datetime) -> bool:
    """The usual end, in one statement: the words and the address go. False where the claim does
    not stand any more."""
    given = {
        "row": claimed.row_id,
        "by": claimed.by,
        "attempt": claimed.attempt,
        "ended_at": now,
        "message_id": message_id,
    }
    return session.connection().execute(_END_SENT, given).rowcount == 1


def held(session: Session, claimed: Claimed) -> Outbox | None:
    """The row of a claim that still stands, held until the end of the transaction."""
    row = session.get(Outbox, claimed.row_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != "sending":
        return None
    return row if (row.claimed_by, row.attempts) == (claimed.by, claimed.attempt) else None


def flying(session: Session) -> int:
    """How many rows are on their way."""
    query = select(func.count()).select_from(Outbox).where(col(Outbox.state) == _SENDING)
    return session.exec(query).one()


def orphans(session: Session) -> list[Outbox]:
    """What is on its way by nobody: its lease has run out, or its sender is not there any more.

    On SQLite there is one sender, who asks when it starts: whatever is on its way then.
    """
    query = select(Outbox).where(col(Outbox.state) == _SENDING).order_by(col(Outbox.id))
    if session.get_bind().dialect.name == "sqlite":
        return list(session.exec(query).all())
    rows = session.exec(query.with_for_update(skip_locked=True)).all()
    if not rows:
        return []
    now = session.exec(select(func.clock_timestamp())).one()
    there = {by: is_present(session, by) for by in {row.claimed_by for row in rows}}
    return [row for row in rows if not there[row.claimed_by] or (row.lease_until or now) <= now]
