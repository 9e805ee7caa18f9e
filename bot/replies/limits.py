"""That somebody has said, or reported, as much as is taken for now: what becomes of it, and when
more is taken."""

from datetime import timedelta

from bot.bubbles import Bubble
from bot.buttons import Button
from bot.texts import Markup
from bot.turn import View
from deliberation.limits import Reached
from deliberation.moderating.flags import EnoughFlags
from deliberation.speaking.pace import AtLimit

UNITS = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
"""Seconds of each; a span is told in the largest it is a whole number of."""


def not_taken(view: View, outcome: AtLimit) -> Bubble:
    """The words stay where they are, in the person's chat; one press sends them again."""
    key = "limit.first" if outcome.newcomer else "limit.person"
    words = view.say(key, **_numbers(view, outcome.limit, outcome.zone))
    again = view.key("send_again", Button("sg"))
    return Bubble(words, ((again,),), how="reply")


def enough_flags(view: View, outcome: EnoughFlags) -> Markup:
    return view.say("limit.flags", **_numbers(view, outcome.limit, outcome.zone))


def _numbers(view: View, limit: Reached, zone: str) -> dict[str, object]:
    return {
        "most": limit.most,
        "span": _span(view, limit.span),
        "when": view.when(limit.next_at, zone),
    }


def _span(view: View, length: timedelta) -> str:
    seconds = int(length.total_seconds())
    unit = next(name for name, size in UNITS.items() if seconds % size == 0)
    return view.say(f"limit.{unit}", n=seconds // UNITS[unit])
