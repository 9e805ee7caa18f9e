"""What waits for an answer, for officials; how an agency answers, for everybody."""

from bot.bubbles import Reply
from bot.buttons import Button
from bot.replies import debts as words
from bot.turn import Turn
from deliberation.briefing import debts


def debt(turn: Turn) -> Reply:
    """/debt"""
    return words.board(turn.view, debts.board(turn.work, turn.person))


def page(turn: Turn, button: Button) -> Reply:
    """A page of it; opened anew where none is named."""
    shown = words.board(turn.view, debts.board(turn.work, turn.person, button.page))
    return shown if button.value else shown.fresh()


def about(turn: Turn) -> Reply:
    """/about"""
    return words.about(turn.view, debts.about(turn.work, turn.person))
