"""The end of a consultation in words: for who sets it, and for everybody who took part."""

from typing import assert_never

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies.arriving import answer_due
from bot.replies.briefing import which
from bot.replies.typed import said_back, wrong
from bot.turn import View
from deliberation.asking import tidings
from deliberation.asking.closing import (
    ClosedNow,
    Ended,
    Extended,
    MayClose,
    StillToOpen,
    UntilWhen,
    WhichEnd,
    WhyLater,
)
from deliberation.outcomes import NotYours
from storage.models import Consultation

Closing = MayClose | ClosedNow | Ended | StillToOpen | NotYours
Extending = UntilWhen | WhyLater | Extended | Ended | NotYours


def which_to_close(view: View, outcome: WhichEnd) -> Reply:
    if not outcome.consultations:
        return one(Bubble(view.say("close.none")))
    return one(which(view, outcome.consultations, lambda asked: Button("cl", asked)))


def which_to_extend(view: View, outcome: WhichEnd) -> Reply:
    if not outcome.consultations:
        return one(Bubble(view.say("extend.none")))
    return one(which(view, outcome.consultations, lambda asked: Button("ex", asked)))


def closing(view: View, outcome: Closing) -> Reply:
    match outcome:
        case MayClose():
            return one(_ask_close(view, outcome.consultation)).fresh()
        case ClosedNow():
            words = view.say("close.done", title=outcome.consultation.title)
            return one(Bubble(words, how="add"), words.plain)
        case Ended():
            return _ended(view, outcome.consultation)
        case StillToOpen():
            asked = outcome.consultation
            opens = view.when(asked.opens_at, asked.timezone)
            words = view.say("close.still_to_open", title=asked.title, opens=opens)
            return one(Bubble(words)).fresh()
        case NotYours():
            return _not_yours(view)
        case _:
            assert_never(outcome)


def left_open(view: View) -> Reply:
    words = view.say("close.left_open")
    return one(Bubble(words, how="add"), words.plain)


def _ask_close(view: View, asked: Consultation) -> Bubble:
    closes = view.when(asked.closes_at, asked.timezone)
    keys = (
        view.key("close_now", Button("cl", asked.id, "y")),
        view.key("leave_open", Button("cl", asked.id, "n")),
    )
    return Bubble(view.say("close.ask", title=asked.title, closes=closes), (keys,))


def _ended(view: View, asked: Consultation) -> Reply:
    time = view.when(asked.closed_at or asked.closes_at, asked.timezone)
    words = view.say("close.already", title=asked.title, time=time)
    return Reply((Bubble(how="strip"), Bubble(words)), words.plain)


def _not_yours(view: View) -> Reply:
    return one(Bubble(view.say("close.not_yours"))).fresh()


def extending(view: View, outcome: Extending) -> Reply:
    match outcome:
        case UntilWhen():
            return one(_until_when(view, outcome)).fresh()
        case WhyLater():
            return one(_why_later(view, outcome))
        case Extended():
            return one(_extended(view, outcome))
        case Ended():
            return _ended(view, outcome.consultation)
        case NotYours():
            return _not_yours(view)
        case _:
            assert_never(outcome)


def _until_when(view: View, outcome: UntilWhen) -> Bubble:
    asked = outcome.consultation
    closes = view.when(asked.closes_at, asked.timezone)
    words = view.say("extend.ask", title=asked.title, closes=closes)
    if outcome.wrong is not None:
        words = view.lines(wrong(view, outcome.wrong, asked.timezone), "", words)
    stop = ((view.key("stop", Button("ss")),),)
    return Bubble(words, stop, how="reply" if outcome.wrong else "new")


def _why_later(view: View, outcome: WhyLater) -> Bubble:
    zone = outcome.consultation.timezone
    why = wrong(view, outcome.wrong, zone) if outcome.wrong else None
    words = view.lines(why or said_back(view, outcome.closes, zone), "", view.say("extend.reason"))
    return Bubble(words, ((view.key("stop", Button("ss")),),), how="reply")


def _extended(view: View, outcome: Extended) -> Bubble:
    asked = outcome.consultation
    closes = view.when(asked.closes_at, asked.timezone)
    words = view.say("extend.done", title=asked.title, closes=closes)
    if outcome.due is not None:
        words = view.lines(words, view.say("extend.due_sooner", due=view.day(outcome.due)))
    return Bubble(words)


def thanks(view: View, told: tidings.Over) -> Bubble:
    """To somebody who takes part, when no more opinions are taken."""
    asked = told.consultation
    if not told.opinions:
        return Bubble(view.say("close.over_none", title=asked.title))
    parts = [
        view.say("close.over", title=asked.title, people=told.people, n=told.opinions),
        view.say("close.read_now", answer_due_line=answer_due(view, asked)),
    ]
    read = view.key("read_opinions", Button("tl", asked.id))
    if not told.wrote:
        return Bubble(view.lines(*parts), ((read,),))
    parts.insert(1, view.say("close.thanks"))
    parts.append(view.say("close.beside"))
    own = view.key("see_my", Button("my", asked.id))
    return Bubble(view.lines(*parts), ((own, read),))


def later(view: View, told: tidings.Extended) -> Bubble:
    """To somebody who takes part, when the end is put off."""
    asked = told.consultation
    words = view.say(
        "close.extended",
        title=asked.title,
        old=view.when(told.before, asked.timezone),
        closes=view.when(asked.closes_at, asked.timezone),
        reason=told.reason,
    )
    return Bubble(words)
