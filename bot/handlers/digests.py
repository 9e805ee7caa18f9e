"""How often an official gets the briefing without asking."""

from bot.bubbles import Reply
from bot.buttons import Button
from bot.replies import digests as words
from bot.turn import Turn
from deliberation.briefing import digests

BY_LETTER = {"d": "daily", "w": "weekly", "n": "off"}


def digest(turn: Turn) -> Reply:
    """/digest, or /digest daily"""
    said = turn.argument.strip().lower()
    if said in BY_LETTER.values():
        return words.chosen(turn.view, digests.choose(turn.work, turn.person, said))
    return words.asked(turn.view, digests.ask(turn.work, turn.person))


def choose(turn: Turn, button: Button) -> Reply:
    every = BY_LETTER.get(button.value, "off")
    return words.chosen(turn.view, digests.choose(turn.work, turn.person, every))
