"""What was typed for a step: said back as it was understood, or why it cannot be taken."""

from datetime import date

from bot import texts
from bot.turn import View
from deliberation.dates import Moment, NeverThatHour, NotOnCalendar, NotUnderstood
from deliberation.founding import (
    AnswerDueTooEarly,
    BadSlug,
    ClosesTooEarly,
    KeptTooShortly,
    NoSuchAgency,
    NoSuchKind,
    SlugTaken,
    WrongLength,
)
from deliberation.plan_steps import Passed, QuestionMark, Wrong

QUOTED = 40  # UTF-16 units of what was typed


def said_back(view: View, read: Moment | date, zone: str) -> texts.Markup:
    """Times are said back, so that nothing is guessed in silence."""
    if not isinstance(read, Moment):
        return view.say("typed_in.read", when=view.day(read))
    parts = [view.say("typed_in.read", when=view.when(read.at, zone))]
    if read.assumed_hour:
        parts.append(view.say("typed_in.assumed_hour"))
    if read.twice:
        parts.append(view.say("typed_in.twice"))
    return view.lines(*parts)


def wrong(view: View, why: Wrong, zone: str) -> texts.Markup:
    match why:
        case WrongLength(length=0):
            return view.say("typed_in.empty")
        case WrongLength():
            return view.say("typed_in.too_long", max=why.longest, n=why.length)
        case QuestionMark():
            return view.say("typed_in.question_mark")
        case BadSlug():
            return view.say("typed_in.bad_slug")
        case SlugTaken():
            return view.say("typed_in.slug_taken", slug=why.slug)
        case NoSuchAgency() | NoSuchKind() | KeptTooShortly():
            return view.say("typed_in.unfit")
        case _:
            return _wrong_time(view, why, zone)


def _wrong_time(
    view: View,
    why: NotOnCalendar
    | NotUnderstood
    | NeverThatHour
    | Passed
    | ClosesTooEarly
    | AnswerDueTooEarly,
    zone: str,
) -> texts.Markup:
    match why:
        case NotOnCalendar():
            return view.say("typed_in.not_on_calendar", text=texts.excerpt(why.text, QUOTED))
        case NotUnderstood():
            return view.say("typed_in.not_understood", text=texts.excerpt(why.text, QUOTED))
        case NeverThatHour():
            return view.say("typed_in.never_that_hour", text=texts.excerpt(why.text, QUOTED))
        case Passed():
            return view.say("typed_in.passed", when=view.when(why.at, zone))
        case ClosesTooEarly():
            opens, closes = view.when(why.opens, zone), view.when(why.closes, zone)
            return view.say("typed_in.closes_too_early", opens=opens, closes=closes)
        case AnswerDueTooEarly():
            due, closes = view.day(why.due), view.day(why.closes)
            return view.say("typed_in.due_too_early", due=due, closes=closes)
