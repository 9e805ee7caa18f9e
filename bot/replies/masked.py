"""Somebody else's words, without the numbers that lead to a person."""

from bot.turn import View
from nlp import masking


def masked(view: View, words: str) -> str:
    """Somebody else's words as citizens read them, without numbers that lead to a person."""
    return masking.masked(words, {kind: view.say(f"masked.{kind}").plain for kind in masking.Kind})
