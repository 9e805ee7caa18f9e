"""A notice to those who follow a consultation, as its official writes it."""

from typing import assert_never

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies import briefing, tidings
from bot.replies.pressed import spent
from bot.replies.typed import wrong
from bot.turn import View
from deliberation.asking.announcing import AnnouncementGone, Sent, WhatToTell, Written
from deliberation.asking.closing import WhichEnd
from deliberation.outcomes import NotYours

Telling = WhatToTell | Written | NotYours


def which(view: View, outcome: WhichEnd | NotYours) -> Reply:
    if isinstance(outcome, NotYours):
        return _not_yours(view)
    if not outcome.consultations:
        return one(Bubble(view.say("announce.none")))
    return one(briefing.which(view, outcome.consultations, lambda asked: Button("aw", asked)))


def telling(view: View, outcome: Telling) -> Reply:
    match outcome:
        case WhatToTell():
            return one(_ask(view, outcome)).fresh()
        case Written():
            return _written(view, outcome)
        case NotYours():
            return _not_yours(view)
        case _:
            assert_never(outcome)


def _ask(view: View, outcome: WhatToTell) -> Bubble:
    asked = outcome.consultation
    words = view.say("announce.ask", title=asked.title, n=outcome.people)
    if outcome.wrong is not None:
        words = view.lines(wrong(view, outcome.wrong, asked.timezone), "", words)
    stop = ((view.key("stop", Button("ss")),),)
    return Bubble(words, stop, how="reply" if outcome.wrong else "new")


def _written(view: View, outcome: Written) -> Reply:
    """A true copy, then the choice."""
    asked, written = outcome.consultation, outcome.announcement
    copy = Bubble(tidings.announcement(view, asked, written.text))
    keys = (
        (
            view.key("announce_send", Button("az", written.id)),
            view.key("announce_change", Button("aw", asked.id)),
        ),
        (view.key("stop", Button("ss")),),
    )
    choice = Bubble(view.say("announce.preview", n=outcome.people), keys)
    return Reply((copy, choice)).fresh()


def sent(view: View, outcome: Sent | AnnouncementGone | NotYours) -> Reply:
    match outcome:
        case Sent(already=True):
            time = view.when(outcome.at, outcome.consultation.timezone)
            words = view.say("announce.already", time=time)
            return Reply((Bubble(how="strip"),), words.plain)
        case Sent():
            words = view.say("announce.sent", n=outcome.people)
            return one(Bubble(words, how="add"), words.plain)
        case AnnouncementGone():
            return spent(view)
        case NotYours():
            return _not_yours(view)
        case _:
            assert_never(outcome)


def _not_yours(view: View) -> Reply:
    return one(Bubble(view.say("close.not_yours"))).fresh()
