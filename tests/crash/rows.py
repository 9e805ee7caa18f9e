"""What a bot kept, read from its tables beside it."""

import time
from collections import Counter

from sqlalchemy import Engine, text
from sqlmodel import select

from storage import claims, traffic
from storage.database import Session, reading
from storage.keys import Keys
from storage.models import Contact, Inbox, Opinion, Outbox
from tests.crash.history import Delivery, Rows
from tests.town import KEY, PEPPER

KEYS = Keys.from_text([KEY], PEPPER)
_AT_WORK = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND backend_type = 'client backend' AND state <> 'idle' AND pid <> pg_backend_pid()"
)


def rows_since(engine: Engine, row_id: int) -> Rows:
    """Everything kept, of the outbox what is newer than that row."""
    with reading(engine) as session:
        return Rows(
            updates=dict(session.exec(select(Inbox.update_id, Inbox.state)).all()),
            opinions=Counter(session.exec(select(Opinion.text)).all()),
            outbox=_outbox(session, row_id),
        )


def _outbox(session: Session, row_id: int) -> list[Delivery]:
    query = (select(Outbox, Contact).join(Contact).where(Outbox.contact_id == Contact.id)).where(
        Outbox.id > row_id
    )
    chats: dict[int, int] = {}
    found = []
    for row, contact in session.exec(query):
        chats[contact.id] = chats.get(contact.id) or KEYS.open_id(contact.sealed_id)
        found.append(_delivery(row, chats[contact.id]))
    return found


def _delivery(row: Outbox, chat: int) -> Delivery:
    doubted = claims.UNCERTAIN in (row.state, row.error)
    return Delivery(chat, row.kind, row.method, row.state, doubted, row.attempts, row.message_id)


def newest_row(engine: Engine) -> int:
    with reading(engine) as session:
        rows = session.exec(select(Outbox.id).order_by(Outbox.id.desc()).limit(1))  # type: ignore[attr-defined]
        return rows.first() or 0


def in_flight(engine: Engine) -> int:
    """How many rows are marked as on their way."""
    with reading(engine) as session:
        return claims.flying(session)


def unstored(engine: Engine, acknowledged: set[int]) -> int:
    """How many of these updates are on no disk."""
    with reading(engine) as session:
        return len(acknowledged - set(session.exec(select(Inbox.update_id)).all()))


def left(engine: Engine) -> int:
    """How many updates are not handled yet and how many deliveries have not come to an end."""
    with reading(engine) as session:
        inbox, outbox = traffic.inbox_states(session), traffic.states(session)
    updates = sum(count for state, count in inbox.items() if state != "done")
    return updates + sum(outbox.get(state, 0) for state in ("pending", "sending"))


def is_at_rest(engine: Engine) -> bool:
    """Whether every update is handled and every delivery has come to an end."""
    return not left(engine)


def wait_for_the_dead(engine: Engine) -> None:
    """A PostgreSQL process may still end what a killed bot told it last."""
    while engine.dialect.name == "postgresql":
        with reading(engine) as session:
            if not session.connection().execute(_AT_WORK).scalar_one():
                return
        time.sleep(0.01)
