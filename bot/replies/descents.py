"""How a topic came about, in words: what is new since the last look, and what became of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot import texts
from bot.turn import View
from deliberation.grouping.lineage import Change

TOLD = 3  # changes in the view of one topic
NAME = 30
_A_WEEK = 7


def mark(view: View, news: Change | None, look: datetime, now: datetime, zone: str) -> texts.Markup:
    """Behind a topic in the briefing; nothing where nothing is new about it."""
    if news is None:
        return texts.Markup("")
    return view.say(f"lineage.mark.{news.kind}", day=_since_when(view, look, now, zone))


def _since_when(view: View, look: datetime, now: datetime, zone: str) -> str:
    """The hour of today, a weekday of this week, else the date: 10:05, Monday, 2 Nov."""
    then, today = look.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    days = (today - then.date()).days
    if days < 1:
        return f"{then:%H:%M}"
    form = "EEEE" if days < _A_WEEK else view.say("lineage.date_form")
    written: str = format_date(then.date(), form, locale=view.language)
    return written


def history(view: View, changes: tuple[Change, ...], zone: str) -> texts.Markup:
    """A line each, the newest first, for the view of one topic."""
    return view.lines(*(_told(view, each, zone) for each in changes[:TOLD]))


def _told(view: View, change: Change, zone: str) -> texts.Markup:
    day = view.day(change.at.astimezone(ZoneInfo(zone)).date())
    others = texts.joined([texts.excerpt(name, NAME) for name in change.others], ", ")
    return view.say(f"lineage.{change.kind}", day=day, others=others)
