"""What an official does to take a consultation away as a file."""

from bot.bubbles import Reply
from bot.buttons import Button
from bot.files import kinds
from bot.replies import exports as words
from bot.turn import Step, Turn
from deliberation.briefing import exports
from deliberation.briefing.exports import MayTake


def export(turn: Turn) -> Reply:
    """/export, or /export slug"""
    return _offer(turn, exports.offered(turn.work, turn.person, turn.argument or None))


def export_of(turn: Turn, button: Button) -> Reply:
    """The consultation was chosen."""
    return _offer(turn, exports.offered_of(turn.work, turn.person, button.subject))


def _offer(turn: Turn, outcome: exports.Offered) -> Reply:
    if isinstance(outcome, MayTake):
        turn.step = Step("export", {"consultation": outcome.consultation.id})
    return words.offered(turn.view, outcome)


def export_as(turn: Turn, button: Button) -> Reply:
    """The kind of file was chosen."""
    if button.value not in kinds.installed():
        return words.missing(turn.view, button.subject, button.value)
    outcome = exports.take(turn.work, turn.person, button.subject, button.value)
    return words.taken(turn.view, outcome)


def named(turn: Turn, step: Step) -> Reply:
    """A kind was typed that has no button here: either it is not installed, or there is none."""
    turn.step = step
    kind = words.kind_of(turn.incoming.text)
    return words.missing(turn.view, int(step.payload["consultation"]), kind)
