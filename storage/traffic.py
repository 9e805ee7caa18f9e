"""Queries about the inbox and the outbox: what has to be handled, and what may go out now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, delete, insert, null, or_, update
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from storage.models import BotState, Contact, Inbox, Outbox
from storage.upserts import inserting, replacing

OPEN = ("new", "failed")
_INBOX, _OUTBOX = (Inbox.metadata.tables[name] for name in ("inbox", "outbox"))
UNCERTAIN = "uncertain"
KEEP_IDS = timedelta(hours=72)
KEEP_DEAD = timedelta(days=30)


def _something_before() -> ColumnElement[bool]:
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
                col(other.state) == "sending",
                and_(col(other.state) == "pending", sooner, its_turn),
            ),
        )
        .exists()
    )


# Built once: what every message asks for costs more to say than to look up.
_OPEN = (
    columns(Inbox.bot_id, Inbox.update_id, Inbox.lane, Inbox.body, Inbox.next_at)  # type: ignore[call-overload]
    .where(col(Inbox.state).in_(OPEN))
    .order_by(col(Inbox.update_id))
    .limit(bindparam("most"))
)
_TAKE = (
    update(_INBOX)
    .where(
        _INBOX.c.bot_id == bindparam("of_bot"),
        _INBOX.c.update_id == bindparam("of_update"),
        _INBOX.c.state.in_(OPEN),
    )
    .values(state="done", body=None, lane=None, error=None)
)
_DUE = (
    select(Outbox, Contact)
    .join(Contact, col(Contact.id) == Outbox.contact_id, isouter=True)
    .where(
        Outbox.state == "pending",
        col(Outbox.not_before) <= bindparam("now"),
        ~_something_before(),
    )
    .order_by(col(Outbox.rank), col(Outbox.id))
    .limit(bindparam("most"))
    # Whoever takes a row back first wins: it is passed over, or they wait and find it on its way.
    .with_for_update(of=Outbox, skip_locked=True)
)
_CLAIM = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id.in_(bindparam("rows", expanding=True)))
    .values(state="sending", attempts=_OUTBOX.c.attempts + 1)
)
_END_SENT = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id == bindparam("row"))
    .values(
        state="sent",
        ended_at=bindparam("ended_at"),
        message_id=bindparam("message_id"),
        payload=null(),
        address=None,
        lane=None,
        # It may have gone out twice: whoever counts what is uncertain has to find it.
        error=case((_OUTBOX.c.error == UNCERTAIN, UNCERTAIN)),
    )
)
_ENQUEUE = insert(_OUTBOX)


def accept(session: Session, rows: Sequence[dict[str, Any]]) -> int:
    """Store updates; those that are there already stay as they are. Returns how many are new."""
    if not rows:
        return 0
    statement = inserting(session, Inbox).values(list(rows)).on_conflict_do_nothing()
    counted = statement.execution_options(preserve_rowcount=True)  # else PostgreSQL's is lost
    return int(session.connection().execute(counted).rowcount)


@dataclass(frozen=True)
class Waiting:
    """An update that is not handled yet: its key, its chat's lane, its sealed body."""

    bot_id: int
    update_id: int
    lane: bytes | None
    body: bytes | None
    next_at: datetime


def open_updates(session: Session, limit: int) -> list[Waiting]:
    """What is not handled yet, in Telegram's order."""
    found = session.connection().execute(_OPEN, {"most": limit})
    return [Waiting(*row) for row in found]


def take(session: Session, bot_id: int, update_id: int) -> bool:
    """End an update, its words cleared, in the transaction that answers it. False where it had
    ended before: two who answer at once wait for each other here, and the second does nothing."""
    key = {"of_bot": bot_id, "of_update": update_id}
    return session.connection().execute(_TAKE, key).rowcount == 1


def update_row(session: Session, bot_id: int, update_id: int) -> Inbox | None:
    return session.get(Inbox, (bot_id, update_id))


def forget_updates(session: Session, now: datetime) -> int:
    """Ids of finished updates go when Telegram cannot send them again any more; what was given
    up goes, words and all, when there was time enough to look at it."""
    done = col(Inbox.state) == "done", col(Inbox.received_at) < now - KEEP_IDS
    dead = col(Inbox.state) == "dead", col(Inbox.received_at) < now - KEEP_DEAD
    return sum(session.exec(delete(Inbox).where(*which)).rowcount for which in (done, dead))


