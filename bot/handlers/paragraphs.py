"""What an official does with an agency's ready words while writing an answer."""

from bot.bubbles import Reply
from bot.buttons import Button
from bot.handlers.answering import open_at, wait_for_words
from bot.replies import paragraphs as words
from bot.turn import Step, Turn
from deliberation.answering import paragraphs
from deliberation.answering.draft_steps import Unusable
from deliberation.answering.drafts import Drafting
from deliberation.answering.paragraphs import NameAsked, NameUnfit, Shelf


def shelf(turn: Turn, button: Button) -> Reply:
    """What there is; plain words still go into the draft."""
    outcome = paragraphs.shelf(turn.work, turn.person, button.subject, button.page)
    if isinstance(outcome, Shelf):
        open_at(turn, outcome.answer.id, "text")
    return words.shelf(turn.view, outcome)


def one(turn: Turn, button: Button) -> Reply:
    """One of them was chosen, or is to be removed."""
    removing = button.value == "x"
    outcome = paragraphs.one(
        turn.work, turn.person, button.state, button.subject, removing=removing
    )
    return words.opened(turn.view, outcome)


def put_in(turn: Turn, button: Button) -> Reply:
    """Its words go into the draft, and others may follow below."""
    outcome = paragraphs.put_in(turn.work, turn.person, button.state, button.subject)
    if isinstance(outcome, Drafting | Unusable):
        open_at(turn, outcome.answer.id, "text", more=True)
    return words.put_in(turn.view, outcome)


def ask_name(turn: Turn, button: Button) -> Reply:
    """The words of the draft are to be kept."""
    outcome = paragraphs.ask_name(turn.work, turn.person, button.subject)
    if isinstance(outcome, NameAsked):
        turn.step = Step("paragraph", {"answer": button.subject})
    return words.name_asked(turn.view, outcome)


def put_name(turn: Turn, step: Step) -> Reply:
    """The name came."""
    answer = int(step.payload["answer"])
    outcome = paragraphs.keep(turn.work, turn.person, answer, turn.incoming.text)
    if isinstance(outcome, NameUnfit):
        turn.step = step
    elif isinstance(outcome, paragraphs.Kept):
        wait_for_words(turn, outcome.then)
    return words.kept(turn.view, outcome)


def remove(turn: Turn, button: Button) -> Reply:
    outcome = paragraphs.remove(turn.work, turn.person, button.state, button.subject)
    return words.removed(turn.view, outcome)
