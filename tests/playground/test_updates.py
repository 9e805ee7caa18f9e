"""How updates are handed out: in order, until confirmed, to one poller only."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict

from playground.clock import ManualClock
from playground.http_door import http_door, serving
from playground.people import Person
from playground.telegram import Playground


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.effective_message.text for update in updates if update.effective_message]


async def test_updates_come_in_order_until_confirmed(bot: Bot, ada: Person) -> None:
    ada.sends("one")
    ada.sends("two")
    first = await bot.get_updates(timeout=0)
    assert texts(first) == ["/start", "one", "two"]
    again = await bot.get_updates(offset=first[1].update_id, timeout=0)
    assert texts(again) == ["one", "two"]
    assert await bot.get_updates(offset=first[-1].update_id + 1, timeout=0) == ()


async def test_a_limit_is_kept(bot: Bot, ada: Person) -> None:
    ada.sends("one")
    assert len(await bot.get_updates(limit=1, timeout=0)) == 1


async def test_an_offset_below_zero_keeps_the_last(bot: Bot, ada: Person) -> None:
    ada.sends("one")
    assert texts(await bot.get_updates(offset=-1, timeout=0)) == ["one"]
    assert texts(await bot.get_updates(timeout=0)) == ["one"]


async def test_a_waiting_poller_is_woken_by_a_message(bot: Bot, playground: Playground) -> None:
    ada = playground.person("Ada")
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.03)
    ada.sends("good morning")
    assert texts(await poll) == ["good morning"]


async def test_a_poll_ends_when_the_clock_says_so(bot: Bot, clock: ManualClock) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.03)
    clock.advance(30)
    assert await poll == ()


async def test_a_second_poller_ends_the_first_with_409(
    bot: Bot, playground: Playground, ada: Person
) -> None:
    start = (await bot.get_updates(timeout=0))[-1].update_id
    async with http_door(playground) as door, Bot(playground.token, door.base_url) as second:
        first_poll = asyncio.create_task(bot.get_updates(offset=start + 1, timeout=30))
        await asyncio.sleep(0.05)
        second_poll = asyncio.create_task(second.get_updates(offset=start + 1, timeout=30))
        with pytest.raises(Conflict, match="make sure that only one bot instance is running"):
            await first_poll
        ada.sends("for the second")
        assert texts(await second_poll) == ["for the second"]


async def test_what_nobody_fetches_is_gone_after_a_day(
    bot: Bot, ada: Person, clock: ManualClock
) -> None:
    clock.advance(timedelta(hours=24, seconds=1).total_seconds())
    ada.sends("fresh")
    assert texts(await bot.get_updates(timeout=0)) == ["fresh"]


async def test_the_kinds_asked_for_are_remembered(bot: Bot, ada: Person) -> None:
    await bot.get_updates(timeout=0, allowed_updates=["my_chat_member"])
    ada.sends("not heard")
    ada.blocks()
    await bot.get_updates(timeout=0)
    updates = await bot.get_updates(timeout=0)
    assert [update.my_chat_member is not None for update in updates] == [False, True]


async def test_a_confirmed_update_can_come_again(
    bot: Bot, playground: Playground, ada: Person
) -> None:
    sent = ada.sends("twice")
    assert sent.update_id is not None
    await bot.get_updates(offset=sent.update_id + 1, timeout=0)
    playground.repeat(sent.update_id)
    (again,) = await bot.get_updates(offset=sent.update_id + 1, timeout=0)
    assert again.update_id == sent.update_id


async def test_an_update_can_come_twice_at_once(
    bot: Bot, playground: Playground, ada: Person
) -> None:
    playground.double_next(1)
    assert texts(await bot.get_updates(timeout=0)) == ["/start", "/start"]


async def test_updates_can_come_out_of_order(bot: Bot, playground: Playground, ada: Person) -> None:
    for number in range(9):
        ada.sends(str(number))
    playground.shuffle_next(10)
    came = [update.update_id for update in await bot.get_updates(timeout=0)]
    assert came != sorted(came)
    assert len(set(came)) == 10


async def test_updates_out_of_order_are_held_back_until_all_are_there(
    bot: Bot, playground: Playground, ada: Person
) -> None:
    playground.shuffle_next(2)
    assert await bot.get_updates(timeout=0) == ()
    ada.sends("the second")
    assert len(await bot.get_updates(timeout=0)) == 2


async def test_a_poller_that_died_takes_nothing_with_it(
    playground: Playground, ada: Person
) -> None:
    async with http_door(playground) as door:
        async with httpx.AsyncClient(base_url=door.url, trust_env=False) as dying:
            address = f"/bot{playground.token}/getUpdates"
            with pytest.raises(httpx.ReadTimeout):
                await dying.get(address, params={"timeout": 30, "offset": 10**9}, timeout=0.1)
        ada.sends("are you there?")
        async with Bot(playground.token, door.base_url) as reborn:
            assert texts(await reborn.get_updates(timeout=0)) == ["are you there?"]


async def test_the_numbering_can_jump(bot: Bot, playground: Playground, ada: Person) -> None:
    before = (await bot.get_updates(timeout=0))[-1].update_id
    await bot.get_updates(offset=before + 1, timeout=0)
    playground.jump_update_ids(to=5)
    ada.sends("after a quiet week")
    assert [update.update_id for update in await bot.get_updates(timeout=0)] == [5]


async def test_anything_can_be_put_into_the_queue(bot: Bot, playground: Playground) -> None:
    playground.raw({"update_id": 3, "from_the_future": {}})
    playground.raw({"from_the_future": {}})
    updates = await bot.get_updates(offset=10**9, timeout=0)
    assert [update.update_id for update in updates] == [3]


class Hook:
    """A webhook that refuses as often as it is told to, then takes what comes."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.taken: list[str] = []
        self.secrets: set[str | None] = set()

    async def take(self, request: Request) -> Response:
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.refusals:
            self.refusals -= 1
            return Response(status_code=500)
        self.taken.append((await request.json())["message"]["text"])
        return Response()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        app = Starlette(routes=[Route("/hook", self.take, methods=["POST"])])
        async with serving(app) as port:
            yield f"http://127.0.0.1:{port}/hook"


