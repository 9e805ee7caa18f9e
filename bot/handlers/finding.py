"""What an official does to find opinions: by words in them, or one by its number."""

import zlib

from bot.bubbles import Reply
from bot.buttons import Button
from bot.replies import finding as words
from bot.replies.pressed import spent
from bot.turn import Step, Turn
from deliberation.briefing import contexts, finding
from deliberation.briefing.finding import Found

FLOW = "find"


def find(turn: Turn) -> Reply:
    """/find words"""
    return _find(turn, turn.argument)


def put(turn: Turn, _step: Step) -> Reply:
    """Words to look for were typed."""
    return _find(turn, turn.incoming.text)


def page(turn: Turn, button: Button) -> Reply:
    """A page of what was found last; of what was found earlier it is not known any more."""
    step = turn.before
    said = str(step.payload.get("words", "")) if step and step.flow == FLOW else ""
    if not said or mark(said) != button.state:
        turn.step = turn.before
        return spent(turn.view)
    return _find(turn, said, button.page)


def ask(turn: Turn) -> Reply:
    """/ask 12"""
    return words.in_context(turn.view, contexts.one(turn.work, turn.person, turn.argument))


def one(turn: Turn, button: Button) -> Reply:
    """An opinion of what was found."""
    found = contexts.by_id(turn.work, turn.person, button.subject)
    return words.in_context(turn.view, found).fresh()


def tell_moderator(turn: Turn, button: Button) -> Reply:
    told = contexts.tell_moderator(turn.work, turn.person, button.subject)
    return words.moderator_told(turn.view, told)


def _find(turn: Turn, said: str, page: int = 0) -> Reply:
    """Afterwards other words can be typed just so."""
    outcome = finding.find(turn.work, turn.person, said, page)
    kept = outcome.words if isinstance(outcome, Found) else ""
    turn.step = Step(FLOW, {"words": kept})
    return words.found(turn.view, outcome, mark(kept))


def mark(said: str) -> int:
    """Says which words a button belongs to."""
    return zlib.crc32(said.encode())
