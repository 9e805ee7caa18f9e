"""Topics are tidied, in words."""

from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Key, Reply, Rows, one
from bot.buttons import Button
from bot.turn import View
from deliberation.grouping.pins import Pinned
from deliberation.grouping.prospects import MayMerge, MaySplit, MaySplitByWord, Others
from deliberation.grouping.shapes import LONGEST_NAME
from deliberation.grouping.tidied import (
    InTwoParts,
    Merged,
    MergedBefore,
    NameTaken,
    NameTooLong,
    NameTwice,
    NoClearLine,
    NoName,
    NothingInIt,
    Refusal,
    Renamed,
    Split,
    TopicGone,
    Unusable,
    WithItself,
)
from deliberation.grouping.tidying import Splitting
from deliberation.outcomes import NotYours
from storage.models import Topic

NAME = 30
LISTED = 15  # topics on one bubble; any can be typed with /merge
Naming = Renamed | Unusable | Refusal


def refused(view: View, outcome: Refusal) -> Reply:
    """Nothing can be done with the topic, whatever was wanted."""
    match outcome:
        case NotYours() | TopicGone():
            return one(Bubble(view.say("topic.gone")))
        case MergedBefore():
            words = view.say("tidy.merged_before", into=_name(outcome.into))
            return one(Bubble(words, ((_see(view, outcome.into.id),),)))
        case _:
            assert_never(outcome)


def _name(topic: Topic) -> str:
    return texts.excerpt(topic.name, NAME)


def _see(view: View, topic_id: int) -> Key:
    return view.key("see_topic", Button("tp", topic_id))


def _stop(view: View) -> Key:
    return view.key("stop", Button("ss"))


def menu(view: View, outcome: Topic | Refusal) -> Reply:
    if not isinstance(outcome, Topic):
        return refused(view, outcome)
    pinned = outcome.pinned_at is not None
    pin = view.key("unpin" if pinned else "pin", Button("ti", outcome.id, "n" if pinned else ""))
    rows: Rows = (
        (view.key("rename", Button("tn", outcome.id)), view.key("merge", Button("tg", outcome.id))),
        (view.key("split", Button("tx", outcome.id)), pin),
        (_stop(view),),
    )
    return one(Bubble(view.say("tidy.how", name=_name(outcome)), rows))


def name_asked(view: View, outcome: Topic | Refusal) -> Reply:
    if not isinstance(outcome, Topic):
        return refused(view, outcome)
    words = view.say("tidy.rename", max=LONGEST_NAME, name=_name(outcome))
    back = view.key("back", Button("ty", outcome.id))
    return one(Bubble(words, ((back, _stop(view)),), how="edit"))


def can_be_tried_again(outcome: Naming) -> bool:
    """Whether another name may be typed at once."""
    return isinstance(outcome, NoName | NameTooLong | NameTaken)


def renamed(view: View, outcome: Naming, topic_id: int) -> Reply:
    match outcome:
        case Renamed():
            what = view.say("tidy.renamed", before=outcome.before, name=_name(outcome.topic))
            undo = view.key("undo", Button("tu", outcome.topic.id, state=outcome.log_id))
            return one(_done(view, what, undo))
        case NoName() | NameTooLong() | NameTaken():
            return one(_unusable(view, outcome, topic_id))
        case _:
            return refused(view, outcome)


def _unusable(view: View, outcome: Unusable, topic_id: int) -> Bubble:
    rows: Rows = ((_stop(view),),)
    match outcome:
        case NoName():
            words = view.say("typed_in.empty")
        case NameTooLong():
            words = view.say("typed_in.too_long", max=outcome.most, n=outcome.units)
        case NameTaken():
            words = view.say("tidy.name_taken")
            join = view.key("merge", Button("tg", topic_id, state=outcome.other.id))
            rows = ((join, _stop(view)) if topic_id else (_stop(view),),)
        case _:
            assert_never(outcome)
    return Bubble(words, rows, how="reply")


def _done(view: View, what: texts.Markup, *keys: Key) -> Bubble:
    return Bubble(view.say("tidy.done", what=what), (keys,), how="edit")


def undone(view: View, outcome: Renamed) -> Reply:
    words = view.say("tidy.undone", name=_name(outcome.topic))
    return one(Bubble(words, how="add"), words.plain)


def other_asked(view: View, outcome: Others | Refusal) -> Reply:
    if not isinstance(outcome, Others):
        return refused(view, outcome)
    if not outcome.others:
        return one(Bubble(view.say("tidy.no_other")))
    listed = outcome.others[:LISTED]
    lines = [
        view.say("tidy.line", i=place, name=_name(topic), people=people)
        for place, topic, people in listed
    ]
    words = view.say("tidy.merge", name=_name(outcome.topic), lines=view.lines(*lines))
    into = outcome.topic.id
    numbers = tuple((place, Button("tg", topic.id, state=into)) for place, topic, _ in listed)
    keys = [
        view.key("topic_n", Button("tg", topic.id, state=into), n=place)
        for place, topic, _ in listed
    ]
    rows = tuple(tuple(keys[at : at + 3]) for at in range(0, len(keys), 3))
    return one(Bubble(words, (*rows, (_stop(view),)), how="edit", numbers=numbers))


