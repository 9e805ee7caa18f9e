"""What people type for a time: understood as a whole or not at all, and never guessed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot import texts
from deliberation import dates
from deliberation.dates import Moment, NeverThatHour, NotOnCalendar, NotUnderstood, Unread

SEOUL, BERLIN = ZoneInfo("Asia/Seoul"), ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SEOUL)  # a Monday


def read(text: str, zone: ZoneInfo = SEOUL, now: datetime = NOW) -> Moment | Unread:
    return dates.moment(text, now, zone, otherwise=time(9))


def local(text: str, zone: ZoneInfo = SEOUL, now: datetime = NOW) -> str:
    moment = read(text, zone, now)
    assert isinstance(moment, Moment), moment
    return moment.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("text", "meant"),
    {
        "지금": "2026-11-23 10:00",
        "3시간 뒤": "2026-11-23 13:00",
        "12월 1일 9시": "2026-12-01 09:00",
        "12월1일9시": "2026-12-01 09:00",
        "１２월 １일 ９시": "2026-12-01 09:00",
        "12월 1일 오전 9시 30분": "2026-12-01 09:30",
        "12월 1일 저녁 6시": "2026-12-01 18:00",
        "12월 1일(화) 저녁 여섯 시 반": "2026-12-01 18:30",
        "12월 1일 낮 12시": "2026-12-01 12:00",
        "12월 1일 정오": "2026-12-01 12:00",
        "12월 1일 오전 12시": "2026-12-01 00:00",
        "12월 1일 18시까지": "2026-12-01 18:00",
        "내일 9시": "2026-11-24 09:00",
        "오후 3시 내일": "2026-11-24 15:00",
        "내일모레 9시": "2026-11-25 09:00",
        "다음 주 금요일 18시": "2026-12-04 18:00",
        "금요일 18시": "2026-11-27 18:00",
        "다음 달 5일 9시": "2026-12-05 09:00",
        "이달 30일 9시": "2026-11-30 09:00",
        "올해 12월 31일 18시": "2026-12-31 18:00",
        "내년 1월 5일 9시": "2027-01-05 09:00",
        "일주일 뒤 9시": "2026-11-30 09:00",
        "9시": "2026-11-24 09:00",
        "11시": "2026-11-23 11:00",
        "2026-12-01 09:00": "2026-12-01 09:00",
        "2026-12-01T09:00": "2026-12-01 09:00",
        "2026.12.1. 9시": "2026-12-01 09:00",
        "12/1 18:00": "2026-12-01 18:00",
    }.items(),
)
def test_korean_times_are_understood(text: str, meant: str) -> None:
    assert local(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    {
        "now": "2026-11-23 10:00",
        "in 2 hours": "2026-11-23 12:00",
        "1 December 9:00": "2026-12-01 09:00",
        "18:00 on 1 December": "2026-12-01 18:00",
        "Dec 1, 9am": "2026-12-01 09:00",
        "December 1st 2026, 9:30 p.m.": "2026-12-01 21:30",
        "tomorrow 9:00": "2026-11-24 09:00",
        "the day after tomorrow 9am": "2026-11-25 09:00",
        "next Friday 18:00": "2026-12-04 18:00",
        "Friday 12pm": "2026-11-27 12:00",
        "Tuesday 12 am": "2026-11-24 00:00",
    }.items(),
)
def test_english_times_are_understood(text: str, meant: str) -> None:
    assert local(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    {
        "12월 1일": "2026-12-01 09:00",
        "3일 뒤": "2026-11-26 09:00",
        "2주 뒤": "2026-12-07 09:00",
        "한 달 뒤": "2026-12-23 09:00",
        "사흘 뒤": "2026-11-26 09:00",
        "글피": "2026-11-26 09:00",
        "in 3 days": "2026-11-26 09:00",
        "in a week": "2026-11-30 09:00",
    }.items(),
)
def test_a_day_without_an_hour_gets_one_that_is_marked_as_assumed(text: str, meant: str) -> None:
    assert local(text) == meant
    assert read(text) == Moment(read_at(meant), assumed_hour=True)


def read_at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=SEOUL).astimezone(UTC)


@pytest.mark.parametrize("text", ["12월 1일 24:00", "12월 1일 24시", "12월 1일 밤 12시"])
def test_24_00_is_the_end_of_that_day(text: str) -> None:
    assert local(text) == "2026-12-02 00:00"


def test_a_day_without_a_year_is_the_next_such_day() -> None:
    assert local("11월 23일 18시") == "2026-11-23 18:00"
    assert local("11월 22일 18시") == "2027-11-22 18:00"


@pytest.mark.parametrize(
    "text",
    [
        "2월 30일",
        "30 February",
        "4월 31일 9시",
        "2027-02-29 09:00",
        "2월 29일",  # of the next February, which has none
        "12월 1일 25시",
        "12월 1일 24:30",
        "12월 1일 9시 60분",
        "12월 1일 금요일",  # it is a Tuesday
        "13/1 9:00",
        "0000-01-01",
        "9999-12-31 24:00",
    ],
)
def test_what_is_not_on_the_calendar_is_not_bent(text: str) -> None:
    assert read(text) == NotOnCalendar(text)


def test_29_february_is_there_in_a_leap_year() -> None:
    assert local("2028-02-29 09:00") == "2028-02-29 09:00"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "언젠가",
        "soon",
        "12월 1일 9",
        "12월 1일 밤 2시",  # of which night?
        "12월 1일 자정",  # its beginning or its end?
        "01.12.2026",  # January or December?
        "내일 9시쯤에 열까 해요",
        "오전 15시",
        "9" * 4096,
    ],
)
def test_what_could_mean_something_else_is_not_understood(text: str) -> None:
    assert read(text) == NotUnderstood(text)


def test_an_hour_that_the_clocks_skip_never_comes() -> None:
    text = "2027-03-28 02:30"
    assert read(text, BERLIN) == NeverThatHour(text)
    assert local("2027-03-28 03:30", BERLIN) == "2027-03-28 03:30"


def test_an_hour_that_comes_twice_is_the_first_and_is_marked() -> None:
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert read("2027-10-31 02:30", BERLIN) == Moment(first, twice=True)


def test_a_day_keeps_its_hour_across_a_change_of_clocks() -> None:
    before = datetime(2027, 3, 27, 10, 0, tzinfo=BERLIN)
    assert local("내일 9시", BERLIN, before) == "2027-03-28 09:00"


def test_a_day_is_enough_where_a_day_is_asked_for() -> None:
    assert dates.day("12월 31일", NOW, SEOUL) == date(2026, 12, 31)
    assert dates.day("2월 30일", NOW, SEOUL) == NotOnCalendar("2월 30일")
    assert dates.day("곧", NOW, SEOUL) == NotUnderstood("곧")


@given(some.integers(1, 35_000_000), some.sampled_from(("ko", "en")))
def test_what_the_bot_writes_it_can_read(minutes: int, language: str) -> None:
    minute = NOW + timedelta(minutes=minutes)
    assert read(texts.when(minute, language, SEOUL)) == Moment(minute.astimezone(UTC))


@given(some.text(max_size=40))
def test_whatever_is_typed_gets_an_outcome(text: str) -> None:
    assert isinstance(read(text), Moment | NotOnCalendar | NotUnderstood | NeverThatHour)


def test_spans_are_counted_from_now() -> None:
    moment = read("90분 뒤")
    assert isinstance(moment, Moment)
    assert moment.at - NOW == timedelta(minutes=90)
