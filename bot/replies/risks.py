"""What a machine found in a message, for the moderator who looks at it. It may be wrong."""

from bot import texts
from bot.turn import View
from deliberation.moderating.moderation import Card, Why
from deliberation.moderating.risks import MACHINE, Risk
from nlp.screening import LOOKED_AT

FOUND = 40  # UTF-16 units of the words that were found


def why(view: View, why: Why, shown: Card) -> texts.Markup:
    """That a machine brought the message here, with the words it took for something."""
    reason = view.say(f"reason.{why.reason}")
    words = next((risk.words for risk in shown.found if risk.kind == why.reason), None)
    if words is None:
        return view.say("moderation.why_machine_then", reason=reason)
    return view.say("moderation.why_machine", reason=reason, words=texts.excerpt(words, FOUND))


def seen(view: View, shown: Card) -> list[texts.Markup]:
    """What is in the words besides, and would bring nothing here by itself."""
    flagged = {why.reason for why in shown.why if why.source == MACHINE}
    return [_seen(view, risk) for risk in shown.found if risk.kind not in flagged]


def _seen(view: View, risk: Risk) -> texts.Markup:
    kind = f"reason.{risk.kind}" if risk.kind in LOOKED_AT else f"masked.{risk.kind}"
    words = texts.excerpt(risk.words, FOUND)
    return view.say("moderation.seen", kind=view.say(kind), words=words)
