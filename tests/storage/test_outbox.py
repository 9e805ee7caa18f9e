"""The outbox when it is changed while it is sent from."""

import threading
from collections.abc import Callable, Iterator

import pytest

from storage import claims, traffic
from storage.database import Database, Session, open_engine, transaction
from storage.models import Outbox
from tests.town import MORNING

pytestmark = pytest.mark.side_by_side

NAME = "moderated:1"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(open_engine(database_url))
    yield made
    made.close()


def queue(session: Session) -> None:
    row = Outbox(kind="notice", dedupe_key=NAME, method="", created_at=MORNING, not_before=MORNING)
    session.add(row)


def begun(what: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=what)
    thread.start()
    return thread


def test_a_notice_that_is_being_taken_back_does_not_go_out(database: Database) -> None:
    with transaction(database.engine) as session:
        queue(session)
    found: list[Outbox] = []

    def look() -> None:
        with transaction(database.engine) as other:
            found.extend(claims.due(other, MORNING, 10))

    with transaction(database.engine) as session:
        assert traffic.take_back(session, [NAME]) == {NAME}
        looking = begun(look)
        looking.join(timeout=0.5)  # where there is one writer, it waits until this one is done
    looking.join()
    assert found == []


def test_a_notice_on_its_way_cannot_be_taken_back(database: Database) -> None:
    with transaction(database.engine) as session:
        queue(session)
    taken: list[set[str]] = []

    def take_back() -> None:
        with transaction(database.engine) as other:
            taken.append(traffic.take_back(other, [NAME]))

    with transaction(database.engine) as session:
        (row,) = claims.due(session, MORNING, 10)
        taking = begun(take_back)
        taking.join(timeout=0.5)
        claims.claim(session, [row.id], "me")
    taking.join()
    assert taken == [set()]
