"""What an official can do: read the briefing, open a topic, answer it."""

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies import briefing, drafts
from bot.turn import Step, Turn
from deliberation import answers, briefings, people
from deliberation.answers import AnswerUnusable, Drafted, Drafting


def summary(turn: Turn) -> Reply:
    """/summary, or /summary slug"""
    outcome = briefings.summary(turn.work, turn.person, turn.argument or None)
    return briefing.shown(turn.view, outcome)


def summary_of(turn: Turn, button: Button) -> Reply:
    """The briefing of the consultation chosen; a page of it where the button names one."""
    outcome = briefings.by_id(turn.work, turn.person, button.subject, look=not button.value)
    return briefing.shown(turn.view, outcome, int(button.value or 0))


def refresh(turn: Turn, button: Button) -> Reply:
    """Have the topics made anew."""
    outcome = briefings.refresh(turn.work, turn.person, button.subject)
    return briefing.gathering(turn.view, outcome)


def topic(turn: Turn, button: Button) -> Reply:
    """A topic with its quotes, or a page of its words."""
    page = int(button.value or 0)
    outcome = briefings.view(turn.work, turn.person, button.subject, page)
    return briefing.topic(turn.view, outcome)


def write(turn: Turn, button: Button) -> Reply:
    """Answer a topic: the words are asked for."""
    outcome = answers.write(turn.work, turn.person, button.subject)
    if isinstance(outcome, Drafting):
        turn.step = Step("answer", {"answer": outcome.answer.id})
    return drafts.asked(turn.view, outcome)


def put(turn: Turn, step: Step) -> Reply:
    """The words of the answer came."""
    outcome = answers.put(turn.work, turn.person, int(step.payload["answer"]), turn.incoming.text)
    if isinstance(outcome, AnswerUnusable):
        turn.step = step
    if turn.incoming.media and not turn.incoming.text:
        return drafts.words_only(turn.view)
    return drafts.put(turn.view, outcome)


def change(turn: Turn, button: Button) -> Reply:
    """Write the draft anew."""
    outcome = answers.reopen(turn.work, turn.person, button.subject)
    if isinstance(outcome, Drafting):
        turn.step = Step("answer", {"answer": outcome.answer.id})
    return drafts.asked(turn.view, outcome)


def go_on(turn: Turn, button: Button) -> Reply:
    """Go on with a draft that was left for a day."""
    outcome = answers.preview(turn.work, turn.person, button.subject)
    if isinstance(outcome, Drafted):
        return drafts.put(turn.view, outcome)
    return change(turn, button)


def discard(turn: Turn, button: Button) -> Reply:
    answers.discard(turn.work, turn.person, button.subject)
    return one(Bubble(turn.view.say("draft.discarded"), how="add"))


def send(turn: Turn, button: Button) -> Reply:
    """Confirm the draft. Whoever presses twice sends once."""
    outcome = answers.confirm(turn.work, turn.person, button.subject, button.state)
    return drafts.confirmed(turn.view, outcome)


def keep_draft(turn: Turn, _button: Button) -> Reply:
    return Reply((Bubble(how="strip"), Bubble(turn.view.say("answer.draft_kept"))))


def as_citizen(turn: Turn, _button: Button | None = None) -> Reply:
    """/citizen: plain words are opinions now."""
    return _act_as(turn, "citizen")


def as_staff(turn: Turn, _button: Button | None = None) -> Reply:
    """/staff: back to work."""
    return _act_as(turn, "staff")


def _act_as(turn: Turn, mode: str) -> Reply:
    if turn.person.contact is not None:
        people.act_as(turn.work, turn.person.contact, mode)
    return one(Bubble(turn.view.say(f"{mode}.mode")))


def plain(turn: Turn) -> Reply:
    """An official's plain words outside a step are never an opinion."""
    return drafts.plain(turn.view)


def lapsed(turn: Turn, step: Step) -> Reply:
    """A half-written answer whose day is over: neither an opinion nor lost."""
    return drafts.lapsed(turn.view, int(step.payload["answer"]))
