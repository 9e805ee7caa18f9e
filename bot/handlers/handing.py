"""What an official does to hand a topic to a department: to whom, by when, with a note."""

from datetime import date

from bot.bubbles import Reply, one
from bot.buttons import Button
from bot.replies import handing as words
from bot.replies.pressed import spent
from bot.turn import Step, Turn
from deliberation.briefing import departments
from deliberation.briefing.departments import AnyNote, ByWhen, HandedOver, ToWhom
from deliberation.grouping import numbering
from storage.models import Topic

FLOW = "assign"


def assign(turn: Turn) -> Reply:
    """/assign 3"""
    topic = numbering.topic_at(turn.work, turn.person, turn.argument)
    if not isinstance(topic, Topic):
        return one(words.which_topic(turn.view, "assign"))
    return _on(turn, departments.ask(turn.work, turn.person, topic.id))


def hand(turn: Turn, button: Button) -> Reply:
    """A button of the dialogue; `value` says which, as ACTS has them."""
    turn.step = turn.before
    act = ACTS.get(button.value)
    if act is None:
        return spent(turn.view)
    return act(turn, button)


def put(turn: Turn, step: Step) -> Reply:
    """Words came for the open question."""
    topic, said = int(step.payload["topic"]), turn.incoming.text
    department = int(step.payload.get("department", 0))
    if not department:
        return _on(turn, departments.name(turn.work, turn.person, topic, said))
    if "due" not in step.payload:
        return _on(turn, departments.read_due(turn.work, turn.person, topic, department, said))
    return _hand(turn, step, said)


def _ask(turn: Turn, button: Button) -> Reply:
    return _on(turn, departments.ask(turn.work, turn.person, button.subject)).fresh()


def _choose(turn: Turn, button: Button) -> Reply:
    return _on(turn, departments.choose(turn.work, turn.person, button.subject, button.state))


def _change_date(turn: Turn, button: Button) -> Reply:
    return _on(turn, departments.change_date(turn.work, turn.person, button.subject)).fresh()


def _no_date(turn: Turn, button: Button) -> Reply:
    outcome = departments.read_due(turn.work, turn.person, button.subject, button.state, None)
    return _on(turn, outcome)


def _back(turn: Turn, button: Button) -> Reply:
    return _on(turn, departments.ask(turn.work, turn.person, button.subject))


def _no_note(turn: Turn, button: Button) -> Reply:
    step = turn.before
    waits = step is not None and step.flow == FLOW and "due" in step.payload
    if step is None or not waits or step.payload["topic"] != button.subject:
        return spent(turn.view)
    return _hand(turn, step, "")


ACTS = {
    "": _ask,
    "d": _choose,
    "m": _change_date,
    "n": _no_date,
    "b": _back,
    "s": _no_note,
}


def _hand(turn: Turn, step: Step, note: str) -> Reply:
    due = date.fromisoformat(step.payload["due"]) if step.payload["due"] else None
    topic, department = int(step.payload["topic"]), int(step.payload["department"])
    return _on(turn, departments.hand(turn.work, turn.person, topic, department, due, note))


def _on(turn: Turn, outcome: words.Handing) -> Reply:
    """Where the dialogue stands afterwards, and what is said."""
    match outcome:
        case ToWhom():
            turn.step = Step(FLOW, {"topic": outcome.topic.id})
        case ByWhen():
            payload = {"topic": outcome.topic.id, "department": outcome.department.id}
            turn.step = Step(FLOW, payload)
        case AnyNote():
            due = outcome.due.isoformat() if outcome.due else ""
            payload = {"topic": outcome.topic.id, "department": outcome.department.id}
            turn.step = Step(FLOW, {**payload, "due": due})
        case HandedOver():
            turn.step = None
    return words.shown(turn.view, outcome)
