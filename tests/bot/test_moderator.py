"""Moderators at work: one card at a time, kept or hidden with a reason, told and undone."""

import pytest

from tests.bot.scenes import Scene
from tests.moderating import FINE, OTHER, RUDE, Desk
from tests.town import Citizen, Town

KEEP, HIDE, MASK, NEXT, UNDO = "그대로 두기", "숨기기", "일부 가리기", "다음 글", "되돌리기"
INSULT, STOP = "욕설과 비하", "그만두기"
HIDDEN = "까닭: 욕설과 비하"


def last(citizen: Citizen) -> str:
    return citizen.account.screen[-1].text


def seen(citizen: Citizen) -> str:
    return "\n".join(message.text for message in citizen.account.screen)


async def at_work(town: Town, *words: str) -> tuple[Desk, Citizen]:
    """A moderator with the first card open."""
    desk = Desk.with_flagged(town, *words)
    mo = await desk.moderator()
    await mo.says("/queue")
    return desk, mo


async def test_a_card_shows_the_words_why_they_are_here_and_what_they_answer(town: Town) -> None:
    desk, mo = await at_work(town, RUDE)
    assert last(mo).splitlines() == [
        f"살필 글 1/1 · 1분 기다림 · 글 번호 {desk.id(RUDE)}",
        f"“{RUDE}”",
        "왜 왔나:",
        "· 욕설과 비하: 1명",
        "규칙: 사람을 깎아내리는 말 대신 일을 말해요",
        "마당의 물음: 비어 있는 옛 시장 자리를 무엇으로 쓰면 좋을까요?",
        "주제: 아직 주제로 모이기 전 · 지금: 보이는 글",
    ]
    assert mo.buttons == [KEEP, HIDE, MASK, NEXT]


async def test_a_card_cannot_be_forwarded(small_town: Town) -> None:
    await at_work(small_town, RUDE)
    sent = [call.fields for call in small_town.playground.requests if call.method == "sendMessage"]
    assert sent[-1]["protect_content"] in (True, "true")


