"""A second person looks at an answer where the agency wants four eyes."""

from datetime import UTC, datetime

from sqlmodel import select

from bot.buttons import Button
from storage.models import Agency, LogRow
from tests.answering import WORDS, writes
from tests.bot.scenes import Scene, market_square
from tests.bot.test_official_answers import begins, begins_at, forges, lose_roles
from tests.town import Citizen, Town

LATE = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)  # half past ten in the evening in Seoul


async def with_four_eyes(town: Town) -> tuple[Scene, Citizen, Citizen]:
    """A library in need of an answer, an official who writes it, and somebody who may approve."""
    scene = market_square(town)
    with town.changing() as session:
        agency = session.exec(select(Agency)).one()
        agency.settings = {"four_eyes": True}
        session.add(agency)
    olga = await begins(town)
    ann = town.citizen("Ann")
    town.grant(ann, "approver")
    await ann.starts()
    return scene, olga, ann


def newest(citizen: Citizen) -> str:
    return citizen.account.screen[-1].text


async def test_an_answer_goes_out_when_a_second_person_approves(town: Town) -> None:
    scene, olga, ann = await with_four_eyes(town)
    copy, _ = await writes(olga)
    assert olga.buttons == ["확인 부탁하기", "고치기", "파일 붙이기", "그만두기"]
    sneaked = await forges(olga, Button("sd", scene.answer.id, state=scene.answer.version))
    assert (scene.deliveries, sneaked[-1]) == ([], olga.words("answer.preview", people=3))
    await olga.presses("확인 부탁하기")
    assert newest(olga).endswith(olga.words("review.asked", n=1))
    asked = ann.words("review.answer", author="담당자 1", name="도서관", people=3)
    assert newest(ann) == asked
    assert ann.buttons == ["내용 보기", "보내도 돼요", "고쳐 달라고 하기"]
    review = Button("rv", 1, state=scene.answer.version)
    refused = await forges(olga, review)
    assert (refused, scene.deliveries) == ([olga.words("role.gone")], [])
    town.grant(olga, "admin")  # who wrote it cannot approve it, whatever their role
    await forges(olga, review)
    assert (olga.account.toasts[-1], scene.deliveries) == (olga.words("review.own"), [])
    await ann.presses("내용 보기")
    assert copy in [got.text for got in ann.account.screen]
    (approved,) = await ann.presses("보내도 돼요")
    assert approved.endswith(ann.words("send.begun", people=3))
    assert (scene.deliveries, newest(scene.citizens[0])) == (["sent"] * 3, copy)
    done = ("answer.confirmed", "review.approved", "review.asked")
    assert sorted({row.action for row in town.all(LogRow)} & set(done)) == list(done)
    await forges(ann, review)
    assert scene.deliveries == ["sent"] * 3
    await town.passes(seconds=3)
    assert "다 보냈어요" in newest(olga)


async def test_what_changed_since_is_not_approved(small_town: Town) -> None:
    scene, olga, ann = await with_four_eyes(small_town)
    await writes(olga)
    await olga.presses("확인 부탁하기")
    await begins_at(olga)
    await olga.presses("이어서 쓰기")
    assert (olga.words("review.waits") in newest(olga), olga.buttons) == (
        True,
        ["고치기", "파일 붙이기", "그만두기"],
    )
    await olga.presses("고치기")
    await olga.says("다시 쓴 답변입니다.")
    await ann.presses("보내도 돼요")
    assert (newest(ann).endswith(ann.words("review.moved")), scene.deliveries) == (True, [])
    await olga.presses("확인 부탁하기")
    await ann.presses("고쳐 달라고 하기")
    await ann.says("날짜를 적어 주세요")
    assert newest(ann) == ann.words("review.changes_asked")
    told = olga.words("review.changes", who="확인하는 사람 1", line="날짜를 적어 주세요")
    assert (newest(olga), olga.buttons) == (told, ["고치기", "버리기"])
    await olga.presses("고치기")
    await olga.says(WORDS)
    await olga.presses("확인 부탁하기")
    small_town.clock.advance((LATE - small_town.clock.now()).total_seconds())
    await ann.presses("보내도 돼요")
    start = "2026년 11월 24일(화) 08:00"
    assert newest(ann).endswith(ann.words("send.night", start=start, people=3))
    await ann.presses("보내기 멈추기")
    assert newest(ann) == ann.words("send.stopped_before")
    await small_town.passes(hours=12)
    assert (scene.deliveries, scene.answer.state) == ([], "stopped")


async def test_who_may_only_approve_reads_a_topic_and_is_offered_no_work(small_town: Town) -> None:
    _, _, ann = await with_four_eyes(small_town)
    await ann.says("/summary")
    await ann.presses("2번 주제")
    assert newest(ann).startswith("주제 2: 도서관")
    assert ann.buttons == ["글 더 보기"]


async def test_where_nobody_could_approve_that_is_said(small_town: Town) -> None:
    scene, olga, _ = await with_four_eyes(small_town)
    await writes(olga)
    lose_roles(small_town)
    small_town.grant(olga, "official")
    await olga.presses("확인 부탁하기")
    assert (newest(olga), scene.deliveries) == (olga.words("review.nobody"), [])
