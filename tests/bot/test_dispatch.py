"""An update that cannot be answered: it holds only its own chat back, and its author is told."""

import pytest
from sqlmodel import select

from playground.people import Person
from storage.models import DialogueState, Inbox, Opinion
from tests.town import Citizen, Town

pytestmark = pytest.mark.side_by_side

WORDS = "나무를 더 심어 주세요"


async def stuck(town: Town, name: str = "Ada") -> Citizen:
    """Somebody whose dialogue stands at a step that no handler can read: a bug of ours."""
    person = town.citizen(name)
    await person.agrees()
    break_step(town, person)
    return person


def break_step(town: Town, person: Citizen) -> None:
    with town.changing() as session:
        state = session.get_one(DialogueState, town.work(session).keys.lane(person.account.id))
        state.flow, state.payload = "edit", {}


def mend_step(town: Town, person: Citizen) -> None:
    with town.changing() as session:
        state = session.get_one(DialogueState, town.work(session).keys.lane(person.account.id))
        state.flow = None


def states(town: Town) -> list[str]:
    return [row.state for row in town.all(Inbox) if row.state != "done"]


async def test_a_failing_update_is_kept_and_its_author_told(town: Town) -> None:
    ada = await stuck(town)
    (apology,) = await ada.says(WORDS)
    assert apology.startswith("저희 쪽에 문제가 생겼어요. 죄송해요. 글은 받아 두었으니")
    assert states(town) == ["failed"]


async def test_once_mended_it_is_answered_by_itself(town: Town) -> None:
    ada = await stuck(town)
    await ada.says(WORDS)
    mend_step(town, ada)
    await town.passes(minutes=10)
    assert [opinion.text for opinion in town.all(Opinion)] == [WORDS]
    assert not states(town)


async def test_after_the_last_retry_it_is_dead_and_its_author_told(small_town: Town) -> None:
    ada = await stuck(small_town)
    await ada.says(WORDS)
    for _ in range(3):
        break_step(small_town, ada)
        await small_town.passes(minutes=10)
    assert states(small_town) == ["dead"]
    assert "다시 보내 주세요" in ada.account.screen[-1].text


async def test_where_even_the_apology_fails_the_update_still_comes_to_an_end(town: Town) -> None:
    ada = await stuck(town)
    with town.changing() as session:
        state = session.exec(select(DialogueState)).one()
        state.payload = {"notes": 5}
    await ada.says(WORDS)
    for _ in range(3):
        await town.passes(minutes=10)
    assert states(town) == ["dead"]


async def test_bytes_nobody_can_open_are_dead_at_once_and_stay_to_be_looked_at(town: Town) -> None:
    now = town.clock.now()
    with town.changing() as session:
        session.add(
            Inbox(bot_id=1, update_id=5, lane=b"x", body=b"junk", received_at=now, next_at=now)
        )
    await town.settle()
    assert [(row.state, row.body) for row in town.all(Inbox)] == [("dead", b"junk")]


async def test_later_words_of_the_same_chat_wait_behind_a_failing_one(town: Town) -> None:
    ada = await stuck(town)
    await ada.says(WORDS)
    ada.account.sends("도서관도 지어 주세요")
    await town.settle()
    assert not town.all(Opinion)
    mend_step(town, ada)
    await town.passes(minutes=10)
    assert [opinion.text for opinion in town.all(Opinion)] == [WORDS, "도서관도 지어 주세요"]


async def test_other_chats_do_not_notice_a_failing_one(town: Town) -> None:
    ada, bob = await stuck(town), town.citizen("Bob")
    await bob.agrees()
    crowd: list[Person] = [ada.account, bob.account]
    for account in crowd:
        account.sends(WORDS)
    await town.settle()
    assert [opinion.text for opinion in town.all(Opinion)] == [WORDS]
    assert "1번이에요" in bob.account.screen[-1].text
