"""Bad days of the token, the clock, the database: nothing is lost, and it goes on by itself."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.receiving.intake import TokenRefusedError
from bot.telegram_bot import make_bot
from playground.direct_door import DirectDoor
from playground.faults import Fault
from storage.models import Inbox, Opinion
from tests.bot.conftest import Bot
from tests.bot.test_sender import delivered, known, row, wait_for
from tests.town import Town

pytestmark = pytest.mark.side_by_side

WORDS = ("나무를 더 심어 주세요", "도서관을 지어 주세요", "주차장이 모자라요")


@asynccontextmanager
async def at_work(town: Town) -> AsyncIterator[None]:
    """The loops of the bot, as `madang run` runs them."""
    inbox, outbox = asyncio.Event(), asyncio.Event()
    loops = [
        asyncio.create_task(town.app.intake.run(inbox.set)),
        asyncio.create_task(town.app.dispatch.run(inbox, outbox.set)),
        asyncio.create_task(town.app.sender.run(outbox)),
    ]
    try:
        yield
    finally:
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)


async def until(town: Town, condition: Callable[[], object], within: float = 40) -> None:
    """Time goes by until it is so: `within` real seconds at most."""
    async with asyncio.timeout(within):
        while not condition():
            town.clock.advance(5)
            await asyncio.sleep(0.02)


async def test_a_token_revoked_at_work_ends_the_bot_and_loses_nothing(a_bot: Bot) -> None:
    async with a_bot() as town:
        ada = await known(town)
        waiting = wait_for(town, ada, "still to come")
        intake, sender = town.app.intake, town.app.sender
        intake.bot = sender.bot = make_bot(
            "1:revoked", "http://playground.invalid", DirectDoor(town.playground)
        )
        ada.account.sends(WORDS[0])
        with pytest.raises(TokenRefusedError):
            await intake.run(lambda: None)
        town.clock.advance(5)
        await sender._launch()
        await sender.land()
        assert row(town, waiting).state == "pending"
    async with a_bot() as town:  # with the new token
        await town.passes(minutes=1)
        assert [each.text for each in town.all(Opinion)] == [WORDS[0]]
        assert row(town, waiting).state == "sent"


async def test_a_chat_that_must_rest_for_an_hour_holds_up_nobody_else_and_gets_its_message(
    a_bot: Bot,
) -> None:
    async with a_bot() as town:
        ada, bob = await known(town, "Ada"), await known(town, "Bob")
        town.clock.advance(60)
        fault = Fault("too_many", "sendMessage", ada.account.id, retry_after=3600)
        town.playground.faults.add(fault)
        late, soon = wait_for(town, ada, "late"), wait_for(town, bob, "soon")
        began = town.clock.now()
        await town.app.sender._launch()
        await town.app.sender.land()
        assert (row(town, late).state, row(town, soon).state) == ("pending", "sent")
    async with a_bot() as town:  # the pause outlasts the process
        await town.app.sender.recover()
        await town.passes(minutes=30)
        assert row(town, late).state == "pending"
        await town.passes(minutes=31)
        assert row(town, late).state == "sent"
        got = town.playground.delivered[ada.account.id][-1]
        assert got.at - began >= timedelta(hours=1)


async def test_a_clock_that_jumps_back_an_hour_stops_nothing_and_sends_nothing_twice(
    small_town: Town,
) -> None:
    small_town.playground.world.pace.enforce = False  # Telegram's own clock does not jump
    ada = await known(small_town)
    mark = ada.account.mark
    ada.account.sends(WORDS[0])
    await small_town.settle()
    small_town.clock.advance(-3600)
    began = small_town.clock.now()
    for words in WORDS[1:]:
        ada.account.sends(words)
    await small_town.settle()
    assert small_town.clock.now() - began < timedelta(minutes=1)
    assert [each.text for each in small_town.all(Opinion)] == list(WORDS)
    got = [each.text for each in ada.account.inbox_since(mark)]
    assert len(got) == len(set(got)) == 3


async def test_what_waits_when_the_clock_jumps_back_goes_out_at_once_and_in_order(
    small_town: Town,
) -> None:
    small_town.playground.world.pace.enforce = False  # Telegram's own clock does not jump
    ada = await known(small_town)
    await small_town.app.jobs.tick()
    for n in range(3):
        wait_for(small_town, ada, f"no. {n}")
    small_town.clock.advance(-3600)
    await small_town.passes(seconds=1)
    assert delivered(small_town, ada)[-3:] == ["no. 0", "no. 1", "no. 2"]


async def test_a_database_whose_connections_are_cut_loses_nothing(town: Town) -> None:
    ada = await known(town)
    engine = town.app.database.engine
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no connections to cut")
    mark = ada.account.mark
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    async with at_work(town):
        for words in WORDS:
            ada.account.sends(words)
            with suppress(Exception), engine.connect() as connection:
                connection.execute(cut)
            await asyncio.sleep(0.05)
        await until(town, lambda: len(ada.account.inbox_since(mark)) >= len(WORDS))
    assert [each.text for each in town.all(Opinion)] == list(WORDS)
    assert {each.state for each in town.all(Inbox)} == {"done"}
