"""How fast a bot may write: 30 messages a second, one a second in a chat, 20 a minute in a group.

Telegram's real limits are unpublished and softer; the playground takes the published bearings
literally, with a tolerance of 0.05 s. A refused message does not count.
"""

import math
from collections import deque

from playground.messages.chats import Chat
from playground.wire import too_many

TOLERANCE = 0.05
OVERALL = 30
GROUP_MINUTE = 20


class Pace:
    """Counts accepted messages and refuses what comes too fast (429 with retry_after)."""

    def __init__(self, *, enforce: bool) -> None:
        self.enforce = enforce
        self._overall: deque[float] = deque(maxlen=OVERALL)
        self._closed_until = 0.0

    def admit(self, chat: Chat, now: float) -> None:
        """Count a message to `chat` at `now` (seconds), or raise `Refused` (429)."""
        closed = max(chat.closed_until, self._closed_until)
        wait = max(closed - now, self._wait(chat, now) if self.enforce else 0.0)
        if wait > 0:
            raise too_many(max(1, math.ceil(wait)))
        self._overall.append(now)
        chat.sent_at.append(now)

    def close(self, chat: Chat, until: float) -> None:
        """Refuse everything to `chat` until `until`: who was told to wait has to wait."""
        chat.closed_until = max(chat.closed_until, until)

    def close_all(self, until: float) -> None:
        """Refuse everything to everybody until `until`."""
        self._closed_until = max(self._closed_until, until)

    def _wait(self, chat: Chat, now: float) -> float:
        wait = 0.0
        if len(self._overall) == OVERALL:
            wait = _left(self._overall[0], 1.0, now)
        if chat.sent_at:
            wait = max(wait, _left(chat.sent_at[-1], 1.0, now))
        if chat.kind != "private" and len(chat.sent_at) == GROUP_MINUTE:
            wait = max(wait, _left(chat.sent_at[0], 60.0, now))
        return wait


def _left(since: float, span: float, now: float) -> float:
    left = since + span - now
    return left if left > TOLERANCE else 0.0
