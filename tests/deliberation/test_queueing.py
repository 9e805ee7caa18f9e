"""An answer to many is fixed at once, and put into the outbox in pieces."""

import pytest
from sqlmodel import select

from deliberation import people
from deliberation.answering import answers, sendings
from deliberation.outcomes import Confirmed
from storage.models import Answer, Outbox
from tests.deliberation.test_answers import OLGA, confirmed
from tests.town import Town


@pytest.fixture
def in_twos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "AT_ONCE", 2)


def keys(town: Town) -> list[str]:
    with town.changing() as session:
        query = select(Outbox.dedupe_key).where(Outbox.kind == "answer").order_by("id")
        return [key or "" for key in session.exec(query)]


def goes_on(town: Town) -> int:
    with town.changing() as session:
        return answers.queue_on(town.work(session))


def in_all_states(town: Town) -> dict[str, int]:
    with town.changing() as session:
        return dict(answers.progress(town.work(session), town.all(Answer)[0]).states)


@pytest.mark.usefixtures("in_twos")
async def test_everybody_is_counted_while_most_are_not_in_the_outbox_yet(town: Town) -> None:
    confirmed(town, 5)
    assert (len(keys(town)), in_all_states(town)) == (2, {"pending": 5})


@pytest.mark.usefixtures("in_twos")
async def test_pieces_go_on_where_the_last_ended_and_nobody_gets_two(town: Town) -> None:
    confirmed(town, 5)
    assert [goes_on(town) for _ in range(3)] == [2, 1, 0]
    assert len(set(keys(town))) == 5


@pytest.mark.usefixtures("in_twos")
async def test_an_answer_is_not_over_before_all_of_it_is_in_the_outbox(town: Town) -> None:
    confirmed(town, 2)  # a full piece: whether there is more is known after the next one
    with town.changing() as session:
        for row in session.exec(select(Outbox)):
            row.state = "sent"
            session.add(row)
        answer = session.exec(select(Answer)).one()
        assert not answers.settle(town.work(session), answer)
    goes_on(town)
    with town.changing() as session:
        assert answers.settle(town.work(session), session.exec(select(Answer)).one())


@pytest.mark.usefixtures("in_twos")
async def test_a_second_press_begins_nothing_anew(town: Town) -> None:
    answer = confirmed(town, 5)
    with town.changing() as session:
        work = town.work(session)
        again = sendings.confirm(work, people.meet(work, OLGA, "ko"), answer.id, 1)
    assert isinstance(again, Confirmed)
    assert (again.already, again.people, len(keys(town))) == (True, 5, 2)
