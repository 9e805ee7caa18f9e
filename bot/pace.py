"""How fast we may send: overall, and to each chat; and who has to rest after a 429."""

import math
from collections import deque
from datetime import datetime, timedelta

SECOND = timedelta(seconds=1)
GROUP_PAUSE = timedelta(minutes=1) / 20
TWICE_WITHIN = timedelta(seconds=5)
"""A second 429 so soon after the first means the bot, not one chat, is too fast."""


class Pace:
    """Counts what went out. `overall` and `chat` are messages a second; 0 lifts the limit. A group
    takes 20 a minute."""

    def __init__(self, overall: float, chat: float) -> None:
        self.overall, self.chat = overall, chat
        self._sent: deque[datetime] = deque()
        self._chats: dict[bytes, datetime] = {}
        self._bot_rests_until: datetime | None = None
        self._last_429: datetime | None = None

    def room(self, now: datetime) -> int:
        """How many messages may go out now, all chats together."""
        if self._bot_rests_until is not None and now >= self._bot_rests_until:
            self._bot_rests_until = None
        if self._bot_rests_until is not None:
            return 0
        if not self.overall:
            return 1_000_000
        while self._sent and now - self._sent[0] >= SECOND:
            self._sent.popleft()
        return max(0, math.floor(self.overall) - len(self._sent))

    def resting(self, now: datetime) -> list[bytes]:
        """Chats that must wait."""
        self._chats = {lane: until for lane, until in self._chats.items() if until > now}
        return list(self._chats)

    def rest(self, now: datetime) -> float:
        """Seconds until the next chat, or the bot itself, has rested; 0 where none rests."""
        ends = [until for until in self._chats.values() if until > now]
        if not self.room(now):
            ends = [self._bot_rests_until or self._sent[0] + SECOND]
        return max(0.0, (min(ends) - now).total_seconds()) if ends else 0.0

    def sent(self, lane: bytes | None, now: datetime, *, in_group: bool = False) -> None:
        """Something is going out to this chat."""
        if self.overall:
            self._sent.append(now)
        if lane is not None and self.chat:
            pause = SECOND / self.chat
            self._chats[lane] = now + (max(pause, GROUP_PAUSE) if in_group else pause)

    def too_many(self, lane: bytes | None, now: datetime, seconds: float) -> None:
        """Telegram said 429: that chat rests; after a second one so soon, the whole bot."""
        until = now + timedelta(seconds=seconds)
        if lane is not None:
            self._chats[lane] = until
        if self._last_429 is not None and now - self._last_429 <= TWICE_WITHIN:
            self._bot_rests_until = until
        self._last_429 = now

    @property
    def bot_rests_until(self) -> datetime | None:
        return self._bot_rests_until

    def rest_until(self, until: datetime) -> None:
        """Go on resting after a restart."""
        self._bot_rests_until = until
