"""Own words: seen again with their state, changed, taken back, and erased for good."""

from datetime import timedelta

import pytest

from playground.people import Sent
from storage.models import Opinion, Revision
from tests.town import BUSES, Citizen, Town

MARKET_TITLE = "옛 시장 자리 쓰임"
WORDS, BETTER = "어린이 도서관이 있으면 좋겠어요", "작은 도서관과 놀이터가 있으면 좋겠어요"
CHANGE, TAKE_BACK, UNDO, STOP = "글 고치기", "거두기", "되돌리기", "그만두기"
UNTIL = "2026년 11월 24일(화) 10:00"


def texts(town: Town) -> list[str]:
    return [opinion.text for opinion in town.all(Opinion)]


async def writer(town: Town, words: str = WORDS) -> tuple[Citizen, Sent]:
    """Somebody whose opinion was recorded, and the message it came in."""
    ada = town.citizen()
    await ada.agrees()
    sent = ada.account.sends(words)
    await town.settle()
    return ada, sent


async def edits(citizen: Citizen, sent: Sent, words: str) -> list[str]:
    return await citizen.does(lambda account: account.edits(sent, words))


async def test_an_edit_in_telegram_changes_the_opinion(town: Town) -> None:
    ada, sent = await writer(town)
    assert await edits(ada, sent, BETTER) == [ada.words("edit.done", no=1, title=MARKET_TITLE)]
    assert texts(town) == [BETTER]


async def test_the_words_before_an_edit_are_kept_as_a_revision(town: Town) -> None:
    ada, sent = await writer(town)
    await edits(ada, sent, BETTER)
    assert [(row.version, row.text) for row in town.all(Revision)] == [(1, WORDS)]


async def test_an_edit_that_shows_nothing_new_needs_no_answer(small_town: Town) -> None:
    ada, sent = await writer(small_town)
    assert await edits(ada, sent, f" {WORDS}\n") == []


@pytest.mark.parametrize(
    ("words", "why"),
    [("\u200b", "edit.why.empty"), ("ㅋㅋ", "edit.why.short"), ("아니요", "edit.why.short")],
)
async def test_an_edit_into_nothing_leaves_the_words(
    small_town: Town, words: str, why: str
) -> None:
    ada, sent = await writer(small_town)
    assert await edits(ada, sent, words) == [ada.words("edit.unusable", why=ada.words(why))]
    assert texts(small_town) == [WORDS]


async def test_an_edit_after_the_end_leaves_the_words(town: Town) -> None:
    ada = town.citizen()
    await ada.agrees()
    town.clock.advance(timedelta(days=13).total_seconds())
    sent = ada.account.sends(WORDS)
    await town.passes(days=1)
    closed = "2026년 12월 7일(월) 10:00"
    assert await edits(ada, sent, BETTER) == [ada.words("edit.closed", closed=closed)]
    assert texts(town) == [WORDS]


