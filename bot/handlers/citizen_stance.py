"""A citizen says whether they are for a proposal or against it, and may change their mind."""

from bot.bubbles import Reply
from bot.buttons import Button
from bot.replies import questions
from bot.replies import stances as words
from bot.replies.pressed import spent
from bot.turn import Turn
from deliberation.speaking import stances
from deliberation.speaking.stances import STANCES


def choose(turn: Turn, button: Button) -> Reply:
    """For, or against; the button also tells below which opinion it was asked."""
    stance = next((each for each in STANCES if questions.short(each) == button.value), None)
    if stance is None:
        return spent(turn.view)
    outcome = stances.choose(turn.work, turn.person, button.subject, button.state, stance)
    return words.chosen(turn.view, outcome, button.state)


def change(turn: Turn, button: Button) -> Reply:
    outcome = stances.ask_again(turn.work, turn.person, button.subject, button.state)
    return words.asked_again(turn.view, outcome)
