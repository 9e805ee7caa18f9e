"""What moderators read while they cover some of somebody's words."""

from collections.abc import Mapping

from bot import texts
from bot.bubbles import Bubble, Reply, one, pairs
from bot.buttons import Button
from bot.replies.moderation import COPY, and_next, reason_keys, refused, tells
from bot.turn import View
from deliberation.moderating.masks import Covered, Found, Wanted
from deliberation.moderating.refusals import Refused
from locales import LANGUAGES


def sign(language: str) -> str:
    """What stands in the place of words that were covered."""
    return texts.text("moderated.sign", language).plain


def signs() -> Mapping[str, str]:
    return {language: sign(language) for language in LANGUAGES}


def asked(view: View, outcome: Wanted | Found | Refused, stamp: int) -> Reply:
    """Which words, and then why."""
    match outcome:
        case Wanted():
            stop = view.key("stop", Button("qc", outcome.opinion.id, state=stamp))
            words = view.say(f"moderation.mask_{outcome.wrong or 'what'}")
            return one(Bubble(words, ((stop,),))).fresh()
        case Found():
            wanted = outcome.opinion.text[outcome.at : outcome.at + outcome.length]
            words = view.say("moderation.mask_reason", words=texts.excerpt(wanted, COPY))
            keys = reason_keys(view, "qm", outcome.opinion, stamp)
            return one(Bubble(words, pairs(keys), protect=True))
        case _:
            return refused(view, outcome)


def covered(view: View, outcome: Covered | Refused) -> Reply:
    if not isinstance(outcome, Covered):
        return refused(view, outcome)
    row, no = outcome.row, str(outcome.opinion.id)
    key = "moderation.opinion.masked" + ("_all" if outcome.count > 1 else "")
    reason = view.say(f"reason.{row.reason}")
    said = [view.say(key, no=no, n=outcome.count, reason=reason)]
    if outcome.left:
        said.append(view.say("moderation.mask_left", n=outcome.left))
    said.append(tells(view, outcome.tells_at, outcome.consultation.timezone))
    said.append(view.say("moderation.undo"))
    undo = view.key("undo", Button("qu", outcome.opinion.id, state=outcome.stamp))
    return and_next(view, said, ((undo,),), outcome.next)
