"""What goes out unasked, by day: one entry in NOTICES each. `deliberation.notices` queues them.

A notice is put into words when it goes out. None says that there is nothing left to tell.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.bubbles import Bubble
from bot.turn import View
from deliberation.work import Work

Payload = Mapping[str, Any]
Worded = Callable[[Work, View, Payload], Bubble | None]

NOTICES: Mapping[str, Worded] = {}


def worded(work: Work, view: View, payload: Payload) -> Bubble | None:
    """The bubble of a queued notice."""
    return NOTICES[str(payload["about"])](work, view, payload)
