"""A topic is handed to a department, in words: the questions, what was done, who is told."""

from datetime import date
from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Key, Reply, Rows, one, pairs
from bot.buttons import Button
from bot.replies.tidying import refused
from bot.replies.typed import QUOTED
from bot.turn import View
from deliberation.asking.plan_checks import Passed
from deliberation.briefing.department_names import LONGEST_NAME
from deliberation.briefing.departments import (
    LONGEST_NOTE,
    AnyNote,
    ByWhen,
    Given,
    Handed,
    HandedOver,
    ToWhom,
)
from deliberation.dates import NotOnCalendar, NotUnderstood
from deliberation.grouping.tidied import Refusal

OFFERED = 8  # departments on one bubble; any can be typed
NAME = 30
Handing = ToWhom | ByWhen | AnyNote | HandedOver | Refusal


def which_topic(view: View, command: str) -> Bubble:
    """A typed number that is nowhere in the briefing."""
    return Bubble(view.say("topic.no_such_number", command=f"/{command}"))


def shown(view: View, outcome: Handing) -> Reply:
    match outcome:
        case ToWhom():
            return one(_to_whom(view, outcome))
        case ByWhen():
            return one(_by_when(view, outcome))
        case AnyNote():
            return one(_any_note(view, outcome))
        case HandedOver():
            return one(_handed_over(view, outcome))
        case _:
            return refused(view, outcome)


def _to_whom(view: View, outcome: ToWhom) -> Bubble:
    name = texts.excerpt(outcome.topic.name, NAME)
    parts = [view.say("assign.to_whom", name=name, max=LONGEST_NAME)]
    if outcome.wrong is not None:
        key = "typed_in.too_long" if outcome.wrong.length else "typed_in.empty"
        wrong = view.say(key, max=outcome.wrong.longest, n=outcome.wrong.length)
        parts = [wrong, *parts]
    elif outcome.handed is not None:
        parts.append(view.say("assign.now", owner=owner(view, outcome.handed)))
    keys = [
        view.key("department", Button("da", outcome.topic.id, "d", each.id), name=each.name)
        for each in outcome.departments[:OFFERED]
    ]
    rows = (*pairs(keys), (view.key("stop", Button("ss")),))
    return Bubble(view.lines(*parts), rows, how="reply" if outcome.wrong else "edit")


def _by_when(view: View, outcome: ByWhen) -> Bubble:
    parts = [view.say("assign.by_when", department=outcome.department.name)]
    if outcome.wrong is not None:
        parts = [_wrong_day(view, outcome.wrong), *parts]
    if outcome.before is not None:
        parts.append(view.say("assign.due_now", due=view.day(outcome.before)))
    topic, department = outcome.topic.id, outcome.department.id
    rows = (
        (view.key("skip", Button("da", topic, "n", department)),),
        (view.key("back", Button("da", topic, "b")), view.key("stop", Button("ss"))),
    )
    return Bubble(view.lines(*parts), rows, how="reply" if outcome.wrong else "edit")


def _wrong_day(view: View, wrong: NotOnCalendar | NotUnderstood | Passed) -> texts.Markup:
    match wrong:
        case NotOnCalendar():
            return view.say("typed_in.not_on_calendar", text=texts.excerpt(wrong.text, QUOTED))
        case NotUnderstood():
            return view.say("typed_in.not_understood", text=texts.excerpt(wrong.text, QUOTED))
        case Passed():
            return view.say("typed_in.passed", when=view.day(wrong.at.date()))
        case _:
            assert_never(wrong)


def _any_note(view: View, outcome: AnyNote) -> Bubble:
    parts = [view.say("assign.note", max=LONGEST_NOTE)]
    if outcome.wrong is not None:
        wrong = outcome.wrong
        parts = [view.say("typed_in.too_long", max=wrong.longest, n=wrong.length), *parts]
    elif outcome.due is not None:
        parts = [view.say("typed_in.read", when=view.day(outcome.due)), *parts]
    topic, department = outcome.topic.id, outcome.department.id
    rows = (
        (view.key("skip", Button("da", topic, "s")),),
        (
            view.key("back", Button("da", topic, "d", department)),
            view.key("stop", Button("ss")),
        ),
    )
    return Bubble(view.lines(*parts), rows, how="reply" if outcome.wrong else "edit")


def _handed_over(view: View, outcome: HandedOver) -> Bubble:
    parts = [
        view.say(
            "topic.assign" if outcome.handed.assignment.due else "topic.assign_without",
            name=texts.excerpt(outcome.topic.name, NAME),
            department=outcome.handed.department.name,
            due=_due(view, outcome.handed.assignment.due),
        ),
        view.say("assign.told" if outcome.told else "assign.told_nobody", n=outcome.told),
    ]
    if outcome.before is not None:
        parts.append(view.say("assign.moved_back", old=view.day(outcome.before)))
    return Bubble(view.lines(*parts), ((_see(view, outcome.topic.id),),))


def _see(view: View, topic_id: int) -> Key:
    return view.key("see_topic", Button("tp", topic_id))


def _due(view: View, due: date | None) -> str:
    return view.day(due) if due else view.say("assign.no_due")


def owner(view: View, handed: Handed) -> texts.Markup:
    """Whose it is, and by when."""
    due = _due(view, handed.assignment.due)
    return view.say("assign.owner", department=handed.department.name, due=due)


def given(view: View, outcome: Given) -> Bubble:
    """To the people of the department."""
    assignment = outcome.handed.assignment
    words = view.say(
        "assign.given",
        agency=outcome.agency.name,
        department=outcome.handed.department.name,
        name=texts.excerpt(outcome.topic.name, NAME),
        due=_due(view, assignment.due),
    )
    if assignment.note:
        words = view.lines(words, view.say("assign.given_note", note=assignment.note))
    rows: Rows = ((_see(view, outcome.topic.id),),)
    return Bubble(words, rows)
