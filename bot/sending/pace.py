"""How fast we may send: overall, and to each chat; and when the bot has to rest after a 429."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

SECOND = timedelta(seconds=1)
UNDER_WAY = timedelta(milliseconds=50)
"""A call may reach a chat this much sooner after its claim than the one before it did."""
WHILE = timedelta(seconds=4)
"""Over so long the pace is kept exactly; within it one second may make up for another ..."""
BURST = 1.08
"""... by so much: who waits for the disk or a wake-up would otherwise fall behind for good."""
MOST = 1.2
"""Calls that may reach Telegram within any second, whatever held them up on their way there."""
GROUP_PAUSE = timedelta(minutes=1) / 20
UNLIMITED = 1_000_000
Hours = tuple[datetime, ...]


@dataclass(frozen=True)
class Spent:
    """What the senders of one bot have sent and been told: it stands in a row they share.

    `sent` are the hours of the messages of a little while; a `pause` is from when until when.
    An hour that is still to come is none: the clock was set back.
    """

    sent: Hours = ()
    pause: Hours = ()

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Spent":
        """As it was kept."""
        return cls(
            tuple(map(datetime.fromisoformat, kept.get("sent", ()))),
            tuple(map(datetime.fromisoformat, kept.get("pause", ()))),
        )

    def kept(self) -> dict[str, Any]:
        return {
            "sent": [at.isoformat() for at in self.sent],
            "pause": [at.isoformat() for at in self.pause],
        }

    def rests(self, now: datetime) -> bool:
        """Whether the whole bot has to wait."""
        return bool(self.pause) and self.pause[0] <= now < self.pause[1]

    def lately(self, now: datetime, span: timedelta = SECOND) -> Hours:
        return tuple(at for at in self.sent if now - span < at <= now)


@dataclass(frozen=True)
class Pace:
    """`overall` and `chat` are messages a second; 0 lifts the limit. A group takes 20 a minute."""

    overall: float
    chat: float

    def room(self, spent: Spent, now: datetime, arriving: int = 0) -> int:
        """How many messages may go out now, all chats together; `arriving` are the calls that may
        have reached Telegram within the last second, or still may."""
        if spent.rests(now):
            return 0
        if not self.overall:
            return UNLIMITED
        claimed = (self._most(span) - len(spent.lately(now, span)) for span in (SECOND, WHILE))
        return max(0, min(self._at_most() - arriving, *claimed))

    def _most(self, span: timedelta) -> int:
        """Messages that may be claimed in any such span."""
        burst = BURST if span == SECOND else 1
        return max(1, math.floor(self.overall * span.total_seconds() * burst))

    def _at_most(self) -> int:
        """Messages that may arrive in any second."""
        return max(1, math.floor(self.overall * MOST))

    def wait(self, spent: Spent, now: datetime) -> float:
        """Seconds until there is room again, where there is none."""
        if spent.rests(now):
            return (spent.pause[1] - now).total_seconds()
        full = (span for span in (SECOND, WHILE) if self._full(spent, now, span))
        frees = (min(spent.lately(now, span)) + span for span in full)
        return (max(frees, default=now) - now).total_seconds()

    def _full(self, spent: Spent, now: datetime, span: timedelta) -> bool:
        return len(spent.lately(now, span)) >= self._most(span)

    def sending(self, spent: Spent, now: datetime, messages: int) -> Spent:
        """So many are going out now."""
        if not self.overall:
            return spent
        return replace(spent, sent=(*spent.lately(now, WHILE), *(now,) * messages))

    def not_sent(self, spent: Spent, hour: datetime) -> Spent:
        """A call claimed at this hour surely did not arrive: its place is free again."""
        if hour not in spent.sent:
            return spent
        place = spent.sent.index(hour)
        return replace(spent, sent=spent.sent[:place] + spent.sent[place + 1 :])

    def too_many(self, spent: Spent, now: datetime, seconds: float) -> Spent:
        """Telegram said that the bot, not one chat, is too fast: it rests."""
        return replace(spent, pause=(now, now + timedelta(seconds=seconds)))

    def chat_pause(self, *, in_group: bool) -> timedelta:
        """How long a chat rests after a message."""
        if not self.chat:
            return timedelta()
        pause = SECOND / self.chat
        return (max(pause, GROUP_PAUSE) if in_group else pause) + UNDER_WAY
