"""How much is taken of one person, and shown of one consultation: what is not says so, and when."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from deliberation import limits
from deliberation.limits import Reached
from deliberation.moderating.flags import Flagged
from storage import families, opinions, partners, topics
from storage.database import reading
from storage.models import Flag, Measure, Opinion
from tests.bot.conftest import Bot
from tests.bot.scenes import LIBRARY, MARKETS, PARKING, Scene, market_square
from tests.bot.test_moderator import KEEP
from tests.bot.test_moderators_room import linked
from tests.moderating import FINE, RUDE, Desk, counted
from tests.town import MORNING, Town, open_town, settings_for

TITLE = "옛 시장 자리 쓰임"
TEN_PAST, ELEVEN = "2026년 11월 23일(월) 10:11", "2026년 11월 23일(월) 11:01"
TOMORROW = "2026년 11월 24일(화) 10:01"
"""The minutes that begin after; a few seconds go by while people agree."""


def said(n: int) -> str:
    return f"{n}번째 생각은 나무를 더 심자는 것이에요"


async def test_the_first_minutes_take_ten_and_the_rest_waits_in_the_chat_also_over_a_restart(
    a_bot: Bot,
) -> None:
    async with a_bot() as town:
        ada = town.citizen()
        await ada.agrees()
        for n in range(1, 11):
            assert (await ada.says(said(n)))[0].startswith("잘 받았어요")
            town.clock.advance(10)
    async with a_bot() as town:
        ada.town = town
        told = ada.words("limit.first", span="10분", most=10, when=TEN_PAST)
        assert await ada.says(said(11)) == [told]
        assert town.traces(said(11)) == set()
        assert (await ada.says(said(3)))[0] == ada.words("opinion.repeated", no=3)
        again = ada.label("send_again")
        assert (await ada.presses(again))[-1] == told
        assert (await ada.says("다시 보내기"))[-1] == ada.words("words.send_again")
        await town.passes(minutes=9)
        assert await ada.says(said(11)) == [ada.words("opinion.next", no=11, title=TITLE)]
        assert len(town.all(Opinion)) == 11


async def test_words_that_were_not_taken_are_sent_again_by_one_press_and_count_from_then(
    sqlite_url: str,
) -> None:
    async with open_town(sqlite_url, limit_first="off", limit_person="2/hour, 3/day") as town:
        ada, bob = town.citizen(), town.citizen("Bob")
        await ada.agrees()
        await bob.agrees()
        await ada.says(said(1))
        await ada.presses("거두기")  # makes no room: it was written all the same
        await ada.says(said(2))
        told = ada.words("limit.person", span="1시간", most=2, when=ELEVEN)
        assert await ada.says(said(3)) == [told]
        assert (await bob.says(said(3)))[0].startswith("잘 받았어요")
        await town.passes(minutes=61)
        taken = ada.words("opinion.next", no=3, title=TITLE)
        assert (await ada.presses(ada.label("send_again")))[-1] == taken
        written = [each.written_at for each in town.all(Opinion) if each.text == said(3)]
        assert written[1] - written[0] > timedelta(hours=1)
        day = ada.words("limit.person", span="1일", most=3, when=TOMORROW)
        assert await ada.says(said(4)) == [day]
        assert town.traces(said(4)) == set()


async def test_more_than_a_minute_holds_is_taken_and_looked_at_before_it_is_shown(
    sqlite_url: str,
) -> None:
    async with open_town(sqlite_url, limit_consultation="2/minute") as town:
        desk = Desk.with_flagged(town)
        mo, crowd = await desk.moderator(), [town.citizen(f"C{n}") for n in range(4)]
        for each in crowd:
            await each.agrees()
        for n, each in enumerate(crowd[:3]):
            (receipt,) = await each.says(said(n))
        why = mo.words("opinion.held", hold_reason=mo.words("hold.flood"))
        assert receipt.endswith(why)
        assert desk.states == ["received", "received", "held"]
        assert mo.words("moderation.why_flood") in (await mo.says("/queue"))[0]
        await mo.presses(KEEP)
        assert desk.states == ["received"] * 3
        await town.passes(minutes=10)
        assert crowd[2].account.screen[-1].text.startswith("내 의견 1번을 살펴봤고, 이제 보여요.")
        assert (await crowd[3].says(said(3)))[0].startswith("잘 받았어요")
        assert desk.states == ["received"] * 4


async def test_who_has_reported_much_is_told_when_more_is_taken_and_moderators_are_not_held_up(
    sqlite_url: str,
) -> None:
    async with open_town(sqlite_url, limit_flags="2/day") as town:
        desk = Desk(town, Scene(town))
        desk.scene.speak(RUDE, FINE, *LIBRARY[:2])
        reader, mo = town.citizen("Reader"), await desk.moderator()
        for words in (RUDE, FINE, RUDE):
            assert isinstance(desk.flags(words, by=reader), Flagged)
        desk.scene.gathers(모두=[RUDE, FINE, *LIBRARY[:2]])
        await reader.says("/topics")
        await reader.presses("1번 주제")
        await reader.presses("문제 있는 글 알리기")
        await reader.presses("3번 글")
        told = (await reader.presses("욕이나 비하예요"))[-1]
        assert told == reader.words("limit.flags", span="1일", most=2, when=TOMORROW)
        assert len(town.all(Flag)) == 2
        assert all(isinstance(desk.flags(each, by=mo), Flagged) for each in desk.scene.said)
        town.clock.advance(timedelta(days=1).total_seconds())
        assert isinstance(desk.flags(LIBRARY[0], by=reader), Flagged)


async def test_a_storm_of_a_thousand_flags_is_one_card_one_notice_and_no_punishment(
    small_town: Town,
) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    ann, ada = await desk.moderator("Ann", "admin"), desk.author(RUDE)
    group = await linked(small_town, ann)
    await small_town.passes(seconds=11)
    told, heard = len(group.received), ada.account.mark
    with counted(small_town) as first:
        desk.flags(RUDE)
    desk.is_flagged_by_many(RUDE, 998)
    with counted(small_town) as last:
        desk.flags(RUDE)
    assert len(last) == len(first)
    await small_town.passes(minutes=11)
    assert len(group.received) == told
    assert (desk.states, small_town.all(Measure)) == (["received"], [])
    (card,) = await ann.says("/queue")
    assert card.startswith("살필 글 1/1")
    await ann.presses(KEEP)
    desk.flags(RUDE)
    assert (await ann.says("/queue"))[0].startswith(ann.words("moderation.empty"))
    await small_town.passes(minutes=11)
    assert (ada.account.mark, desk.states) == (heard, ["received"])


async def test_one_account_is_one_voice_in_every_count_whoever_holds_the_telephone(
    small_town: Town,
) -> None:
    """Two people who share a telephone are one account, and nobody can know more of them."""
    scene = market_square(small_town)
    ada = scene.citizens[0]
    more = (*PARKING[:2], MARKETS[0], "개 놀이터가 좋아요", f"{LIBRARY[2]}!")
    scene.goes_on(ada, *more)
    scene.gathers(도서관=[*LIBRARY, more[-1]], 주차장=PARKING, 장터=MARKETS)
    with reading(small_town.app.database.engine) as session:
        run = topics.last_run(session, 1)
        assert run is not None
        assert opinions.counts(session, 1)[:2] == (10, 16)
        assert partners.beside(session, 1) == (10, 16)
        assert (run.people, run.opinions) == (10, 16)
        named = {row.name: (row.people, row.size) for row in topics.topics_of(session, run.id)}
        assert named == {"도서관": (3, 5), "주차장": (5, 6), "장터": (3, 3)}
        assert topics.shown_counts(session, run.id)[None] == (2, 2)
        copies = families.count(session, run.id, scene.said[PARKING[0]][0])
        assert copies[:2] == (3, 3)
    olga = await small_town.official()
    assert "시민 10명이 16건" in (await olga.says("/summary"))[0]
    assert "5명" in (await ada.says("/topics"))[0]


@pytest.mark.parametrize(
    "words", ["0/hour", "-3/hour", "much", "5/0 hours", "9/year", "", "99999/day"]
)
@pytest.mark.parametrize("name", ["person", "flags"])
def test_a_limit_that_is_none_is_refused_at_the_start(name: str, words: str) -> None:
    with pytest.raises(ValidationError, match="off for none"):
        settings_for("", **{f"limit_{name}": words})


def test_off_is_no_limit_and_several_hold_together() -> None:
    assert limits.read(" Off ") == ()
    moments = [MORNING - timedelta(minutes=n) for n in (50, 30, 10, 70)]
    hour = limits.reached(limits.read("3/hour, 9/day"), moments, MORNING)
    assert hour == Reached(3, timedelta(hours=1), MORNING + timedelta(minutes=10))
    both = limits.reached(limits.read("3/hour, 4/day"), moments, MORNING)
    assert both == Reached(4, timedelta(days=1), MORNING + timedelta(hours=22, minutes=50))


def test_after_a_clock_was_set_back_nobody_waits_for_hours_that_have_been() -> None:
    """Rows of a later hour do not count, and nobody waits longer than a limit is long."""
    later = [MORNING + timedelta(hours=n) for n in range(1, 9)]
    assert limits.reached(limits.read("3/hour, 8/day"), later, MORNING) is None
    now = MORNING + timedelta(seconds=30)
    found = limits.reached(limits.read("1/hour"), [MORNING, *later], now)
    assert found is not None
    assert found.next_at == MORNING + timedelta(hours=1)
