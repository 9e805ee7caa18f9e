"""Queries about the inbox and the outbox: what has to be handled, and what may go out now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    bindparam,
    delete,
    insert,
    literal_column,
    or_,
    text,
    update,
)
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from storage.models import BotState, Inbox, Outbox
from storage.upserts import inserting, replacing

OPEN = ("new", "failed")
_INBOX, _OUTBOX = (Inbox.metadata.tables[name] for name in ("inbox", "outbox"))
KEEP_IDS = timedelta(hours=72)
KEEP_DEAD = timedelta(days=30)


IS_OPEN = "state IN ('new', 'failed')"
LANE_AHEAD = 20
"""So many updates of one chat are looked at in a round: a flood of one holds up nobody else."""


def _held_back(row: FromClause) -> ColumnElement[bool]:
    """Whether an earlier update of its chat waits for its hour, or too many are before it."""
    before = _INBOX.alias("before")
    earlier: Select[int] = columns(literal_column("1", Integer)).where(
        before.c.lane == row.c.lane,
        before.c.update_id < row.c.update_id,
        text(f"before.{IS_OPEN}"),
    )
    waits = earlier.where(before.c.next_at > bindparam("now"))
    return or_(waits.exists(), earlier.offset(LANE_AHEAD).limit(1).exists())


# Built once: what every message asks for costs more to say than to look up.
_OPEN = (
    columns(*(_INBOX.c[name] for name in ("bot_id", "update_id", "lane", "body")))
    .where(
        text(f"inbox.{IS_OPEN}"),
        _INBOX.c.next_at <= bindparam("now"),
        ~_held_back(_INBOX),
    )
    .order_by(_INBOX.c.update_id)
    .limit(bindparam("most"))
)
_FREE = _INBOX.alias("free")
_TAKE = (
    update(_INBOX)
    .where(
        _INBOX.c.bot_id == bindparam("of_bot"),
        _INBOX.c.update_id
        == columns(_FREE.c.update_id)
        .where(
            _FREE.c.bot_id == bindparam("of_bot"),
            _FREE.c.update_id == bindparam("of_update"),
            _FREE.c.state.in_(OPEN),
            _FREE.c.next_at <= bindparam("now"),
        )
        # Whoever finds it in another's hands leaves it to them.
        .with_for_update(skip_locked=True)
        .scalar_subquery(),
    )
    .values(state="done", body=None, lane=None, error=None)
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


def open_updates(session: Session, now: datetime, limit: int) -> list[Waiting]:
    """What may be handled now, in Telegram's order. Nothing of a chat whose earlier words wait to
    be tried again."""
    found = session.connection().execute(_OPEN, {"most": limit, "now": now})
    return [Waiting(*row) for row in found]


def take(session: Session, bot_id: int, update_id: int, now: datetime) -> bool:
    """End an update, its words cleared, in the transaction that answers it. False where it has
    ended, or somebody else is answering it."""
    key = {"of_bot": bot_id, "of_update": update_id, "now": now}
    return session.connection().execute(_TAKE, key).rowcount == 1


def is_open(session: Session, bot_id: int, update_id: int) -> bool:
    """Whether it is not handled yet, for all that is committed."""
    key = _INBOX.c.bot_id == bot_id, _INBOX.c.update_id == update_id
    state = session.connection().execute(columns(_INBOX.c.state).where(*key)).scalar()
    return state in OPEN


def update_row(session: Session, bot_id: int, update_id: int) -> Inbox | None:
    return session.get(Inbox, (bot_id, update_id))


def forget_updates(session: Session, now: datetime) -> int:
    """Ids of finished updates go when Telegram cannot send them again any more; what was given
    up goes, words and all, when there was time enough to look at it."""
    done = col(Inbox.state) == "done", col(Inbox.received_at) < now - KEEP_IDS
    dead = col(Inbox.state) == "dead", col(Inbox.received_at) < now - KEEP_DEAD
    return sum(session.exec(delete(Inbox).where(*which)).rowcount for which in (done, dead))


def enqueue(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Put calls into the outbox, in one statement and without flushing."""
    if rows:
        session.connection().execute(_ENQUEUE, list(rows))


def queued(session: Session, dedupe_keys: Collection[str]) -> set[str]:
    """Those of these names by which a call waits, or went out before."""
    query = select(Outbox.dedupe_key).where(col(Outbox.dedupe_key).in_(dedupe_keys))
    return {each for each in session.exec(query) if each is not None}


def take_back(session: Session, dedupe_keys: Collection[str]) -> set[str]:
    """Delete the calls of these names that still wait, or that were given up; which these were.
    What is on its way stays."""
    waiting = delete(Outbox).where(
        col(Outbox.dedupe_key).in_(dedupe_keys), col(Outbox.state).in_(("pending", "cancelled"))
    )
    return set(session.exec(waiting.returning(col(Outbox.dedupe_key))).scalars())


def outbox_row(session: Session, row_id: int) -> Outbox | None:
    return session.get(Outbox, row_id)


def editable(session: Session, row_id: int | None) -> int | None:
    """The row of a live message, for it to be edited. One that ended without a number cannot be
    found again: None, and a new one is sent in its place."""
    row = outbox_row(session, row_id) if row_id else None
    lost = row is None or (row.ended_at is not None and row.message_id is None)
    return None if lost else row_id


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


def go_back(session: Session, was: datetime, now: datetime) -> int:
    """The clock was set back from `was` to `now`: what was due by then is due now too. Returns how
    many rows."""
    calls = update(Outbox).where(
        col(Outbox.state) == literal_column("'pending'"),
        col(Outbox.not_before) > now,
        col(Outbox.not_before) <= was,
    )
    updates = update(Inbox).where(text(IS_OPEN), col(Inbox.next_at) > now)
    return (
        session.exec(calls.values(not_before=now)).rowcount
        + session.exec(updates.values(next_at=now)).rowcount
    )


def states(session: Session) -> dict[str, int]:
    """How many rows of the outbox are in which state."""
    query = select(Outbox.state, func.count()).group_by(col(Outbox.state))
    return dict(session.exec(query).all())


def inbox_states(session: Session) -> dict[str, int]:
    query = select(Inbox.state, func.count()).group_by(col(Inbox.state))
    return dict(session.exec(query).all())


def remembered(session: Session, name: str) -> dict[str, Any] | None:
    row = session.get(BotState, name)
    return row.value if row else None


def remember(session: Session, name: str, value: dict[str, Any], now: datetime) -> None:
    """Keep it under its name, whoever else keeps it at the same moment."""
    kept = {"name": name, "value": value, "changed_at": now}
    session.connection().execute(replacing(session, BotState, "name"), kept)
