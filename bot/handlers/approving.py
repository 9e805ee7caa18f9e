"""A second person looks at an answer: asked to, shown it, and heard."""

from bot.bubbles import Reply
from bot.buttons import Button
from bot.replies import reviews as words
from bot.turn import Step, Turn
from deliberation.answering import sendings
from deliberation.speaking import wording
from deliberation.staff import reviews


def ask_look(turn: Turn, button: Button) -> Reply:
    """Ask a second person to look at the draft."""
    outcome = sendings.ask_look(turn.work, turn.person, button.subject, button.state)
    return words.look_asked(turn.view, outcome)


def see(turn: Turn, button: Button) -> Reply:
    """The answer that waits, as citizens would get it."""
    outcome = sendings.to_review(turn.work, turn.person, button.subject)
    return words.to_review(turn.view, outcome)


def approve(turn: Turn, button: Button) -> Reply:
    """It can go, and goes."""
    outcome = sendings.decide(turn.work, turn.person, button.subject, approve=True)
    return words.decided(turn.view, outcome)


def ask_changes(turn: Turn, button: Button) -> Reply:
    """What should be changed is asked for."""
    outcome = sendings.may_decide(turn.work, turn.person, button.subject)
    if isinstance(outcome, sendings.ToReview):
        turn.step = Step("changes", {"review": button.subject})
    return words.asked_what(turn.view, outcome)


def put_changes(turn: Turn, step: Step) -> Reply:
    """The line on what should be changed came."""
    line = " ".join(turn.incoming.text.split())
    if wording.unusable(line) or wording.units(line) > reviews.LONGEST_LINE:
        turn.step = step
        return words.unusable(turn.view, wording.units(line))
    review = int(step.payload["review"])
    outcome = sendings.decide(turn.work, turn.person, review, approve=False, line=line)
    return words.decided(turn.view, outcome)
