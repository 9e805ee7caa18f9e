"""What is done with a card beside keeping and hiding: covering some of its words, and passing it on
to the administrators. Both ask for words first."""

from collections.abc import Callable

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.handlers.moderator import NUMBERED, open_card
from bot.replies import masks as mask_words
from bot.replies import passing as pass_words
from bot.turn import Step, Turn
from deliberation.moderating import masks, passing
from deliberation.moderating.masks import Found, Wanted
from deliberation.moderating.passing import LineWanted


def mask(turn: Turn, button: Button) -> Reply:
    """The words to cover are asked for; with a reason's number, those that came are covered."""
    found = _found(turn, button)
    if found is not None and button.value in NUMBERED:
        outcome = masks.cover(
            turn.work,
            turn.person,
            found,
            button.state,
            NUMBERED[button.value],
            mask_words.signs(),
        )
        return mask_words.covered(turn.view, outcome)
    asked = masks.ask(turn.work, turn.person, button.subject, button.state)
    if isinstance(asked, Wanted):
        turn.step = Step("mask", _on(button.subject, button.state))
    return mask_words.asked(turn.view, asked, button.state)


def _on(opinion_id: int, stamp: int) -> dict[str, int]:
    return {"opinion": opinion_id, "stamp": stamp}


def _found(turn: Turn, button: Button) -> tuple[int, int, int] | None:
    """The place of the words that came, if they came for this card."""
    step = turn.before
    if step is None or step.flow != "mask" or "at" not in step.payload:
        return None
    if step.payload["opinion"] != button.subject:
        return None
    return button.subject, int(step.payload["at"]), int(step.payload["length"])


def put_words(turn: Turn, step: Step) -> Reply:
    """The words to cover came."""
    return _find(turn, int(step.payload["opinion"]), int(step.payload["stamp"]), _said(turn))


def _said(turn: Turn) -> str:
    return "" if turn.incoming.media else turn.incoming.text


def _find(turn: Turn, opinion_id: int, stamp: int, said: str) -> Reply:
    signs = mask_words.signs()
    outcome = masks.find(turn.work, turn.person, opinion_id, stamp, said, signs)
    if isinstance(outcome, Found):
        place = {"at": outcome.at, "length": outcome.length}
        turn.step = Step("mask", {**_on(opinion_id, stamp), **place})
    elif isinstance(outcome, Wanted):
        turn.step = Step("mask", _on(opinion_id, stamp))
    return mask_words.asked(turn.view, outcome, stamp)


def mask_typed(turn: Turn) -> Reply:
    """/mask, or /mask 말 with the words to cover"""
    return _typed(turn, mask, _find)


def pass_on(turn: Turn, button: Button) -> Reply:
    """A line on why is asked for."""
    outcome = passing.ask(turn.work, turn.person, button.subject, button.state)
    if isinstance(outcome, LineWanted):
        turn.step = Step("pass", _on(button.subject, button.state))
    return pass_words.passed(turn.view, outcome, button.state)


def put_line(turn: Turn, step: Step) -> Reply:
    """The line came."""
    return _pass(turn, int(step.payload["opinion"]), int(step.payload["stamp"]), _said(turn))


def _pass(turn: Turn, opinion_id: int, stamp: int, line: str) -> Reply:
    outcome = passing.pass_on(turn.work, turn.person, opinion_id, stamp, line)
    if isinstance(outcome, LineWanted):
        turn.step = Step("pass", _on(opinion_id, stamp))
    return pass_words.passed(turn.view, outcome, stamp)


def pass_typed(turn: Turn) -> Reply:
    """/up, or /up 까닭 with the line"""
    return _typed(turn, pass_on, _pass)


def _typed(
    turn: Turn,
    press: Callable[[Turn, Button], Reply],
    put: Callable[[Turn, int, int, str], Reply],
) -> Reply:
    """The button of the open card as a command; words that come with it are not asked for."""
    card, said = open_card(turn), turn.incoming.called[2].strip()
    turn.typed = True
    if card is None:
        return one(Bubble(turn.view.say("moderation.no_card")))
    if said:
        return put(turn, card.subject, card.state, said)
    return press(turn, card)
