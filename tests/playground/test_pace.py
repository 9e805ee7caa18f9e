"""How fast a bot may write, measured on the playground's clock."""

from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from playground.clock import ManualClock
from playground.people import Person
from playground.telegram import Playground


async def test_a_second_message_within_a_second_is_refused(
    bot: Bot, ada: Person, clock: ManualClock
) -> None:
    await bot.send_message(ada.id, "1")
    clock.advance(0.9)
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(ada.id, "2")
    assert refused.value.retry_after == timedelta(seconds=1)
    assert [message.text for message in ada.screen] == ["1"]


async def test_one_message_a_second_is_fine(bot: Bot, ada: Person, clock: ManualClock) -> None:
    for text in "123":
        await bot.send_message(ada.id, text)
        clock.advance(0.96)
    assert len(ada.screen) == 3


async def test_the_thirty_first_message_of_a_second_is_refused(
    bot: Bot, playground: Playground
) -> None:
    people = [playground.person(str(number)) for number in range(31)]
    for person in people:
        person.starts()
    for person in people[:30]:
        await bot.send_message(person.id, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(people[30].id, "x")


async def test_a_group_takes_twenty_messages_a_minute(
    bot: Bot, playground: Playground, clock: ManualClock
) -> None:
    group = playground.group("Staff")
    playground.adds_bot(group)
    for number in range(20):
        await bot.send_message(group.id, str(number))
        clock.advance(1)
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(group.id, "21")
    assert refused.value.retry_after == timedelta(seconds=40)
    clock.advance(40)
    await bot.send_message(group.id, "21")


async def test_the_pace_can_be_lifted_for_benches(clock: ManualClock) -> None:
    playground = Playground(clock, enforce_rates=False)
    person = playground.person("Ada")
    person.starts()
    for _ in range(100):
        fields = {"chat_id": str(person.id), "text": "x"}
        assert (await playground.answer("sendMessage", fields, {})).status == 200
