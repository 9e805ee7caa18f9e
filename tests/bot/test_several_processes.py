"""Several processes on one PostgreSQL database: each thing is done once, whoever does it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.application import AlreadyRunningError, Application, build
from bot.sending.composing import Call
from bot.sending.ends import End
from playground.direct_door import DirectDoor
from storage import claims, traffic
from storage.database import open_engine, reading, transaction
from storage.models import Inbox, Opinion, Outbox
from storage.presence import presence
from tests.bot.test_sender import delivered, known, row, wait_for
from tests.conftest import database_of
from tests.town import NO_LIMITS, Town, open_town, settings_for

pytestmark = pytest.mark.side_by_side


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from database_of("postgresql", request)


@pytest.fixture
async def town(postgres_url: str) -> AsyncIterator[Town]:
    async with open_town(postgres_url, **NO_LIMITS) as made:
        yield made


@asynccontextmanager
async def beside(town: Town) -> AsyncIterator[Application]:
    """A second process of the same bot."""
    settings = settings_for(town.app.settings.database_url)
    door = DirectDoor(town.playground)
    async with build(settings, clock=town.clock, request=door) as app:
        yield app


async def test_one_polls_and_the_other_takes_over_when_it_is_gone(town: Town) -> None:
    async with beside(town) as other:
        assert town.app.intake.may_poll()
        assert not other.intake.may_poll()
        town.app.presence.leave()
        assert other.intake.may_poll()


async def test_words_of_many_are_answered_once_each_by_two(town: Town) -> None:
    crowd = [await known(town, f"P{n}") for n in range(8)]
    for person in crowd:
        for n in range(3):
            person.account.sends(f"{n}번째로 하고 싶은 말은 나무를 심자는 것이에요")
    async with beside(town) as other:
        while await town.app.intake.poll(0):
            pass
        await asyncio.gather(town.app.dispatch.drain(), other.dispatch.drain())
        await asyncio.gather(town.app.sender.drain(), other.sender.drain())
    assert len(town.all(Opinion)) == 24
    for person in crowd:
        told = delivered(town, person)
        assert len(told) == len(set(told))
    assert {each.state for each in town.all(Inbox)} == {"done"}


async def test_what_another_has_in_hand_is_left_to_it(town: Town) -> None:
    ada = await known(town)
    ada.account.sends("나무를 더 심으면 좋겠어요")
    await town.app.intake.poll(0)
    (waiting,) = [each for each in town.all(Inbox) if each.state == "new"]
    key = waiting.bot_id, waiting.update_id
    with town.changing() as one, town.changing() as other:
        assert traffic.take(one, *key, town.clock.now())
        assert not traffic.take(other, *key, town.clock.now())
        assert traffic.is_open(other, *key)


async def test_two_senders_keep_one_pace_together(town: Town) -> None:
    crowd = [await known(town, f"P{n}") for n in range(40)]
    town.clock.advance(60)
    for person in crowd:
        wait_for(town, person, "news")
    async with beside(town) as other:
        await asyncio.gather(town.app.sender.drain(), other.sender.drain())
    moments = sorted(
        each.at
        for person in crowd
        for each in town.playground.delivered[person.account.id]
        if each.text == "news"
    )
    assert len(moments) == 40
    assert moments[27] - moments[0] >= timedelta(seconds=1)


async def test_what_a_killed_sender_had_on_its_way_is_doubted_by_another_at_once(
    town: Town,
) -> None:
    ada = await known(town)
    async with beside(town) as killed:
        flying = wait_for(town, ada)
        with town.changing() as session:
            claims.claim(session, [flying], killed.presence.name)
        assert await town.app.sender.recover() == 0
        killed.presence.leave()
        assert await town.app.sender.recover() == 1
    assert row(town, flying).state == "uncertain"


async def test_a_sender_that_stood_still_is_not_waited_for_longer_than_its_lease(
    town: Town,
) -> None:
    ada = await known(town)
    async with beside(town) as still:
        flying = wait_for(town, ada)
        with town.changing() as session:
            claims.claim(session, [flying], still.presence.name)
            session.connection().execute(
                text("UPDATE outbox SET lease_until = clock_timestamp() WHERE id = :row"),
                {"row": flying},
            )
        assert await town.app.sender.recover() == 1


async def test_a_mark_that_comes_after_the_doubt_says_what_is_known_by_now(town: Town) -> None:
    ada = await known(town)
    flying = wait_for(town, ada)
    with town.changing() as session:
        claims.claim(session, [flying], "one that was taken for dead")
    claimed = claims.Claimed(flying, "one that was taken for dead", 1)
    assert await town.app.sender.recover() == 1
    with town.changing() as session:
        call = Call(flying, None, "sendMessage", {}, ada.account.id)
        town.app.sender.marks.mark(town.work(session), call, claimed, End("sent", message_id=7))
    assert row(town, flying).state == "sent"


async def test_a_ring_is_heard_by_the_other_process(town: Town) -> None:
    async with beside(town) as other:
        hearing = asyncio.ensure_future(other.bells.run())
        ringing = asyncio.ensure_future(town.app.bells.run())
        async with asyncio.timeout(20):
            while not other.bells.outbox.is_set():
                town.app.bells.news("outbox")()
                await asyncio.sleep(0.05)
        for task in (hearing, ringing):
            task.cancel()
        await asyncio.gather(hearing, ringing, return_exceptions=True)


def test_whoever_must_be_alone_is_refused_beside_a_bot(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    at_work = presence(engine)
    with pytest.raises(AlreadyRunningError):
        presence(engine, alone=True)
    at_work.leave()
    presence(engine, alone=True).leave()
    engine.dispose()


async def test_a_flood_of_one_chat_leaves_room_for_another(town: Town) -> None:
    ada, bob = await known(town, "Ada"), await known(town, "Bob")
    for n in range(60):
        ada.account.sends(f"{n}: 나무를 더 심으면 좋겠어요")
    bob.account.sends("버스가 더 자주 오면 좋겠어요")
    while await town.app.intake.poll(0):
        pass
    with reading(town.app.database.engine) as session:
        found = traffic.open_updates(session, town.clock.now(), 30)
    assert len({each.lane for each in found}) == 2
    await town.settle()
    assert len(town.all(Opinion)) == 61
    with transaction(town.app.database.engine) as session:
        assert session.exec(select(Outbox).where(Outbox.state != "sent")).all() == []
