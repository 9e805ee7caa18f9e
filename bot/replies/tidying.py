"""Topics are tidied, in words."""

from typing import assert_never

from bot import texts
from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.turn import View
from deliberation.outcomes import NotYours
from deliberation.tidied import MergedBefore, Refusal, TopicGone

NAME = 30


def refused(view: View, outcome: Refusal) -> Reply:
    """Nothing can be done with the topic, whatever was wanted."""
    match outcome:
        case NotYours() | TopicGone():
            return one(Bubble(view.say("topic.gone")))
        case MergedBefore():
            into = texts.excerpt(outcome.into.name, NAME)
            see = view.key("see_topic", Button("tp", outcome.into.id))
            return one(Bubble(view.say("tidy.merged_before", into=into), ((see,),)))
        case _:
            assert_never(outcome)
