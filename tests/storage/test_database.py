"""Several write at once: each piece is done once, and none is lost to the others."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from storage import consultations, people
from storage.database import Database, Session, is_busy, open_engine, reading
from storage.keys import Keys
from storage.models import Contact, DialogueState
from tests.town import KEY, MORNING, PEPPER

pytestmark = pytest.mark.side_by_side

KEYS = Keys.from_text([KEY], PEPPER)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(open_engine(database_url))
    yield made
    made.close()


def note(session: Session, *, subject: str) -> None:
    consultations.record(session, KEYS, at=MORNING, actor="test", action="noted", subject=subject)


async def test_the_seals_of_the_log_stay_one_chain_whoever_writes_at_once(
    database: Database,
) -> None:
    await asyncio.gather(*(database.write(partial(note, subject=f"row:{n}")) for n in range(40)))
    with reading(database.engine) as session:
        rows = consultations.log(session)
    before = b""
    for row in rows:
        assert row.seal == KEYS.seal_of(before, consultations.sealed_words(row))
        before = row.seal
    assert len(rows) == 40


async def test_two_who_put_in_the_same_row_at_once_both_get_their_way(database: Database) -> None:
    both_have_looked = threading.Barrier(2)

    def open_dialogue(session: Session, *, flow: str) -> None:
        state = people.dialogue(session, b"lane")
        if state is None and not both_have_looked.broken:
            with_patience(both_have_looked)
        state = state or DialogueState(lane=b"lane", changed_at=MORNING, expires_at=MORNING)
        state.payload = {**state.payload, flow: True}
        session.add(state)

    await asyncio.gather(*(database.write(partial(open_dialogue, flow=name)) for name in "ab"))
    with reading(database.engine) as session:
        (state,) = session.exec(select(DialogueState)).all()
    assert state.payload == {"a": True, "b": True}


def with_patience(barrier: threading.Barrier) -> None:
    """On SQLite the other cannot look at the same time: then nobody waits for it."""
    try:
        barrier.wait(0.3)
    except threading.BrokenBarrierError:
        return


async def test_a_piece_finds_what_the_piece_before_it_changed(sqlite_url: str) -> None:
    database = Database(open_engine(sqlite_url))
    held = threading.Event()
    holding = asyncio.ensure_future(database.write(lambda session: held.wait(5)))
    await asyncio.sleep(0.05)
    adding = asyncio.ensure_future(database.write(add_contact))
    blocking = asyncio.ensure_future(database.write(block))
    counting = asyncio.ensure_future(database.write(people.blocked_count))
    await asyncio.sleep(0.05)
    held.set()
    await asyncio.gather(holding, adding, blocking)
    assert await counting == 1
    database.close()


def add_contact(session: Session) -> None:
    session.add(Contact(mark=b"m", sealed_id=b"s", created_at=MORNING))
    session.flush()


def block(session: Session) -> None:
    contact = people.contact_by_mark(session, b"m")
    assert contact is not None
    contact.blocked_at = MORNING + timedelta(hours=1)


async def test_what_nobody_waits_for_any_more_is_not_begun(sqlite_url: str) -> None:
    database = Database(open_engine(sqlite_url))
    held = threading.Event()
    holding = asyncio.ensure_future(database.write(lambda session: held.wait(5)))
    await asyncio.sleep(0.05)
    begun: list[str] = []
    given_up = asyncio.ensure_future(database.write(lambda session: begun.append("begun")))
    await asyncio.sleep(0.05)
    given_up.cancel()
    await asyncio.sleep(0.05)
    held.set()
    await holding
    await database.write(people.blocked_count)
    assert begun == []
    database.close()


def test_a_postgresql_that_is_away_for_a_moment_is_waited_for() -> None:
    engine = open_engine("postgresql://nobody@127.0.0.1:9/nothing")
    with pytest.raises(OperationalError) as raised:
        engine.connect()
    assert is_busy(raised.value)


def test_a_full_or_missing_sqlite_is_not_waited_for() -> None:
    engine = open_engine("sqlite:////nowhere/at/all.db")
    with pytest.raises(OperationalError) as raised:
        engine.connect()
    assert not is_busy(raised.value)
