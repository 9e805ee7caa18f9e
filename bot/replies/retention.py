"""Words whose time is over: what officials are told before, and what everybody reads afterwards."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot import texts
from bot.bubbles import Bubble
from bot.turn import View
from deliberation.privacy.held import WordsOver
from deliberation.privacy.retention import Soon
from storage.models import Consultation

TITLE = 40


def day(view: View, at: datetime, zone: str) -> str:
    return view.day(at.astimezone(ZoneInfo(zone)).date())


def gone(view: View, asked: Consultation) -> texts.Markup:
    """Since when there is nothing to be read; "" as long as there is."""
    if asked.erasing_at is None:
        return texts.Markup("")
    return view.say("span.gone", day=day(view, asked.erasing_at, asked.timezone))


def soon(view: View, told: Soon) -> Bubble:
    """To whoever works for the agency, a week before."""
    asked = told.consultation
    words = view.say(
        "span.go",
        title=texts.excerpt(asked.title, TITLE),
        span=view.days(asked.retention_days),
        day=day(view, told.at, asked.timezone),
    )
    waits = [view.say("span.go_unanswered", n=told.unanswered)] if told.unanswered else []
    return Bubble(view.lines(words, *waits))


def over(view: View, each: WordsOver) -> texts.Markup:
    """A line of what is held about a person: of this, nothing any more."""
    title = texts.excerpt(each.title, TITLE)
    return view.say("mydata.words_over", title=title, agency=each.agency, at=view.when(each.at))
