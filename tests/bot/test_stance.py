"""For or against a proposal: asked below an opinion, once a person, and never guessed."""

import pytest
from sqlmodel import select

from bot.buttons import Button
from storage.models import Consultation, Opinion, Participation
from tests.bot.conftest import Bot
from tests.town import BUSES, MARKET, Citizen, Town

TITLE, PROPOSAL = "옛 시장 자리 쓰임", "옛 시장 자리에 공원을 만든다"
WORDS, MORE = "어린이 도서관이 있으면 좋겠어요", "나무를 많이 심어 주세요"
FOR, AGAINST, CHANGE = "찬성해요", "반대해요", "바꿀게요"
OWN_ROW = ["내 의견 보기", "거두기"]


def proposes(town: Town, proposal: str | None = PROPOSAL, slug: str = MARKET) -> None:
    with town.changing() as session:
        asked = session.exec(select(Consultation).where(Consultation.slug == slug)).one()
        asked.proposal = proposal
        session.add(asked)


def ends(town: Town) -> None:
    now = town.clock.now()
    with town.changing() as session:
        asked = session.get_one(Consultation, 1)
        asked.state, asked.closed_at = "closed", now
        session.add(asked)
    town.clock.advance(1)


def stances(town: Town) -> list[str | None]:
    return [each.stance for each in town.all(Participation)]


async def asked(town: Town, language: str = "ko") -> Citizen:
    """Somebody who has written and is asked."""
    proposes(town)
    ada = town.citizen("Ada", language)
    await ada.agrees()
    await ada.says(WORDS)
    return ada


def data_of(ada: Citizen) -> str:
    """The button with which this person says that they are for it."""
    return Button("st", 1, "for", state=1).pack(ada.account.id, ada.town.app.settings.secrets())


def question(ada: Citizen) -> str:
    return ada.words("stance.ask", proposal=PROPOSAL)


def noted(ada: Citizen, name: str) -> str:
    return ada.words("stance.noted", stance=ada.label(name))


async def test_an_opinion_is_confirmed_and_then_the_stance_is_asked(small_town: Town) -> None:
    proposes(small_town)
    ada = small_town.citizen()
    await ada.agrees()
    receipt = ada.words("opinion.first", no=1, title=TITLE)
    assert await ada.says(WORDS) == [f"{receipt}\n\n{question(ada)}"]
    assert ada.buttons == [FOR, AGAINST, *OWN_ROW]


