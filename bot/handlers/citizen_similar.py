"""A citizen says whether they mean the same as others who wrote nearly the same."""

from bot.bubbles import Reply
from bot.buttons import Button
from bot.replies import similar as words
from bot.replies.pressed import spent
from bot.turn import Turn
from deliberation.speaking import likeness

SAME = {"same": True, "diff": False}


def choose(turn: Turn, button: Button) -> Reply:
    """The same, or a little different; the button tells of which opinion, and of whose words."""
    if button.value not in SAME:
        return spent(turn.view)
    outcome = likeness.say(
        turn.work, turn.person, button.subject, button.state, same=SAME[button.value]
    )
    return words.noted(turn.view, outcome)


def read(turn: Turn, button: Button) -> Reply:
    outcome = likeness.read(turn.work, turn.person, button.subject, button.state)
    return words.read(turn.view, outcome)
