"""Faults, and what python-telegram-bot makes of them: the same at both doors."""

from datetime import timedelta

import httpx
import pytest
from telegram import Bot
from telegram.error import Forbidden, NetworkError, RetryAfter, TimedOut

from playground.clock import ManualClock, RealClock
from playground.direct_door import BASE_URL, DirectDoor
from playground.faults import Fault, FaultKind
from playground.http_door import http_door
from playground.people import Person
from playground.telegram import Playground


async def test_too_many_closes_the_chat_until_the_time_is_over(
    bot: Bot, playground: Playground, ada: Person, clock: ManualClock
) -> None:
    playground.faults.add(Fault("too_many", retry_after=3))
    for _ in range(2):
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(ada.id, "x")
        assert refused.value.retry_after == timedelta(seconds=3)
    clock.advance(3)
    await bot.send_message(ada.id, "x")


async def test_too_many_overall_closes_every_chat(
    bot: Bot, playground: Playground, ada: Person, clock: ManualClock
) -> None:
    bob = playground.person("Bob")
    bob.starts()
    playground.faults.add(Fault("too_many_overall", retry_after=3))
    for person in (ada, bob):
        with pytest.raises(RetryAfter):
            await bot.send_message(person.id, "x")
    clock.advance(3)
    await bot.send_message(bob.id, "x")


@pytest.mark.parametrize("status", [500, 502])
async def test_a_server_error_delivers_nothing(
    bot: Bot, playground: Playground, ada: Person, status: int
) -> None:
    playground.faults.add(Fault("server_error", status=status))
    with pytest.raises(NetworkError):
        await bot.send_message(ada.id, "x")
    assert ada.received == []


@pytest.mark.parametrize(("kind", "delivered"), [("reset_before", 0), ("lost_reply", 1)])
async def test_a_cut_connection_looks_the_same_whether_delivered_or_not(
    bot: Bot, playground: Playground, ada: Person, kind: FaultKind, delivered: int
) -> None:
    playground.faults.add(Fault(kind, method="sendMessage"))
    with pytest.raises(NetworkError) as failed:
        await bot.send_message(ada.id, "x")
    assert isinstance(failed.value.__cause__, httpx.RemoteProtocolError)
    assert len(ada.received) == delivered


async def test_a_blocked_fault_refuses_once(bot: Bot, playground: Playground, ada: Person) -> None:
    playground.faults.add(Fault("blocked", chat_id=ada.id))
    with pytest.raises(Forbidden):
        await bot.send_message(ada.id, "x")
    await bot.send_message(ada.id, "x")


async def test_a_refused_connection_is_known_to_have_sent_nothing(
    playground: Playground, ada: Person
) -> None:
    playground.faults.add(Fault("refused_connection"))
    with pytest.raises(NetworkError) as failed:
        await direct(playground).send_message(ada.id, "x")
    assert isinstance(failed.value.__cause__, httpx.ConnectError)


async def test_a_slow_answer_times_out_and_the_message_arrives_later(
    playground: Playground, ada: Person
) -> None:
    playground.faults.add(Fault("slow", seconds=7))
    with pytest.raises(TimedOut) as failed:
        await direct(playground).send_message(ada.id, "late")
    assert isinstance(failed.value.__cause__, httpx.ReadTimeout)
    assert ada.received == []
    await playground.settle()
    assert [one.text for one in ada.received] == ["late"]


async def test_what_is_answered_slowly_was_done_at_once(
    playground: Playground, ada: Person
) -> None:
    playground.faults.add(Fault("slow_reply", times=2, seconds=3))
    sent = await direct(playground).send_message(ada.id, "now", read_timeout=5)
    assert sent.date == ada.received[0].at.replace(microsecond=0)
    with pytest.raises(TimedOut):
        await direct(playground).send_message(ada.id, "and now", read_timeout=1)
    assert [one.text for one in ada.received] == ["now", "and now"]


async def test_over_http_a_slow_answer_times_out_too() -> None:
    playground = Playground(RealClock(speed=20))
    ada = playground.person("Ada")
    ada.starts()
    playground.faults.add(Fault("slow", "sendMessage", seconds=7))
    async with http_door(playground) as door, Bot(playground.token, door.base_url) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(ada.id, "late", read_timeout=0.1)
        assert ada.received == []
        await playground.until(lambda: ada.received)


async def test_faults_leave_polling_alone_unless_it_is_named(
    bot: Bot, playground: Playground, ada: Person
) -> None:
    playground.faults.add(Fault("server_error", times=None))
    assert len(await bot.get_updates(timeout=0)) == 1


def test_a_seeded_schedule_repeats_itself(clock: ManualClock) -> None:
    def struck(seed: int) -> list[bool]:
        faults = Playground(clock, seed=seed).faults
        faults.schedule({"lost_reply": 0.3})
        return [faults.next("sendMessage", 1) is not None for _ in range(50)]

    assert struck(1) == struck(1)
    assert struck(1) != struck(2)


async def test_time_can_run_faster_than_it_does() -> None:
    clock = RealClock(speed=1000)
    began = clock.now()
    await clock.sleep(20)
    assert 20 <= (clock.now() - began).total_seconds() < 200


def direct(playground: Playground) -> Bot:
    return Bot(playground.token, base_url=BASE_URL, request=DirectDoor(playground))
