"""Links for posters, their pictures, and how many people came by each."""

from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies import briefing
from bot.turn import View, address
from deliberation.asking.closing import WhichEnd
from deliberation.asking.posters import Link, Links, PosterMade, WherePut
from deliberation.outcomes import NotYours

Making = PosterMade | WherePut | NotYours
MOST = 20  # links listed


def which(view: View, outcome: WhichEnd | NotYours) -> Reply:
    if isinstance(outcome, NotYours):
        return _not_yours(view)
    if not outcome.consultations:
        return one(Bubble(view.say("links.none")))
    return one(briefing.which(view, outcome.consultations, lambda asked: Button("lk", asked)))


def links(view: View, outcome: Links | NotYours, bot_username: str) -> Reply:
    match outcome:
        case Links():
            return one(_listed(view, outcome, bot_username)).fresh()
        case NotYours():
            return _not_yours(view)
        case _:
            assert_never(outcome)


def _listed(view: View, outcome: Links, bot_username: str) -> Bubble:
    asked = outcome.consultation
    shown = list(enumerate(outcome.links[:MOST], start=1))
    numbers = tuple(
        (i, Button("lq", asked.id, "", link.poster.id if link.poster else 0))
        for i, link in shown
        if link.poster is not None or not link.channel
    )
    lines = [_line(view, i, link) for i, link in shown]
    words = view.say(
        "links.list",
        title=asked.title,
        link=address(bot_username, asked.slug),
        lines=view.lines(*lines),
    )
    return Bubble(words, ((view.key("more_links", Button("ln", asked.id)),),), numbers=numbers)


def _line(view: View, i: int, link: Link) -> texts.Markup:
    place = link.channel or view.say("links.anywhere")
    if not link.people:
        return view.say("links.line_none", i=i, place=place)
    if link.people < texts.FEW:
        return view.say("links.line_few", i=i, place=place, few=texts.FEW)
    return view.say("links.line", i=i, place=place, people=link.people)


def made(view: View, outcome: Making, bot_username: str) -> Reply:
    match outcome:
        case PosterMade():
            return one(_made(view, outcome, bot_username)).fresh()
        case WherePut():
            words = view.say("links.where")
            if outcome.wrong:
                words = view.lines(view.say("links.bad_place"), "", words)
            stop = ((view.key("stop", Button("ss")),),)
            return one(Bubble(words, stop, how="reply" if outcome.wrong else "new")).fresh()
        case NotYours():
            return _not_yours(view)
        case _:
            assert_never(outcome)


def _made(view: View, made: PosterMade, bot_username: str) -> Bubble:
    words = view.say(
        "links.made",
        title=made.consultation.title,
        place=made.channel or view.say("links.anywhere"),
        link=address(bot_username, made.payload),
    )
    more = view.key("more_links", Button("ln", made.consultation.id))
    return Bubble(words, ((more,),), poster=made.payload)


def _not_yours(view: View) -> Reply:
    return one(Bubble(view.say("close.not_yours"))).fresh()
