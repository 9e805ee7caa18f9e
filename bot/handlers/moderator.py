"""What a moderator can do: look at what was flagged, and keep or hide it."""

from collections.abc import Callable
from dataclasses import replace

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies import measures as measure_words
from bot.replies import moderation as words
from bot.replies import rushes as rush_words
from bot.turn import Step, Turn
from deliberation.moderating import (
    decisions,
    holds,
    measure_appeals,
    moderation,
    rushes,
    second_looks,
    undoing,
)
from deliberation.moderating.appeals import LineUnusable
from deliberation.moderating.choices import HIDE, KEEP, REASONS, RESTORE, Choice
from deliberation.moderating.moderation import Card
from deliberation.moderating.second_looks import LineWanted

ON_A_CARD = ("qk", "qh", "qr", "qs")


def queue(turn: Turn) -> Reply:
    """/queue: what has waited the longest, with the rushes there were; before it a measure somebody
    asks about."""
    measure = measure_appeals.next_for(turn.work, turn.person)
    if measure is not None:
        return one(measure_words.card(turn.view, measure))
    card = words.shown(turn.view, moderation.queue_of(turn.work, turn.person))
    return one(rush_words.below(turn.view, card, rushes.for_moderator(turn.work, turn.person)))


def rush(turn: Turn, button: Button) -> Reply:
    """The numbers with and without those who came in a rush."""
    outcome = rushes.numbers_for(turn.work, turn.person, button.subject)
    return rush_words.numbers(turn.view, outcome)


def next_one(turn: Turn) -> Reply:
    """/next: what comes after the card that is open."""
    card = open_card(turn)
    outcome = moderation.skip(turn.work, turn.person, card.subject if card else 0)
    return one(words.shown(turn.view, outcome))


def skip(turn: Turn, button: Button) -> Reply:
    outcome = moderation.skip(turn.work, turn.person, button.subject)
    if isinstance(outcome, Card) and outcome.opinion.id == button.subject:
        return Reply(toast=turn.view.say("moderation.only_one").plain)
    return one(words.shown(turn.view, outcome)).fresh()


def again(turn: Turn, button: Button) -> Reply:
    """The card as it is now: another part of its words, or back from the reasons."""
    outcome = moderation.show(turn.work, turn.person, button.subject)
    return one(words.shown(turn.view, outcome, button.page, how="edit"))


def differing(turn: Turn, button: Button) -> Reply:
    """How the copies on the card differ."""
    outcome = moderation.differing(turn.work, turn.person, button.subject)
    return one(words.differing(turn.view, outcome)).fresh()


def keep(turn: Turn, button: Button) -> Reply:
    return _decide(turn, button, KEEP)


def restore(turn: Turn, button: Button) -> Reply:
    return _decide(turn, button, RESTORE)


def keep_hidden(turn: Turn, button: Button) -> Reply:
    outcome = second_looks.keep_hidden(turn.work, turn.person, button.subject, button.state)
    if isinstance(outcome, LineWanted):
        turn.step = Step("keep_hidden", {"opinion": button.subject, "stamp": button.state})
    return words.kept_hidden(turn.view, outcome)


def put_line(turn: Turn, step: Step) -> Reply:
    """The line for the author of words that stay hidden came."""
    opinion_id, stamp = int(step.payload["opinion"]), int(step.payload["stamp"])
    outcome = second_looks.keep_hidden_with(
        turn.work, turn.person, opinion_id, stamp, turn.incoming.text
    )
    if isinstance(outcome, LineUnusable):
        turn.step = step
    return words.kept_hidden(turn.view, outcome)


def hide(turn: Turn, button: Button) -> Reply:
    """With the reason whose number the button holds; without one it is asked."""
    if button.value in NUMBERED:
        return _decide(turn, button, HIDE, NUMBERED[button.value])
    outcome = holds.check(turn.work, turn.person, button.subject, button.state, HIDE)
    return words.ask_reason(turn.view, outcome, button.state)


NUMBERED = {str(number): reason for number, reason in enumerate(REASONS, start=1)}


def _decide(turn: Turn, card: Button, choice: Choice, reason: str = "") -> Reply:
    outcome = decisions.decide(turn.work, turn.person, card.subject, card.state, choice, reason)
    return words.decided(turn.view, outcome)


def undo(turn: Turn, button: Button) -> Reply:
    outcome = undoing.undo(turn.work, turn.person, button.subject, button.state)
    return words.undone(turn.view, outcome)


def keep_typed(turn: Turn) -> Reply:
    """/keep"""
    return _typed(turn, keep)


def hide_typed(turn: Turn) -> Reply:
    """/hide, or /hide 3 with the number of a reason"""
    return _typed(turn, hide)


def _typed(turn: Turn, press: Callable[[Turn, Button], Reply]) -> Reply:
    """The button of the open card, typed as a command."""
    card = open_card(turn)
    turn.typed = True
    if card is None:
        return one(Bubble(turn.view.say("moderation.no_card")))
    return press(turn, replace(card, value=turn.argument))


def open_card(turn: Turn) -> Button | None:
    """The card that is the newest bubble with buttons: which opinion, in which state."""
    for form in turn.state.buttons if turn.state else ():
        action, subject, _, state = form["button"]
        if action in (*ON_A_CARD, "qc"):
            return Button(action, subject, state=state)
    return None
