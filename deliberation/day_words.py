"""How a day and an hour can be said, in Korean and in English: one table each.

A reader is given what the groups of its pattern found, and today. It raises ValueError or
OverflowError where the calendar has no such day.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

Said = tuple[str, ...]

WEEKDAYS = {
    name: n
    for names in ("월화수목금토일", "mon tue wed thu fri sat sun".split())
    for n, name in enumerate(names)
}
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
PARTS_OF_DAY = {
    "새벽": range(7),
    "오전": range(12),
    "아침": range(5, 12),
    "낮": range(10, 18),
    "오후": range(12, 24),
    "저녁": range(17, 24),
    "밤": range(18, 25),
    "am": range(12),
    "pm": range(12, 24),
}
"""Which hours of 24 each may mean: 밤 12시 is the end of a day, 낮 12시 its middle."""

NUMERALS = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8}
NUMERALS |= {"아홉": 9, "열": 10, "열한": 11, "열두": 12}
SPANS = {
    "하루": 1,
    "이틀": 2,
    "사흘": 3,
    "나흘": 4,
    "열흘": 10,
    "보름": 15,
    "일주일": 7,
    "a week": 7,
}
NEAR = {"오늘": 0, "today": 0, "내일": 1, "tomorrow": 1, "모레": 2, "내일모레": 2, "글피": 3}
NEAR |= {"day after tomorrow": 2, "the day after tomorrow": 2}
WHICH = {"이번": 0, "이": 0, "this": 0, "다음": 1, "내": 1, "next": 1, "다다음": 2}
YEARS = {"올해": 0, "내년": 1}


def any_of(words: Iterable[str]) -> str:
    """A pattern that finds any of the words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


WEEKDAY = (
    r"(?:([월화수목금토일])요일|\b(mon|tue|wed|thu|fri|sat|sun)(?:(?:s|nes|rs|ur)?day)?\b"
    r"|(?<!\S)([월화수목금토일])(?!\S))"
)
_MONTH = rf"\b({'|'.join(MONTHS)})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\b\.?"
_PART = any_of(part for part in PARTS_OF_DAY if not part.isascii())


def _full(said: Said, today: date) -> date:
    year, month, day = map(int, said)
    return date(year, month, day)


def _month_day(said: Said, today: date) -> date:
    return _coming(int(said[0]), int(said[1]), today)


def _coming(month: int, day: int, today: date) -> date:
    """The next such day, today or later; this year and the next are looked at."""
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError("no such day")


def _of_year(said: Said, today: date) -> date:
    """5 January of this year, or of the next."""
    return date(today.year + YEARS[said[0]], int(said[1]), int(said[2]))


def _month_named(said: Said, today: date) -> date:
    month = MONTHS.index(said[0]) + 1
    if len(said) > 2:
        return date(int(said[2]), month, int(said[1]))
    return _coming(month, int(said[1]), today)


def _day_before_month(said: Said, today: date) -> date:
    return _month_named((said[1], said[0], *said[2:]), today)


def _of_month(said: Said, today: date) -> date:
    """The 5th of this month, or of the next."""
    first = _months_after(today.replace(day=1), WHICH[said[0]])
    return first.replace(day=int(said[1]))


def _near(said: Said, today: date) -> date:
    return today + timedelta(days=NEAR[said[0]])


def _of_week(said: Said, today: date) -> date:
    """Friday of this week, or of the next; weeks begin on Monday."""
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(weeks=WHICH[said[0]], days=WEEKDAYS[said[1]])


def _weekday(said: Said, today: date) -> date:
    """The next one after today."""
    return today + timedelta(days=(WEEKDAYS[said[0]] - today.weekday() - 1) % 7 + 1)


def _days_on(said: Said, today: date) -> date:
    return today + timedelta(days=int(said[0]))


def _weeks_on(said: Said, today: date) -> date:
    return today + timedelta(weeks=int(said[0]))


def _span_on(said: Said, today: date) -> date:
    return today + timedelta(days=SPANS[said[0]])


def _months_on(said: Said, today: date) -> date:
    return _months_after(today, int(said[0]))


def _months_after(day: date, months: int) -> date:
    """The same day so many months later. ValueError where that month is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    return day.replace(year=day.year + years, month=month + 1)


Reader = Callable[[Said, date], date]

DAYS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(rf"(?<![\d.]){pattern}"), read)
    for pattern, read in (
        (r"(\d{4}) ?[-./년] ?(\d{1,2}) ?[-./월] ?(\d{1,2})(?!\d) ?(?:일|\.|t(?=\d))?", _full),
        (rf"({any_of(YEARS)}) ?(\d{{1,2}}) ?월 ?(\d{{1,2}}) ?일", _of_year),
        (r"(\d{1,2}) ?월 ?(\d{1,2}) ?일", _month_day),
        (r"(\d{1,2}) ?[./] ?(\d{1,2})(?!\d)\.?", _month_day),
        (rf"(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}(?: (\d{{4}}))?(?!\d)", _day_before_month),
        (rf"{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?(?: (\d{{4}}))?(?![\d:])", _month_named),
        (r"(이번|다음|이|내) ?달 ?(\d{1,2}) ?일", _of_month),
        (rf"({any_of(NEAR)})", _near),
        (rf"(이번|다음|다다음) ?주 ?{WEEKDAY}", _of_week),
        (rf"(this|next) {WEEKDAY}", _of_week),
        (r"(\d{1,4}) ?일 ?[뒤후]", _days_on),
        (r"in (\d{1,4}) days?", _days_on),
        (r"(\d{1,4}) ?주일? ?[뒤후]", _weeks_on),
        (r"in (\d{1,4}) weeks?", _weeks_on),
        (r"(\d{1,4}) ?(?:달|개월) ?[뒤후]", _months_on),
        (r"in (\d{1,4}) months?", _months_on),
        (rf"({any_of(SPANS)}) ?[뒤후]", _span_on),
        (r"in (a week)", _span_on),
        (WEEKDAY, _weekday),
    )
)
"""The most exact first: a pattern, and who reads what it finds."""

CLOCKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:(?P<part>{_PART}) ?)?(?P<hour>\d{{1,2}}) ?시"
        r"(?: ?(?:(?P<minute>\d{1,2}) ?분|(?P<half>반)))?",
        rf"(?:(?P<part>{_PART}) ?)?(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})",
        r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))? ?(?P<part>am|pm)",
    )
)
NOON = ("정오", "noon")
NOW = ("지금", "지금 바로", "바로", "now", "right now")
SOON = re.compile(r"(\d{1,4}) ?(시간|분) ?[뒤후]|in (\d{1,4}) (hour|minute)s?")
BESIDE = re.compile(r"^(?:at|on|from|until|till|by) |(?: ?(?:정각|에|부터|까지)| (?:at|on))$")
"""Words beside a time that do not change it."""
