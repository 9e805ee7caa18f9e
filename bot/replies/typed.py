"""What was typed for a step: said back as it was understood, or why it cannot be taken."""

from bot import texts
from bot.turn import View
from deliberation.answering.attachments import MEGABYTE, FileTooBig
from deliberation.asking.founding import (
    AnswerDueTooEarly,
    BadSlug,
    ClosesTooEarly,
    KeptTooShortly,
    NoSuchAgency,
    NoSuchKind,
    NoSuchProcedure,
    SlugTaken,
    WrongLength,
)
from deliberation.asking.goals import Goal
from deliberation.asking.plan_checks import (
    ChooseOne,
    Fits,
    NoLink,
    Passed,
    QuestionMark,
    Understood,
    Wrong,
)
from deliberation.dates import Moment, NeverThatHour, NotOnCalendar, NotUnderstood

QUOTED = 40  # UTF-16 units of what was typed


def said_back(view: View, read: Understood, zone: str) -> texts.Markup:
    """What was understood is said back, so that nothing is guessed in silence."""
    match read:
        case Moment():
            return _moment(view, read, zone)
        case Goal():
            return goal(view, read.people, read.answered)
        case Fits():
            return view.say(f"new.fits.{read.aim}", kind=view.say(f"kind.{read.kind}"))
        case _:
            return view.say("typed_in.read", when=view.day(read))


def goal(view: View, people: int | None, answered: int | None) -> texts.Markup:
    """The numbers of a goal, as far as there are any."""
    numbers = [
        *([view.say("goal.people", n=people)] if people else []),
        *([view.say("goal.answered", share=answered)] if answered else []),
    ]
    if not numbers:
        return view.say("goal.no_numbers")
    return view.say("goal.numbers", numbers=texts.joined(numbers, ", "))


def _moment(view: View, read: Moment, zone: str) -> texts.Markup:
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
        case ChooseOne():
            return view.say("typed_in.choose_one")
        case NoLink():
            return view.say("typed_in.no_link")
        case FileTooBig():
            return file_too_big(view, why)
        case NoSuchAgency() | NoSuchKind() | NoSuchProcedure() | KeptTooShortly():
            return view.say("typed_in.unfit")
        case _:
            return _wrong_time(view, why, zone)


def file_too_big(view: View, why: FileTooBig) -> texts.Markup:
    mb, most = -(-why.size // MEGABYTE), why.most // MEGABYTE
    return view.say("typed_in.file_too_big", mb=mb, max=most)


def unread_day(view: View, why: NotOnCalendar | NotUnderstood) -> texts.Markup:
    """A day that cannot be read."""
    name = "not_on_calendar" if isinstance(why, NotOnCalendar) else "not_understood"
    return view.say(f"typed_in.{name}", text=texts.excerpt(why.text, QUOTED))


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