async def test_an_edit_before_the_end_counts_though_it_is_read_later(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    small_town.clock.advance(timedelta(days=14).total_seconds() - 60)
    sent = ada.account.sends(WORDS)
    await small_town.settle()
    ada.account.edits(sent, BETTER)
    await small_town.passes(minutes=5)
    assert texts(small_town) == [BETTER]


async def test_an_edit_of_words_taken_back_says_how_to_undo(small_town: Town) -> None:
    ada, sent = await writer(small_town)
    await ada.presses(TAKE_BACK)
    assert await edits(ada, sent, BETTER) == [ada.words("edit.withdrawn")]


async def test_an_edit_of_a_message_that_was_no_opinion_says_so(small_town: Town) -> None:
    ada, _ = await writer(small_town)
    asked = ada.account.sends("ㅋㅋ")
    await small_town.settle()
    assert await edits(ada, asked, BETTER) == [ada.words("edit.unknown")]


async def test_an_edit_before_consent_is_left_unanswered(small_town: Town) -> None:
    ada = small_town.citizen()
    sent = ada.account.sends(WORDS)
    await small_town.settle()
    assert await edits(ada, sent, BETTER) == []


async def test_the_edit_of_a_caption_changes_the_opinion(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    sent = ada.account.photo(WORDS)
    await small_town.settle()
    await edits(ada, sent, BETTER)
    assert texts(small_town) == [BETTER]


async def test_my_lists_own_words_with_their_state(town: Town) -> None:
    ada, _ = await writer(town)
    await ada.says("주차장은 지하로")
    await ada.presses(TAKE_BACK)
    assert (await ada.says("/my"))[0].splitlines() == [
        "내 의견 2건 중 1~2번이에요.",
        f"1 “{WORDS}” · 받았어요. 아직 주제로 모이기 전이에요",
        f"2 “주차장은 지하로” · 거뒀어요. {UNTIL}까지 되돌릴 수 있어요",
        "번호를 쓰시면 하나씩 볼 수 있어요.",
    ]


async def test_my_without_words_says_so(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    assert await ada.says("/my") == [ada.words("my.none", title=MARKET_TITLE)]


async def test_my_of_a_stranger_offers_the_list(small_town: Town) -> None:
    ada = small_town.citizen()
    assert await ada.says("/my") == [ada.words("start.no_consultation")]
    assert ada.buttons == ["마당 목록"]


async def seven(town: Town) -> Citizen:
    ada, _ = await writer(town, "첫째 생각이에요")
    for word in ("둘째", "셋째", "넷째", "다섯째", "여섯째", "일곱째"):
        await ada.says(f"{word} 생각이에요")
    return ada


async def test_more_than_five_come_in_pages(small_town: Town) -> None:
    ada = await seven(small_town)
    first = (await ada.says("/my"))[0]
    (second,) = await ada.presses("다음 쪽")
    assert "7건 중 1~5번" in first
    assert "7건 중 6~7번" in second
    assert ada.buttons == ["앞 쪽"]


async def test_pages_are_turned_by_typing(small_town: Town) -> None:
    ada = await seven(small_town)
    await ada.says("/my")
    await ada.says("다음")
    assert "7건 중 1~5번" in (await ada.says("앞 쪽"))[0]


async def test_a_number_on_the_list_shows_that_opinion(small_town: Town) -> None:
    ada = await seven(small_town)
    await ada.says("/my")
    assert "“셋째 생각이에요”" in (await ada.says("3"))[0]


async def test_my_with_a_number_shows_that_opinion_whole(town: Town) -> None:
    ada, _ = await writer(town)
    (shown,) = await ada.says("/my 1")
    assert shown.startswith(f"내 의견 1번 · 2026년 11월 23일(월) 10:00\n마당: {MARKET_TITLE}")
    assert f"“{WORDS}”" in shown
    assert ada.buttons == [CHANGE, TAKE_BACK]


@pytest.mark.parametrize("number", ["2", "0", "99999999999999999999"])
async def test_my_with_a_number_that_is_not_there_says_so(small_town: Town, number: str) -> None:
    ada, _ = await writer(small_town)
    assert "번이 없어요" in (await ada.says(f"/my {number}"))[0]


async def test_words_of_another_consultation_are_one_press_away(small_town: Town) -> None:
    small_town.puts()
    ada, _ = await writer(small_town)
    await ada.agrees(BUSES)
    await ada.says("첫차가 늦어요")
    await ada.says("/my")
    assert WORDS in (await ada.presses("다른 마당 보기"))[0]


async def asks_to_change(town: Town) -> Citizen:
    ada, _ = await writer(town)
    await ada.says("/my 1")
    await ada.presses(CHANGE)
    return ada


async def test_words_are_changed_under_my_after_two_days(town: Town) -> None:
    ada, _ = await writer(town)
    await town.passes(days=3)
    await ada.says("/my 1")
    assert await ada.presses(CHANGE) == [ada.words("edit.ask", no=1, excerpt=WORDS)]
    assert await ada.says(BETTER) == [ada.words("edit.done", no=1, title=MARKET_TITLE)]
    assert texts(town) == [BETTER]


async def test_the_message_with_the_new_words_can_be_edited_later(town: Town) -> None:
    ada = await asks_to_change(town)
    sent = ada.account.sends(BETTER)
    await town.settle()
    await edits(ada, sent, f"{BETTER}. 꼭이요")
    assert texts(town) == [f"{BETTER}. 꼭이요"]


async def test_new_words_that_telegram_cut_are_joined(small_town: Town) -> None:
    ada = await asks_to_change(small_town)
    await ada.says("가" * 5000)
    assert texts(small_town) == ["가" * 5000]


async def test_new_words_in_one_piece_take_the_place_of_pieces(small_town: Town) -> None:
    ada, sent = await writer(small_town, "가" * 5000)
    await ada.says("/my 1")
    await ada.presses(CHANGE)
    await ada.says(BETTER)
    await ada.does(lambda account: account.edits(sent.message_ids[1], "끝이에요"))
    assert texts(small_town) == [BETTER]


async def test_changing_can_be_stopped_by_press(small_town: Town) -> None:
    ada = await asks_to_change(small_town)
    assert (await ada.presses(STOP))[-1] == ada.words("cancel.done")
    assert texts(small_town) == [WORDS]


@pytest.mark.parametrize("typed", ["취소", "/cancel", "그만두기", "cancel"])
async def test_changing_can_be_stopped_by_typing(small_town: Town, typed: str) -> None:
    ada = await asks_to_change(small_town)
    assert await ada.says(typed) == [ada.words("cancel.done")]
    assert await ada.says(BETTER) == [ada.words("opinion.next", no=2, title=MARKET_TITLE)]


@pytest.mark.parametrize("words", ["ㅋㅋ", "아니요", "\u200b"])
async def test_new_words_that_cannot_be_taken_are_asked_for_again(
    small_town: Town, words: str
) -> None:
    ada = await asks_to_change(small_town)
    assert "전에 쓰신 글이 그대로 있어요." in (await ada.says(words))[0]
    await ada.says(BETTER)
    assert texts(small_town) == [BETTER]


async def test_a_picture_is_no_new_wording(small_town: Town) -> None:
    ada = await asks_to_change(small_town)
    why = ada.words("edit.why.media")
    said = await ada.does(lambda account: account.photo())
    assert said == [ada.words("edit.unusable", why=why)]


async def test_forwarded_words_are_no_new_wording(small_town: Town) -> None:
    ada = await asks_to_change(small_town)
    await ada.does(lambda account: account.forwards(BETTER))
    assert texts(small_town) == [WORDS]


async def test_after_the_end_nothing_can_be_changed_but_taken_back(small_town: Town) -> None:
    ada, _ = await writer(small_town)
    await small_town.passes(days=15)
    await ada.says("/my 1")
    assert ada.buttons == [TAKE_BACK]


async def test_taking_back_says_until_when_it_can_be_undone(town: Town) -> None:
    ada, _ = await writer(town)
    (receipt,) = await ada.presses(TAKE_BACK)
    assert receipt.endswith(ada.words("withdraw.done", no=1, undo_until=UNTIL))
    assert ada.account.toasts == [ada.words("withdraw.done", no=1, undo_until=UNTIL)]
    assert [opinion.state for opinion in town.all(Opinion)] == ["withdrawn"]


@pytest.mark.parametrize("typed", ["거두기", "철회", "take it back"])
async def test_taking_back_can_be_typed(small_town: Town, typed: str) -> None:
    ada, _ = await writer(small_town)
    assert await ada.says(typed) == [ada.words("withdraw.done", no=1, undo_until=UNTIL)]


async def test_taking_back_is_undone(town: Town) -> None:
    ada, _ = await writer(town)
    await ada.presses(TAKE_BACK)
    (restored,) = await ada.presses(UNDO)
    assert restored.endswith(ada.words("withdraw.undone", no=1))
    assert [opinion.state for opinion in town.all(Opinion)] == ["received"]


async def test_words_taken_back_are_erased_everywhere_after_a_day(town: Town) -> None:
    ada, sent = await writer(town)
    await edits(ada, sent, BETTER)
    await ada.presses(TAKE_BACK)
    assert town.traces(WORDS, BETTER) == {"opinion.text", "revision.text"}
    await town.passes(hours=25)
    assert town.traces(WORDS, BETTER) == set()


async def test_an_erased_opinion_leaves_its_number_behind(small_town: Town) -> None:
    ada, _ = await writer(small_town)
    await ada.presses(TAKE_BACK)
    await small_town.passes(hours=25)
    assert await ada.says(WORDS) == [ada.words("opinion.next", no=2, title=MARKET_TITLE)]


async def test_a_button_on_an_erased_opinion_is_spent(small_town: Town) -> None:
    ada, _ = await writer(small_town)
    await ada.presses(TAKE_BACK)
    await small_town.passes(hours=25)
    await ada.presses(UNDO)
    assert ada.account.toasts[-1] == ada.words("button.spent")
    assert ada.buttons == []


async def test_a_typed_button_on_an_erased_opinion_is_spent(small_town: Town) -> None:
    ada, _ = await writer(small_town)
    await ada.says("/my 1")
    await small_town.passes(hours=23)
    await ada.presses(TAKE_BACK)
    await ada.says("/my 1")
    await small_town.passes(hours=23)
    await ada.says("/my 1")
    await small_town.passes(hours=2)
    assert await ada.says(UNDO) == [ada.words("button.spent")]


async def test_nobody_changes_what_another_wrote(small_town: Town) -> None:
    await writer(small_town)
    bob = small_town.citizen("Bob")
    await bob.agrees()
    assert await bob.says("/my 1") == [bob.words("my.unknown", no=1)]
