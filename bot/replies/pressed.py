"""The answer to a button whose time is over."""

from bot.bubbles import Bubble, Reply
from bot.turn import View


def spent(view: View) -> Reply:
    """Its bubble loses the button, and a short line says so."""
    words = view.say("button.spent")
    return Reply((Bubble(how="strip"),), words.plain)
