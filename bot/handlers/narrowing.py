"""What an official does to narrow a briefing: chooses by what, and reads what is left."""

from bot.bubbles import Reply
from bot.buttons import Button
from bot.replies import narrowing as words
from bot.turn import Turn
from deliberation.briefing import narrowing


def ask(turn: Turn, button: Button) -> Reply:
    """By what it is narrowed; with a value, to which time or side."""
    outcome = narrowing.ways(turn.work, turn.person, button.subject)
    return words.ways(turn.view, outcome, button.value)


def ask_place(turn: Turn, button: Button) -> Reply:
    """By which link people came; a page of them."""
    outcome = narrowing.places(turn.work, turn.person, button.subject, button.page)
    return words.places(turn.view, outcome)


def narrowed(turn: Turn, button: Button) -> Reply:
    """The briefing of the part chosen, or a page of it."""
    cut, page = words.cut_of(button)
    outcome = narrowing.brief(turn.work, turn.person, button.subject, cut, page or 0)
    return words.narrowed(turn.view, outcome, under_picture=_under_picture(turn))


def _under_picture(turn: Turn) -> bool:
    return turn.pressed is not None and turn.incoming.pressed_caption


def topic(turn: Turn, button: Button) -> Reply:
    """What was said of the part in a topic, or a further page of it."""
    cut, page = words.cut_of(button)
    outcome = narrowing.words(turn.work, turn.person, button.subject, cut, page or 0)
    return words.words(turn.view, outcome, turned=page is not None)
