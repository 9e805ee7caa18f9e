"""What an author reads of a moderator's decision about their words."""

from bot import texts
from bot.bubbles import Bubble
from bot.buttons import Button
from bot.replies.arriving import whom_to_ask
from bot.replies.letters import OWN
from bot.turn import View
from deliberation.moderating.decisions import RESTORE, SHOW
from deliberation.moderating.moderated import Told


def told(view: View, outcome: Told) -> Bubble:
    """Hidden, with the reason, the rule behind it and the way on; or shown again."""
    if outcome.decision.action in (RESTORE.action, SHOW.action):
        return Bubble(_say(view, "moderated.restored", outcome))
    reason = outcome.decision.reason
    words = _say(
        view,
        f"moderated.{outcome.decision.action.removeprefix('opinion.')}",
        outcome,
        reason=view.say(f"reason.{reason}"),
        rule=view.say(f"rule.{reason}"),
        then=view.say("moderated.change" if outcome.may_change else "moderated.closed"),
        whom=whom_to_ask(outcome.agency, outcome.consultation),
    )
    change = (view.key("change_it", Button("ed", outcome.opinion.id)),)
    return Bubble(words, (change,) if outcome.may_change else ())


def _say(view: View, key: str, outcome: Told, **values: object) -> texts.Markup:
    return view.say(
        key,
        no=outcome.opinion.no,
        title=outcome.consultation.title,
        excerpt=texts.excerpt(outcome.words, OWN),
        **values,
    )
