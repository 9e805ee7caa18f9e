"""An answer on its way: each citizen gets it once, beside their own words, and all are counted."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from sqlmodel import select

from bot.texts import units
from playground.faults import Fault
from storage.models import Consultation, Opinion, Outbox
from tests.answering import WORDS, writes
from tests.bot.scenes import LIBRARY, MARKETS, Scene, market_square
from tests.town import BUSES, Citizen, Town

LATE = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)  # half past ten in the evening in Seoul


async def drafts(town: Town, topic: str = "2번 주제", words: str = WORDS) -> Citizen:
    """An official has an answer to the library before them, ready to be sent."""
    olga = await town.official()
    await olga.says("/summary")
    await olga.presses(topic)
    await olga.presses("답변 쓰기")
    await writes(olga, words)
    return olga


async def answers(town: Town, topic: str = "2번 주제", words: str = WORDS) -> Citizen:
    olga = await drafts(town, topic, words)
    await olga.presses("보내기")
    return olga


def status(olga: Citizen) -> str:
    """The live message about the sending."""
    return olga.account.screen[-1].text


def ended(olga: Citizen, people: int, **states: int) -> str:
    names = ("sent", "blocked", "stopped", "failed", "uncertain", "unreachable")
    counts = {name: states.get(name, 0) for name in names}
    assert sum(counts.values()) == people
    return olga.words("send.done", people=people, **counts)


def letters(citizen: Citizen) -> list[str]:
    """The answers this person got."""
    return [got.text for got in citizen.account.received if "답변 1번" in got.text]


async def test_own_words_and_the_answer_come_in_one_message(town: Town) -> None:
    ada = market_square(town).citizens[0]
    await answers(town)
    (letter,) = letters(ada)
    assert letter.index(LIBRARY[0]) < letter.index(LIBRARY[1]) < letter.index(WORDS)
    assert ada.buttons == ["답이 됐어요", "답이 안 됐어요", "다른 분들의 의견"]


async def test_only_the_people_of_the_topic_get_the_answer(town: Town) -> None:
    scene = market_square(town)
    await answers(town)
    assert [len(letters(each)) for each in scene.citizens] == [1] * 3 + [0] * 7


async def test_words_of_other_topics_are_not_in_the_letter(small_town: Town) -> None:
    scene = market_square(small_town)
    scene.goes_on(scene.citizens[0], "버스가 더 다녀야 해요")
    scene.gathers(도서관=LIBRARY, 장터=(*MARKETS, "버스가 더 다녀야 해요"))
    await answers(small_town, "1번 주제")
    assert "버스" not in letters(scene.citizens[0])[0]


async def test_the_letter_is_in_the_citizens_language(small_town: Town) -> None:
    scene = Scene(small_town)
    scene.speak(*(f"도서관 {n}" for n in range(9)))
    grace = scene.speaks("A library, please", language="en")
    scene.gathers(도서관=list(scene.said))
    await answers(small_town, "1번 주제")
    assert "The department's answer" in grace.account.screen[-1].text


@pytest.mark.parametrize("each", ["&" * 3000, "<" * 150, "가" * 700])
async def test_many_long_words_and_a_long_answer_fit_one_message(
    small_town: Town, each: str
) -> None:
    scene = Scene(small_town)
    ada = scene.speaks(*(f"{n} {each}" for n in range(25)))
    scene.gathers(도서관=list(scene.said))
    await answers(small_town, "1번 주제", "&" * 1200)
    (letter,) = letters(ada)
    assert "&" * 1200 in letter
    assert 3000 < units(letter) <= 4096


async def test_words_that_fit_stand_in_the_letter_as_they_were_written(small_town: Town) -> None:
    scene = Scene(small_town)
    ada = scene.speaks("첫 줄 <b>\n\n둘째 줄 & " + "가" * 400, *(f"{n}" for n in range(9)))
    scene.gathers(도서관=list(scene.said))
    await answers(small_town, "1번 주제")
    assert next(iter(scene.said)) in letters(ada)[0]


# --- the status message ---


async def test_one_status_message_ends_with_all_counted(town: Town) -> None:
    market_square(town)
    olga = await answers(town)
    before = len(olga.account.screen)
    await town.passes(seconds=1)
    assert status(olga) == ended(olga, 3, sent=3)
    assert len(olga.account.screen) == before + 1


async def test_the_status_counts_up_in_one_message_every_three_seconds(town: Town) -> None:
    scene = market_square(town)
    for times, citizen in enumerate(scene.citizens[:3], start=1):
        town.playground.faults.add(
            Fault("refused_connection", "sendMessage", citizen.account.id, times=times)
        )
    olga = await drafts(town)
    before = len(olga.account.screen)
    olga.account.presses("보내기")
    for _ in range(40):
        await one_second(town)
    asked = [row.created_at for row in town.all(Outbox) if row.kind == "live"]
    gaps = [(later - sooner).total_seconds() for sooner, later in pairwise(asked)]
    assert len(gaps) > 1
    assert [gap for gap in gaps[:-1] if gap < 3] == []
    assert len(olga.account.screen) == before + 1
    assert status(olga) == ended(olga, 3, sent=3)


async def one_second(town: Town) -> None:
    """What the bot does in a second, without waiting for what is not due."""
    town.clock.advance(1)
    await town.app.intake.poll(0)
    await town.app.dispatch.drain()
    await town.app.jobs.tick()
    while await town.app.sender._launch():
        await town.app.sender.land()


async def test_a_lost_status_message_is_replaced_once(small_town: Town) -> None:
    market_square(small_town)
    olga = await answers(small_town)
    small_town.playground.faults.add(Fault("lost_reply", "sendMessage", olga.account.id))
    await small_town.passes(seconds=1)
    said = [got.text for got in olga.account.received if got.text.startswith("다 보냈어요")]
    await small_town.passes(seconds=10)
    assert len(said) == 1


# --- what can become of a delivery ---


async def test_who_blocked_the_bot_is_counted(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await drafts(small_town)
    await scene.citizens[0].does(lambda account: account.blocks())
    await olga.presses("보내기")
    await small_town.passes(seconds=1)
    assert status(olga) == ended(olga, 3, sent=2, blocked=1)


async def test_who_blocks_on_the_way_is_counted(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await drafts(small_town)
    ada = scene.citizens[0].account
    small_town.playground.faults.add(Fault("blocked", "sendMessage", ada.id))
    await olga.presses("보내기")
    await small_town.passes(seconds=1)
    assert status(olga) == ended(olga, 3, sent=2, blocked=1)


async def test_a_deleted_account_is_counted_as_failed(town: Town) -> None:
    scene = market_square(town)
    scene.citizens[0].account.deletes_account()
    olga = await answers(town)
    await town.passes(seconds=1)
    assert status(olga) == ended(olga, 3, sent=2, failed=1)


async def test_who_wants_no_notices_finds_the_answer_under_my(town: Town) -> None:
    scene = market_square(town)
    ada = scene.citizens[0]
    await ada.says("/stop")
    await ada.presses("모두 그만 받기")
    olga = await answers(town)
    await town.passes(seconds=1)
    assert (letters(ada), status(olga)) == ([], ended(olga, 3, sent=2, stopped=1))
    await ada.says("/my")
    await ada.says("1")
    (letter,) = await ada.presses("답변 보기")
    assert WORDS in letter


async def test_who_stops_notices_in_the_night_is_not_written_to_in_the_morning(
    small_town: Town,
) -> None:
    scene = market_square(small_town)
    small_town.clock.advance((LATE - small_town.clock.now()).total_seconds())
    await answers(small_town)
    ada = scene.citizens[0]
    await ada.says("/stop")
    await ada.presses("모두 그만 받기")
    await small_town.passes(hours=11)
    assert scene.deliveries == ["sent", "sent", "stopped"]


async def test_people_nobody_can_write_to_are_counted(town: Town) -> None:
    scene = Scene(town)
    scene.speak(*(f"도서관 {n}" for n in range(9)))
    scene.imported("도서관 9", "도서관 10")
    scene.gathers(도서관=list(scene.said))
    olga = await answers(town, "1번 주제")
    await town.passes(seconds=1)
    assert status(olga) == ended(olga, 10, sent=9, unreachable=1)


async def test_an_answer_that_may_not_have_arrived_is_sent_again_with_its_number(
    town: Town,
) -> None:
    scene = market_square(town)
    ada = scene.citizens[0]
    town.playground.faults.add(Fault("lost_reply", "sendMessage", ada.account.id))
    await answers(town)
    first, second = letters(ada)
    assert second.startswith(ada.words("answer.again", answer_no=1))
    assert second.endswith(first)


async def test_an_answer_lost_twice_is_left_uncertain(small_town: Town) -> None:
    scene = market_square(small_town)
    ada = scene.citizens[0].account
    small_town.playground.faults.add(Fault("lost_reply", "sendMessage", ada.id, times=2))
    olga = await answers(small_town)
    await small_town.passes(seconds=1)
    assert status(olga) == ended(olga, 3, sent=2, uncertain=1)


async def test_an_answer_that_surely_did_not_arrive_is_tried_again(small_town: Town) -> None:
    scene = market_square(small_town)
    ada = scene.citizens[0]
    small_town.playground.faults.add(Fault("refused_connection", "sendMessage", ada.account.id))
    await answers(small_town)
    await small_town.passes(seconds=10)
    assert (len(letters(ada)), scene.deliveries) == (1, ["sent"] * 3)


async def test_two_chats_told_to_rest_at_once_both_get_their_answer(town: Town) -> None:
    scene = market_square(town)
    for citizen in scene.citizens[:3]:
        rests = Fault("too_many", "sendMessage", citizen.account.id, retry_after=3)
        town.playground.faults.add(rests)
    await answers(town)
    await town.passes(seconds=10)
    assert scene.deliveries == ["sent"] * 3


async def test_a_chat_that_is_too_fast_rests_as_told(small_town: Town) -> None:
    scene = market_square(small_town)
    ada = scene.citizens[0]
    fault = Fault("too_many", "sendMessage", ada.account.id, retry_after=30)
    small_town.playground.faults.add(fault)
    confirmed = small_town.clock.now()
    await answers(small_town)
    await small_town.passes(seconds=31)
    (came,) = [got.at for got in ada.account.received if "답변 1번" in got.text]
    assert (came - confirmed).total_seconds() >= 30


# --- words that went away ---


async def test_words_hidden_since_the_confirmation_are_left_out(town: Town) -> None:
    scene = market_square(town)
    town.clock.advance((LATE - town.clock.now()).total_seconds())
    await answers(town)
    scene.hides(LIBRARY[0])
    await town.passes(hours=11)
    (letter,) = letters(scene.citizens[0])
    assert LIBRARY[0] not in letter
    assert LIBRARY[1] in letter


async def test_who_has_no_words_left_gets_no_letter(small_town: Town) -> None:
    scene = market_square(small_town)
    small_town.clock.advance((LATE - small_town.clock.now()).total_seconds())
    olga = await answers(small_town)
    scene.hides(LIBRARY[2])
    await small_town.passes(hours=11)
    await small_town.passes(seconds=1)
    assert scene.deliveries == ["cancelled", "sent", "sent"]
    assert status(olga) == ended(olga, 3, sent=2, failed=1)


async def test_an_agency_without_departments_answers_in_its_own_name(small_town: Town) -> None:
    ada = market_square(small_town).citizens[0]
    with small_town.changing() as session:
        asked = session.exec(select(Consultation)).one()
        asked.department = asked.phone = ""
    await answers(small_town)
    (letter,) = letters(ada)
    assert letter.startswith("중앙구청에서 답이 왔어요.")
    assert "\n중앙구청\n답변 1번" in letter


# --- the night ---


async def test_at_night_an_answer_waits_for_the_morning_and_says_so(town: Town) -> None:
    scene = market_square(town)
    town.clock.advance((LATE - town.clock.now()).total_seconds())
    olga = await answers(town)
    assert "밤에는 보내지 않아요. 2026년 11월 24일(화) 08:00부터 3명께" in status(olga)
    await town.passes(hours=9)
    assert (letters(scene.citizens[0]), "보내는 중" in status(olga)) == ([], False)
    await town.passes(hours=1)
    await town.passes(seconds=1)
    assert status(olga) == ended(olga, 3, sent=3)


async def test_what_is_held_up_into_the_night_goes_on_in_the_morning(town: Town) -> None:
    scene = market_square(town)
    olga = await drafts(town)
    olga.account.presses("보내기")
    await town.app.intake.poll(0)
    await town.app.dispatch.drain()
    town.clock.advance((LATE - town.clock.now()).total_seconds())
    await town.settle()
    assert scene.deliveries == ["pending", "pending", "pending"]
    await town.passes(hours=10)
    assert scene.deliveries == ["sent", "sent", "sent"]


# --- what citizens say of it ---


async def rates(town: Town, label: str) -> tuple[Scene, Citizen]:
    scene = market_square(town)
    olga = await answers(town)
    await scene.citizens[0].presses(label)
    return scene, olga


async def topic_of(olga: Citizen) -> str:
    await olga.says("/summary")
    (topic,) = await olga.presses("2번 주제")
    return topic


async def test_a_rating_comes_back_to_the_official(town: Town) -> None:
    _, olga = await rates(town, "답이 됐어요")
    shares = olga.words("summary.answered_shares", answer_no=1, yes=1, no=0, none=2)
    assert (await topic_of(olga)).endswith(shares)


async def test_the_briefing_tells_the_shares(small_town: Town) -> None:
    _, olga = await rates(small_town, "답이 안 됐어요")
    (briefing,) = await olga.says("/summary")
    assert "도서관 · 3명(30%) · 답했어요(답이 됐어요 0명, 안 됐어요 1명)" in briefing


async def test_a_changed_rating_counts_once(small_town: Town) -> None:
    scene, olga = await rates(small_town, "답이 됐어요")
    await scene.citizens[0].presses("바꿀게요")
    await scene.citizens[0].presses("답이 안 됐어요")
    shares = olga.words("summary.answered_shares", answer_no=1, yes=0, no=1, none=2)
    assert (await topic_of(olga)).endswith(shares)


async def test_a_rating_can_be_typed(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await answers(small_town)
    await scene.citizens[0].says("답이 안 됐어요")
    shares = olga.words("summary.answered_shares", answer_no=1, yes=0, no=1, none=2)
    assert (await topic_of(olga)).endswith(shares)


async def test_a_typed_rating_is_no_opinion_days_later(small_town: Town) -> None:
    scene = market_square(small_town)
    await answers(small_town)
    await small_town.passes(days=3)
    before = len(small_town.all(Opinion))
    await scene.citizens[0].says("답이 됐어요")
    assert len(small_town.all(Opinion)) == before


async def test_another_persons_rating_is_refused(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await answers(small_town)
    ada, bea = scene.citizens[0].account, scene.citizens[1]
    markup = ada.screen[-1].markup or {}
    data = markup["inline_keyboard"][0][0]["callback_data"]
    await bea.does(lambda account: account.forges(data, account.screen[-1].message_id))
    shares = olga.words("summary.answered_shares", answer_no=1, yes=0, no=0, none=3)
    assert (await topic_of(olga)).endswith(shares)


async def test_an_answered_topic_says_when_and_to_how_many(small_town: Town) -> None:
    market_square(small_town)
    olga = await answers(small_town)
    sent = olga.words("topic.answer_sent", answered="2026년 11월 23일(월) 10:00", people=3)
    assert sent in await topic_of(olga)


MARKED = "<b>굵게</b> & </b> _*[ {0.__class__} %s <a href='tg://user?id=1'>나</a>"


async def test_markup_in_an_answer_arrives_as_it_was_written(town: Town) -> None:
    ada = market_square(town).citizens[0]
    await answers(town, words=MARKED)
    (letter,) = letters(ada)
    assert MARKED in letter


async def test_markup_in_what_an_agency_says_of_itself_arrives_as_it_was_written(
    small_town: Town,
) -> None:
    small_town.puts(
        title="<b>버스</b> & {title}", department="<i>교통</i>과", other_ways="<u>우편</u>"
    )
    asked, _ = await small_town.citizen().starts(BUSES)
    assert "<b>버스</b> & {title}" in asked
    assert "<i>교통</i>과" in asked
