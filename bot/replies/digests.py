"""The regular briefing, in words."""

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies import briefing
from bot.turn import View
from deliberation.briefing.briefings import Briefing, TooEarly
from deliberation.briefing.digests import WhenToSend
from deliberation.outcomes import NotYours


def asked(view: View, outcome: WhenToSend | NotYours) -> Reply:
    if isinstance(outcome, NotYours):
        return one(Bubble(view.say("staff.not_yours")))
    now = view.say(f"digest.now.{outcome.every or 'off'}")
    rows = (
        (
            view.key("digest_daily", Button("dg", value="d")),
            view.key("digest_weekly", Button("dg", value="w")),
        ),
        (view.key("digest_off", Button("dg", value="n")),),
    )
    return one(Bubble(view.lines(view.say("digest.ask"), now), rows))


def chosen(view: View, outcome: WhenToSend | NotYours) -> Reply:
    if isinstance(outcome, NotYours):
        return one(Bubble(view.say("staff.not_yours")))
    words = view.say(f"digest.chosen.{outcome.every or 'off'}")
    return one(Bubble(words, how="add"), words.plain)


def told(view: View, brief: Briefing | TooEarly) -> Bubble:
    """The briefing as text, without its picture; a button opens it."""
    asked = brief.consultation.id
    see = ((view.key("open_briefing", Button("sm", asked)),),)
    if isinstance(brief, TooEarly):
        shown = briefing.early(view, brief)
    else:
        shown = briefing.summary(view, brief)
    return Bubble(view.lines(view.say("digest.head"), "", shown.text), see)