def merge_asked(view: View, outcome: MayMerge | WithItself | Refusal) -> Reply:
    match outcome:
        case MayMerge():
            a, b = _name(outcome.topic), _name(outcome.into)
            words = view.say("tidy.merge_ask", a=a, b=b, n=outcome.people)
            if outcome.answered:
                words = view.lines(words, view.say("tidy.merge_answered"))
            yes = Button("tg", outcome.topic.id, "y", outcome.into.id)
            return one(Bubble(words, ((view.key("merge", yes), _stop(view)),), how="edit"))
        case WithItself():
            return one(Bubble(view.say("tidy.with_itself")))
        case _:
            return refused(view, outcome)


def merged(view: View, outcome: Merged | WithItself | Refusal) -> Reply:
    match outcome:
        case Merged():
            a, b = _name(outcome.gone), _name(outcome.topic)
            what = view.say("tidy.merged", a=a, b=b, n=outcome.people)
            if outcome.newcomers:
                what = view.lines(what, view.say("tidy.newcomers", n=outcome.newcomers))
            return one(_done(view, what, _see(view, outcome.topic.id)))
        case WithItself():
            return one(Bubble(view.say("tidy.with_itself")))
        case _:
            return refused(view, outcome)


def split_asked(view: View, outcome: MaySplit | NoClearLine | Refusal) -> Reply:
    match outcome:
        case MaySplit():
            lines = [view.say("topic.part", name=name, n=count) for name, count in outcome.parts]
            parts = view.lines(*(texts.joined(["· ", line], "") for line in lines))
            words = view.say("tidy.split", name=_name(outcome.topic), parts=parts)
            so = view.key("split_so", Button("tx", outcome.topic.id, "y"))
            rows: Rows = ((so, _otherwise(view, outcome.topic)), (_stop(view),))
            return one(Bubble(words, rows, how="edit"))
        case NoClearLine():
            rows = ((_otherwise(view, outcome.topic), _stop(view)),)
            return one(Bubble(view.say("tidy.no_line"), rows, how="edit"))
        case _:
            return refused(view, outcome)


def _otherwise(view: View, topic: Topic) -> Key:
    return view.key("split_otherwise", Button("tx", topic.id, "w"))


def word_asked(view: View, outcome: Topic | Refusal) -> Reply:
    if not isinstance(outcome, Topic):
        return refused(view, outcome)
    words = view.say("tidy.word", name=_name(outcome), max=LONGEST_NAME)
    back = view.key("back", Button("tx", outcome.id))
    return one(Bubble(words, ((back, _stop(view)),), how="edit"))


def word_put(
    view: View, outcome: MaySplitByWord | NothingInIt | Unusable | Refusal, topic_id: int
) -> Reply:
    match outcome:
        case MaySplitByWord():
            words = view.say("tidy.word_ask", word=outcome.word, n=outcome.opinions)
            so = view.key("split_so", Button("tx", topic_id, "d"))
            return one(Bubble(words, ((so, _stop(view)),)))
        case NothingInIt():
            return one(Bubble(view.say("tidy.word_nothing"), ((_stop(view),),), how="reply"))
        case NoName() | NameTooLong() | NameTaken():
            return one(_unusable(view, outcome, topic_id))
        case _:
            return refused(view, outcome)


def split_done(view: View, outcome: Splitting | NoClearLine) -> Reply:
    match outcome:
        case Split():
            names = texts.joined([_name(topic) for topic in outcome.made], ", ")
            what = view.say("tidy.split_done", name=_name(outcome.topic), names=names)
            return one(_done(view, what, _see(view, outcome.topic.id)))
        case NoClearLine():
            return one(Bubble(view.say("tidy.no_line")))
        case NothingInIt() | InTwoParts() | NameTwice():
            return one(Bubble(view.say("tidy.word_nothing")))
        case NoName() | NameTooLong() | NameTaken():
            return one(_unusable(view, outcome, 0))
        case _:
            return refused(view, outcome)


def pinned(view: View, outcome: Pinned | Refusal) -> Reply:
    if not isinstance(outcome, Pinned):
        return refused(view, outcome)
    topic = outcome.topic
    key = "tidy.pinned" if outcome.pinned else "tidy.unpinned"
    undo = view.key("undo", Button("ti", topic.id, "n" if outcome.pinned else ""))
    return one(_done(view, view.say(key, name=_name(topic)), undo))
