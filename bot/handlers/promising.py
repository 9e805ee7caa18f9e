"""What an official does to promise something, and to write what became of it."""

from bot.bubbles import Reply
from bot.buttons import Button
from bot.replies import promising as words
from bot.turn import Step, Turn
from deliberation.promising import promise_changes, promise_drafts
from deliberation.promising.promise_changes import Updated, Wanted
from deliberation.promising.promise_drafts import Acted, PromiseAsked, PromiseMoved, PromiseShown


def promise(turn: Turn) -> Reply:
    """/promise, or /promise 3"""
    number = turn.argument.strip()
    if number.isascii() and number.isdigit():
        outcome = promise_changes.by_number(turn.work, turn.person, int(number))
        return words.found(turn.view, outcome)
    return words.for_what(turn.view, promise_drafts.for_what(turn.work, turn.person))


def begin(turn: Turn, button: Button) -> Reply:
    """From an answer, or for a consultation; with neither, as /promise."""
    if not button.subject:
        return promise(turn).fresh()
    make = promise_drafts.begin if button.value == "all" else promise_drafts.from_answer
    outcome = make(turn.work, turn.person, button.subject)
    if isinstance(outcome, PromiseAsked):
        turn.step = Step("promise", {"draft": outcome.draft.id})
    return words.begun(turn.view, outcome).fresh()


def act(turn: Turn, button: Button) -> Reply:
    """A button of the draft was pressed."""
    outcome = promise_drafts.act(turn.work, turn.person, button.subject, button.state, button.value)
    _wait_for_words(turn, outcome)
    if isinstance(outcome, PromiseMoved):
        turn.step = turn.before  # an old button ends no step
    return words.acted(turn.view, outcome)


def put(turn: Turn, step: Step) -> Reply:
    """The words for the open question came."""
    draft, said = int(step.payload["draft"]), turn.incoming.text
    outcome = promise_drafts.put(turn.work, turn.person, draft, said)
    _wait_for_words(turn, outcome)
    return words.answered(turn.view, outcome)


def _wait_for_words(turn: Turn, outcome: Acted) -> None:
    if isinstance(outcome, PromiseAsked | PromiseShown | promise_drafts.PromiseFix):
        turn.step = Step("promise", {"draft": outcome.draft.id})


def lapsed(turn: Turn, step: Step) -> Reply:
    """A draft whose day is over: its words wait."""
    outcome = promise_drafts.found(turn.work, turn.person, int(step.payload["draft"]))
    return words.lapsed(turn.view, outcome)


def update(turn: Turn, button: Button) -> Reply:
    """What has changed, one choice at a time."""
    outcome = promise_changes.act(turn.work, turn.person, button.subject, button.value)
    return _updated(turn, outcome)


def put_news(turn: Turn, step: Step) -> Reply:
    """The words came that were asked for."""
    asked = step.payload
    outcome = promise_changes.put(
        turn.work,
        turn.person,
        int(asked["commitment"]),
        asked["what"],
        turn.incoming.text,
        asked["before"],
    )
    return _updated(turn, outcome)


def _updated(turn: Turn, outcome: Updated) -> Reply:
    if isinstance(outcome, Wanted):
        turn.step = Step(
            "promise_news",
            {
                "commitment": outcome.commitment.id,
                "what": outcome.what,
                "before": outcome.before,
            },
        )
    return words.updated(turn.view, outcome)


def news_lapsed(turn: Turn, step: Step) -> Reply:
    """Somebody was asked for words a day ago; these are none of them."""
    outcome = promise_changes.act(turn.work, turn.person, int(step.payload["commitment"]), "")
    return words.news_lapsed(turn.view, outcome)
