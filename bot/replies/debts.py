"""What waits for an answer, and how answering went, in words."""

from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies.arriving import page_keys
from bot.replies.topics import percent
from bot.turn import View
from deliberation.briefing.debts import About, Debt, Figures, NobodyAsks, Overdue, Waiting
from deliberation.briefing.splits import FEW
from deliberation.outcomes import NotYours

NAME, TITLE = 30, 40


def board(view: View, outcome: Debt | NotYours) -> Reply:
    match outcome:
        case Debt():
            return one(_board(view, outcome))
        case NotYours():
            return one(Bubble(view.say("staff.not_yours")))
        case _:
            assert_never(outcome)


def _board(view: View, debt: Debt) -> Bubble:
    answered = _answered(view, debt.figures)
    if not debt.count:
        return Bubble(view.lines(view.say("debt.none"), *answered), how="edit")
    numbered = list(enumerate(debt.waiting, start=debt.first))
    lines = [_line(view, i, waiting) for i, waiting in numbered]
    head = [view.say("debt.head", people=debt.people, n=debt.count)]
    if debt.count > 1:
        head.append(view.say("debt.counted_twice"))
    keys = tuple(
        view.key("topic_n", Button("tp", waiting.topic.id), n=i) for i, waiting in numbered
    )
    turns = page_keys(view, debt.page, debt.pages, Button("de"))
    words = view.lines(*head, "", *lines, *(["", *answered] if answered else []))
    return Bubble(words, (keys[:3], keys[3:], turns), how="edit")


def _line(view: View, i: int, waiting: Waiting) -> texts.Markup:
    line = view.say(
        "debt.line" if waiting.people else "debt.line_invited",
        i=i,
        name=texts.excerpt(waiting.topic.name, NAME),
        people=waiting.people,
        days=waiting.days,
    )
    parts = [line, _due(view, waiting)]
    if waiting.handed is not None:
        parts.append(texts.joined([waiting.handed.department.name]))
    return texts.joined(parts, " · ")


def _due(view: View, waiting: Waiting) -> texts.Markup:
    if waiting.due is None:
        return view.say("debt.no_due")
    if waiting.over:
        return view.say("debt.over", due=view.day(waiting.due), days=waiting.over)
    return view.say("debt.due", due=view.day(waiting.due))


def _answered(view: View, figures: Figures) -> list[texts.Markup]:
    """How answering went; nothing where nothing was answered yet."""
    said = []
    if figures.days is not None:
        key = "debt.median" if figures.days else "debt.same_day"
        said.append(view.say(key, days=figures.days))
    if figures.share is not None and figures.yes + figures.no >= FEW:
        said.append(view.say("debt.share", share=percent(figures.share)))
    return said


def overdue(view: View, outcome: Overdue) -> Bubble:
    """To a department, or to its head: an answer is late."""
    waiting = outcome.waiting
    words = view.say(
        "debt.overdue" if waiting.people else "debt.overdue_invited",
        department=outcome.handed.department.name,
        name=texts.excerpt(waiting.topic.name, NAME),
        days=waiting.over,
        people=waiting.people,
    )
    topic = waiting.topic.id
    rows = (
        (
            view.key("write_answer", Button("an", topic)),
            view.key("write_interim", Button("an", topic, "int")),
        ),
        (
            view.key("change_date", Button("da", topic, "m")),
            view.key("see_topic", Button("tp", topic)),
        ),
    )
    return Bubble(words, rows)


def about(view: View, outcome: About | NobodyAsks) -> Reply:
    match outcome:
        case About():
            return one(Bubble(_about(view, outcome)))
        case NobodyAsks():
            return one(Bubble(view.say("about.nobody")))
        case _:
            assert_never(outcome)


def _about(view: View, outcome: About) -> texts.Markup:
    asked = outcome.consultation
    parts = [
        view.say("about.who", agency=outcome.agency.name),
        view.say("about.reached", n=outcome.consultations, people=outcome.people),
        view.say("about.waiting", n=outcome.waiting),
        *_answered(view, outcome.figures),
    ]
    if outcome.promised:
        promised = {"n": outcome.promised, "kept": outcome.kept, "late": outcome.late}
        parts.append(view.say("about.promised", **promised))
    contact = " ".join(filter(None, (asked.department, asked.phone)))
    if contact:
        parts.append(view.say("about.contact", contact=contact))
    return view.lines(parts[0], "", *parts[1:])
