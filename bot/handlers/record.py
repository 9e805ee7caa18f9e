"""What moderators and administrators read of what was decided."""

from bot.bubbles import Reply
from bot.buttons import Button
from bot.replies import record as words
from bot.turn import Turn
from deliberation.moderating import records


def log(turn: Turn) -> Reply:
    """/log: the latest day on which something was decided."""
    return words.page(turn.view, records.page(turn.work, turn.person))


def page(turn: Turn, button: Button) -> Reply:
    """An earlier page, or a later one, in place of the one shown."""
    return words.page(turn.view, records.page(turn.work, turn.person, button.subject))


def take_away(turn: Turn, _button: Button) -> Reply:
    """All of it as a file, which comes by itself."""
    return words.taken(turn.view)
