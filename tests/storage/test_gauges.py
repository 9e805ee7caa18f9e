"""Figures of the inbox and the outbox: right, and found without looking at what ended well."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlmodel import Session

from storage.gauges import gauges, oldest_open
from storage.models import Inbox, Outbox
from tests.town import MORNING


@pytest.fixture
def at_work(session: Session) -> Session:
    """Updates and deliveries of every kind; update 1 is the oldest, and done."""
    for number, state in enumerate(("done", "failed", "new", "new", "dead", "dead"), 1):
        came = MORNING + timedelta(seconds=number)
        session.add(Inbox(bot_id=1, update_id=number, state=state, received_at=came, next_at=came))
    for state in ("pending", "pending", "sent", "sent", "cancelled", "uncertain", "blocked"):
        session.add(
            Outbox(
                kind="reply",
                method="sendMessage",
                state=state,
                created_at=MORNING,
                not_before=MORNING,
            )
        )
    session.flush()
    return session


def test_what_is_at_work_and_what_is_worth_a_look_is_counted(at_work: Session) -> None:
    seen = gauges(at_work)
    assert seen.inbox == {"new": 2, "failed": 1, "dead": 2}
    assert {state: count for state, count in seen.outbox.items() if count} == {
        "pending": 2,
        "uncertain": 1,
        "blocked": 1,
    }
    assert seen.oldest_open == MORNING + timedelta(seconds=2)


def test_where_nothing_is_there_is_nothing_to_count(session: Session) -> None:
    seen = gauges(session)
    assert not any((*seen.inbox.values(), *seen.outbox.values()))
    assert oldest_open(session) is None


def test_no_query_walks_through_what_ended(at_work: Session) -> None:
    asked = list(_asked(at_work))
    assert len(asked) >= 10
    for statement, values in asked:
        plan = _plan(at_work, statement, values)
        assert "ix_inbox_" in plan or "ix_outbox_" in plan, plan
        assert "ix_inbox_received_at" not in plan, plan


def _asked(session: Session) -> Iterator[tuple[str, Any]]:
    """Every statement that a look at the figures takes, with its values."""
    seen = []

    def note(_c: object, _k: object, statement: str, values: Any, *_: object) -> None:
        seen.append((statement, values))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    gauges(session)
    event.remove(engine, "before_cursor_execute", note)
    yield from seen


def _plan(session: Session, statement: str, values: Any) -> str:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return " ".join(str(row[-1]) for row in found)
    connection.execute(text("SET LOCAL enable_seqscan = off"))  # so small a table is walked else
    found = connection.exec_driver_sql(f"EXPLAIN {statement}", values)
    return " ".join(str(row[0]) for row in found)
