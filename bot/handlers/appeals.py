"""What an author can do about hidden words: ask that somebody else looks at them again."""

from dataclasses import replace

from bot.bubbles import Reply, one
from bot.buttons import Button
from bot.handlers import citizen
from bot.replies import appeals as words
from bot.replies import own_words as own_replies
from bot.turn import Step, Turn
from deliberation.moderating import appeals
from deliberation.moderating.appeals import AppealOffered, LineUnusable
from deliberation.speaking import own_words
from deliberation.speaking.own_words import OwnOpinion


def appeal(turn: Turn) -> Reply:
    """/appeal 3, or /appeal 3 with the line"""
    number, _, line = turn.argument.partition(" ")
    if not (number.isascii() and number.isdigit()):
        return one(words.how(turn.view))
    found = own_words.numbered(turn.work, turn.person, int(number[:9]))
    if not isinstance(found, OwnOpinion):
        return own_replies.own_opinion(turn.view, found)
    return _make(turn, found.opinion.id, line) if line.strip() else _ask(turn, found.opinion.id)


def ask(turn: Turn, button: Button) -> Reply:
    """Look again, please: for a line that says why."""
    return _ask(turn, button.subject)


def _ask(turn: Turn, opinion_id: int) -> Reply:
    outcome = appeals.ask(turn.work, turn.person, opinion_id)
    if isinstance(outcome, AppealOffered):
        turn.step = Step("appeal", {"opinion": opinion_id})
    return words.asked(turn.view, outcome)


def without_line(turn: Turn, button: Button) -> Reply:
    return words.made(turn.view, appeals.make(turn.work, turn.person, button.subject))


def put_line(turn: Turn, step: Step) -> Reply:
    """The line came."""
    return _make(turn, int(step.payload["opinion"]), turn.incoming.text)


def _make(turn: Turn, opinion_id: int, line: str) -> Reply:
    outcome = appeals.make(turn.work, turn.person, opinion_id, line)
    if isinstance(outcome, LineUnusable):
        turn.step = Step("appeal", {"opinion": opinion_id})
    return words.made(turn.view, outcome)


def late(turn: Turn, step: Step) -> Reply:
    """The day for the line is over: words are an opinion, and may have been meant as the line."""
    reply = citizen.say(turn)
    asked = words.lapsed(turn.view, int(step.payload["opinion"]))
    return replace(reply, bubbles=(*reply.bubbles, asked))
