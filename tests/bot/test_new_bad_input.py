"""/new: what cannot be taken as an answer, and what becomes of it when time goes by."""

import pytest

from storage.models import Consultation
from tests.bot.planning import STEPS, begins, draft, founds, goes_on, opened
from tests.town import Citizen, Town

HIDDEN = "\u200b\u200e어린이\u2060 놀이터\u202e"


async def refused(town: Town, step: str, words: str) -> tuple[Citizen, str]:
    """The official, and what was said first, where this answer leaves the step open."""
    olga = await begins(town, until=step)
    before = draft(town)
    [said] = await olga.says(words)
    assert (draft(town).step, draft(town).version) == (step, before.version)
    assert draft(town).content == before.content
    return olga, said.split("\n")[1]


async def test_a_title_of_4096_characters(small_town: Town) -> None:
    olga, said = await refused(small_town, "title", "가" * 4096)
    assert said == olga.words("typed_in.too_long", max=40, n=4096)


@pytest.mark.parametrize(
    ("step", "most"),
    {"title": 40, "question": 200, "goal": 200, "department": 40, "other_ways": 200}.items(),
)
async def test_one_character_more_than_there_may_be(small_town: Town, step: str, most: int) -> None:
    olga, said = await refused(small_town, step, "가" * (most + 1))
    assert said == olga.words("typed_in.too_long", max=most, n=most + 1)
    await olga.says("가" * most)
    assert draft(small_town).step != step


@pytest.mark.parametrize("words", ["\u200b\u200d", "\u3164", "\u2800"])
async def test_words_nobody_can_see(small_town: Town, words: str) -> None:
    olga, said = await refused(small_town, "title", words)
    assert said == olga.words("typed_in.empty")


async def test_a_picture_is_no_answer(small_town: Town) -> None:
    olga = await begins(small_town)
    [said] = await olga.does(lambda account: account.photo())
    assert olga.words("typed_in.empty") in said


@pytest.mark.parametrize("words", ["놀이터를 지을까요?", "놀이터？"])
async def test_a_name_that_asks(small_town: Town, words: str) -> None:
    olga, said = await refused(small_town, "title", words)
    assert said == olga.words("typed_in.question_mark")


async def test_a_name_with_html_is_just_text(small_town: Town) -> None:
    name = "<b>놀이터</b> & <a href='x'>숲</a>"
    olga = await begins(small_town)
    await olga.says(name)
    await goes_on(olga, since="question")
    assert name in olga.account.screen[-2].text
    await olga.presses("지금 열기")
    assert opened(small_town)[0].title == name


async def test_what_cannot_be_seen_is_left_out_of_a_name(small_town: Town) -> None:
    olga = await begins(small_town)
    await olga.says(HIDDEN + "\n둘")
    assert draft(small_town).content["title"] == "어린이 놀이터 둘"


@pytest.mark.parametrize(
    ("words", "key"),
    {
        "2월 30일": "not_on_calendar",
        "4월 31일 9시": "not_on_calendar",
        "12월 1일 25시": "not_on_calendar",
        "언젠가": "not_understood",
    }.items(),
)
@pytest.mark.parametrize("step", ["opens", "closes"])
async def test_a_time_there_is_not(small_town: Town, step: str, words: str, key: str) -> None:
    olga, said = await refused(small_town, step, words)
    assert said == olga.words(f"typed_in.{key}", text=words)


async def test_a_day_there_is_not(small_town: Town) -> None:
    olga, said = await refused(small_town, "answer_due", "2월 30일")
    assert said == olga.words("typed_in.not_on_calendar", text="2월 30일")


@pytest.mark.parametrize("step", ["opens", "closes"])
async def test_the_past(small_town: Town, step: str) -> None:
    olga, said = await refused(small_town, step, "오늘 8시")
    assert said == olga.words("typed_in.passed", when="2026년 11월 23일(월) 08:00")


async def test_closing_before_opening(small_town: Town) -> None:
    olga = await begins(small_town, until="opens")
    await olga.says("12월 1일 9시")
    [said] = await olga.says("11월 30일 18시")
    assert said.split("\n")[1] == olga.words(
        "typed_in.closes_too_early",
        opens="2026년 12월 1일(화) 09:00",
        closes="2026년 11월 30일(월) 18:00",
    )


async def test_an_answer_before_the_closing(small_town: Town) -> None:
    olga, said = await refused(small_town, "answer_due", "12월 30일")
    day, end = "2026년 12월 30일(수)", "2026년 12월 31일(목)"
    assert said == olga.words("typed_in.due_too_early", due=day, closes=end)


async def test_24_00_is_said_back_as_the_beginning_of_the_next_day(small_town: Town) -> None:
    olga = await begins(small_town, until="closes")
    [said] = await olga.says("12월 1일 24:00")
    assert said.split("\n")[1] == olga.words("typed_in.read", when="2026년 12월 2일(수) 00:00")


