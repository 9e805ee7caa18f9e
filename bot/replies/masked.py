"""Somebody else's words, without the numbers that lead to a person."""

from bot import texts
from bot.covers import names
from bot.turn import View
from nlp import screening
from nlp.screening import Kind
from storage.models import Opinion

SHOWN = 200  # UTF-16 units of one's own words, in the receipt that says what was covered


def masked(view: View, words: str) -> str:
    """Somebody else's words as citizens read them, without numbers that lead to a person."""
    return screening.masked(words, names(view.language))


def with_covered(view: View, words: str, opinion: Opinion, kinds: tuple[Kind, ...]) -> str:
    """A receipt that also says what was covered, if anything was, and what is kept instead."""
    if not kinds:
        return words
    named = ", ".join(names(view.language)[kind] for kind in kinds)
    excerpt = texts.excerpt(opinion.text, SHOWN)
    return view.lines(words, "", view.say("masked.receipt", kinds=named, excerpt=excerpt))