def due(session: Session, now: datetime, limit: int, resting: Iterable[bytes]) -> list[Outbox]:
    """What may go out now: replies first, in order within a lane, lanes at rest left out.

    A lane's row waits for those before it, and for one that is on its way.
    """
    at_rest = list(resting)
    query = _DUE.where(col(Outbox.lane).not_in(at_rest)) if at_rest else _DUE
    found = session.exec(query, params={"now": now, "most": limit})
    return [row for row, _ in found]  # the contacts are in the session now, to be asked for


def claim(session: Session, ids: Sequence[int]) -> None:
    """These rows are on their way from now on."""
    if ids:
        session.connection().execute(_CLAIM, {"rows": list(ids)})


def end_sent(session: Session, row_id: int, message_id: int | None, now: datetime) -> None:
    """The usual end, in one statement: the words and the address go."""
    given = {"row": row_id, "ended_at": now, "message_id": message_id}
    session.connection().execute(_END_SENT, given)


def enqueue(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Put calls into the outbox, in one statement and without flushing."""
    if rows:
        session.connection().execute(_ENQUEUE, list(rows))


def is_queued(session: Session, dedupe_key: str) -> bool:
    """Whether a call of this name is waiting, or went out before."""
    return (
        session.exec(select(Outbox.id).where(Outbox.dedupe_key == dedupe_key)).first() is not None
    )


def take_back(session: Session, dedupe_key: str) -> bool:
    """Delete a call that still waits, or that was given up; False where there is none, or it is
    on its way."""
    waiting = delete(Outbox).where(
        col(Outbox.dedupe_key) == dedupe_key, col(Outbox.state).in_(("pending", "cancelled"))
    )
    return session.exec(waiting).rowcount == 1


def outbox_row(session: Session, row_id: int) -> Outbox | None:
    return session.get(Outbox, row_id)


def editable(session: Session, row_id: int | None) -> int | None:
    """The row of a live message, for it to be edited. One that ended without a number cannot be
    found again: None, and a new one is sent in its place."""
    row = outbox_row(session, row_id) if row_id else None
    lost = row is None or (row.ended_at is not None and row.message_id is None)
    return None if lost else row_id


def sending(session: Session) -> list[Outbox]:
    return list(session.exec(select(Outbox).where(Outbox.state == "sending")).all())


def end_for(session: Session, contact_id: int, now: datetime, error: str) -> int:
    """Somebody blocked the bot: their waiting answers are blocked, the rest is not needed."""
    waiting = col(Outbox.contact_id) == contact_id, col(Outbox.state) == "pending"
    answers = (
        update(Outbox)
        .where(*waiting, col(Outbox.kind) == "answer")
        .values(state="blocked", ended_at=now, error=error)
    )
    others = (
        update(Outbox)
        .where(*waiting, col(Outbox.kind) != "answer")
        .values(state="cancelled", ended_at=now, error=error, payload=None)
    )
    return session.exec(answers).rowcount + session.exec(others).rowcount


def states(session: Session) -> dict[str, int]:
    """How many rows of the outbox are in which state."""
    query = select(Outbox.state, func.count()).group_by(col(Outbox.state))
    return dict(session.exec(query).all())


def inbox_states(session: Session) -> dict[str, int]:
    query = select(Inbox.state, func.count()).group_by(col(Inbox.state))
    return dict(session.exec(query).all())


def oldest_open(session: Session) -> datetime | None:
    """When the oldest update that is not handled yet came in."""
    query = select(func.min(Inbox.received_at)).where(col(Inbox.state).in_(OPEN))
    return session.exec(query).one()


def remembered(session: Session, name: str) -> dict[str, Any] | None:
    row = session.get(BotState, name)
    return row.value if row else None


def remember(session: Session, name: str, value: dict[str, Any], now: datetime) -> None:
    """Keep it under its name, whoever else keeps it at the same moment."""
    kept = {"name": name, "value": value, "changed_at": now}
    session.connection().execute(replacing(session, BotState, "name"), kept)
