"""A playground on a clock moved by hand, and a real `telegram.Bot` at either of its doors."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import httpx
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from playground.clock import ManualClock
from playground.direct_door import BASE_FILE_URL, BASE_URL, DirectDoor
from playground.http_door import http_door
from playground.people import Person
from playground.telegram import Playground

PLAIN = {"trust_env": False, "verify": False}  # http only: no certificates to load for each test


@pytest.fixture(autouse=True)
def _retry_after_is_a_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    # Otherwise python-telegram-bot warns whenever it makes a RetryAfter, and warnings are errors.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 5, 1, 9, 0, tzinfo=UTC))


@pytest.fixture
def playground(clock: ManualClock) -> Playground:
    return Playground(clock, seed=7)


@pytest.fixture
def ada(playground: Playground) -> Person:
    """Somebody the bot may write to."""
    person = playground.person("Ada", "en", "ada_l")
    person.starts()
    return person


@pytest.fixture(params=["direct", "http"])
async def bot(request: pytest.FixtureRequest, playground: Playground) -> AsyncIterator[Bot]:
    """The same bot at both doors: every test with it runs twice."""
    async with AsyncExitStack() as stack:
        yield await stack.enter_async_context(await bot_at(request.param, playground, stack))


@pytest.fixture
async def client(playground: Playground) -> AsyncIterator[httpx.AsyncClient]:
    """A plain HTTP client at the door."""
    async with (
        http_door(playground) as door,
        httpx.AsyncClient(base_url=door.url, trust_env=False) as client,
    ):
        yield client


async def bot_at(door: str, playground: Playground, stack: AsyncExitStack) -> Bot:
    if door == "direct":
        return Bot(
            playground.token,
            base_url=BASE_URL,
            base_file_url=BASE_FILE_URL,
            request=DirectDoor(playground),
            get_updates_request=DirectDoor(playground),
        )
    at = await stack.enter_async_context(http_door(playground))
    return Bot(
        playground.token,
        base_url=at.base_url,
        base_file_url=at.base_file_url,
        request=HTTPXRequest(connect_timeout=30, read_timeout=30, httpx_kwargs=PLAIN),
        get_updates_request=HTTPXRequest(connect_timeout=30, read_timeout=30, httpx_kwargs=PLAIN),
    )
