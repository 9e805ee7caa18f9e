"""/new with a bot that is killed and started again between every two steps."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from bot.application import build
from playground.clock import ManualClock
from playground.direct_door import DirectDoor
from playground.telegram import Playground
from storage.database import transaction
from tests.bot.planning import STEPS, opened
from tests.town import MORNING, Citizen, Town, found, settings_for

Bot = Callable[[], AbstractAsyncContextManager[Town]]


@pytest.fixture
async def a_bot(database_url: str) -> AsyncIterator[Bot]:
    """Starts a bot that knows only what its predecessors left in the database."""
    clock = ManualClock(MORNING)
    playground = Playground(clock)

    @asynccontextmanager
    async def start() -> AsyncIterator[Town]:
        settings = settings_for(database_url)
        async with build(settings, clock=clock, request=DirectDoor(playground)) as app:
            yield Town(playground, clock, app)

    async with start() as town:
        with transaction(town.app.database.engine) as session:
            found(session, clock.now())
    yield start
    await playground.close()


async def test_the_bot_is_killed_and_started_again_at_every_step(a_bot: Bot) -> None:
    async with a_bot() as town:
        account = (await town.official("Olga")).account
    for words in ("/new", *STEPS.values()):
        account.sends(words)
        async with a_bot() as town:
            await town.settle()
    account.presses("지금 열기")
    async with a_bot() as town:
        await town.settle()
        [made] = opened(town)
        assert account.screen[-1].text.endswith(made.slug)
        assert account.toasts == []


async def test_a_bot_killed_before_it_answers_loses_no_answer(a_bot: Bot) -> None:
    async with a_bot() as town:
        account = (await town.official("Olga")).account
        account.sends("/new")
        await town.app.intake.poll(0)
    for words in STEPS.values():
        account.sends(words)
        async with a_bot() as town:
            await town.app.intake.poll(0)
    async with a_bot() as town:
        await town.settle()
        await Citizen(town, account, "ko").presses("지금 열기")
        assert len(opened(town)) == 1
