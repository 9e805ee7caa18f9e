"""Who writes nearly what many others wrote is told so, and says whether they mean the same."""

import pytest
from sqlmodel import select

from bot.buttons import Button
from storage.models import Consultation, Family, Likeness, Membership, Opinion
from tests.bot.conftest import Bot
from tests.bot.scenes import Scene
from tests.bot.test_stance import ends, proposes
from tests.town import Citizen, Town

TITLE = "옛 시장 자리 쓰임"
FIRST = "옛 시장 자리에 어린이 도서관을 꼭 지어 주시기 바랍니다"
COPIES = [
    FIRST,
    "옛 시장 자리에 어린이 도서관을 지어 주시기 바랍니다!!",
    "동의합니다. 옛 시장 자리에 어린이 도서관을 꼭 지어 주시기 바랍니다",
    "옛시장자리에 어린이도서관을 꼭 지어주시기 바랍니다 ㅠㅠ",
    "옛 시장 자리에 어린이 도서관 꼭 지어 주시기 바라요",
]
MINE = "옛 시장 자리에 어린이 도서관을 하나 꼭 지어 주시기 바랍니다"
AGAINST = "옛 시장 자리에 어린이 도서관을 짓지 말아 주시기 바랍니다"
OTHER = "골목에 차를 댈 곳이 하나도 없어서 밤마다 빙빙 돌아요"
SAME, APART, READ = "같은 뜻이에요", "조금 달라요", "비슷한 글 읽기"
OWN_ROW = ["내 의견 보기", "거두기"]


def many_wrote(town: Town) -> Scene:
    """Five people sent one text, each a little otherwise; an analysis found it."""
    scene = Scene(town)
    scene.speak(*COPIES, OTHER)
    scene.gathers(도서관=COPIES)
    return scene


async def asked(town: Town, words: str = MINE, language: str = "ko") -> Citizen:
    """Somebody who has written nearly the same and is asked."""
    many_wrote(town)
    ada = town.citizen("Ada", language)
    await ada.agrees()
    await ada.says(words)
    return ada


def said(town: Town) -> list[tuple[int, int, bool]]:
    return [(each.opinion_id, each.other_id, each.same) for each in town.all(Likeness)]


def mine(town: Town) -> int:
    return next(each.id for each in town.all(Opinion) if each.text == MINE)


def hide(town: Town, *texts: str) -> None:
    with town.changing() as session:
        for row in session.exec(select(Opinion)).all():
            if row.text in texts:
                row.state, row.reason = "hidden", "insult"
                session.add(row)


async def test_an_opinion_is_kept_and_then_it_is_said_that_others_wrote_alike(town: Town) -> None:
    many_wrote(town)
    ada = town.citizen()
    await ada.agrees()
    receipt = ada.words("opinion.first", no=1, title=TITLE)
    assert await ada.says(MINE) == [f"{receipt}\n\n{ada.words('similar.offer', n=5)}"]
    assert ada.buttons == [SAME, APART, READ, *OWN_ROW]


@pytest.mark.parametrize("words", [OTHER, "도서관은 필요 없어요", AGAINST])
async def test_other_words_are_asked_nothing(small_town: Town, words: str) -> None:
    ada = await asked(small_town, words)
    assert ada.buttons == OWN_ROW


async def test_four_people_are_too_few_to_be_told_of(small_town: Town) -> None:
    scene = Scene(small_town)
    scene.speak(*COPIES[:4])
    scene.gathers(도서관=COPIES[:4])
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says(MINE)
    assert ada.buttons == OWN_ROW


@pytest.mark.parametrize(
    ("label", "key", "same"), [(SAME, "similar.noted", True), (APART, "similar.apart", False)]
)
async def test_what_they_say_is_noted_where_it_was_asked(
    town: Town, label: str, key: str, same: bool
) -> None:
    ada = await asked(town)
    (bubble,) = await ada.presses(label)
    assert bubble.endswith(ada.words(key))
    assert ada.buttons == OWN_ROW
    assert ada.account.toasts[-1] == ada.words(key)
    assert said(town) == [(mine(town), 1, same)]


