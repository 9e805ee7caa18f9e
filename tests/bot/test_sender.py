"""What waits in the outbox goes out: in order, at Telegram's pace, and every row ends."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.sending.composing import Call, Method
from bot.sending.sender import IN_FLIGHT, Sender
from playground.faults import Fault
from storage import people
from storage.models import Contact, Outbox
from tests.town import Citizen, Town

pytestmark = pytest.mark.side_by_side


async def known(town: Town, name: str = "Ada") -> Citizen:
    """Somebody the bot may write to and keeps a contact of."""
    person = town.citizen(name)
    await person.agrees()
    return person


def wait_for(town: Town, person: Citizen, text: str = "words", **row: Any) -> int:
    """A message to this person in the outbox; its row's id."""
    with town.changing() as session:
        work = town.work(session)
        contact = people.contact_by_mark(session, work.keys.mark("contact", person.account.id))
        assert contact is not None
        given = {
            "kind": "prompt",
            "lane": work.keys.lane(person.account.id),
            "contact_id": contact.id,
            "method": "sendMessage",
            "payload": {"text": text},
            "created_at": work.now,
            "not_before": work.now,
        }
        made = Outbox(**{**given, **row})
        session.add(made)
        session.flush()
        return made.id


def restarted(sender: Sender, name: str = "another") -> Sender:
    """A sender that knows nothing but what stands in the database."""
    return Sender(
        sender.bot,
        sender.database,
        sender.keys,
        sender.clock,
        pace=sender.marks.pace,
        compose=sender.compose,
        name=name,
    )


def row(town: Town, row_id: int) -> Outbox:
    return next(each for each in town.all(Outbox) if each.id == row_id)


def delivered(town: Town, person: Citizen) -> list[str]:
    return [each.text or "" for each in town.playground.delivered[person.account.id]]


def most_within(moments: Sequence[datetime], span: timedelta) -> int:
    """The most of these moments, sorted, that lie within such a span."""
    return max(sum(each <= later < each + span for later in moments) for each in moments)


async def test_one_chat_gets_its_messages_in_order_and_one_a_second(small_town: Town) -> None:
    ada = await known(small_town)
    for n in range(4):
        wait_for(small_town, ada, f"no. {n}")
    await small_town.settle()
    got = small_town.playground.delivered[ada.account.id][-4:]
    assert [each.text for each in got] == ["no. 0", "no. 1", "no. 2", "no. 3"]
    gaps = [b.at - a.at for a, b in pairwise(got)]
    assert min(gaps) >= timedelta(seconds=1)


async def told_at(town: Town, sender: Sender) -> list[datetime]:
    """When four words to each of 35 people arrived, sorted."""
    crowd = [await known(town, f"P{n}") for n in range(35)]
    town.clock.advance(60)
    for person in crowd * 4:
        wait_for(town, person, "news")
    await sender.drain()
    got = [each for person in crowd for each in town.playground.delivered[person.account.id]]
    moments = sorted(each.at for each in got if each.text == "news")
    assert len(moments) == 4 * 35
    return moments


async def test_a_second_holds_27_messages_at_most_and_four_hold_100(small_town: Town) -> None:
    moments = await told_at(small_town, small_town.app.sender)
    assert most_within(moments, timedelta(seconds=1)) == 27
    assert most_within(moments, timedelta(seconds=4)) == 4 * 25


async def test_also_where_calls_are_held_up_and_let_go_at_once_no_second_holds_more_than_30(
    small_town: Town,
) -> None:
    small_town.playground.world.pace.enforce = False  # else it would refuse what is too fast
    sender = restarted(small_town.app.sender)
    held: list[Call] = []
    let_go = asyncio.Event()

    async def hold_up(call: Call) -> Method:
        held.append(call)
        if len(held) == IN_FLIGHT:
            small_town.clock.advance(0.9)
            let_go.set()
        await let_go.wait()
        return call.method, call.fields

    sender.complete = hold_up
    assert most_within(await told_at(small_town, sender), timedelta(seconds=1)) == 30


async def test_replies_go_before_broadcasts_also_within_one_chat(small_town: Town) -> None:
    ada, bob = await known(small_town, "Ada"), await known(small_town, "Bob")
    wait_for(small_town, ada, "broadcast", rank=2)
    wait_for(small_town, bob, "reply to Bob")
    wait_for(small_town, ada, "reply to Ada")
    await small_town.settle()
    assert delivered(small_town, ada)[-2:] == ["reply to Ada", "broadcast"]


async def test_a_message_that_went_out_leaves_neither_words_nor_address(town: Town) -> None:
    ada = await known(town)
    wait_for(town, ada)
    await town.settle()
    assert {(each.state, each.payload, each.address, each.lane) for each in town.all(Outbox)} == {
        ("sent", None, None, None)
    }


async def test_429_is_obeyed_for_that_chat_alone(small_town: Town) -> None:
    ada, bob = await known(small_town, "Ada"), await known(small_town, "Bob")
    small_town.playground.faults.add(
        Fault("too_many", "sendMessage", ada.account.id, retry_after=30)
    )
    before = small_town.clock.now()
    wait_for(small_town, ada, "to Ada")
    wait_for(small_town, bob, "to Bob")
    await small_town.settle()
    assert small_town.playground.delivered[bob.account.id][-1].at - before < timedelta(seconds=5)
    while delivered(small_town, ada)[-1] != "to Ada":
        await small_town.passes(seconds=5)
    assert small_town.playground.delivered[ada.account.id][-1].at - before >= timedelta(seconds=30)


