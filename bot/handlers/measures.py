"""What is done about an author who was hidden again and again, and what they can say to it."""

from bot.bubbles import Reply
from bot.buttons import Button
from bot.replies import measures as words
from bot.replies.pressed import spent
from bot.turn import Turn
from deliberation.moderating import measure_appeals, measures

CHOICES = {"w": "warn", "s": "slow", "d": "day", "k": "week"}


def about(turn: Turn, button: Button) -> Reply:
    """What could be done about the author of these words?"""
    outcome = measures.offer(turn.work, turn.person, button.subject)
    return words.offered(turn.view, outcome)


def take(turn: Turn, button: Button) -> Reply:
    """The measure that was chosen."""
    if button.value not in CHOICES:
        return spent(turn.view)
    choice = CHOICES[button.value]
    return words.taken(turn.view, measures.take(turn.work, turn.person, button.subject, choice))


def appeal(turn: Turn, button: Button) -> Reply:
    """Look at the measure again, please."""
    outcome = measure_appeals.make(turn.work, turn.person, button.subject)
    return words.appealed(turn.view, outcome)


def lift(turn: Turn, button: Button) -> Reply:
    outcome = measure_appeals.decide(turn.work, turn.person, button.subject, lift=True)
    return words.decided(turn.view, outcome)


def let_stand(turn: Turn, button: Button) -> Reply:
    outcome = measure_appeals.decide(turn.work, turn.person, button.subject, lift=False)
    return words.decided(turn.view, outcome)
