"""A consultation before a second person's eyes: for who looks, and for who wrote it."""

from typing import assert_never

from bot.bubbles import Bubble, Key, Reply, Rows, one
from bot.buttons import Button
from bot.replies import planning
from bot.replies.pressed import spent
from bot.turn import View
from deliberation.asking.plan_reviews import (
    Decided,
    Looked,
    LookOver,
    OwnPlan,
    PlanBack,
    PlanOpened,
    Returned,
    ToLookAt,
    WhatToChange,
)
from deliberation.outcomes import NotYours
from deliberation.staff.reviews import LONGEST_LINE
from storage.models import Consultation, Review


def wanted(view: View, waiting: ToLookAt) -> Bubble:
    """To a colleague who may take the second look."""
    asked = waiting.shown.consultation
    words = view.say(
        "plan_review.ask",
        title=asked.title,
        opens=view.when(asked.opens_at, asked.timezone),
        closes=view.when(asked.closes_at, asked.timezone),
    )
    warning = planning.warning(view, waiting.shown)
    return Bubble(view.lines(words, warning) if warning else words, _keys(view, waiting.review))


def _keys(view: View, review: Review) -> Rows:
    return (
        (view.key("plan_see", Button("el", review.id)), _open(view, review)),
        (view.key("plan_changes", Button("eq", review.id)),),
    )


def _open(view: View, review: Review) -> Key:
    return view.key("plan_open", Button("ep", review.id))


def looked(view: View, outcome: Looked, bot_username: str) -> Reply:
    match outcome:
        case ToLookAt():
            copy, summary = planning.copy_and_summary(view, outcome.shown, bot_username)
            changes = view.key("plan_changes", Button("eq", outcome.review.id))
            keys = ((_open(view, outcome.review), changes),)
            return Reply((copy, Bubble(summary, keys))).fresh()
        case LookOver():
            return _over(view, outcome)
        case NotYours():
            return _gone(view)
        case _:
            assert_never(outcome)


def decided(view: View, outcome: Decided | WhatToChange, bot_username: str) -> Reply:
    match outcome:
        case PlanOpened():
            return Reply(
                (Bubble(how="strip"), planning.opened(view, outcome.consultation, bot_username))
            )
        case PlanBack(unfit=True):
            return one(Bubble(view.say("plan_review.unfit"), how="add"))
        case PlanBack():
            return one(Bubble(view.say("plan_review.sent_back"), how="add"))
        case WhatToChange():
            return one(_what(view, outcome)).fresh()
        case LookOver():
            return _over(view, outcome)
        case OwnPlan():
            return Reply(toast=view.say("plan_review.own").plain)
        case NotYours():
            return _gone(view)
        case _:
            assert_never(outcome)


def _what(view: View, outcome: WhatToChange) -> Bubble:
    words = view.say("plan_review.what", max=LONGEST_LINE)
    if outcome.units:
        long = view.say("typed_in.too_long", max=LONGEST_LINE, n=outcome.units)
        words = view.lines(long, "", words)
    return Bubble(words, ((view.key("stop", Button("ss")),),))


def _over(view: View, outcome: LookOver) -> Reply:
    """Changed, decided or gone while somebody looked; a later version waits to be looked at."""
    if outcome.draft is None:
        return spent(view)
    words = view.say("plan_review.changed", time=view.when(outcome.draft.changed_at))
    if outcome.again is None:
        return Reply((Bubble(how="strip"), Bubble(words)), words.plain)
    see = ((view.key("plan_see", Button("el", outcome.again.id)),),)
    again = view.lines(words, view.say("plan_review.see_again"))
    return Reply((Bubble(how="strip"), Bubble(again, see)), words.plain)


def _gone(view: View) -> Reply:
    return one(Bubble(view.say("role.gone"))).fresh()


def returned(view: View, back: Returned) -> Bubble:
    """To the author."""
    words = view.say("plan_review.changes", line=back.line)
    if not back.line:
        words = view.say("plan_review.came_back")
    return Bubble(words, planning.left(view, back.draft))


def agreed(view: View, asked: Consultation) -> Bubble:
    """To the author, when it is made."""
    opens = view.when(asked.opens_at, asked.timezone)
    return Bubble(view.say("plan_review.agreed", title=asked.title, opens=opens))
