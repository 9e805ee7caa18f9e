"""Giving an opinion: what is kept, what is asked about, and where the words go."""

from datetime import timedelta

import pytest

from storage.models import Consultation, DialogueState, Opinion, OpinionMessage
from tests.town import BUSES, MARKET, MORNING, Citizen, Town

MARKET_TITLE, BUS_TITLE = "옛 시장 자리 쓰임", "마을버스 시간"
WORDS = "어린이 도서관이 있으면 좋겠어요"
KEEP, OWN_VIEW = "그래도 의견으로 남기기", "내 생각이에요"
SEE, TAKE_BACK = "내 의견 보기", "거두기"
FOR_BUSES = f"{BUS_TITLE}에 낸 글이에요"


def texts(town: Town) -> list[str]:
    return [opinion.text for opinion in town.all(Opinion)]


def title_of(town: Town, opinion: Opinion) -> str:
    titles = {each.id: each.title for each in town.all(Consultation)}
    return titles[opinion.consultation_id]


async def citizen_of(town: Town, *slugs: str) -> Citizen:
    """Somebody who agreed to these, the last one active."""
    ada = town.citizen()
    for slug in slugs or (MARKET,):
        await ada.agrees(slug)
    return ada


async def test_every_opinion_is_confirmed_with_its_number_and_place(town: Town) -> None:
    ada = await citizen_of(town)
    first = await ada.says(WORDS)
    second = await ada.says("주차장은 지하로 넣어 주세요")
    assert first == [ada.words("opinion.first", no=1, title=MARKET_TITLE)]
    assert second == [ada.words("opinion.next", no=2, title=MARKET_TITLE)]


async def test_the_confirmation_says_how_to_change_and_offers_to_take_back(
    small_town: Town,
) -> None:
    ada = await citizen_of(small_town)
    (receipt,) = await ada.says(WORDS)
    assert "‘수정’" in receipt
    assert ada.buttons == [SEE, TAKE_BACK]


async def test_words_are_kept_as_they_were_written(town: Town) -> None:
    ada = await citizen_of(town)
    await ada.says("  첫째, 놀이터.\n\n  둘째, 그늘!!  ")
    assert texts(town) == ["첫째, 놀이터.\n\n  둘째, 그늘!!"]


@pytest.mark.parametrize("again", [WORDS, f"{WORDS}!!", f" {WORDS.replace(' ', '')}"])
async def test_the_same_words_count_once(small_town: Town, again: str) -> None:
    ada = await citizen_of(small_town)
    await ada.says(WORDS)
    assert await ada.says(again) == [ada.words("opinion.repeated", no=1)]
    assert texts(small_town) == [WORDS]


async def test_the_same_words_of_two_people_are_two_opinions(small_town: Town) -> None:
    for _ in range(2):
        await (await citizen_of(small_town)).says(WORDS)
    assert texts(small_town) == [WORDS, WORDS]