async def test_two_429s_with_nothing_sent_between_rest_the_whole_bot_also_after_a_restart(
    small_town: Town,
) -> None:
    *crowd, cleo = [await known(small_town, f"P{n}") for n in range(3)]
    small_town.clock.advance(60)
    for person in crowd:
        fault = Fault("too_many", "sendMessage", person.account.id, retry_after=60)
        small_town.playground.faults.add(fault)
        wait_for(small_town, person)
    await small_town.app.sender._launch()
    await small_town.app.sender.land()
    paused = small_town.clock.now()
    wait_for(small_town, cleo, "to Cleo")
    await restarted(small_town.app.sender).drain()
    sent = small_town.playground.delivered[cleo.account.id][-1]
    assert sent.text == "to Cleo"
    assert sent.at - paused >= timedelta(seconds=60)


async def test_429s_of_two_chats_with_something_sent_between_rest_these_chats_alone(
    small_town: Town,
) -> None:
    ada, bob, cleo = [await known(small_town, name) for name in ("Ada", "Bob", "Cleo")]
    small_town.clock.advance(60)
    for person in (ada, bob):
        fault = Fault("too_many", "sendMessage", person.account.id, retry_after=60)
        small_town.playground.faults.add(fault)
        wait_for(small_town, person, "after its rest")
        await small_town.app.sender._launch()
        await small_town.app.sender.land()
        wait_for(small_town, cleo, "meanwhile")
        await small_town.app.sender._launch()
        await small_town.app.sender.land()
        small_town.clock.advance(2)
    assert delivered(small_town, cleo).count("meanwhile") == 2


async def test_a_reply_that_got_lost_leaves_a_prompt_uncertain_and_sends_it_once(
    town: Town,
) -> None:
    ada = await known(town)
    town.playground.faults.add(Fault("lost_reply", "sendMessage"))
    sent = wait_for(town, ada, "once")
    await town.settle()
    assert row(town, sent).state == "uncertain"
    assert delivered(town, ada).count("once") == 1


async def test_a_connection_refused_is_tried_again(town: Town) -> None:
    ada = await known(town)
    town.playground.faults.add(Fault("refused_connection", "sendMessage", times=2))
    sent = wait_for(town, ada, "at last")
    for _ in range(4):
        await town.passes(seconds=10)
    assert row(town, sent).state == "sent"


async def test_after_a_crash_what_was_flying_is_uncertain(town: Town) -> None:
    ada = await known(town)
    flying = wait_for(town, ada, state="sending", attempts=1)
    assert await town.app.sender.recover() == 1
    assert row(town, flying).state == "uncertain"


async def test_a_stop_does_not_wait_for_ever_for_what_does_not_land(small_town: Town) -> None:
    sender = small_town.app.sender
    sender._fly(asyncio.sleep(3600))
    await asyncio.wait_for(sender.land(within=0.05), 5)
    (still_flying,) = sender._flying
    still_flying.cancel()


async def test_who_blocked_the_bot_is_marked_and_nothing_more_is_tried(town: Town) -> None:
    ada = await known(town)
    ada.account.blocks()
    first, second = wait_for(town, ada, "one"), wait_for(town, ada, "two")
    await town.settle()
    assert [row(town, each).state for each in (first, second)] == ["blocked", "cancelled"]
    assert [each.blocked_at for each in town.all(Contact)] != [None]


async def test_a_deleted_account_ends_as_failed(town: Town) -> None:
    ada = await known(town)
    ada.account.deletes_account()
    sent = wait_for(town, ada)
    await town.settle()
    assert row(town, sent).state == "failed"


async def test_an_edit_that_changes_nothing_counts_as_done(town: Town) -> None:
    ada = await known(town)
    shown = ada.account.screen[0]
    same = {"text": shown.text, "message_id": shown.message_id}
    sent = wait_for(town, ada, method="editMessageText", payload=same)
    await town.settle()
    assert row(town, sent).state == "sent"


@pytest.mark.parametrize("status", [500, 502])
async def test_an_error_of_telegrams_server_is_uncertain(town: Town, status: int) -> None:
    ada = await known(town)
    town.playground.faults.add(Fault("server_error", "sendMessage", status=status))
    sent = wait_for(town, ada)
    await town.settle()
    assert row(town, sent).state == "uncertain"


async def test_an_outage_of_an_hour_loses_nothing(small_town: Town) -> None:
    ada = await known(small_town)
    small_town.playground.faults.add(Fault("refused_connection", "sendMessage", times=12))
    sent = wait_for(small_town, ada, "at last")
    for _ in range(12):
        await small_town.passes(minutes=6)
    assert row(small_town, sent).state == "pending"
    await small_town.passes(minutes=6)
    assert row(small_town, sent).state == "sent"


async def test_what_is_claimed_is_also_sent_when_the_bot_is_told_to_stop(town: Town) -> None:
    ada = await known(town)
    town.clock.advance(60)
    sent = wait_for(town, ada, "before the end")
    sending = asyncio.ensure_future(town.app.sender.run(asyncio.Event()))
    await asyncio.sleep(0)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await town.app.sender.land()
    assert row(town, sent).state == "sent"


async def test_a_message_that_cannot_be_put_into_words_holds_nobody_up(town: Town) -> None:
    ada, bob = await known(town, "Ada"), await known(town, "Bob")
    broken = wait_for(town, ada, method="sendPhoto", payload={"picture_run": "of no number"})
    fine = wait_for(town, bob)
    await town.settle()
    assert [row(town, each).state for each in (broken, fine)] == ["failed", "sent"]
