"""Queries about deliveries that a restore holds back: they may have gone out since the copy."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, null, update
from sqlmodel import Session, col, func, select

from storage.models import Outbox

RESTORED = "restored"  # why such a row is `uncertain`; its words stay until somebody decides


def hold(session: Session, now: datetime) -> int:
    """Hold back what was due to go out; how many."""
    due = col(Outbox.state) == "pending", col(Outbox.not_before) <= now
    held = update(Outbox).where(*due).values(state="uncertain", error=RESTORED, ended_at=now)
    return session.exec(held).rowcount


def counts(session: Session) -> dict[str, int]:
    """How many are held, by kind."""
    query = select(Outbox.kind, func.count()).where(*_held()).group_by(col(Outbox.kind))
    return dict(session.exec(query.order_by(col(Outbox.kind))).all())


def send(session: Session, kinds: Sequence[str], now: datetime) -> int:
    """Have these kinds sent after all. An answer carries its number, as one sent once more does."""
    as_again = case((col(Outbox.kind) == "answer", "uncertain"), else_=null())
    values = {"state": "pending", "ended_at": None, "not_before": now, "error": as_again}
    return _change(session, kinds, values)


def drop(session: Session, kinds: Sequence[str]) -> int:
    """Leave these kinds at that; words and addresses go."""
    bare = {"payload": null(), "address": None, "lane": None, "error": "dropped"}
    return _change(session, kinds, bare)


def _held() -> tuple[ColumnElement[bool], ...]:
    return col(Outbox.state) == "uncertain", col(Outbox.error) == RESTORED


def _change(session: Session, kinds: Sequence[str], values: Mapping[str, object]) -> int:
    these = update(Outbox).where(*_held(), col(Outbox.kind).in_(kinds))
    return session.exec(these.values(values)).rowcount