async def test_without_a_proposal_nothing_is_asked(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says(WORDS)
    assert ada.buttons == OWN_ROW


@pytest.mark.parametrize(("label", "stance"), [(FOR, "for"), (AGAINST, "against")])
async def test_the_choice_is_noted_where_it_was_asked(town: Town, label: str, stance: str) -> None:
    ada = await asked(town)
    (bubble,) = await ada.presses(label)
    assert bubble.endswith(noted(ada, f"stance_{stance}"))
    assert ada.buttons == [CHANGE, *OWN_ROW]
    assert ada.account.toasts[-1] == noted(ada, f"stance_{stance}")
    assert stances(town) == [stance]


async def test_it_is_asked_until_it_is_chosen_and_not_again(small_town: Town) -> None:
    ada = await asked(small_town)
    (second,) = await ada.says(MORE)
    assert second.endswith(question(ada))
    await ada.presses(FOR)
    (third,) = await ada.says("그늘도 있으면 해요")
    assert third == ada.words("opinion.next", no=3, title=TITLE)
    assert ada.buttons == OWN_ROW


@pytest.mark.parametrize("typed", ["찬성", "찬성해요.", "찬성합니다", "for", "I am for it", "1"])
async def test_it_can_be_typed(small_town: Town, typed: str) -> None:
    ada = await asked(small_town)
    assert await ada.says(typed) == [noted(ada, "stance_for")]
    assert stances(small_town) == ["for"]
    assert len(small_town.all(Opinion)) == 1


@pytest.mark.parametrize("typed", ["반대", "반대합니다", "against", "2"])
async def test_against_can_be_typed_in_english_too(small_town: Town, typed: str) -> None:
    ada = await asked(small_town, "en")
    await ada.says(typed)
    assert stances(small_town) == ["against"]


@pytest.mark.parametrize("typed", ["바꿀게요", "바꾸기", "change"])
async def test_who_changes_their_mind_counts_once_with_the_later_choice(
    small_town: Town, typed: str
) -> None:
    ada = await asked(small_town)
    await ada.presses(FOR)
    assert await ada.says(typed) == [question(ada)]
    assert stances(small_town) == ["for"]
    await ada.says("반대")
    assert stances(small_town) == ["against"]


async def test_the_change_button_asks_in_a_new_bubble(small_town: Town) -> None:
    ada = await asked(small_town)
    await ada.presses(FOR)
    assert question(ada) in await ada.presses(CHANGE)
    assert ada.buttons == [FOR, AGAINST]
    (bubble,) = await ada.presses(AGAINST)
    assert bubble.endswith(noted(ada, "stance_against"))
    assert ada.buttons == [CHANGE, *OWN_ROW]


async def test_a_second_press_says_the_same(small_town: Town) -> None:
    ada = await asked(small_town)
    mark = len(ada.account.toasts)
    await ada.does(lambda account: [account.presses(FOR), account.presses(FOR)])
    assert ada.account.toasts[mark:] == [noted(ada, "stance_for")] * 2
    assert stances(small_town) == ["for"]


async def test_an_old_button_still_holds(small_town: Town) -> None:
    ada = await asked(small_town)
    old = ada.account.screen[-1].message_id
    await ada.says(MORE)
    await ada.presses(FOR)
    await ada.does(lambda account: account.presses(AGAINST, old))
    assert stances(small_town) == ["against"]


async def test_somebody_elses_button_does_nothing(small_town: Town) -> None:
    ada = await asked(small_town)
    eve = small_town.citizen("Eve")
    await eve.agrees()
    await eve.says(MORE)
    stolen = data_of(ada)
    await eve.does(lambda account: account.forges(stolen, account.screen[-1].message_id))
    assert eve.account.toasts[-1] == eve.words("button.forged")
    assert stances(small_town) == [None, None]


async def test_after_the_end_no_stance_is_taken_and_that_is_said(town: Town) -> None:
    ada = await asked(town)
    ends(town)
    (bubble,) = await ada.presses(FOR)
    assert "찬반은 적지 않았어요" in bubble
    assert "그대로 있어요" in bubble
    assert stances(town) == [None]


async def test_after_the_end_the_choice_before_stays(small_town: Town) -> None:
    ada = await asked(small_town)
    await ada.presses(FOR)
    ends(small_town)
    (bubble,) = await ada.presses(CHANGE)
    assert "바꾸지 않았어요" in bubble
    assert "앞서 고르신 ‘찬성해요’는 그대로" in bubble
    assert stances(small_town) == ["for"]


async def test_a_proposal_that_went_away_is_not_chosen_about(small_town: Town) -> None:
    ada = await asked(small_town)
    proposes(small_town, None)
    (bubble,) = await ada.presses(FOR)
    assert "이제 찬반을 물을 제안이 없어요" in bubble
    assert stances(small_town) == [None]
    await ada.says(MORE)
    assert ada.buttons == OWN_ROW


async def test_who_has_taken_the_opinion_back_may_still_say_it(small_town: Town) -> None:
    ada = await asked(small_town)
    old = ada.account.screen[-1].message_id
    data = data_of(ada)
    await ada.presses("거두기")
    (bubble,) = await ada.does(lambda account: account.forges(data, old))
    assert bubble.endswith(noted(ada, "stance_for"))
    assert ada.buttons == [CHANGE]
    assert stances(small_town) == ["for"]


async def test_the_stance_is_one_of_the_consultation_it_was_asked_in(small_town: Town) -> None:
    small_town.puts()
    proposes(small_town, "버스를 늘린다", BUSES)
    ada = await asked(small_town)
    await ada.agrees(BUSES)
    (receipt,) = await ada.says("버스가 더 자주 와야 해요")
    assert "이 마당의 제안: 버스를 늘린다" in receipt
    await ada.presses(AGAINST)
    assert stances(small_town) == [None, "against"]


async def test_who_is_forgotten_leaves_no_stance_with_their_words(small_town: Town) -> None:
    ada = await asked(small_town)
    await ada.presses(FOR)
    await ada.says("/forget")
    await ada.presses(ada.label("leave_words"))
    assert stances(small_town) == [None]
    assert [each.text for each in small_town.all(Opinion)] == [WORDS]


async def test_an_old_button_of_who_was_forgotten_is_over(small_town: Town) -> None:
    ada = await asked(small_town)
    old, data = ada.account.screen[-1].message_id, data_of(ada)
    await ada.says("/forget")
    await ada.presses(ada.label("erase_all"))
    await ada.does(lambda account: account.forges(data, old))
    assert ada.account.toasts[-1] == ada.words("button.spent")


async def test_my_data_tells_the_stance_in_words(small_town: Town) -> None:
    ada = await asked(small_town)
    await ada.presses(FOR)
    told = await ada.says("/mydata")
    assert any("제안에 대한 생각: 찬성" in each for each in told)


async def test_a_stance_is_asked_by_question_and_picture_alike(small_town: Town) -> None:
    proposes(small_town)
    ada = small_town.citizen()
    await ada.agrees()
    (receipt,) = await ada.says("공원은 언제 만드나요?")
    assert receipt.endswith(question(ada))
    assert await ada.does(lambda account: account.photo("여기에 나무를요")) != []
    assert ada.buttons[:2] == [FOR, AGAINST]


async def test_days_later_the_button_still_holds(small_town: Town) -> None:
    ada = await asked(small_town)
    await small_town.passes(days=3)
    await ada.presses(AGAINST)
    assert stances(small_town) == ["against"]


async def test_a_bot_that_was_killed_after_asking_takes_the_answer(a_bot: Bot) -> None:
    async with a_bot() as town:
        ada = await asked(town)
    town.clock.advance(60)
    ada.account.sends("찬성")
    async with a_bot() as town:
        await town.settle()
        assert ada.account.screen[-1].text == noted(ada, "stance_for")
        assert stances(town) == ["for"]