@pytest.mark.parametrize("typed", ["같은 뜻", "같은 뜻이에요.", "The same", "1"])
async def test_the_same_can_be_typed(small_town: Town, typed: str) -> None:
    ada = await asked(small_town)
    assert await ada.says(typed) == [ada.words("similar.noted")]
    assert [same for *_, same in said(small_town)] == [True]


@pytest.mark.parametrize("typed", ["달라요", "조금 달라요", "different", "2"])
async def test_apart_can_be_typed(small_town: Town, typed: str) -> None:
    ada = await asked(small_town, language="en")
    assert await ada.says(typed) == [ada.words("similar.apart")]


async def test_others_words_are_read_as_they_wrote_them(town: Town) -> None:
    ada = await asked(town)
    told = (await ada.presses(READ))[-1]
    assert told.splitlines()[1:] == [f"· “{words}”" for words in COPIES[:3]]
    assert ada.buttons == [SAME, APART]
    (bubble,) = await ada.presses(SAME)
    assert bubble.endswith(ada.words("similar.noted"))
    assert ada.buttons == OWN_ROW


async def test_numbers_in_others_words_are_covered(small_town: Town) -> None:
    scene = Scene(small_town)
    with_number = [f"{words} 010-1234-5678" for words in COPIES]
    scene.speak(*with_number)
    scene.gathers(도서관=with_number)
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says(f"{MINE} 010-1234-5678")
    told = (await ada.presses(READ))[-1]
    assert "010-1234" not in told


async def test_the_stance_is_asked_first_and_then_whether_it_is_alike(town: Town) -> None:
    proposes(town)
    ada = await asked(town)
    assert ada.buttons == ["찬성해요", "반대해요", *OWN_ROW]
    (bubble,) = await ada.presses("찬성해요")
    assert bubble.endswith(ada.words("similar.offer", n=5))
    assert ada.buttons == [SAME, APART, READ, "바꿀게요", *OWN_ROW]


async def test_who_sent_it_before_is_not_told_that_others_did(small_town: Town) -> None:
    scene = many_wrote(small_town)
    (first, *_) = scene.citizens
    await first.says(MINE)
    assert first.buttons == OWN_ROW


async def test_an_unanswered_question_is_not_repeated(small_town: Town) -> None:
    ada = await asked(small_town)
    await ada.says(OTHER + " 정말이에요")
    assert ada.buttons == OWN_ROW


async def test_a_second_press_says_the_same_and_the_later_word_counts(small_town: Town) -> None:
    ada = await asked(small_town)
    old = ada.account.screen[-1].message_id
    await ada.does(lambda account: [account.presses(SAME), account.presses(SAME)])
    assert [same for *_, same in said(small_town)] == [True]
    data = Button("si", mine(small_town), "diff", state=1)
    forged = data.pack(ada.account.id, small_town.app.settings.secrets())
    await ada.does(lambda account: account.forges(forged, old))
    assert [same for *_, same in said(small_town)] == [False]


async def test_after_taking_back_nothing_is_noted(small_town: Town) -> None:
    ada = await asked(small_town)
    old = ada.account.screen[-1].message_id
    await ada.presses("거두기")
    forged = Button("si", mine(small_town), "same", state=1)
    data = forged.pack(ada.account.id, small_town.app.settings.secrets())
    await ada.does(lambda account: account.forges(data, old))
    assert ada.account.toasts[-1] == ada.words("button.spent")
    assert said(small_town) == []


async def test_after_the_end_nothing_is_noted_and_that_is_said(town: Town) -> None:
    ada = await asked(town)
    ends(town)
    (bubble,) = await ada.presses(SAME)
    assert "같은 뜻인지는 적지 않았어요" in bubble
    assert said(town) == []


async def test_where_the_first_was_hidden_the_next_stands_for_all(town: Town) -> None:
    ada = await asked(town)
    hide(town, FIRST)
    await ada.presses(SAME)
    assert said(town) == [(mine(town), 2, True)]


