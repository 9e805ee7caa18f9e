"""What an author reads of a moderator's decision about their words."""

from bot import texts
from bot.bubbles import Bubble
from bot.buttons import Button
from bot.replies import appeals
from bot.replies.arriving import whom_to_ask
from bot.replies.letters import OWN
from bot.turn import View
from deliberation.moderating.choices import RESTORE, SHOW
from deliberation.moderating.masks import MASKED
from deliberation.moderating.moderated import Told


def told(view: View, outcome: Told) -> Bubble:
    """Hidden, with the reason, the rule behind it and the way on; or shown again."""
    if outcome.decision.action in (RESTORE.action, SHOW.action):
        key = "appeal.restored" if outcome.after_appeal else "moderated.restored"
        return Bubble(_say(view, key, outcome))
    if outcome.decision.action == MASKED:
        return _masked(view, outcome)
    reason = outcome.decision.reason
    words = _say(
        view,
        _key(outcome),
        outcome,
        reason=view.say(f"reason.{reason}"),
        rule=view.say(f"rule.{reason}"),
        then=_then(view, outcome),
        whom=whom_to_ask(outcome.agency, outcome.consultation),
        line=outcome.line,
    )
    change = view.key("change_it", Button("ed", outcome.opinion.id))
    appeal = appeals.key(view, outcome.opinion.id)
    keys = ((change, outcome.may_change), (appeal, outcome.may_appeal))
    return Bubble(words, (tuple(key for key, there in keys if there),))


def _key(outcome: Told) -> str:
    if outcome.after_appeal:
        return "appeal.kept"
    return f"moderated.{outcome.decision.action.removeprefix('opinion.')}"


def _then(view: View, outcome: Told) -> str:
    """What the author can do now."""
    if outcome.may_change and outcome.may_appeal:
        return view.say("appeal.change_or_may")
    if outcome.may_appeal:
        return view.say("appeal.closed_but_may")
    return view.say("moderated.change" if outcome.may_change else "moderated.closed")


def _masked(view: View, outcome: Told) -> Bubble:
    """Which words were covered, why, and what everybody reads now."""
    row, sign = outcome.decision, texts.text("moderated.sign", outcome.opinion.language)
    begins = int(row.details["at"])
    part = outcome.words[begins : begins + int(row.details["length"])]
    words = view.say(
        "moderated.masked",
        no=outcome.opinion.no,
        part=texts.excerpt(part, OWN),
        text=texts.excerpt(outcome.words.replace(part, sign.plain), OWN),
        reason=view.say(f"reason.{row.reason}"),
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
