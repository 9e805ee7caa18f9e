"""Somebody else's words, without the numbers that lead to a person."""

from bot.covers import names
from bot.turn import View
from nlp import screening


def masked(view: View, words: str) -> str:
    """Somebody else's words as citizens read them, without numbers that lead to a person."""
    return screening.masked(words, names(view.language))
