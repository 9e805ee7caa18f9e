"""Asking for a second look at hidden words, in words."""

from typing import assert_never

from bot.bubbles import Bubble, Key, Reply, one
from bot.buttons import Button
from bot.replies.arriving import whom_to_ask
from bot.replies.pressed import spent
from bot.turn import View
from deliberation.moderating.appeals import (
    AppealedBefore,
    AppealOffered,
    AppealOver,
    AppealTaken,
    LineUnusable,
    LooksAlready,
    NotHidden,
    Refused,
)
from deliberation.outcomes import Gone
from storage.models import Agency


def key(view: View, opinion_id: int) -> Key:
    """The button of every bubble that tells somebody their words were hidden."""
    return view.key("look_again", Button("ap", opinion_id))


def how(view: View) -> Bubble:
    return Bubble(view.say("appeal.how"))


def asked(view: View, outcome: AppealOffered | Refused) -> Reply:
    if not isinstance(outcome, AppealOffered):
        return refused(view, outcome)
    keys = (
        view.key("without_line", Button("ax", outcome.opinion.id)),
        view.key("stop", Button("ss")),
    )
    return one(Bubble(view.say("appeal.ask"), (keys,))).fresh()


def made(view: View, outcome: AppealTaken | LineUnusable | Refused) -> Reply:
    match outcome:
        case AppealTaken(nobody=True):
            whom = whom_to_ask(outcome.agency, outcome.consultation)
            words = view.say("appeal.taken_by_nobody", no=outcome.opinion.no, whom=whom)
            return one(Bubble(words, how="reply"))
        case AppealTaken():
            words = view.say("appeal.taken", no=outcome.opinion.no)
            return one(Bubble(words, how="reply"))
        case LineUnusable():
            return one(unusable(view, outcome))
        case _:
            return refused(view, outcome)


def unusable(view: View, outcome: LineUnusable) -> Bubble:
    """A line that is none, for whoever wrote it; the step stays open."""
    long = outcome.units > outcome.most
    name = "appeal.line_too_long" if long else "appeal.line_empty"
    words = view.say(name, n=outcome.units, max=outcome.most)
    return Bubble(words, ((view.key("stop", Button("ss")),),), how="reply")


def refused(view: View, outcome: Refused) -> Reply:
    """Why nobody looks again; always said, never a button that does nothing."""
    match outcome:
        case AppealedBefore(opinion, waits):
            name = "appeal.waits" if waits else "appeal.once"
            return one(Bubble(view.say(name, no=opinion.no))).fresh()
        case LooksAlready(opinion):
            return one(Bubble(view.say("appeal.rewritten", no=opinion.no))).fresh()
        case NotHidden(opinion):
            name = "appeal.taken_back" if opinion.state == "withdrawn" else "appeal.shown"
            return one(Bubble(view.say(name, no=opinion.no))).fresh()
        case AppealOver(agency, asked):
            words = view.say("appeal.over", title=asked.title, whom=whom_to_ask(agency, asked))
            return one(Bubble(words)).fresh()
        case Gone():
            return spent(view)
        case _:
            assert_never(outcome)


def lapsed(view: View, opinion_id: int) -> Bubble:
    return Bubble(view.say("appeal.lapsed"), ((key(view, opinion_id),),))


def waiting(view: View, agency: Agency) -> Bubble:
    """To an administrator: nobody else can decide this one."""
    begin = (view.key("start_looking", Button("qo")),)
    return Bubble(view.say("appeal.for_administrator", agency=agency.name), (begin,))
