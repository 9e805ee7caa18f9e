"""What comes of saying whether one means the same as others, and those others' words."""

from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Reply, one
from bot.replies import questions
from bot.replies.letters import cut
from bot.replies.masked import masked
from bot.replies.opinions import end_of, own_row
from bot.replies.pressed import spent
from bot.replies.reading import EXCERPT
from bot.turn import View
from deliberation.outcomes import NotYours
from deliberation.speaking.likeness import Alike, Noted, OthersGone, TooLate


def noted(view: View, outcome: Noted | TooLate | OthersGone | NotYours) -> Reply:
    """Added where it was asked."""
    match outcome:
        case Noted():
            words = view.say("similar.noted" if outcome.same else "similar.apart")
            rows = (own_row(view, outcome.opinion),)
            return one(Bubble(words, rows, how="add", kind="receipt"), words.plain)
        case _:
            return _refused(view, outcome)


def read(view: View, outcome: Alike | OthersGone | NotYours) -> Reply:
    match outcome:
        case Alike():
            said = (cut(masked(view, each.text), EXCERPT) for each in outcome.quotes)
            quotes = view.lines(*(view.say("similar.quote", quote=quote) for quote in said))
            rows = questions.likeness(view, outcome.question)
            return Reply(
                (Bubble(how="strip"), Bubble(view.say("similar.read", quotes=quotes), rows))
            )
        case _:
            return _refused(view, outcome)


def _refused(view: View, outcome: TooLate | OthersGone | NotYours) -> Reply:
    match outcome:
        case TooLate():
            asked = outcome.consultation
            closed = view.when(end_of(asked), asked.timezone)
            return _added(view.say("similar.closed", title=asked.title, closed=closed))
        case OthersGone():
            return _added(view.say("similar.gone"))
        case NotYours():
            return spent(view)
        case _:
            assert_never(outcome)


def _added(words: texts.Markup) -> Reply:
    return one(Bubble(words, how="add"), words.plain)
