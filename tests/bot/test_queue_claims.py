"""A card is one moderator's for ten minutes: two never get the same."""

import asyncio
from functools import partial

import pytest

from deliberation import people
from deliberation.moderating import moderation
from deliberation.moderating.moderation import Card, Next
from storage.database import Session
from storage.models import Handling
from tests.bot.test_moderator import KEEP, NEXT, at_work, last
from tests.moderating import FINE, OTHER, RUDE, Desk
from tests.town import Citizen, Town

pytestmark = pytest.mark.side_by_side


def next_card(session: Session, *, town: Town, mo: Citizen) -> Next:
    work = town.work(session)
    return moderation.queue_of(work, people.meet(work, mo.account.id, "ko"))


async def test_two_who_open_the_queue_at_the_same_moment_get_two_cards(town: Town) -> None:
    desk = Desk.with_flagged(town, RUDE, OTHER)
    both = await desk.moderator(), await desk.moderator("May")
    write = town.app.database.write
    cards = await asyncio.gather(*(write(partial(next_card, town=town, mo=mo)) for mo in both))
    said = {card.opinion.text for card in cards if isinstance(card, Card)}
    assert said == {RUDE, OTHER}


async def test_a_card_is_put_back_by_next_by_deciding_and_by_time(town: Town) -> None:
    desk, mo = await at_work(town, RUDE, OTHER, FINE)
    may = await desk.moderator("May")
    assert OTHER in (await may.says("/queue"))[0]
    await mo.presses(NEXT)
    assert FINE in last(mo)
    await may.presses(KEEP)
    assert RUDE in last(may)
    await mo.presses(KEEP)
    assert last(mo).endswith(mo.words("moderation.taken", n=1))
    await town.passes(minutes=9)
    assert (await mo.says("/queue"))[0].endswith(mo.words("moderation.taken", n=1))
    await town.passes(minutes=1)
    assert RUDE in (await mo.says("/queue"))[0]
    await may.presses(KEEP)
    assert may.account.toasts[-1] == may.words("moderation.taken_over")
    await mo.presses(KEEP)
    assert set(desk.flag_states) == {"kept"}
    assert town.all(Handling) == []


async def test_when_the_ten_minutes_are_over_and_nobody_else_came_the_card_still_decides(
    small_town: Town,
) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await small_town.passes(hours=3)
    await mo.presses(KEEP)
    assert desk.flag_states == ["kept"]


async def test_a_card_with_copies_that_was_put_away_is_shown_again_first(
    small_town: Town,
) -> None:
    desk, mo = await at_work(small_town, RUDE, f"{RUDE}!!", FINE)
    card = mo.account.screen[-1].message_id
    await mo.says("/next")
    await mo.does(lambda account: account.presses(KEEP, on=card))
    assert "같은 글 2건(2명)" in last(mo)
    assert desk.flag_states == ["open"] * 3


async def test_a_moderator_who_is_forgotten_lets_go_of_the_card(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    may = await desk.moderator("May")
    desk.revokes(mo)
    await mo.says("/forget")
    await mo.presses("모두 지우기")
    assert RUDE in (await may.says("/queue"))[0]