async def test_a_webhook_gets_updates_with_its_secret_again_until_it_takes_them(
    playground: Playground, ada: Person
) -> None:
    hook = Hook(refusals=2)
    async with (
        hook.open() as url,
        http_door(playground) as door,
        Bot(playground.token, door.base_url) as bot,
    ):
        await bot.set_webhook(url, secret_token="s3cret")
        ada.sends("pushed")
        await playground.until(lambda: playground.pending == 0)
        info = await bot.get_webhook_info()
    assert hook.taken == ["/start", "pushed"]
    assert hook.secrets == {"s3cret"}
    assert info.last_error_message is not None
    assert "500" in info.last_error_message


async def test_nobody_polls_while_a_webhook_is_set(bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:1/hook")
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates(timeout=0)
    await bot.delete_webhook()
    assert await bot.get_updates(timeout=0) == ()


async def test_nothing_is_pushed_to_another_machine(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="this machine only"):
        await bot.set_webhook("https://example.org/hook")


async def test_updates_that_are_delayed_come_after_later_ones_and_are_not_lost(
    bot: Bot, playground: Playground, ada: Person
) -> None:
    updates = playground.world.updates
    updates.disturb(doubled=0, delayed=1)
    first = ada.sends("first").update_id
    assert first not in [update.update_id for update in await bot.get_updates(timeout=0)]
    assert first not in playground.acknowledged
    updates.disturb(doubled=0, delayed=0)
    later = ada.sends("later").update_id
    got = [update.update_id for update in await bot.get_updates(timeout=0)]
    assert (got[0], got[-1]) == (later, first)


async def test_updates_that_are_doubled_come_again_with_the_next(
    bot: Bot, playground: Playground, ada: Person
) -> None:
    playground.world.updates.disturb(doubled=1, delayed=0)
    sent = ada.sends("twice").update_id
    assert sent is not None
    batches = [await bot.get_updates(timeout=0), await bot.get_updates(sent + 1, timeout=0)]
    got = [update.update_id for batch in batches for update in batch]
    assert got.count(sent) == 2