async def test_where_all_were_hidden_nothing_is_left_to_be_alike(small_town: Town) -> None:
    ada = await asked(small_town)
    hide(small_town, *COPIES)
    (bubble,) = await ada.presses(READ)
    assert bubble.endswith(ada.words("similar.gone"))
    assert said(small_town) == []


async def test_somebody_elses_opinion_is_not_spoken_for(small_town: Town) -> None:
    ada = await asked(small_town)
    eve = small_town.citizen("Eve")
    await eve.agrees()
    await eve.says(OTHER)
    stolen = Button("si", mine(small_town), "same", state=1)
    data = stolen.pack(eve.account.id, small_town.app.settings.secrets())
    await eve.does(lambda account: account.forges(data, account.screen[-1].message_id))
    assert eve.account.toasts[-1] == ada.words("button.spent")
    assert said(small_town) == []


async def test_new_words_are_not_what_was_spoken_about(small_town: Town) -> None:
    ada = await asked(small_town)
    await ada.presses(SAME)
    message = next(m for m in ada.account.chat.messages.values() if m.text == MINE)
    await ada.does(lambda account: account.edits(message.message_id, OTHER))
    assert said(small_town) == []


async def test_the_family_lives_on_when_its_first_is_erased(town: Town) -> None:
    scene = many_wrote(town)
    assert [(row.opinion_id, row.people) for row in town.all(Family)] == [(1, 5)]
    (first, *_) = scene.citizens
    await first.says("/forget")
    await first.presses(first.label("erase_all"))
    assert [(row.opinion_id, row.people) for row in town.all(Family)] == [(2, 4)]
    assert {row.family for row in town.all(Membership)} == {2, None}


async def test_who_is_forgotten_leaves_no_word_on_it(small_town: Town) -> None:
    ada = await asked(small_town)
    await ada.presses(SAME)
    await ada.says("/forget")
    await ada.presses(ada.label("leave_words"))
    assert said(small_town) == []


async def test_my_data_tells_what_one_said_of_it(small_town: Town) -> None:
    ada = await asked(small_town)
    await ada.presses(APART)
    told = await ada.says("/mydata")
    assert any("비슷한 글에 대해: 조금 다름" in each for each in told)


async def test_an_analysis_is_told_who_means_the_same(small_town: Town) -> None:
    from deliberation.grouping import analysis

    ada = await asked(small_town)
    await ada.presses(SAME)
    with small_town.changing() as session:
        work = small_town.work(session)
        asked_about = session.exec(select(Consultation.id)).first()
        before = analysis.before(work, asked_about or 0)
    assert before.together == ((str(mine(small_town)), "1"),)


async def test_an_official_reads_how_many_sent_one_text_and_counts_it_once(town: Town) -> None:
    scene = many_wrote(town)
    scene.speak(*(f"{OTHER} {n}번 골목" for n in range(4)))
    scene.gathers(도서관=COPIES)
    olga = await town.official()
    (briefing,) = await olga.says("/summary")
    assert "같은 글을 묶으면 2건이에요" in briefing
    told = (await olga.presses("1번 주제"))[-1]
    assert f"같은 글 5명: “{FIRST}”" in told
    assert "사이에" not in told


async def test_a_burst_of_copies_is_said_to_be_one_and_nothing_is_hidden(small_town: Town) -> None:
    scene = Scene(small_town)
    copies = [f"{FIRST}{'!' * n}" for n in range(12)]
    scene.speak(*copies)
    scene.gathers(도서관=copies)
    olga = await small_town.official()
    await olga.says("/summary")
    told = (await olga.presses("1번 주제"))[-1]
    assert "1분 사이에 12명이 보냈어요. 숨긴 것은 없어요." in told
    assert {each.state for each in small_town.all(Opinion)} == {"received"}


async def test_a_bot_that_was_killed_after_asking_takes_the_answer(a_bot: Bot) -> None:
    async with a_bot() as town:
        ada = await asked(town)
    town.clock.advance(60)
    ada.account.sends("같은 뜻")
    async with a_bot() as town:
        await town.settle()
        assert ada.account.screen[-1].text == ada.words("similar.noted")
        assert [same for *_, same in said(town)] == [True]
