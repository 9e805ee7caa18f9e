"""What moderators read of a rush: that unusually many new people spoke, and the numbers with and
without them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies.pressed import spent
from bot.replies.splits import people
from bot.texts import Markup
from bot.turn import View
from deliberation.moderating.rushes import NoRush, Numbers, TopicShare
from storage.models import Consultation, Rush

MOST = 3  # below one card, the newest


def below(view: View, card: Bubble, rushes: Sequence[tuple[Rush, Consultation]]) -> Bubble:
    """A card, or that there is none, and below it the rushes there were."""
    if not rushes:
        return card
    told = rushes[:MOST]
    lines = [line(view, rush, asked) for rush, asked in told]
    keys = tuple(
        (view.key("with_and_without", Button("qw", rush.id), title=asked.title),)
        for rush, asked in told
    )
    return replace(card, text=view.lines(card.text, "", *lines), rows=(*card.rows, *keys))


def line(view: View, rush: Rush, asked: Consultation) -> Markup:
    began = view.when(rush.begins_at, asked.timezone)
    return view.say("rush.line", title=asked.title, began=began, n=rush.people)


def numbers(view: View, outcome: Numbers | NoRush) -> Reply:
    match outcome:
        case Numbers():
            return one(_told(view, outcome)).fresh()
        case NoRush():
            return spent(view)
        case _:
            assert_never(outcome)


def _told(view: View, shown: Numbers) -> Bubble:
    rush, zone = shown.rush, shown.consultation.timezone
    head = view.say(
        "rush.head",
        title=shown.consultation.title,
        began=view.when(rush.begins_at, zone),
        ended=view.when(rush.ends_at, zone),
        n=rush.people,
    )
    usual = view.say("rush.usual", n=rush.usual) if rush.usual else view.say("rush.usual_none")
    topics = [_topic(view, each) for each in shown.topics]
    kept = [view.say("rush.kept")] if shown.kept else []
    lines = [head, usual, view.say("rush.nothing_done"), "", *_everybody(view, shown)]
    back = view.key("start_looking", Button("qo"))
    return Bubble(view.lines(*lines, *topics, *kept), ((back,),))


def _everybody(view: View, shown: Numbers) -> list[Markup]:
    (everybody, opinions), others = shown.everybody, shown.others
    with_them = view.say("rush.with", people=people(view, everybody), n=opinions)
    if others is None:
        return [with_them, view.say("rush.without_few")]
    return [with_them, view.say("rush.without", people=people(view, others[0]), n=others[1])]


def _topic(view: View, share: TopicShare) -> Markup:
    return view.say(
        "rush.topic",
        name=share.name,
        everybody=people(view, share.everybody),
        others=people(view, share.others),
    )


def in_room(view: View, shown: Numbers) -> Markup:
    """The same where others may read along: no topics, which have names of citizens' words."""
    began = line(view, shown.rush, shown.consultation)
    return view.lines("", began, *_everybody(view, shown))
