"""/new by a procedure: how long it is usually open, on which law it rests, what there is to read,
and what would be a success."""

from datetime import UTC, date, datetime

import pytest

from deliberation.answering.attachments import MEGABYTE
from deliberation.asking import goals
from deliberation.asking.goals import Goal
from deliberation.asking.periods import period
from storage.models import Consultation
from tests.bot.planning import STEPS, begins, draft, goes_on, opened
from tests.town import Citizen, Town


async def by_notice(town: Town, until: str) -> Citizen:
    """An official plans an administrative notice, and has come to this step."""
    olga = await begins(town, "other_ways", procedure="행정예고")
    assert olga.account.screen[-1].text.endswith(olga.words("new.legal_basis"))
    await olga.says("행정절차법 제46조")
    await goes_on(olga, until, since="other_ways")
    return olga


async def test_a_short_period_of_a_procedure_has_to_be_meant(small_town: Town) -> None:
    olga = await by_notice(small_town, "closes")
    asked = olga.words(
        "new.closes_usual", procedure="행정예고", min=20, earliest="2026년 12월 13일(일)"
    )
    assert olga.account.screen[-1].text == "\n".join([olga.words("new.head", i=13, n=17), asked])
    [warned] = await olga.says("12월 7일")
    short = olga.words("new.period", days=14, procedure="행정예고", min=20, holidays="없음")
    assert warned.endswith(short)
    assert warned.startswith(olga.words("new.head", i=13, n=17))
    assert olga.buttons == ["날짜 다시 적기", "알고 있어요, 이대로", "뒤로", "그만두기"]
    [told] = await olga.says("괜찮아요")
    assert olga.words("typed_in.choose_one") in told
    await olga.presses("날짜 다시 적기")
    assert draft(small_town).step == "closes"
    await olga.says("12월 8일")
    await olga.presses("알고 있어요, 이대로")
    await goes_on(olga, since="answer_due")
    await olga.presses("고치기")
    await olga.presses("마치는 때")
    [warned] = await olga.says("12월 9일")  # it was another period that was meant so
    assert "여는 기간이 16일이에요" in warned
    await olga.says("이대로")
    await olga.presses("지금 열기")
    [made] = opened(small_town)
    assert (made.procedure, made.legal_basis) == ("administrative", "행정절차법 제46조")
    ada = small_town.citizen()
    question, _ = await ada.starts(STEPS["slug"])
    assert "절차: 행정예고 (행정절차법 제46조)" in question
    assert "읽을거리: https://park.example/plan" in question
    assert "한국어나 영어로 적어 주세요." in question


async def test_a_long_period_is_not_asked_about_until_days_have_gone_by(small_town: Town) -> None:
    olga = await by_notice(small_town, "closes")
    await olga.says("12월 13일 24시")
    assert draft(small_town).step == "answer_due"
    await goes_on(olga, since="answer_due")
    await small_town.passes(hours=20)
    await olga.presses("지금 열기")
    assert "여는 기간이 19일이에요" in olga.account.screen[-1].text
    assert opened(small_town) == []
    await olga.presses("알고 있어요, 이대로")
    await olga.presses("지금 열기")
    assert len(opened(small_town)) == 1


async def test_a_procedure_needs_a_department_and_other_ways(small_town: Town) -> None:
    olga = await begins(small_town, "department", procedure="입법예고")
    assert "건너뛰기" not in olga.buttons
    await olga.says(STEPS["department"])
    await olga.says("행정절차법 제41조")
    assert olga.buttons == ["뒤로", "그만두기"]


def test_holidays_within_a_period_are_named_in_the_readers_language() -> None:
    new_year = period(
        datetime(2027, 1, 31, 0, 0, tzinfo=UTC),
        datetime(2027, 2, 20, 9, 0, tzinfo=UTC),
        "Asia/Seoul",
    )
    found = new_year.holidays("ko")
    assert (new_year.days, found[date(2027, 2, 7)]) == (20, "설날")
    assert new_year.holidays("en").keys() == found.keys()
    assert new_year.holidays("en")[date(2027, 2, 7)] != "설날"
    abroad = period(
        datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 9, tzinfo=UTC), "Europe/Berlin"
    )
    assert abroad.holidays("ko") == {}


async def test_a_file_to_read_is_sent_on_to_citizens(small_town: Town) -> None:
    olga = await begins(small_town, "background")
    await olga.says("도면이요")
    assert olga.words("typed_in.no_link") in olga.account.screen[-1].text
    await olga.does(lambda account: account.document("도면.pdf", bytes(60 * MEGABYTE)))
    too_big = olga.words("typed_in.file_too_big", mb=60, max=20)
    assert too_big in olga.account.screen[-1].text
    assert draft(small_town).step == "background"
    await olga.does(lambda account: account.document("<b>도면</b>.pdf", b"%PDF plan"))
    await goes_on(olga, since="languages")
    assert "· 읽을거리: <b>도면</b>.pdf" in olga.account.screen[-1].text
    await olga.presses("지금 열기")
    ada = small_town.citizen()
    await ada.starts(STEPS["slug"])
    await ada.presses("읽을거리 보기")
    got = ada.account.screen[-1]
    assert (got.text, got.content) == ("읽을거리: 어린이 놀이터", b"%PDF plan")


async def test_a_picture_to_read_and_a_span_of_ones_own(small_town: Town) -> None:
    olga = await begins(small_town, "background")
    await olga.does(lambda account: account.photo())
    await goes_on(olga, "retention", since="languages")
    [refused] = await olga.says("오래오래")
    assert olga.words("typed_in.choose_one") in refused
    await goes_on(olga, since="retention", retention="90일")
    await olga.presses("지금 열기")
    made = small_town.all(Consultation)[-1]
    assert (made.background["kind"], made.retention_days) == ("photo", 90)


@pytest.mark.parametrize(
    ("words", "people", "answered"),
    [
        ("300명, 90%", 300, 90),
        ("1,200명이 말하고 주제의 80퍼센트에 답하기", 1200, 80),
        ("3천 명", 3000, None),
        ("２만 명이 참여", 20000, None),
        ("300 people, answer 90 percent", 300, 90),
        ("모두 답하기", None, None),
        ("100명에서 300명", None, None),
        ("0명, 150%", None, None),
        ("5명 <b>99%</b>", 5, 99),
    ],
)
def test_the_numbers_of_a_goal(words: str, people: int | None, answered: int | None) -> None:
    assert goals.read(words) == Goal(words, people, answered)
