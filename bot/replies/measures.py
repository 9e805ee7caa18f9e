"""Measures in words: for moderators who take them, and for whom they are about."""

from typing import assert_never

from bot.bubbles import Bubble, Key, Reply, one
from bot.buttons import Button
from bot.replies.pressed import spent
from bot.turn import View
from deliberation.moderating.measure_appeals import (
    MeasureAppealed,
    MeasureAppealedBefore,
    MeasureCard,
    MeasureDecided,
    MeasureOver,
    OwnMeasure,
)
from deliberation.moderating.measures import (
    LASTS,
    SLOW_GAP,
    IsAdministrator,
    IsColleague,
    MoreAlready,
    Muted,
    NoMeasure,
    Offer,
    Refused,
    Slowed,
    Taken,
)
from storage.models import Agency, Measure


def offered(view: View, outcome: Offer | Refused) -> Reply:
    if not isinstance(outcome, Offer):
        return refused(view, outcome)
    of = outcome.opinion.id
    words = view.say("measure.offer", n=outcome.times, reason=_reason(view, outcome.reason))
    keys = (
        (
            view.key("measure_warn", Button("mt", of, "w")),
            view.key("measure_slow", Button("mt", of, "s")),
        ),
        (
            view.key("measure_day", Button("mt", of, "d")),
            view.key("measure_week", Button("mt", of, "k")),
        ),
        (view.key("stop", Button("ss")),),
    )
    return one(Bubble(words, keys)).fresh()


def taken(view: View, outcome: Taken | Refused) -> Reply:
    if not isinstance(outcome, Taken):
        return refused(view, outcome)
    measure = outcome.measure
    words = view.say(
        f"measure.taken.{measure.kind}",
        until=view.when(measure.until, outcome.zone),
        reason=_reason(view, measure.reason),
    )
    if outcome.tells_at is None:
        told = view.say("moderation.tells_nobody")
    else:
        told = view.say("moderation.tells", time=view.when(outcome.tells_at, outcome.zone))
    return one(Bubble(view.lines(words, told), how="edit"), words.plain)


def refused(view: View, outcome: Refused) -> Reply:
    match outcome:
        case IsColleague():
            return one(Bubble(view.say("measure.colleague"))).fresh()
        case IsAdministrator():
            return one(Bubble(view.say("measure.administrator"))).fresh()
        case MoreAlready(until, zone):
            return one(Bubble(view.say("measure.longer", until=view.when(until, zone)))).fresh()
        case NoMeasure():
            return spent(view)
        case _:
            assert_never(outcome)


def not_taken(view: View, outcome: Muted | Slowed) -> Reply:
    """Words of somebody a measure is about: not stored, and why."""
    measure = outcome.measure
    reason = _reason(view, measure.reason)
    match outcome:
        case Muted():
            until = view.when(measure.until, outcome.zone)
            words = view.say("measure.muted", until=until, reason=reason)
        case Slowed():
            words = view.say(
                "measure.slow", when=view.when(outcome.next_at, outcome.zone), reason=reason
            )
        case _:
            assert_never(outcome)
    return one(Bubble(words, (_again(view, measure),), how="reply"))


def _again(view: View, measure: Measure) -> tuple[Key, ...]:
    return (view.key("look_again", Button("am", measure.id)),)


def told(view: View, measure: Measure, agency: Agency) -> Bubble:
    """What was decided, and until when."""
    words = view.say(
        f"measure.told.{measure.kind}",
        n=measure.times,
        hours=int(LASTS["slow"][1].total_seconds() // 3600),
        minutes=int(SLOW_GAP.total_seconds() // 60),
        until=view.when(measure.until, agency.timezone),
        reason=_reason(view, measure.reason),
        agency=agency.name,
    )
    return Bubble(words, (_again(view, measure),))


def ended(view: View, kind: str) -> Bubble:
    return Bubble(view.say(f"measure.ended.{kind}"))


def told_lifted(view: View) -> Bubble:
    return Bubble(view.say("measure.told_lifted"))


def told_stands(view: View, measure: Measure, agency: Agency) -> Bubble:
    until = view.when(measure.until, agency.timezone)
    reason = _reason(view, measure.reason)
    return Bubble(view.say("measure.told_stands", until=until, reason=reason))


def appealed(view: View, outcome: MeasureAppealed | MeasureAppealedBefore | MeasureOver) -> Reply:
    match outcome:
        case MeasureAppealed(nobody):
            words = view.say("measure.appeal_nobody" if nobody else "measure.appeal_taken")
        case MeasureAppealedBefore(waits):
            words = view.say("measure.appeal_waits" if waits else "measure.appeal_once")
        case MeasureOver():
            words = view.say("measure.appeal_over")
        case _:
            assert_never(outcome)
    return one(Bubble(words)).fresh()


def card(view: View, shown: MeasureCard) -> Bubble:
    """A measure somebody asks to have looked at again."""
    measure = shown.measure
    words = view.say(
        "measure.card",
        n=measure.times,
        what=view.say(f"measure.what.{measure.kind}"),
        reason=_reason(view, measure.reason),
        rule=view.say(f"rule.{measure.reason}"),
        until=view.when(measure.until, shown.agency.timezone),
    )
    keys = (
        view.key("lift", Button("ml", measure.id)),
        view.key("let_stand", Button("ms", measure.id)),
    )
    return Bubble(words, (keys, (view.key("next_message", Button("qn")),)))


def decided(view: View, outcome: MeasureDecided | OwnMeasure | MeasureOver) -> Reply:
    begin = ((view.key("start_looking", Button("qo")),),)
    match outcome:
        case MeasureDecided(lifted):
            words = view.say("measure.lifted" if lifted else "measure.stands")
            return one(Bubble(words, begin, how="edit"), words.plain)
        case OwnMeasure():
            return one(Bubble(view.say("measure.own"))).fresh()
        case MeasureOver():
            return spent(view)
        case _:
            assert_never(outcome)


def _reason(view: View, reason: str) -> str:
    return view.say(f"reason.{reason}")
