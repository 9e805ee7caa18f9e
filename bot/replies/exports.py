"""Taking a consultation away as a file, in words."""

from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Reply, Rows, one, pairs
from bot.buttons import Button
from bot.files import kinds
from bot.replies.briefing import TITLE, which
from bot.turn import View
from deliberation.briefing.briefings import Which
from deliberation.briefing.exports import BeingMade, MayTake, NothingThere, Offered, Taken
from deliberation.outcomes import NotYours
from storage.models import Consultation


def offered(view: View, outcome: Offered) -> Reply:
    match outcome:
        case MayTake(asked):
            title = texts.excerpt(asked.title, TITLE)
            return one(Bubble(view.say("export.ask", title=title), _keys(view, asked.id)))
        case NothingThere(asked):
            return _nothing(view, asked)
        case Which(several):
            return one(which(view, several, lambda asked: Button("xc", asked)))
        case NotYours():
            return one(Bubble(view.say("staff.not_yours")))
        case _:
            assert_never(outcome)


def _keys(view: View, asked: int) -> Rows:
    return pairs(view.key(f"file_{kind}", Button("xf", asked, kind)) for kind in kinds.installed())


def _nothing(view: View, asked: Consultation) -> Reply:
    words = view.say("export.none", title=texts.excerpt(asked.title, TITLE))
    return one(Bubble(words)).fresh()


def taken(view: View, outcome: Taken) -> Reply:
    match outcome:
        case BeingMade(asked, kind):
            words = view.say("export.making", kind=view.say(f"button.file_{kind}"))
            file = Bubble(kind="file", export=(asked.id, kind))
            return Reply((Bubble(words, how="add"), file), words.plain)
        case NothingThere(asked):
            return _nothing(view, asked)
        case NotYours():
            return one(Bubble(view.say("staff.not_yours"))).fresh()
        case _:
            assert_never(outcome)


def missing(view: View, asked: int, kind: str) -> Reply:
    """A file that cannot be made here; the others are offered again. `kind` may be none at all."""
    if kind in kinds.KINDS:
        words = view.say("export.missing", kind=view.say(f"button.file_{kind}"))
    else:
        words = view.say("export.unknown")
    return one(Bubble(words, _keys(view, asked))).fresh()


def kind_of(typed: str) -> str:
    """The kind of file that is meant; "" where it is none."""
    said = texts.normal(typed)
    found = [kind for kind in kinds.KINDS if said in texts.labels(f"button.file_{kind}")]
    return found[0] if found else ""
