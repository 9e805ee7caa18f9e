"""What became of an opinion one has: changed, taken back, taken up again, moved."""

from typing import assert_never

from bot.bubbles import Bubble, Key, Reply, one, silence
from bot.buttons import Button
from bot.replies import measures
from bot.replies.masked import with_covered
from bot.replies.opinions import closed_for_changes, held, own_row
from bot.replies.pressed import spent
from bot.texts import Markup
from bot.turn import View
from deliberation.moderating.measures import Muted
from deliberation.outcomes import (
    Empty,
    Gone,
    Moved,
    Restored,
    Revised,
    RevisionClosed,
    RevisionUnusable,
    TooLong,
    TooShort,
    Unchanged,
    Withdrawn,
)
from deliberation.speaking.revisions import Changed
from storage.models import Opinion


def revised(view: View, outcome: Changed, *, said_again: bool = False) -> Reply:
    """An edit that shows nothing new needs no word; the same words sent anew do."""
    match outcome:
        case Revised() if outcome.opinion.state == "hidden":
            words = view.say("edit.hidden", no=outcome.opinion.no)
            return one(_changed(view, words, outcome))
        case Revised() if outcome.opinion.state == "held":
            words = view.say("edit.held", no=outcome.opinion.no)
            return one(_changed(view, words, outcome))
        case Revised(after_answer=True):
            return one(_changed(view, view.say("edit.after_answer"), outcome))
        case Revised():
            words = view.say("edit.done", no=outcome.opinion.no, title=outcome.consultation.title)
            return one(_changed(view, words, outcome))
        case Unchanged() if said_again:
            words = view.say("edit.done", no=outcome.opinion.no, title=outcome.title)
            return one(_revised(view, words, outcome.opinion))
        case Unchanged():
            return silence("nothing visible changed")
        case RevisionClosed():
            words = closed_for_changes(view, outcome.consultation)
            see = view.key("see_my", Button("my", outcome.consultation.id))
            return one(Bubble(words, ((see,),), how="reply"))
        case RevisionUnusable():
            words = view.say("edit.unusable", why=_why(view, outcome.why))
            stop = ((view.key("stop", Button("ss")),),) if said_again else ()
            return one(Bubble(words, stop, how="reply"))
        case Gone():
            return one(Bubble(view.say("edit.withdrawn"), how="reply"))
        case Muted():
            return measures.not_taken(view, outcome)
        case _:
            assert_never(outcome)


def _changed(view: View, words: str, outcome: Revised) -> Bubble:
    said = with_covered(view, words, outcome.opinion, outcome.covered)
    return _revised(view, said, outcome.opinion)


def _revised(view: View, words: str, opinion: Opinion) -> Bubble:
    return Bubble(words, (own_row(view, opinion),), how="reply", kind="receipt")


def _why(view: View, why: Empty | TooShort | TooLong) -> str:
    match why:
        case Empty():
            return view.say("edit.why.empty")
        case TooShort():
            return view.say("edit.why.short")
        case TooLong():
            return view.say("edit.why.long", n=why.units, max=why.most)
        case _:
            assert_never(why)


def withdrawn(view: View, outcome: Withdrawn | Gone) -> Reply:
    match outcome:
        case Withdrawn():
            until = view.when(outcome.undo_until, outcome.timezone)
            words = view.say("withdraw.done", no=outcome.opinion.no, undo_until=until)
            return _done(words, (view.key("undo", Button("un", outcome.opinion.id)),))
        case Gone():
            return spent(view)
        case _:
            assert_never(outcome)


def restored(view: View, outcome: Restored | Gone) -> Reply:
    match outcome:
        case Restored():
            return _done(_taken_up(view, outcome.opinion), own_row(view, outcome.opinion))
        case Gone():
            return spent(view)
        case _:
            assert_never(outcome)


def _taken_up(view: View, opinion: Opinion) -> Markup:
    """Words hidden before, or while they were away, are not back: this may be the first their
    author learns of it."""
    if opinion.state != "hidden":
        return view.say("withdraw.undone", no=opinion.no)
    reason = view.say(f"reason.{opinion.reason}")
    return view.say("withdraw.undone_hidden", no=opinion.no, reason=reason)


def moved(view: View, outcome: Moved | Gone) -> Reply:
    match outcome:
        case Moved():
            no, title = outcome.opinion.no, outcome.consultation.title
            words = held(view, view.say("opinion.moved", no=no, title=title), outcome.held_for)
            return _done(words, own_row(view, outcome.opinion))
        case Gone():
            return spent(view)
        case _:
            assert_never(outcome)


def _done(words: Markup, keys: tuple[Key, ...]) -> Reply:
    return one(Bubble(words, (keys,), how="add", kind="receipt"), words.plain)
