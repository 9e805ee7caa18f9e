"""What an author reads of a moderator's decision about their words."""

from bot import texts
from bot.bubbles import Bubble, Key
from bot.buttons import Button
from bot.replies import appeals
from bot.replies.arriving import whom_to_ask
from bot.replies.letters import OWN
from bot.turn import View
from deliberation.moderating.choices import KEEP_COVERED, RESTORE, SHOW, UNCOVER
from deliberation.moderating.moderated import Told
from deliberation.moderating.uncovering import MASKED


def told(view: View, outcome: Told) -> Bubble:
    """Hidden, with the reason, the rule behind it and the way on; or shown again."""
    if outcome.decision.action == UNCOVER.action:
        return Bubble(_say(view, "appeal.uncovered", outcome))
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
    return Bubble(words, (_ways_on(view, outcome),))


def _key(outcome: Told) -> str:
    if outcome.after_appeal:
        covered = outcome.decision.action == KEEP_COVERED.action
        return "appeal.kept_covered" if covered else "appeal.kept"
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
    return Bubble(words, (_ways_on(view, outcome),))


def _ways_on(view: View, outcome: Told) -> tuple[Key, ...]:
    """Writing it anew, and having it looked at again, as far as that can be."""
    change = view.key("change_it", Button("ed", outcome.opinion.id))
    appeal = appeals.key(view, outcome.opinion.id)
    keys = ((change, outcome.may_change), (appeal, outcome.may_appeal))
    return tuple(key for key, there in keys if there)


def _say(view: View, key: str, outcome: Told, **values: object) -> texts.Markup:
    return view.say(
        key,
        no=outcome.opinion.no,
        title=outcome.consultation.title,
        excerpt=texts.excerpt(outcome.words, OWN),
        **values,
    )
