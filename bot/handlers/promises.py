"""What anybody may read of promises; and telling us that they had enough of one."""

from bot.bubbles import Reply
from bot.buttons import Button
from bot.replies import promises as words
from bot.turn import Turn
from deliberation.promising import commitments, followers


def promises(turn: Turn) -> Reply:
    """/promises"""
    return words.listed(turn.view, commitments.read(turn.work, turn.person))


def page(turn: Turn, button: Button) -> Reply:
    """A page of the promises of an agency, or of all."""
    outcome = commitments.listed(turn.work, button.subject or None, button.page)
    shown = words.listed(turn.view, outcome)
    return shown if button.value else shown.fresh()


def one(turn: Turn, button: Button) -> Reply:
    """A promise whole, with what became of it."""
    return words.one_whole(turn.view, commitments.one(turn.work, turn.person, button.subject))


def follow(turn: Turn, button: Button) -> Reply:
    """No more news of this promise, or again."""
    follows = button.value == "y"
    stopped = followers.stop(turn.work, turn.person, button.subject, follows=follows)
    return words.stopped(turn.view, stopped)
