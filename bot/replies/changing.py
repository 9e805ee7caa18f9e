"""What can be changed of a consultation, and what was, as its official sees it."""

from typing import assert_never

from bot.bubbles import Bubble, Key, Reply, one
from bot.buttons import Button
from bot.replies import briefing
from bot.replies.typed import wrong
from bot.turn import View
from deliberation.asking.changing import Awaited, Changed, MayChange, Over
from deliberation.asking.closing import WhichEnd
from deliberation.asking.consultations import looks_first
from deliberation.asking.kinds import LOOK_FIRST, MODERATIONS, SHOW_FIRST
from deliberation.outcomes import NotYours
from storage.models import Consultation

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
    moderation = view.key("edit_moderation", Button("ec", asked.id, "m"))
    if not may.asks_still:
        return Bubble(words, ((department, background), (due, moderation)))
    if may.people:
        words = view.lines(words, view.say("edit_it.is_told", n=may.people))
    dates = view.key("edit_dates", Button("ec", asked.id, "t"))
    question = view.key("edit_question", Button("ec", asked.id, "q"))
    return Bubble(words, ((dates, question), (department, background), (due, moderation)))


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
        "moderation": view.say(f"button.moderation_{_moderation(asked)}"),
    }[outcome.part]
    parts: list[str] = [view.say(f"edit_it.{outcome.part}")]
    if now:
        parts.append(view.say("edit_it.now", now=now))
    if outcome.part == "question" and outcome.people:
        parts.append(view.say("edit_it.is_told", n=outcome.people))
    if outcome.wrong is not None:
        parts[:0] = [wrong(view, outcome.wrong, asked.timezone), ""]
    stop = (view.key("stop", Button("ss")),)
    choices = _choices(view, asked) if outcome.part == "moderation" else ()
    return Bubble(view.lines(*parts), (choices, stop), how="reply" if outcome.wrong else "new")


def _moderation(asked: Consultation) -> str:
    return LOOK_FIRST if looks_first(asked) else SHOW_FIRST


def _choices(view: View, asked: Consultation) -> tuple[Key, ...]:
    """Shown first, or looked at first."""
    return tuple(
        view.key(f"moderation_{each}", Button("ec", asked.id, f"m{n}"))
        for n, each in enumerate(MODERATIONS, start=1)
    )


def _over(view: View, outcome: Over) -> Reply:
    asked = outcome.consultation
    time = view.when(asked.closed_at or asked.closes_at, asked.timezone)
    return one(Bubble(view.say("edit_it.over", title=asked.title, time=time))).fresh()


def _not_yours(view: View) -> Reply:
    return one(Bubble(view.say("close.not_yours"))).fresh()