async def test_a_card_says_how_long_the_words_have_waited(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo = await desk.moderator()
    await small_town.passes(hours=3)
    (card,) = await mo.says("/queue")
    assert card.startswith("살필 글 1/1 · 3시간 기다림")


async def test_a_flag_by_a_moderator_is_counted_apart(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo = await desk.moderator()
    desk.flags(RUDE, "threat", by=mo)
    (card,) = await mo.says("/queue")
    assert "· 욕설과 비하: 1명\n· 운영자가 알림 · 위협: 1명\n" in card


async def test_a_card_names_the_topic(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    desk.scene.gathers(행정=[RUDE])
    mo = await desk.moderator()
    assert "주제: 행정 · 지금: 보이는 글" in (await mo.says("/queue"))[0]


async def test_words_on_their_own_are_called_so(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    desk.scene.gathers()
    mo = await desk.moderator()
    assert "주제: 혼자 있는 의견" in (await mo.says("/queue"))[0]


async def test_a_long_message_is_read_to_the_end_before_it_is_decided(small_town: Town) -> None:
    long = " ".join(f"{n}번째 까닭이 있어요." for n in range(900))
    desk, mo = await at_work(small_town, long)
    text = ""
    while True:
        text += last(mo)
        if "다음 쪽" not in mo.buttons:
            break
        await mo.presses("다음 쪽")
    assert "899번째 까닭이 있어요." in text
    await mo.presses(KEEP)
    assert desk.flag_states == ["kept"]


async def test_an_empty_queue_says_so(small_town: Town) -> None:
    mo = await Desk.with_flagged(small_town).moderator()
    assert await mo.says("/queue") == [mo.words("moderation.empty")]


async def test_kept_words_stay_and_leave_the_queue(town: Town) -> None:
    desk, mo = await at_work(town, RUDE)
    (told,) = await mo.presses(KEEP)
    assert told.startswith(mo.words("moderation.opinion.kept", no=desk.id(RUDE)))
    assert told.endswith(mo.words("moderation.empty_since", time="2026년 11월 23일(월) 10:00"))
    assert (desk.states, desk.flag_states) == (["received"], ["kept"])


async def test_nothing_is_hidden_without_a_reason(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await mo.presses(HIDE)
    assert desk.states == ["received"]
    assert mo.buttons[0] == "개인정보"
    assert mo.buttons[-1] == STOP
    assert len(mo.buttons) == 8


async def test_each_reason_is_shown_with_its_public_rule(small_town: Town) -> None:
    _, mo = await at_work(small_town, RUDE)
    await mo.presses(HIDE)
    assert "· 위협: 누구도 겁주거나 해치겠다고 하지 않아요" in last(mo)
    assert "생각이 다른 것, 기관을 나무라는 것은 까닭이 아니에요." in last(mo)
    assert f"“{RUDE}”" in last(mo)


async def test_hiding_takes_the_words_from_view(town: Town) -> None:
    desk, mo = await at_work(town, RUDE)
    await mo.presses(HIDE)
    await mo.presses(INSULT)
    hidden = desk.opinion(RUDE)
    assert (hidden.state, hidden.reason, desk.flag_states) == ("hidden", "insult", ["hidden"])
    assert HIDDEN in last(mo)


async def test_stopping_at_the_reasons_leads_back_to_the_card(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    card = last(mo)
    await mo.presses(HIDE)
    await mo.presses(STOP)
    assert (last(mo), mo.buttons, desk.states) == (card, [KEEP, HIDE, MASK, NEXT], ["received"])


async def test_after_a_decision_the_next_card_comes(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE, OTHER)
    told = await mo.presses(KEEP)
    assert told[0] == mo.words("moderation.opinion.kept", no=desk.id(RUDE))
    assert told[1].startswith("살필 글 1/1")
    assert OTHER in told[1]


async def test_next_leaves_the_words_where_they_are(small_town: Town) -> None:
    _, mo = await at_work(small_town, RUDE, OTHER)
    await mo.presses(NEXT)
    assert last(mo).startswith("살필 글 2/2")
    assert OTHER in last(mo)
    await mo.presses(NEXT)
    assert last(mo).startswith("살필 글 1/2")
    assert RUDE in last(mo)


async def test_after_a_decision_nothing_that_was_passed_over_comes_at_once(
    small_town: Town,
) -> None:
    _, mo = await at_work(small_town, RUDE, OTHER, FINE)
    await mo.presses(NEXT)
    await mo.presses(KEEP)
    assert FINE in last(mo)


async def test_next_without_another_says_so(small_town: Town) -> None:
    _, mo = await at_work(small_town, RUDE)
    await mo.presses(NEXT)
    assert mo.account.toasts[-1] == mo.words("moderation.only_one")
    assert mo.buttons == [KEEP, HIDE, MASK, NEXT]


@pytest.mark.parametrize("typed", ["/keep", "그대로 두기", "그대로", "Keep", "1"])
async def test_keeping_can_be_typed(small_town: Town, typed: str) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await mo.says(typed)
    assert desk.flag_states == ["kept"]


@pytest.mark.parametrize(
    "typed", [["/hide 2"], ["/hide", "2"], ["숨기기", "욕설과 비하"], ["2", "2"]]
)
async def test_hiding_can_be_typed(small_town: Town, typed: list[str]) -> None:
    desk, mo = await at_work(small_town, RUDE)
    for words in typed:
        await mo.says(words)
    assert desk.opinion(RUDE).reason == "insult"


@pytest.mark.parametrize("typed", ["/hide 9", "/hide 0", "/hide ²", "/hide 나빠서"])
async def test_a_reason_that_is_none_is_asked_again(small_town: Town, typed: str) -> None:
    desk, mo = await at_work(small_town, RUDE)
    (asked,) = await mo.says(typed)
    assert asked.startswith(mo.words("moderation.ask_reason"))
    assert desk.states == ["received"]


@pytest.mark.parametrize("typed", ["/next", "다음 글", "4"])
async def test_next_can_be_typed(small_town: Town, typed: str) -> None:
    _, mo = await at_work(small_town, RUDE, OTHER)
    assert OTHER in (await mo.says(typed))[0]


@pytest.mark.parametrize("typed", ["/keep", "/hide 2"])
async def test_without_a_card_there_is_nothing_to_decide(small_town: Town, typed: str) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo = await desk.moderator()
    assert await mo.says(typed) == [mo.words("moderation.no_card")]
    assert desk.flag_states == ["open"]


async def test_the_author_is_told_what_was_hidden_and_why_after_ten_minutes(town: Town) -> None:
    desk, mo = await at_work(town, RUDE)
    await mo.says("/hide 2")
    ada = desk.author(RUDE)
    await town.passes(minutes=9)
    assert ada.account.screen == []
    await town.passes(minutes=1)
    assert last(ada).splitlines() == [
        "내 의견 1번을 숨겼어요.",
        "마당: 옛 시장 자리 쓰임",
        f"“{RUDE}”",
        "까닭: 욕설과 비하",
        "함께 지키는 규칙: 사람을 깎아내리는 말 대신 일을 말해요",
        "생각이 달라서가 아니에요. "
        "고쳐서 다시 보내시거나, 다른 운영자에게 다시 살펴 달라고 하실 수 있어요.",
        "더 물어보실 곳: 도시재생과 02-000-0000",
    ]
    assert ada.buttons == ["글 고치기", "다시 살펴 주세요"]


async def test_the_notice_at_night_waits_until_morning(town: Town) -> None:
    desk = Desk.with_flagged(town, RUDE)
    mo = await desk.moderator()
    await town.passes(hours=10, minutes=55)  # 20:55 in Seoul
    await mo.says("/queue")
    await mo.says("/hide 2")
    assert "글쓴이에게는 2026년 11월 24일(화) 08:00에 알려요." in seen(mo)
    await town.passes(hours=11)
    assert desk.author(RUDE).account.screen == []
    await town.passes(minutes=5)
    assert HIDDEN in last(desk.author(RUDE))


async def test_after_the_end_the_author_reads_that_nothing_can_be_changed(
    small_town: Town,
) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await small_town.passes(days=14)
    await mo.says("/queue")
    await mo.says("/hide 2")
    await small_town.passes(minutes=10)
    ada = desk.author(RUDE)
    assert ada.words("appeal.closed_but_may") in last(ada)
    assert ada.buttons == ["다시 살펴 주세요"]


async def test_who_cannot_be_told_is_said(small_town: Town) -> None:
    desk = Desk(small_town, Scene(small_town))
    desk.scene.imported(RUDE)
    desk.flags(RUDE)
    mo = await desk.moderator()
    await mo.says("/queue")
    (told,) = await mo.says("/hide 2")
    assert mo.words("moderation.tells_nobody") in told


async def test_own_hidden_words_say_why_under_my(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await mo.says("/hide 2")
    ada = desk.author(RUDE)
    assert (await ada.says("/my"))[0].splitlines()[1].endswith("숨겼어요. 까닭: 욕설과 비하")


async def test_a_slip_is_undone_and_nobody_is_told(town: Town) -> None:
    desk, mo = await at_work(town, RUDE)
    await mo.says("/hide 2")
    await mo.presses(UNDO)
    shown = desk.opinion(RUDE)
    assert (shown.state, shown.reason, desk.flag_states) == ("received", None, ["open"])
    assert RUDE in last(mo)
    assert mo.buttons == [KEEP, HIDE, MASK, NEXT]
    await town.passes(hours=1)
    assert desk.author(RUDE).account.screen == []
    assert desk.decisions == [("opinion.hidden", "insult"), ("opinion.hiding_undone", "")]


async def test_undo_after_ten_minutes_is_an_old_button(town: Town) -> None:
    desk, mo = await at_work(town, RUDE)
    await mo.says("/hide 2")
    await town.passes(minutes=10)
    await mo.presses(UNDO)
    assert mo.account.toasts[-1] == mo.words("button.spent")
    assert desk.states == ["hidden"]


async def test_undo_at_night_ends_after_ten_minutes_though_the_notice_waits(
    small_town: Town,
) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo = await desk.moderator()
    await small_town.passes(hours=12)
    await mo.says("/queue")
    await mo.says("/hide 2")
    await small_town.passes(minutes=10)
    await mo.presses(UNDO)
    assert (desk.states, desk.notices) == (["hidden"], ["pending"])


async def test_hidden_again_after_an_undo_the_author_is_told_once(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await mo.says("/hide 2")
    await mo.presses(UNDO)
    await mo.says("/hide 1")
    await small_town.passes(minutes=11)
    (told,) = desk.author(RUDE).account.screen
    assert "까닭: 개인정보" in told.text


async def rewrites(desk: Desk, better: str) -> Citizen:
    """The author, told that the words were hidden, changes them."""
    await desk.town.passes(minutes=10)
    ada = desk.author(RUDE)
    await ada.presses("글 고치기")
    assert await ada.says(better) == [ada.words("edit.hidden", no=1)]
    return ada


async def test_rewritten_words_stay_hidden_and_come_to_the_queue(town: Town) -> None:
    desk, mo = await at_work(town, RUDE)
    await mo.says("/hide 2")
    await rewrites(desk, FINE)
    assert desk.states == ["hidden"]
    (card,) = await mo.says("/queue")
    assert FINE in card
    assert mo.words("moderation.why_rewritten") in card
    assert "앞의 까닭: 욕설과 비하" in card
    assert mo.buttons == ["되살리기", "그대로 숨기기", NEXT]


async def test_restored_words_are_shown_and_the_author_is_told(town: Town) -> None:
    desk, mo = await at_work(town, RUDE)
    await mo.says("/hide 2")
    ada = await rewrites(desk, FINE)
    await mo.says("/queue")
    await mo.presses("되살리기")
    assert desk.states == ["received"]
    await town.passes(minutes=10)
    assert last(ada).splitlines()[0] == "내 의견 1번을 살펴봤고, 이제 보여요."
    assert f"“{FINE}”" in last(ada)
    assert desk.decisions == [("opinion.hidden", "insult"), ("opinion.restored", "")]


async def test_words_kept_hidden_are_told_with_the_reason(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await mo.says("/hide 2")
    ada = await rewrites(desk, "그 과장은 여전히 바보예요")
    await mo.says("/queue")
    await mo.presses("그대로 숨기기")
    assert desk.states == ["hidden"]
    await small_town.passes(minutes=10)
    assert "그대로 숨겨 두어요." in last(ada)
    assert HIDDEN in last(ada)


async def test_words_rewritten_twice_are_one_card(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await mo.says("/hide 2")
    ada = await rewrites(desk, OTHER)
    await ada.says("/my 1")
    await ada.presses("글 고치기")
    await ada.says(FINE)
    (card,) = await mo.says("/queue")
    assert card.startswith("살필 글 1/1")
    assert FINE in card


async def test_an_author_rewriting_before_being_told_reads_what_was_hidden(
    small_town: Town,
) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await mo.says("/hide 2")
    ada = desk.author(RUDE)
    await ada.says("/my 1")
    await ada.presses("글 고치기")
    await ada.says(FINE)
    await small_town.passes(minutes=10)
    assert f"“{RUDE}”" in last(ada)


async def test_a_moderator_flags_by_number(small_town: Town) -> None:
    scene = Scene(small_town)
    scene.speak(RUDE)
    desk = Desk(small_town, scene)
    mo = await desk.moderator()
    await mo.says(f"/flag {desk.id(RUDE)}")
    await mo.presses("욕이나 비하예요")
    assert "· 운영자가 알림 · 욕설과 비하: 1명" in (await mo.says("/queue"))[0]


async def test_a_moderator_flags_by_a_reply_to_the_card(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    card = mo.account.screen[-1]
    await mo.does(lambda account: account.sends("/flag", reply_to=card.message_id))
    assert RUDE in last(mo)
    await mo.presses("위협해요")
    assert len(desk.flag_states) == 2


async def test_flag_without_a_number_says_how(small_town: Town) -> None:
    mo = await Desk.with_flagged(small_town).moderator()
    assert await mo.says("/flag") == [mo.words("moderation.flag_how")]