async def test_words_taken_back_may_be_said_anew(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.says(WORDS)
    await ada.presses(TAKE_BACK)
    assert await ada.says(WORDS) == [ada.words("opinion.next", no=2, title=MARKET_TITLE)]


async def test_a_greeting_is_no_opinion(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    for greeting in ("안녕하세요", "감사합니다!", "Hello"):
        assert await ada.says(greeting) == [ada.words("opinion.greeting", title=MARKET_TITLE)]
    assert texts(small_town) == []


async def test_too_little_is_asked_about(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    for little in ("ㅋㅋㅋㅋ", "!!!", "12345", "👍", "좋아", "."):
        assert await ada.says(little) == [ada.words("opinion.short")]
    assert texts(small_town) == []


LONE = ("예", "네", "취소", "아니요", "네.", "Yes", "no", "ㅇㅇ")


async def test_a_lone_yes_or_no_is_asked_about_and_never_kept(town: Town) -> None:
    ada = await citizen_of(town)
    for word in LONE:
        assert await ada.says(word) == [ada.words("word.alone", word=word)]
        assert ada.buttons == []
    assert town.traces(*(f'"{word}"' for word in LONE)) == set()


async def test_a_strangers_lone_yes_is_asked_about_too(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.starts(MARKET)
    await ada.says("/help")
    for word in LONE:
        assert await ada.says(word) == [ada.words("word.alone", word=word)]


async def test_a_question_is_kept_and_not_answered_by_a_robot(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    assert await ada.says("언제 문을 여나요?") == [
        ada.words("opinion.question", no=1, title=MARKET_TITLE, phone="02-000-0000")
    ]


@pytest.mark.parametrize("little", ["공원", "안녕하세요"])
async def test_little_words_are_kept_when_they_are_meant(town: Town, little: str) -> None:
    ada = await citizen_of(town)
    await ada.says(little)
    receipt = (await ada.presses(KEEP))[-1]
    assert receipt == ada.words("opinion.first", no=1, title=MARKET_TITLE)
    assert texts(town) == [little]


@pytest.mark.parametrize("typed", ["그래도 의견으로 남기기", "남기기", "keep it", "1"])
async def test_little_words_are_kept_when_that_is_typed(small_town: Town, typed: str) -> None:
    ada = await citizen_of(small_town)
    await ada.says("공원")
    await ada.says(typed)
    assert texts(small_town) == ["공원"]


async def test_little_words_not_meant_are_forgotten_after_a_day(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.says("공원")
    await small_town.passes(days=2)
    assert {row.flow for row in small_town.all(DialogueState)} == {None}
    assert small_town.traces("공원") == set()


async def test_pressing_keep_twice_keeps_it_once(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.says("공원")
    await ada.does(lambda account: (account.presses(KEEP), account.presses(KEEP)))
    assert texts(small_town) == ["공원"]


async def test_a_caption_is_the_opinion_and_the_picture_is_not_kept(town: Town) -> None:
    ada = await citizen_of(town)
    said = await ada.does(lambda account: account.photo(WORDS))
    assert said == [ada.words("media.caption", no=1, title=MARKET_TITLE)]
    assert texts(town) == [WORDS]


async def test_an_album_is_answered_once(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    said = await ada.does(lambda account: account.album(WORDS, "", ""))
    assert said == [ada.words("media.caption", no=1, title=MARKET_TITLE)]


async def test_an_album_without_words_is_answered_once(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    said = await ada.does(lambda account: account.album("", "", ""))
    assert said == [ada.words("media.none", media="사진")]


async def test_forwarded_words_are_asked_about(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    assert await ada.does(lambda account: account.forwards(WORDS)) == [ada.words("media.forward")]
    assert texts(small_town) == []


@pytest.mark.parametrize("typed", [False, True])
async def test_forwarded_words_are_taken_as_ones_own_view(town: Town, typed: bool) -> None:
    ada = await citizen_of(town)
    await ada.does(lambda account: account.forwards(WORDS))
    said = await (ada.says(OWN_VIEW) if typed else ada.presses(OWN_VIEW))
    assert said[-1] == ada.words("opinion.first", no=1, title=MARKET_TITLE)
    assert texts(town) == [WORDS]


async def test_a_forwarded_yes_is_never_kept(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.does(lambda account: account.forwards("아니요"))
    assert (await ada.presses(OWN_VIEW))[-1] == ada.words("word.alone", word="아니요")


async def test_a_strangers_forwarded_words_wait_for_consent(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.does(lambda account: account.forwards(WORDS))
    await ada.presses(OWN_VIEW)
    await ada.presses("14세 이상이고 모두 동의해요")
    assert texts(small_town) == [WORDS]


@pytest.mark.parametrize("length", [5000, 9000])
async def test_a_text_that_telegram_cut_is_one_opinion(town: Town, length: int) -> None:
    ada = await citizen_of(town)
    long = "가나다라마바사아자차" * (length // 10)
    said = await ada.says(long)
    assert said[0] == ada.words("opinion.first", no=1, title=MARKET_TITLE)
    assert set(said[1:]) == {ada.words("opinion.joined", no=1, title=MARKET_TITLE)}
    assert texts(town) == [long]


async def test_a_text_of_emoji_that_telegram_cut_is_whole_again(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    long = "가" + "나무🌳🌳" * 900
    await ada.says(long)
    assert texts(small_town) == [long]


async def test_a_text_longer_than_three_messages_goes_on_as_another_opinion(
    small_town: Town,
) -> None:
    ada = await citizen_of(small_town)
    await ada.says("가나다라마바사아자차" * 1300)
    assert [len(text) for text in texts(small_town)] == [12000 - 12000 % 4096, 13000 - 8192]


async def test_an_edit_of_one_piece_changes_the_whole_text(town: Town) -> None:
    ada = await citizen_of(town)
    sent = ada.account.sends("가" * 5000)
    await town.settle()
    await ada.does(lambda account: account.edits(sent.message_ids[1], "끝이에요"))
    assert texts(town) == ["가" * 4096 + "끝이에요"]


async def test_a_later_thought_is_not_joined_to_a_long_text(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.says("가" * 4096)
    small_town.clock.advance(60)
    await ada.says(WORDS)
    assert texts(small_town) == ["가" * 4096, WORDS]


async def test_with_two_open_the_active_one_is_named_and_the_other_offered(
    small_town: Town,
) -> None:
    small_town.puts()
    ada = await citizen_of(small_town, BUSES, MARKET)
    (receipt,) = await ada.says(WORDS)
    assert f"마당: {MARKET_TITLE}" in receipt
    assert ada.buttons == [FOR_BUSES, SEE, TAKE_BACK]


async def test_one_tap_moves_the_opinion_and_the_person(town: Town) -> None:
    town.puts()
    ada = await citizen_of(town, BUSES, MARKET)
    await ada.says("버스가 너무 일찍 끊겨요")
    (moved,) = await ada.presses(FOR_BUSES)
    assert moved.endswith(ada.words("opinion.moved", no=1, title=BUS_TITLE))
    assert f"마당: {BUS_TITLE}" in (await ada.says("첫차도 늦어요"))[0]
    assert [title_of(town, opinion) for opinion in town.all(Opinion)] == [BUS_TITLE, BUS_TITLE]


async def test_a_moved_opinion_takes_the_next_number_there(small_town: Town) -> None:
    small_town.puts()
    ada = await citizen_of(small_town, MARKET, BUSES)
    await ada.says("첫차가 늦어요")
    await ada.starts(MARKET)
    await ada.says("버스가 너무 일찍 끊겨요")
    (moved,) = await ada.presses(FOR_BUSES)
    assert "내 의견 2번을" in moved


async def test_a_moved_opinion_is_still_changed_by_its_message(small_town: Town) -> None:
    small_town.puts()
    ada = await citizen_of(small_town, BUSES, MARKET)
    sent = ada.account.sends("버스가 일찍 끊겨요")
    await small_town.settle()
    await ada.presses(FOR_BUSES)
    said = await ada.does(lambda account: account.edits(sent, "버스가 너무 일찍 끊겨요"))
    assert said == [ada.words("edit.done", no=1, title=BUS_TITLE)]


async def test_moving_is_typed_too(small_town: Town) -> None:
    small_town.puts()
    ada = await citizen_of(small_town, BUSES, MARKET)
    await ada.says("버스가 너무 일찍 끊겨요")
    assert await ada.says(BUS_TITLE) == [ada.words("opinion.moved", no=1, title=BUS_TITLE)]


async def test_an_opinion_taken_back_cannot_be_moved(small_town: Town) -> None:
    small_town.puts()
    ada = await citizen_of(small_town, BUSES, MARKET)
    await ada.says("버스가 너무 일찍 끊겨요")
    receipt = ada.account.screen[-1].message_id
    await ada.does(
        lambda account: (account.presses(TAKE_BACK, receipt), account.presses(FOR_BUSES, receipt))
    )
    assert [title_of(small_town, opinion) for opinion in small_town.all(Opinion)] == [MARKET_TITLE]
    assert ada.account.toasts[-1] == ada.words("button.spent")


async def test_nothing_moves_into_a_consultation_that_has_closed(small_town: Town) -> None:
    small_town.puts(closes_at=MORNING + timedelta(hours=1))
    ada = await citizen_of(small_town, BUSES, MARKET)
    await small_town.passes(hours=2)
    await ada.says(WORDS)
    assert ada.buttons == [SEE, TAKE_BACK]


async def test_the_number_on_the_list_is_typed_to_go_there(small_town: Town) -> None:
    small_town.puts()
    ada = await citizen_of(small_town, BUSES, MARKET)
    (listed,) = await ada.says("/consultations")
    assert f"1 {MARKET_TITLE}" in listed
    assert f"지금 마당: {BUS_TITLE}" in (await ada.says("2"))[0]


async def test_a_consultation_is_entered_by_its_button(small_town: Town) -> None:
    small_town.puts()
    ada = await citizen_of(small_town, BUSES, MARKET)
    await ada.says("/consultations")
    (entered,) = await ada.presses(BUS_TITLE)
    assert f"지금 마당: {BUS_TITLE}" in entered


async def test_another_consultation_is_entered_by_its_link(small_town: Town) -> None:
    small_town.puts()
    ada = await citizen_of(small_town, BUSES, MARKET)
    await ada.starts(BUSES)
    assert f"마당: {BUS_TITLE}" in (await ada.says("첫차가 늦어요"))[0]


async def test_words_sent_before_the_end_count_though_they_are_read_later(town: Town) -> None:
    ada = await citizen_of(town)
    town.clock.advance(timedelta(days=14).total_seconds() - 30)
    ada.account.sends(WORDS)
    await town.passes(minutes=5)
    receipt = ada.words("opinion.first", no=1, title=MARKET_TITLE)
    assert receipt in [message.text for message in ada.account.screen]


async def test_words_after_the_end_are_refused_with_other_ways(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await small_town.passes(days=14)
    (closed,) = await ada.says(WORDS)
    assert closed.startswith(
        "옛 시장 자리 쓰임은 2026년 12월 7일(월) 10:00에 의견 받기를 마쳤어요."
    )
    assert closed.endswith("다른 방법: 우편, 방문")
    assert texts(small_town) == []


async def test_with_nothing_open_a_stranger_is_told_so(small_town: Town) -> None:
    await small_town.passes(days=15)
    ada = small_town.citizen()
    assert await ada.says(WORDS) == [ada.words("words.not_stored") + "\n" + ada.words("list.none")]


async def test_an_opinion_remembers_the_message_it_came_in(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    sent = ada.account.sends(WORDS)
    await small_town.settle()
    kept = [(row.message_id, row.text) for row in small_town.all(OpinionMessage)]
    assert kept == [(sent.message_id, None)]
