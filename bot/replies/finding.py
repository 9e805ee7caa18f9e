"""What was found, in words."""

from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Reply, Rows, one, pairs
from bot.buttons import Button
from bot.replies import limits
from bot.replies.arriving import page_keys
from bot.turn import View
from deliberation.briefing.contexts import InContext, NoSuchOpinion
from deliberation.briefing.finding import (
    SHOWN,
    Found,
    Refusal,
    WhatWords,
    WordsTooLong,
    WordsTooShort,
)
from deliberation.moderating.flags import EnoughFlags, Flagged, NotShown, OwnOpinion, Raised
from deliberation.outcomes import NotYours
from storage.models import Opinion

QUOTE, WORDS = 100, 40


def found(view: View, outcome: Found | Refusal, mark: int) -> Reply:
    """`mark` names the words on the buttons that turn pages."""
    match outcome:
        case Found(opinions=()):
            return one(Bubble(view.say("find.none")))
        case Found():
            return one(_found(view, outcome, mark))
        case WhatWords():
            stop = ((view.key("stop", Button("ss")),),)
            return one(Bubble(view.say("find.ask"), stop))
        case WordsTooShort():
            return one(Bubble(view.say("find.too_short")))
        case WordsTooLong():
            return one(Bubble(view.say("find.too_long", max=outcome.most)))
        case NotYours():
            return one(Bubble(view.say("staff.not_yours")))
        case _:
            assert_never(outcome)


def _found(view: View, outcome: Found, mark: int) -> Bubble:
    head = "find.many" if outcome.many else "find.head"
    said = texts.excerpt(outcome.words, WORDS)
    parts = [view.say(head, words=said, n=outcome.count)]
    if outcome.count > SHOWN:
        parts.append(view.say("find.newest", n=SHOWN))
    parts += [_line(view, each) for each in outcome.opinions]
    numbers = tuple((each.id, Button("oi", each.id)) for each in outcome.opinions)
    turns = page_keys(view, outcome.page, outcome.pages, Button("fi", state=mark))
    return Bubble(view.lines(*parts), (turns,), how="edit", numbers=numbers)


def in_context(view: View, outcome: InContext | NoSuchOpinion) -> Reply:
    match outcome:
        case InContext():
            return one(Bubble(_in_context(view, outcome), _keys(view, outcome)))
        case NoSuchOpinion():
            return one(Bubble(view.say("ask.none")))
        case _:
            assert_never(outcome)


def _in_context(view: View, outcome: InContext) -> texts.Markup:
    opinion, topic = outcome.opinion, outcome.topic
    return view.say(
        "ask.one",
        ref=opinion.id,
        date=view.when(opinion.written_at, outcome.consultation.timezone),
        channel=_channel(view, outcome),
        title=texts.excerpt(outcome.consultation.title, WORDS),
        text=opinion.text if outcome.is_shown else view.say("ask.hidden_words"),
        topic=texts.excerpt(topic.name, WORDS) if topic else view.say("ask.alone"),
        copies=outcome.copies,
        state=view.say(f"ask.state.{opinion.state}"),
    )


def _channel(view: View, outcome: InContext) -> str:
    if outcome.imported:
        return view.say("ask.imported")
    return outcome.channel or view.say("ask.no_channel")


def _keys(view: View, outcome: InContext) -> Rows:
    keys = []
    if outcome.topic is not None:
        keys.append(view.key("see_topic", Button("tp", outcome.topic.id)))
    if outcome.is_shown:
        keys.insert(0, view.key("answer_one", Button("ao", outcome.opinion.id)))
        keys.append(view.key("tell_moderator", Button("om", outcome.opinion.id)))
    return pairs(keys)


def moderator_told(view: View, outcome: Raised) -> Reply:
    match outcome:
        case Flagged():
            words = view.say("ask.told_before" if outcome.again else "ask.told")
        case OwnOpinion():
            words = view.say("ask.own")
        case NotShown():
            words = view.say("ask.none")
        case EnoughFlags():
            return one(Bubble(limits.enough_flags(view, outcome))).fresh()
        case _:
            assert_never(outcome)
    return one(Bubble(words, how="add"), words.plain)


def _line(view: View, opinion: Opinion) -> texts.Markup:
    return view.say("find.line", ref=opinion.id, quote=texts.excerpt(opinion.text, QUOTE))
