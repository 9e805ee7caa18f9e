"""What an official does to open a consultation, to close it, and to put its end off."""

from datetime import datetime

from bot.bubbles import Reply
from bot.buttons import Button
from bot.replies import closing as closing_words
from bot.replies import planning as planning_words
from bot.turn import Step, Turn
from deliberation.asking import closing, planning
from deliberation.asking.closing import UntilWhen, WhichEnd, WhyLater
from deliberation.asking.plan_drafts import Asked, Previewed


def new(turn: Turn) -> Reply:
    """/new"""
    return _begun(turn, None)


def new_at(turn: Turn, button: Button) -> Reply:
    """A new consultation of the agency chosen; with none, as /new."""
    return _begun(turn, button.subject or None)


def _begun(turn: Turn, agency_id: int | None) -> Reply:
    outcome = planning.begin(turn.work, turn.person, agency_id)
    if isinstance(outcome, Asked):
        turn.step = Step("new", {"draft": outcome.draft.id})
    return planning_words.begun(turn.view, outcome)


def act(turn: Turn, button: Button) -> Reply:
    """A button of the draft was pressed."""
    outcome = planning.act(turn.work, turn.person, button.subject, button.state, button.value)
    _wait_for_words(turn, outcome)
    if isinstance(outcome, planning.DraftMoved):
        turn.step = turn.before  # an old button ends no step
    return planning_words.acted(turn.view, outcome, turn.bot_username)


def put(turn: Turn, step: Step) -> Reply:
    """The words for the open question came."""
    draft, said = int(step.payload["draft"]), turn.incoming
    outcome = planning.put(turn.work, turn.person, draft, said.text, said.file)
    _wait_for_words(turn, outcome)
    return planning_words.answered(turn.view, outcome, turn.bot_username)


def _wait_for_words(turn: Turn, outcome: planning.Acted) -> None:
    if isinstance(outcome, Asked | Previewed | planning.Choosing):
        turn.step = Step("new", {"draft": outcome.draft.id})


def lapsed(turn: Turn, step: Step) -> Reply:
    """A draft whose day is over: its words wait."""
    outcome = planning.found(turn.work, turn.person, int(step.payload["draft"]))
    return planning_words.lapsed(turn.view, outcome)


def close(turn: Turn) -> Reply:
    """/close, or /close slug"""
    outcome = closing.which(turn.work, turn.person, turn.argument, "open")
    match outcome:
        case WhichEnd((one,)):
            return closing_words.closing(
                turn.view, closing.ask_close(turn.work, turn.person, one.id)
            )
        case WhichEnd():
            return closing_words.which_to_close(turn.view, outcome)
        case _:
            return closing_words.closing(turn.view, outcome)


def close_this(turn: Turn, button: Button) -> Reply:
    """Asked about, confirmed, or left as it is."""
    if button.value == "n":
        return closing_words.left_open(turn.view)
    do = closing.close if button.value == "y" else closing.ask_close
    return closing_words.closing(turn.view, do(turn.work, turn.person, button.subject))


def extend(turn: Turn) -> Reply:
    """/extend, or /extend slug"""
    outcome = closing.which(turn.work, turn.person, turn.argument, "open", "scheduled")
    match outcome:
        case WhichEnd((one,)):
            return _extending(turn, closing.ask_extend(turn.work, turn.person, one.id))
        case WhichEnd():
            return closing_words.which_to_extend(turn.view, outcome)
        case _:
            return closing_words.extending(turn.view, outcome)


def extend_this(turn: Turn, button: Button) -> Reply:
    """The consultation was chosen whose end is put off."""
    return _extending(turn, closing.ask_extend(turn.work, turn.person, button.subject))


def put_later(turn: Turn, step: Step) -> Reply:
    """The later end was typed, or the reason for it."""
    asked, words = int(step.payload["consultation"]), turn.incoming.text
    if "closes" not in step.payload:
        return _extending(turn, closing.read_later(turn.work, turn.person, asked, words))
    closes = datetime.fromisoformat(step.payload["closes"])
    return _extending(turn, closing.extend(turn.work, turn.person, asked, closes, words))


def _extending(turn: Turn, outcome: closing_words.Extending) -> Reply:
    match outcome:
        case UntilWhen():
            turn.step = Step("extend", {"consultation": outcome.consultation.id})
        case WhyLater():
            closes = outcome.closes.at.isoformat()
            payload = {"consultation": outcome.consultation.id, "closes": closes}
            turn.step = Step("extend", payload)
    return closing_words.extending(turn.view, outcome)
