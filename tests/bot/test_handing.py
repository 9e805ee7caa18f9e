"""A topic is handed to a department, by a day, with a note; its people are told."""

from sqlmodel import select

from storage.models import Assignment, Department, LogRow, Role
from tests.bot.scenes import market_square
from tests.town import Citizen, Town


async def head_of(town: Town, department: str, name: str = "Hana") -> Citizen:
    """Somebody who answers for a department, which is made for them."""
    head = town.citizen(name)
    town.grant(head, "head")
    with town.changing() as session:
        made = Department(agency_id=1, name=department, created_at=town.clock.now())
        session.add(made)
        session.flush()
        role = session.exec(select(Role).where(Role.role == "head")).one()
        role.department_id = made.id
        session.add(role)
    await head.starts()
    return head


async def opens_topic(town: Town, topic: str = "2번 주제") -> Citizen:
    olga = await town.official()
    await olga.says("/summary")
    await olga.presses(topic)
    return olga


async def test_a_topic_goes_to_a_department_whose_people_are_told(town: Town) -> None:
    market_square(town)
    hana = await head_of(town, "도서관과")
    olga = await opens_topic(town)
    asked = olga.words("assign.to_whom", name="도서관", max=20)
    assert (await olga.presses("부서에 맡기기"))[-1] == asked
    assert olga.buttons == ["도서관과", "그만두기"]
    assert (await olga.presses("도서관과"))[0].startswith("도서관과에 맡겨요.")
    read = "2026년 12월 1일(화)"
    (note,) = await olga.says("12월 1일")
    assert note.startswith(olga.words("typed_in.read", when=read))
    mark = hana.account.mark
    (done,) = await olga.says("어린이 자리를 <b>먼저</b> 봐 주세요")
    assert done.splitlines() == [
        olga.words("topic.assign", name="도서관", department="도서관과", due=read),
        olga.words("assign.told", n=1),
    ]
    (told,) = [got.text for got in hana.account.inbox_since(mark)]
    assert "기한: 2026년 12월 1일(화)." in told
    assert "“어린이 자리를 <b>먼저</b> 봐 주세요”" in told
    assert (await hana.presses("주제 보기"))[-1].endswith("맡은 곳: 도서관과, 2026년 12월 1일(화)")


async def test_a_department_is_made_by_its_name_and_a_date_moved_back_is_said_and_kept(
    small_town: Town,
) -> None:
    market_square(small_town)
    olga = await opens_topic(small_town)
    await olga.presses("부서에 맡기기")
    assert (await olga.says("도" * 21))[0].startswith(olga.words("typed_in.too_long", max=20, n=21))
    await olga.says("<i>공원과</i>")
    assert "달력에 없는 때" in (await olga.says("2월 30일"))[0]
    assert (await olga.says("어제"))[0].startswith("언제")
    await olga.says("11월 30일")
    (done,) = await olga.presses("건너뛰기")
    assert done.endswith(olga.words("assign.told_nobody"))
    assert "<i>공원과</i>에 맡겼어요" in done
    await olga.says("/summary")
    (asked,) = await olga.says("/assign 2")
    assert "지금 맡은 곳: <i>공원과</i>, 2026년 11월 30일(월)" in asked
    await olga.says("공원과")  # another one: signs do not make a name the same
    await olga.presses("뒤로")
    await olga.presses("<i>공원과</i>")
    await olga.says("12월 7일")
    (later,) = await olga.says("건너뛰기")
    assert later.endswith(olga.words("assign.moved_back", old="2026년 11월 30일(월)"))
    first, second = small_town.all(Assignment)
    assert (first.ended_at is None, second.ended_at is None) == (False, True)
    kept = [row.details for row in small_town.all(LogRow) if row.action == "topic.handed"]
    assert (kept[1]["before"], kept[1]["due"]) == ("2026-11-30", "2026-12-07")


async def test_handing_over_can_be_stopped_and_an_old_skip_hands_nothing(small_town: Town) -> None:
    market_square(small_town)
    olga = await opens_topic(small_town)
    await olga.presses("부서에 맡기기")
    await olga.says("도서관과")
    await olga.says("12월 1일")
    with_skip = olga.account.screen[-1].message_id
    await olga.says("/cancel")
    await olga.does(lambda account: account.presses("건너뛰기", with_skip))
    assert small_town.all(Assignment) == []
    assert await olga.says("/assign 9") == [olga.words("topic.no_such_number", command="/assign")]
    assert await olga.says("/assign 둘") == [olga.words("topic.no_such_number", command="/assign")]


async def test_an_official_removed_in_mid_dialogue_hands_nothing_over(small_town: Town) -> None:
    market_square(small_town)
    olga = await opens_topic(small_town)
    await olga.presses("부서에 맡기기")
    with small_town.changing() as session:
        session.delete(session.exec(select(Role)).one())
    assert await olga.says("도서관과") == [olga.words("role.gone")]
    assert small_town.all(Department) == []
