"""What can be changed of a consultation, and what was, as its official sees it."""

from typing import assert_never

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies import briefing
from bot.replies.typed import wrong
from bot.turn import View
from deliberation.asking.changing import Awaited, Changed, MayChange, Over
from deliberation.asking.closing import WhichEnd
from deliberation.outcomes import NotYours

Changing = Awaited | Changed | Over | NotYours


def which(view: View, outcome: WhichEnd | NotYours) -> Reply:
    if isinstance(outcome, NotYours):
        return _not_yours(view)
    if not outcome.consultations:
        return one(Bubble(view.say("edit_it.none")))
    return one(briefing.which(view, outcome.consultations, lambda asked: Button("ec", asked)))


def asked(view: View, outcome: MayChange | Over | NotYours) -> Reply:
    match outcome:
        case MayChange():
            return one(_what(view, outcome)).fresh()
        case Over():
            return _over(view, outcome)
        case NotYours():
            return _not_yours(view)
        case _:
            assert_never(outcome)


def _what(view: View, may: MayChange) -> Bubble:
    asked = may.consultation
    words = view.say("edit_it.what", title=asked.title)
    department = view.key("edit_department", Button("ec", asked.id, "d"))
    background = view.key("edit_background", Button("ec", asked.id, "b"))
    due = view.key("edit_answer_due", Button("ec", asked.id, "a"))
    if not may.asks_still:
        return Bubble(words, ((department, background), (due,)))
    if may.people:
        words = view.lines(words, view.say("edit_it.is_told", n=may.people))
    dates = view.key("edit_dates", Button("ec", asked.id, "t"))
    question = view.key("edit_question", Button("ec", asked.id, "q"))
    return Bubble(words, ((dates, question), (department, background), (due,)))


def changed(view: View, outcome: Changing) -> Reply:
    match outcome:
        case Awaited():
            return one(_awaited(view, outcome)).fresh()
        case Changed():
            words = view.say(f"edit_it.done.{outcome.part}", title=outcome.consultation.title)
            if outcome.people:
                words = view.lines(words, view.say("edit_it.tells", n=outcome.people))
            if outcome.before is not None:
                old = view.day(outcome.before)
                words = view.lines(words, view.say("edit_it.moved_back", old=old))
            return one(Bubble(words))
        case Over():
            return _over(view, outcome)
        case NotYours():
            return _not_yours(view)
        case _:
            assert_never(outcome)


def _awaited(view: View, outcome: Awaited) -> Bubble:
    asked = outcome.consultation
    now = {
        "question": asked.question,
        "department": f"{asked.department} {asked.phone}".strip(),
        "background": asked.background.get("link") or asked.background.get("name", ""),
        "answer_due": view.day(asked.answer_due) if asked.answer_due else "",
    }[outcome.part]
    parts: list[str] = [view.say(f"edit_it.{outcome.part}")]
    if now:
        parts.append(view.say("edit_it.now", now=now))
    if outcome.part == "question" and outcome.people:
        parts.append(view.say("edit_it.is_told", n=outcome.people))
    if outcome.wrong is not None:
        parts[:0] = [wrong(view, outcome.wrong, asked.timezone), ""]
    stop = ((view.key("stop", Button("ss")),),)
    return Bubble(view.lines(*parts), stop, how="reply" if outcome.wrong else "new")


def _over(view: View, outcome: Over) -> Reply:
    asked = outcome.consultation
    time = view.when(asked.closed_at or asked.closes_at, asked.timezone)
    return one(Bubble(view.say("edit_it.over", title=asked.title, time=time))).fresh()


def _not_yours(view: View) -> Reply:
    return one(Bubble(view.say("close.not_yours"))).fresh()
