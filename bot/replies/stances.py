"""What comes of saying whether one is for a proposal or against it."""

from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Key, Reply, one
from bot.buttons import Button
from bot.replies import questions
from bot.replies.opinions import end_of, own_row
from bot.replies.pressed import spent
from bot.turn import View
from deliberation.outcomes import NotYours, StanceOpen
from deliberation.speaking.stances import Chosen, NothingProposed, Refusal, TooLate


def chosen(view: View, outcome: Chosen | Refusal, asked_below: int) -> Reply:
    """Added where it was asked, with what may be asked next."""
    match outcome:
        case Chosen():
            words = view.say("stance.noted", stance=_said(view, outcome.stance))
            to = Button("sc", outcome.consultation.id, state=asked_below)
            rows = ((view.key("change_choice", to),), _own(view, outcome))
            bubble = Bubble(words, rows, how="add", kind="receipt")
            return one(questions.below(view, bubble, outcome.following), words.plain)
        case _:
            return _refused(view, outcome)


def _own(view: View, outcome: Chosen) -> tuple[Key, ...]:
    return own_row(view, outcome.opinion) if outcome.opinion else ()


def asked_again(view: View, outcome: StanceOpen | Refusal) -> Reply:
    match outcome:
        case StanceOpen():
            words, rows = questions.worded(view, outcome)
            return Reply((Bubble(how="strip"), Bubble(words, rows)))
        case _:
            return _refused(view, outcome)


def _refused(view: View, outcome: Refusal) -> Reply:
    match outcome:
        case TooLate():
            return _added(_too_late(view, outcome))
        case NothingProposed():
            return _added(view.say("stance.nothing_proposed", title=outcome.consultation.title))
        case NotYours():
            return spent(view)
        case _:
            assert_never(outcome)


def _added(words: texts.Markup) -> Reply:
    return one(Bubble(words, how="add"), words.plain)


def _too_late(view: View, outcome: TooLate) -> texts.Markup:
    asked = outcome.consultation
    closed = view.when(end_of(asked), asked.timezone)
    if outcome.stance is None:
        return view.say("stance.closed", title=asked.title, closed=closed)
    stance = _said(view, outcome.stance)
    return view.say("stance.closed_stays", title=asked.title, closed=closed, stance=stance)


def _said(view: View, stance: str) -> texts.Markup:
    """As the button says it."""
    return view.say(f"button.stance_{stance}")
