"""/new where the agency wants four eyes: nothing opens before a second person has looked."""

from sqlmodel import select

from bot.buttons import Button
from storage.models import Agency, Consultation, ConsultationDraft, LogRow, Review
from tests.bot.planning import STEPS, begins, dismisses, draft, goes_on, opened
from tests.town import Citizen, Town


def wants_four_eyes(town: Town) -> None:
    with town.changing() as session:
        agency = session.exec(select(Agency)).one()
        agency.settings = {"four_eyes": True}
        session.add(agency)


def approver(town: Town, name: str = "Anna") -> Citizen:
    anna = town.citizen(name)
    town.grant(anna, "approver")
    anna.account.starts()
    return anna


async def test_from_the_request_over_a_change_to_the_opening(town: Town) -> None:
    wants_four_eyes(town)
    olga = await begins(town, until="")
    assert olga.buttons == ["확인 부탁하기", "고치기", "그만두기"]
    await olga.presses("확인 부탁하기")
    assert olga.account.screen[-1].text == olga.words("plan_review.nobody")
    town.grant(olga, "approver")  # the author may approve, but not this one
    anna = approver(town)
    await town.settle()
    await olga.says("/new")
    await olga.presses("이어서 쓰기")
    await olga.presses("확인 부탁하기")
    assert olga.account.screen[-1].text == olga.words("plan_review.asked", n=1)
    assert draft(town).state == "review"
    asked = anna.account.screen[-1]
    assert asked.text.startswith("새 마당을 확인해 주세요.\n어린이 놀이터\n")
    assert anna.buttons == ["내용 보기", "이대로 열기", "고쳐 달라고 하기"]

    await anna.presses("내용 보기")
    assert STEPS["question"] in anna.account.screen[-2].text
    assert anna.buttons == ["이대로 열기", "고쳐 달라고 하기"]
    await anna.presses("고쳐 달라고 하기")
    [too_long] = await anna.says("가" * 201)
    assert olga.words("typed_in.too_long", max=200, n=201) in too_long
    assert await anna.says("물음을 <b>짧게</b> 해 주세요") == [anna.words("plan_review.sent_back")]
    told = olga.words("plan_review.changes", line="물음을 <b>짧게</b> 해 주세요")
    assert olga.account.screen[-1].text == told
    assert draft(town).state == "writing"

    await olga.presses("이어서 쓰기")
    await olga.presses("고치기")
    await olga.presses("물음")
    await olga.says("어디가 좋을까요?")
    await olga.presses("확인 부탁하기")
    await anna.presses("이대로 열기")
    [made] = opened(town)
    assert (made.question, made.state) == ("어디가 좋을까요?", "open")
    assert town.all(ConsultationDraft) == []
    assert "다른 한 분이 확인했어요" in olga.account.screen[-1].text
    actions = [row.action for row in town.all(LogRow) if row.action.startswith("review")]
    assert actions == ["review.asked", "review.changes", "review.asked", "review.approved"]


async def test_a_change_while_somebody_looks_voids_the_look(small_town: Town) -> None:
    wants_four_eyes(small_town)
    anna = approver(small_town)
    olga = await begins(small_town, until="")
    await olga.presses("확인 부탁하기")
    await anna.presses("내용 보기")
    before = anna.account.screen[-1].message_id
    await olga.presses("고치기")
    await olga.presses("이름")
    await olga.says("모래 놀이터")
    await anna.does(lambda account: account.presses("이대로 열기", on=before))
    assert opened(small_town) == []
    assert "내용이 바뀌었거나" in anna.account.screen[-1].text
    await olga.presses("확인 부탁하기")
    await anna.does(lambda account: account.presses("이대로 열기"))
    assert [made.title for made in opened(small_town)] == ["모래 놀이터"]
    assert [review.state for review in small_town.all(Review)] == ["void", "approved"]


async def test_the_author_cannot_approve_nor_can_who_was_removed(small_town: Town) -> None:
    wants_four_eyes(small_town)
    anna = approver(small_town)
    olga = await begins(small_town, until="")
    small_town.grant(olga, "admin")
    await olga.presses("확인 부탁하기")
    review = small_town.all(Review)[-1].id
    own = Button("ep", review).pack(olga.account.id, small_town.app.settings.secrets())
    at = olga.account.screen[-1].message_id
    await olga.does(lambda account: account.forges(own, at))
    assert olga.account.toasts[-1] == olga.words("plan_review.own")
    dismisses(small_town)
    await anna.presses("이대로 열기")
    assert anna.account.toasts[-1] == anna.words("button.forged")
    assert opened(small_town) == []


async def test_an_opening_that_has_passed_goes_back_to_its_author(small_town: Town) -> None:
    wants_four_eyes(small_town)
    anna = approver(small_town)
    olga = await begins(small_town, "opens")
    await goes_on(olga, since="opens", opens="내일 9시")
    await olga.presses("확인 부탁하기")
    await small_town.passes(hours=24)
    await anna.presses("이대로 열기")
    assert anna.words("plan_review.unfit") in anna.account.screen[-1].text
    assert olga.account.screen[-1].text == olga.words("plan_review.came_back")
    assert len(small_town.all(Consultation)) == 1
    await olga.presses("이어서 쓰기")
    assert draft(small_town).step == "opens"
