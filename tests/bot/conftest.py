"""A bot that can be killed and started again between any two acts."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from bot.application import build
from playground.clock import ManualClock
from playground.direct_door import DirectDoor
from playground.telegram import Playground
from storage.database import transaction
from tests.town import MORNING, Town, found, settings_for

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
