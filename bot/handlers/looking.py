"""What a second person does about a consultation that waits for their look."""

from bot.bubbles import Reply
from bot.buttons import Button
from bot.replies import plan_reviews as words
from bot.turn import Step, Turn
from deliberation.asking import plan_reviews
from deliberation.asking.plan_reviews import WhatToChange


def look(turn: Turn, button: Button) -> Reply:
    """What is to be looked at, as citizens would see it."""
    outcome = plan_reviews.look(turn.work, turn.person, button.subject)
    return words.looked(turn.view, outcome, turn.bot_username)


def approve(turn: Turn, button: Button) -> Reply:
    """Open it as it is."""
    outcome = plan_reviews.approve(turn.work, turn.person, button.subject)
    return words.decided(turn.view, outcome, turn.bot_username)


def ask_changes(turn: Turn, button: Button) -> Reply:
    """A line on what to change is asked for."""
    outcome = plan_reviews.ask_changes(turn.work, turn.person, button.subject)
    if isinstance(outcome, WhatToChange):
        turn.step = Step("send_back", {"review": outcome.review.id})
    return words.decided(turn.view, outcome, turn.bot_username)


def send_back(turn: Turn, step: Step) -> Reply:
    """The line came."""
    line, review = turn.incoming.text, int(step.payload["review"])
    outcome = plan_reviews.send_back(turn.work, turn.person, review, line)
    if isinstance(outcome, WhatToChange):
        turn.step = step
    return words.decided(turn.view, outcome, turn.bot_username)
