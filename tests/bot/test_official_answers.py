"""An answer, from the official's words to the preview, and sent exactly once."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.buttons import Button
from storage.keys import Keys
from storage.models import Agency, AnalysisRun, Answer, AnswerVersion, Opinion, Role
from tests.answering import INTERIM, REASON, WORDS, writes
from tests.bot.scenes import LIBRARY, Scene, market_square
from tests.town import Citizen, Town


async def begins(town: Town, topic: str = "2번 주제", name: str = "Olga") -> Citizen:
    """An official opens a topic to answer it; the second one is the library."""
    olga = await town.official(name)
    await begins_at(olga, topic)
    return olga


async def begins_at(olga: Citizen, topic: str = "2번 주제") -> None:
    await olga.says("/summary")
    await olga.presses(topic)
    await olga.presses("답변 쓰기")


async def test_the_words_of_the_answer_are_asked_for(small_town: Town) -> None:
    market_square(small_town)
    olga = await begins(small_town)
    asked = olga.words("answer.write.topic", name="도서관", people=3, max=1200)
    assert (olga.account.screen[-1].text, olga.buttons) == (asked, ["쓰던 글 넣기", "그만두기"])


async def test_the_preview_shows_what_a_citizen_will_get(small_town: Town) -> None:
    market_square(small_town)
    olga = await begins(small_town)
    copy, choice = await writes(olga)
    assert f"“{LIBRARY[0]}”" in copy
    assert f"“{LIBRARY[1]}”" in copy
    assert choice == olga.words("answer.preview", people=3)
    assert olga.buttons == ["보내기", "고치기", "파일 붙이기", "그만두기"]


async def test_an_answer_says_what_becomes_of_the_opinions_and_why(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await begins(small_town)
    assert await olga.says(WORDS) == [olga.words("answer.verdict")]
    assert olga.buttons[:5] == [
        "반영해요",
        "일부만 반영해요",
        "반영하지 못해요",
        "나중에 검토해요",
        "중간 답변이에요",
    ]
    assert await olga.says("음, 글쎄요") == [olga.words("answer.verdict")]
    assert await olga.says("미반영") == [olga.words("answer.ask.reason")]
    assert await olga.says("까" * 151) == [olga.words("answer.too_long", n=151, max=150)]
    copy, _ = await olga.says(REASON)
    assert f"담당 부서의 답변 · 반영하지 못해요\n{WORDS}" in copy
    await olga.presses("고치기")
    await olga.presses("그대로 쓰기")
    assert olga.account.screen[-1].text.endswith("지금 적힌 것: “반영하지 못해요”")
    await olga.presses("뒤로")
    await olga.presses("그대로 쓰기")
    await olga.presses("일부만 반영해요")
    await olga.presses("그대로 쓰기")
    await olga.presses("보내기")
    ada = scene.citizens[0]
    letter = ada.account.screen[-1].text
    assert f"· 일부만 반영해요\n{WORDS}\n\n담당 부서가 적은 까닭\n{REASON}" in letter
    assert (scene.answer.verdict, small_town.all(AnswerVersion)[-1].reason) == ("partly", REASON)
    (mine,) = await ada.does(lambda account: account.sends("/my"))
    assert "답변이 왔어요" in mine
    await ada.presses("받은 답변 1건")
    assert "일부만 반영해요" in ada.account.screen[-1].text
    await ada.says("/topics")
    await ada.says("2")
    await ada.presses("답변 보기")
    public = ada.account.screen[-1].text
    assert (REASON in public, "답변 · 일부만 반영해요" in public) == (True, True)


async def test_an_interim_answer_names_the_day_of_the_last_one_and_asks_nothing(
    small_town: Town,
) -> None:
    scene = market_square(small_town)
    olga = await begins(small_town)
    await olga.says(WORDS)
    assert await olga.presses(INTERIM) == [olga.words("answer.ask.due")]
    assert "2월 30일" in (await olga.says("2월 30일"))[0]
    over = olga.words("answer.day_over", day="2026년 11월 20일(금)")
    assert await olga.says("2026년 11월 20일") == [over]
    await olga.says("12월 1일")
    await olga.presses("보내기")
    ada = scene.citizens[0]
    letter = ada.account.screen[-1].text
    assert letter.startswith("중앙구청 도시재생과에서 중간 답변이 왔어요. 마지막 답은 아니에요.")
    assert "마지막 답은 2026년 12월 1일(화)까지" in letter
    assert ada.buttons == ["다른 분들의 의견"]
    assert "중간 답변이 왔어요" in (await ada.says("/my"))[0]


async def test_the_preview_is_a_true_copy(town: Town) -> None:
    scene = market_square(town)
    olga = await begins(town)
    copy, _ = await writes(olga)
    await olga.presses("보내기")
    assert scene.citizens[0].account.screen[-1].text == copy


async def test_the_preview_counts_who_cannot_be_written_to(town: Town) -> None:
    scene = Scene(town)
    scene.speak(*(f"도서관 {n}" for n in range(10)))
    scene.imported("도서관 11", "도서관 12")
    scene.gathers(도서관=list(scene.said))
    olga = await begins(town, "1번 주제")
    _, choice = await writes(olga)
    nowhere = olga.words("answer.preview_unreachable", n=1)
    assert choice == olga.words("answer.preview", people=11) + "\n" + nowhere


async def test_sending_is_confirmed_where_it_was_pressed(small_town: Town) -> None:
    market_square(small_town)
    olga = await begins(small_town)
    await writes(olga)
    (confirmed,) = await olga.presses("보내기")
    assert confirmed.endswith(olga.words("send.begun", people=3))
    assert olga.buttons == []


async def test_sending_can_be_typed(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await begins(small_town)
    await writes(olga)
    assert await olga.says("보내기") == [olga.words("send.begun", people=3)]
    assert scene.deliveries == ["sent"] * 3


async def test_a_double_press_sends_once(town: Town) -> None:
    scene = market_square(town)
    olga = await begins(town)
    await writes(olga)
    await olga.does(lambda account: (account.presses("보내기"), account.presses("보내기")))
    assert scene.deliveries == ["sent"] * 3
    assert "두 번 가지 않아요" in olga.account.toasts[-1]


async def test_the_preview_of_earlier_words_sends_nothing(town: Town) -> None:
    scene = market_square(town)
    olga = await begins(town)
    await writes(olga)
    stale = olga.account.screen[-1].message_id
    await olga.presses("고치기")
    copy, _ = await olga.says("다시 쓴 답변입니다.")
    assert REASON in copy
    await olga.does(lambda account: account.presses("보내기", on=stale))
    assert (scene.deliveries, olga.account.toasts[-1]) == ([], olga.words("button.spent"))


async def test_a_discarded_draft_sends_nothing(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await begins(small_town)
    await writes(olga)
    preview = olga.account.screen[-1].message_id
    small_town.clock.advance(timedelta(days=1, hours=1).total_seconds())
    await begins_again(olga)
    await olga.says("하루 뒤의 말")
    await olga.presses("버리기")
    await olga.does(lambda account: account.presses("보내기", on=preview))
    assert (scene.deliveries, scene.answer.state) == ([], "discarded")


async def begins_again(olga: Citizen) -> None:
    """The step is open and its day passes."""
    await olga.presses("고치기")
    olga.town.clock.advance(timedelta(days=1, hours=1).total_seconds())


async def test_of_two_officials_one_writes_and_the_other_may_ask_for_it(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await begins(small_town)
    await writes(olga)
    omar = await begins(small_town, name="Omar")
    when = "2026년 11월 23일(월) 10:00"
    locked = omar.words("answer.locked", who="담당자 1", time=when)
    assert (omar.account.screen[-1].text, omar.buttons) == (
        locked,
        ["내용 보기", "넘겨 달라고 하기"],
    )
    *_, copy, only = await omar.presses("내용 보기")
    assert (WORDS in copy, only, omar.buttons) == (True, omar.words("answer.look_only"), [])
    await begins_at(omar)
    await omar.presses("넘겨 달라고 하기")
    asked = olga.words("take_over.ask", who="담당자 2", name="도서관")
    assert (olga.account.screen[-1].text, olga.buttons) == (asked, ["넘겨주기"])
    await olga.presses("넘겨주기")
    assert omar.account.screen[-1].text == omar.words("take_over.yours", name="도서관")
    await omar.presses("이어서 쓰기")
    await omar.presses("보내기")
    assert scene.deliveries == ["sent"] * 3


async def test_a_draft_left_for_a_day_locks_nobody_out_and_is_held_after(town: Town) -> None:
    scene = market_square(town)
    olga = await begins(town)
    await writes(olga)
    await town.passes(days=1, hours=1)
    omar = await begins(town, name="Omar")
    assert omar.account.screen[-1].text.startswith("다른 담당자가 2026년 11월 23일(월) 10:00부터")
    await writes(omar, "같은 주제에 쓴 다른 답변입니다.")
    await omar.presses("보내기")
    told = [text for text in await olga.presses("보내기") if "먼저 답했어요" in text]
    assert (scene.deliveries, len(told)) == (["sent"] * 3, 1)
    await olga.presses("보내기")  # it is meant all the same
    assert scene.deliveries == ["sent"] * 6


@pytest.mark.parametrize("words", ["&" * 1201, "🏛" * 601])
async def test_an_answer_that_is_too_long_is_not_taken(small_town: Town, words: str) -> None:
    market_square(small_town)
    olga = await begins(small_town)
    long = olga.words("answer.too_long", n=len(words.encode("utf-16-le")) // 2, max=1200)
    assert await olga.says(words) == [long]
    assert await olga.says(WORDS) == [olga.words("answer.verdict")]


@pytest.mark.parametrize("words", ["\u200b\u200b", " \n ", "\u2060"])
async def test_an_answer_nobody_can_see_is_not_taken(small_town: Town, words: str) -> None:
    market_square(small_town)
    olga = await begins(small_town)
    assert await olga.says(words) == [olga.words("answer.empty")]


async def test_stopping_keeps_the_draft(small_town: Town) -> None:
    market_square(small_town)
    olga = await begins(small_town)
    await writes(olga)
    kept = await olga.presses("그만두기")
    assert kept[-1] == olga.words("answer.draft_kept")
    await olga.presses("답변 쓰기")
    assert olga.account.screen[-1].text.startswith(f"쓰시던 답변이 있어요.\n“{WORDS}”")


async def test_a_kept_draft_goes_on_to_its_preview(town: Town) -> None:
    market_square(town)
    olga = await begins(town)
    await writes(olga)
    await olga.presses("그만두기")
    await olga.presses("답변 쓰기")
    *_, copy, _choice = await olga.presses("이어서 쓰기")
    assert WORDS in copy


async def test_a_changed_answer_keeps_its_earlier_words_as_a_version(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await begins(small_town)
    await writes(olga, "먼저 쓴 말")
    await olga.presses("고치기")
    await olga.says(WORDS)
    await olga.presses("보내기")
    assert WORDS in scene.citizens[0].account.screen[-1].text
    assert [version.text for version in small_town.all(AnswerVersion)] == ["먼저 쓴 말", WORDS]


async def test_a_topic_nobody_is_left_in_cannot_be_answered(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    await olga.says("/summary")
    await olga.presses("3번 주제")
    for words in ("장터를 열어요", "토요일마다 장을 열면 좋겠어요"):
        scene.hides(words)
    (told,) = await olga.presses("답변 쓰기")
    assert told == olga.words("topic.empty", name="장터")


async def test_an_answer_to_nobody_is_kept_and_not_sent(town: Town) -> None:
    scene = market_square(town)
    olga = await begins(town, "3번 주제")
    await writes(olga)
    for words in ("장터를 열어요", "토요일마다 장을 열면 좋겠어요"):
        scene.hides(words)
    told = await olga.presses("보내기")
    assert told[-1] == olga.words("send.nobody")
    assert (scene.answer.state, scene.deliveries) == ("draft", [])


# --- the step's day is over, the role is gone, somebody else's button ---


async def test_a_half_written_answer_never_becomes_an_opinion(town: Town) -> None:
    market_square(town)
    olga = await begins(town)
    before = len(town.all(Opinion))
    await town.passes(days=1, hours=1)
    (told,) = await olga.says(WORDS)
    assert told == olga.words("draft.expired", what="답변")
    assert (len(town.all(Opinion)), olga.buttons) == (before, ["이어서 쓰기", "버리기"])


async def test_a_half_written_answer_stays_none_in_citizen_mode(small_town: Town) -> None:
    scene = market_square(small_town)
    ada = scene.citizens[0]
    small_town.grant(ada, "official")
    await ada.says("/citizen")
    await ada.does(lambda account: account.sends("/summary"))
    await ada.presses("2번 주제")
    await ada.presses("답변 쓰기")
    await small_town.passes(days=1, hours=1)
    before = len(small_town.all(Opinion))
    assert await ada.says(WORDS) == [ada.words("draft.expired", what="답변")]
    assert len(small_town.all(Opinion)) == before


async def test_an_expired_draft_is_not_lost(small_town: Town) -> None:
    market_square(small_town)
    olga = await begins(small_town)
    await writes(olga)
    await olga.presses("고치기")
    await small_town.passes(days=1, hours=1)
    await olga.says("하루 뒤의 말")
    *_, copy, _choice = await olga.presses("이어서 쓰기")
    assert WORDS in copy


async def test_an_expired_draft_can_be_discarded(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await begins(small_town)
    await small_town.passes(days=1, hours=1)
    await olga.says("하루 뒤의 말")
    (told,) = await olga.presses("버리기")
    assert told.endswith(olga.words("draft.discarded"))
    assert scene.answer.state == "discarded"


async def test_an_officials_plain_words_are_no_opinion(small_town: Town) -> None:
    scene = market_square(small_town)
    ada = scene.citizens[0]
    small_town.grant(ada, "official")
    before = len(small_town.all(Opinion))
    assert await ada.says("도서관이 꼭 있어야 해요") == [ada.words("plain.staff")]
    assert len(small_town.all(Opinion)) == before


async def test_as_a_citizen_an_official_takes_part_like_anyone(small_town: Town) -> None:
    scene = market_square(small_town)
    ada = scene.citizens[0]
    small_town.grant(ada, "official")
    assert await ada.says("/citizen") == [ada.words("citizen.mode")]
    await ada.says("도서관이 꼭 있어야 해요")
    assert small_town.all(Opinion)[-1].text == "도서관이 꼭 있어야 해요"
    assert await ada.says("/staff") == [ada.words("staff.mode")]


async def test_an_official_gets_the_answer_to_own_words(small_town: Town) -> None:
    scene = market_square(small_town)
    ada = scene.citizens[0]
    small_town.grant(ada, "official")
    olga = await begins(small_town)
    await writes(olga)
    await olga.presses("보내기")
    assert WORDS in ada.account.screen[-1].text


async def test_a_role_taken_away_ends_the_dialogue(small_town: Town) -> None:
    market_square(small_town)
    olga = await begins(small_town)
    before = len(small_town.all(Opinion))
    lose_roles(small_town)
    assert await olga.says(WORDS) == [olga.words("role.gone")]
    assert (small_town.all(AnswerVersion), len(small_town.all(Opinion))) == ([], before)


async def test_a_role_taken_away_stops_the_sending(town: Town) -> None:
    scene = market_square(town)
    olga = await begins(town)
    await writes(olga)
    lose_roles(town)
    await olga.presses("보내기")
    assert scene.deliveries == []


async def test_words_of_an_expired_step_are_no_opinion_without_the_role(small_town: Town) -> None:
    scene = market_square(small_town)
    ada = scene.citizens[0]
    small_town.grant(ada, "official")
    await ada.says("/summary")
    await ada.presses("2번 주제")
    await ada.presses("답변 쓰기")
    before = len(small_town.all(Opinion))
    lose_roles(small_town)
    await small_town.passes(days=1, hours=1)
    assert await ada.says(WORDS) == [ada.words("role.gone")]
    assert len(small_town.all(Opinion)) == before


async def test_another_agencys_official_can_do_nothing(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await begins(small_town)
    await writes(olga)
    stranger = await official_of(small_town, "bukgu")
    of_topic = [Button(action, scene.topic("도서관").id) for action in ("tp", "an")]
    of_draft = [Button(action, scene.answer.id, state=1) for action in "ch gd dd kd sd".split()]
    said = [await forges(stranger, each) for each in (*of_topic, *of_draft)]
    said += [await forges(stranger, Button(action, 1)) for action in ("sm", "rf")]
    assert [words for words in said if "도서관" in str(words) or WORDS in str(words)] == []
    assert (len(small_town.all(Answer)), scene.answer.state, scene.deliveries) == (1, "draft", [])
    assert small_town.all(AnalysisRun)[-1].state == "done"


async def test_a_citizen_cannot_send_with_a_button_of_their_own(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await begins(small_town)
    await writes(olga)
    ada = scene.citizens[0]
    assert await forges(ada, Button("sd", scene.answer.id, state=1)) == []
    assert (scene.deliveries, ada.account.toasts) == ([], [ada.words("button.forged")])


async def test_a_colleague_cannot_send_ones_draft(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await begins(small_town)
    await writes(olga)
    omar = await small_town.official("Omar")
    said = await forges(omar, Button("sd", scene.answer.id, state=1))
    assert (said, scene.deliveries) == ([omar.words("role.gone")], [])


# --- scenes ---


async def official_of(town: Town, agency: str) -> Citizen:
    """An official of another agency."""
    with town.changing() as session:
        other = Agency(slug=agency, name=agency, created_at=town.clock.now())
        session.add(other)
    return await town.official("Sun", agency)


async def forges(citizen: Citizen, button: Button) -> list[str]:
    """Presses a button that is genuine but for not being theirs to press."""
    data = button.pack(citizen.account.id, town_keys(citizen.town))
    return await citizen.does(lambda account: account.forges(data, 1))


def town_keys(town: Town) -> Keys:
    return town.app.settings.secrets()


def lose_roles(town: Town) -> None:
    with town.changing() as session:
        for role in session.exec(select(Role)):
            session.delete(role)
