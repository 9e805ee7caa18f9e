"""What waits for an answer: the board, the reminders, and what everybody may know."""

from datetime import date

from sqlmodel import select

from storage import debts
from storage.models import Answer, Assignment, Audience, Commitment, Role
from tests.answering import writes
from tests.bot.scenes import Scene, market_square
from tests.bot.test_delivery_of_answers import answers
from tests.bot.test_handing import head_of
from tests.town import Citizen, Town


async def hands_over(town: Town, olga: Citizen, number: int, department: str, due: str) -> None:
    await olga.says("/summary")
    await olga.says(f"/assign {number}")
    await olga.says(department)
    await olga.says(due)
    await olga.presses("건너뛰기")


async def test_the_board_has_what_is_over_its_date_first_and_how_answering_went(
    town: Town,
) -> None:
    scene = market_square(town)
    olga = await town.official()
    await hands_over(town, olga, 3, "장터과", "11월 25일")
    await town.passes(days=4)
    (board,) = await olga.says("/debt")
    assert board.splitlines() == [
        "답을 기다리는 분 9명, 주제 3개예요.",
        "여러 주제에 쓰신 분은 주제마다 세요.",
        "",
        "1 장터 · 2명 · 4일째 · 기한 2026년 11월 25일(수)에서 2일 지남 · 장터과",
        "2 주차장 · 4명 · 4일째 · 기한 2026년 12월 31일(목)",
        "3 도서관 · 3명 · 4일째 · 기한 2026년 12월 31일(목)",
    ]
    await answers(town, "1번 주제", "주차장을 짓기로 했습니다")
    rates(town, "yes", "yes", "yes", "no")
    (board,) = await olga.says("/debt")
    assert "주제 2개" in board
    assert "보통 4일 만에 답했어요." in board
    assert "%" not in board  # four people are few
    interim(town, scene)
    assert "도서관" in (await olga.says("/debt"))[0]


async def test_after_an_answer_to_everybody_nobody_waits(town: Town) -> None:
    market_square(town)
    olga = await town.official()
    await olga.says("/summary")
    await olga.says("/reply")
    await olga.presses("모두에게 답하기")
    await writes(olga)
    await olga.presses("보내기")
    (board,) = await olga.says("/debt")
    assert board.startswith(olga.words("debt.none"))


def rates(town: Town, *ratings: str) -> None:
    """What people said of the newest answer."""
    with town.changing() as session:
        for row, rating in zip(session.exec(select(Audience)).all(), ratings, strict=True):
            row.rating = rating
            session.add(row)


def interim(town: Town, scene: Scene, topic: str = "도서관") -> None:
    """An interim answer that has gone out."""
    now = town.clock.now()
    with town.changing() as session:
        session.add(
            Answer(
                consultation_id=1,
                topic_id=scene.topic(topic).id,
                state="sent",
                number=9,
                verdict="interim",
                created_at=now,
                confirmed_at=now,
            )
        )


async def test_an_answer_and_its_correction_are_one_answer(town: Town) -> None:
    """What people said last counts once, and so does what the answer says last."""
    market_square(town)
    olga = await answers(town, "1번 주제", "주차장을 짓기로 했습니다")
    rates(town, "no", "no", "no", "yes")
    now = town.clock.now()
    with town.changing() as session:
        given = session.exec(select(Answer)).one()
        like = given.model_dump(exclude={"id", "number", "corrects", "verdict"})
        right = Answer(**{**like, "corrects": given.id, "verdict": "interim", "confirmed_at": now})
        session.add(right)
        session.flush()
        for row in session.exec(select(Audience)).all()[:3]:
            again = Audience(answer_id=right.id, participation_id=row.participation_id)
            session.add(again)
            again.rating = "yes"
        session.flush()
        assert debts.ratings(session, [1]) == {"yes": 4}
        assert len(debts.answered(session, [1])) == 1
    (board,) = await olga.says("/debt")
    assert "주제 3개" in board  # the last word is an interim one: they wait


async def test_a_department_is_reminded_once_by_day_and_its_head_after_some_days(
    small_town: Town,
) -> None:
    market_square(small_town)
    hana = await head_of(small_town, "장터과")
    ole = await small_town.official("Ole")
    with small_town.changing() as session:
        role = session.exec(select(Role).where(Role.role == "official")).one()
        role.department_id = 1
        session.add(role)
    olga = await small_town.official()
    await hands_over(small_town, olga, 3, "장터과", "11월 25일")
    mine, heads = ole.account.mark, hana.account.mark
    await small_town.passes(days=2, hours=13)  # 23:00 of the day itself
    assert [got.text for got in ole.account.inbox_since(mine)] == []
    await small_town.passes(hours=3)
    assert [got.text for got in ole.account.inbox_since(mine)] == []  # it is night
    await small_town.passes(hours=7)
    late = ole.words("debt.overdue", department="장터과", name="장터", days=1, people=2)
    assert [got.text for got in ole.account.inbox_since(mine)] == [late]
    await small_town.passes(days=1)
    await small_town.passes(days=2)
    (told,) = [got.text for got in hana.account.inbox_since(heads)]
    assert "기한이 4일 지났어요" in told
    await small_town.passes(days=5)
    assert len(ole.account.inbox_since(mine)) == len(hana.account.inbox_since(heads)) == 1
    await hana.presses("기한 고치기")
    assert (await hana.says("12월 20일"))[0].startswith("적어 둔 때")
    assert small_town.all(Assignment)[0].ended_at is None
    await ole.presses("중간 답변 쓰기")
    assert await ole.says("살펴보고 있어요.") == [ole.words("answer.ask.due")]
    copy, _ = await ole.says("12월 20일")
    assert "마지막 답은 2026년 12월 20일(일)까지" in copy


async def test_an_interim_answer_is_answer_enough_for_a_reminder(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    await hands_over(small_town, olga, 2, "도서관과", "11월 25일")
    interim(small_town, scene)
    mark = olga.account.mark
    await small_town.passes(days=9)
    assert olga.account.inbox_since(mark) == []
    assert "기한 2026년 11월 25일(수)에서 7일 지남" in (await olga.says("/debt"))[0]


async def test_everybody_may_know_who_asks_and_how_they_answer(town: Town) -> None:
    scene = market_square(town)
    await answers(town, "1번 주제", "주차장을 짓기로 했습니다")
    with town.changing() as session:
        for number, status in enumerate(("done", "late"), start=1):
            session.add(promise(town, number, status))
    ada = scene.citizens[0]
    (told,) = await ada.says("/about")
    assert told.splitlines() == [
        "중앙구청에서 의견을 여쭤요.",
        "",
        "· 마당 1곳에 의견을 주신 분: 10명",
        "· 아직 답을 기다리는 주제: 2개",
        "보통 하루 안에 답했어요.",
        "· 약속 2건 가운데 지킨 것 1건, 늦은 것 1건",
        "· 물어보실 곳: 도시재생과 02-000-0000",
    ]
    bob = town.citizen("Bob", "en")
    assert (await bob.says("/about"))[0].startswith("중앙구청 asks for opinions here.")
    assert await bob.says("/debt") == [bob.words("command.unknown")]


def promise(town: Town, number: int, status: str) -> Commitment:
    now = town.clock.now()
    return Commitment(
        agency_id=1,
        consultation_id=1,
        number=number,
        what="열람실",
        lead="도서관과",
        measure="문을 열면",
        due=date(2026, 12, 31),
        stage="prompt",
        status=status,
        made_at=now,
        changed_at=now,
    )