async def test_an_hour_that_was_not_said_is_told(small_town: Town) -> None:
    olga = await begins(small_town, until="closes")
    [said] = await olga.says("12월 1일")
    read = olga.words("typed_in.read", when="2026년 12월 1일(화) 18:00")
    assert said.split("\n")[1:3] == [read, olga.words("typed_in.assumed_hour")]


async def test_an_hour_that_the_clocks_skip(small_town: Town) -> None:
    olga = await in_berlin(small_town)
    [said] = await olga.says("2027-03-28 02:30")
    assert olga.words("typed_in.never_that_hour", text="2027-03-28 02:30") in said


async def test_an_hour_that_comes_twice_is_said_back_as_the_first(small_town: Town) -> None:
    olga = await in_berlin(small_town)
    [said] = await olga.says("2027-10-31 02:30")
    assert olga.words("typed_in.twice") in said
    assert draft(small_town).content["opens"] == "2027-10-31T00:30:00+00:00"


async def test_times_are_read_and_told_in_the_agencys_zone(small_town: Town) -> None:
    olga = await in_berlin(small_town)
    await olga.says("12월 1일 9시")
    await olga.says("12월 31일 18시")
    await olga.presses("건너뛰기")
    await olga.presses("먼저 보이기")
    await olga.presses("1년")
    await olga.presses("그대로 쓰기")
    assert "2026년 12월 1일(화) 09:00" in olga.account.screen[-1].text
    await olga.presses("이 때에 열기")
    made = small_town.all(Consultation)[-1]
    assert (made.timezone, made.opens_at.isoformat()) == (
        "Europe/Berlin",
        "2026-12-01T08:00:00+00:00",
    )


async def in_berlin(town: Town) -> Citizen:
    """An official of an agency there has come to the opening."""
    founds(town, "berlin", "베를린", "Europe/Berlin")
    olga = town.citizen("Olga")
    town.grant(olga, "official", "berlin")
    await olga.says("/new")
    await goes_on(olga, until="opens")
    return olga


@pytest.mark.parametrize("slug", ["가나다", "ab", "a" * 33, "old market", "a_b"])
async def test_a_short_name_no_link_can_hold(small_town: Town, slug: str) -> None:
    olga, said = await refused(small_town, "slug", slug)
    assert said == olga.words("typed_in.bad_slug")


async def test_a_short_name_that_is_taken(small_town: Town) -> None:
    olga, said = await refused(small_town, "slug", "old-market")
    assert said == olga.words("typed_in.slug_taken", slug="old-market")


async def test_a_short_name_that_was_taken_meanwhile(small_town: Town) -> None:
    olga = await begins(small_town, until="")
    small_town.puts(slug=STEPS["slug"])
    await olga.presses("지금 열기")
    taken = olga.words("typed_in.slug_taken", slug=STEPS["slug"])
    assert taken in olga.account.screen[-1].text
    await olga.says("another-name")
    await olga.presses("지금 열기")
    assert small_town.all(Consultation)[-1].slug == "another-name"


async def test_an_opening_that_passed_while_nobody_pressed(small_town: Town) -> None:
    olga = await begins(small_town, until="opens")
    await goes_on(olga, since="opens", opens="내일 9시")
    await small_town.passes(hours=24)
    await olga.presses("이 때에 열기")
    passed = olga.words("typed_in.passed", when="2026년 11월 24일(화) 09:00")
    assert passed in olga.account.screen[-1].text
    await olga.presses("지금")
    pressed_at = small_town.clock.now()
    await olga.presses("지금 열기")
    assert opened(small_town)[0].opens_at == pressed_at


async def test_a_later_opening_asks_for_the_closing_again(small_town: Town) -> None:
    olga = await begins(small_town, until="")
    await olga.presses("고치기")
    await olga.presses("여는 때")
    [said] = await olga.says("2027년 1월 5일 9시")
    assert draft(small_town).step == "closes"
    assert "2027년 1월 5일(화) 09:00보다 뒤" in said


@pytest.mark.parametrize(
    ("words", "department", "phone"),
    [
        ("공원과 02-000-1111", "공원과", "02-000-1111"),
        ("공원과, (02) 000-1111", "공원과", "(02) 000-1111"),
        ("공원과(02-000-1111)", "공원과", "02-000-1111"),
        ("+82 2 000 1111", "", "+82 2 000 1111"),
        ("공원 2과", "공원 2과", ""),
        ("공원과", "공원과", ""),
    ],
)
async def test_department_and_telephone_are_told_apart(
    small_town: Town, words: str, department: str, phone: str
) -> None:
    olga = await begins(small_town, until="department")
    await olga.says(words)
    content = draft(small_town).content
    assert (content["department"], content["phone"]) == (department, phone)
