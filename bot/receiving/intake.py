"""Updates come in: stored, committed, and only then acknowledged to Telegram.

Polling acknowledges an update by asking for a later one, so the batch is on disk before the next
request. The first request after a start names no offset: Telegram hands out what nobody has
acknowledged, and the inbox knows what it has already.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot import logs, seams
from bot.clock import Clock
from bot.outages import PAUSES, ride_out
from bot.receiving.arrivals import Arrival, of_update
from bot.telegram_bot import RawBot
from storage import traffic
from storage.database import Database, Session
from storage.keys import Keys

log = logs.get(__name__)

STANDBY = 1.0  # seconds between two looks at whether this process is to poll


class TokenRefusedError(Exception):
    """Telegram does not know the token (any more)."""


class Intake:
    """The poller of one bot. Of several processes only one polls; the others stand by."""

    def __init__(
        self,
        bot: RawBot,
        database: Database,
        keys: Keys,
        clock: Clock,
        *,
        poll_seconds: int,
        heard: Callable[[datetime | None], None] = lambda _: None,
        may_poll: Callable[[], bool] = lambda: True,
    ) -> None:
        self.bot, self.database, self.keys, self.clock = bot, database, keys, clock
        self.poll_seconds, self.heard, self.may_poll = poll_seconds, heard, may_poll
        self.offset: int | None = None
        self._failures = 0

    async def run(self, stored: Callable[[], None]) -> None:
        """Poll for ever; `stored` is called when something new is on disk.

        Raises TokenRefusedError when the token is refused.
        """
        polls = False
        while True:
            if await self._is_its_turn() is not polls:
                polls = not polls
                self.offset = None
                self.heard(self.clock.now() if polls else None)
                log.info("poll_begun" if polls else "poll_left_to_another")
            if not polls:
                await asyncio.sleep(STANDBY)
            elif await self._poll_or_pause():
                stored()

    async def _is_its_turn(self) -> bool:
        if not self.database.shared:
            return True
        return await ride_out(lambda: asyncio.to_thread(self.may_poll))

    async def _poll_or_pause(self) -> int:
        try:
            new = await self.poll(self.poll_seconds)
        except InvalidToken as error:
            raise TokenRefusedError from error
        except RetryAfter as error:
            await self.clock.sleep(seconds_of(error))
        except Conflict:
            log.error("poll_refused", reason="another poller has this token, or a webhook is set")
            await self._pause()
        except NetworkError as error:
            log.warning("poll_failed", error=type(error).__name__)
            await self._pause()
        except TelegramError as error:
            log.error("poll_failed", error=type(error).__name__)
            await self._pause()
        else:
            self._failures = 0
            self.heard(self.clock.now())
            return new
        return 0

    async def _pause(self) -> None:
        pause = PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures += 1
        await asyncio.sleep(pause)

    async def poll(self, seconds: int) -> int:
        """One request: fetch, store, commit; the next one acknowledges. How many were new."""
        updates = await self.bot.fetch(self.offset, seconds)
        if not updates:
            # All is acknowledged. After a quiet week Telegram may number updates from anywhere,
            # also from below: an offset kept for ever would pass those over.
            self.offset = None
            return 0
        arrivals = [arrival for arrival in map(of_update, updates) if arrival]
        if not arrivals:  # they cannot be acknowledged, and would come again at once
            raise TelegramError("updates without a number")
        seams.at("after_fetch")
        new = await ride_out(lambda: self.accept(arrivals))
        seams.at("after_inbox_commit")
        self.offset = max(arrival.update_id for arrival in arrivals) + 1
        return new

    async def accept(self, arrivals: Sequence[Arrival]) -> int:
        """Put updates into the inbox and commit; those it has already are left alone. How many
        were new."""
        now = self.clock.now()
        rows = [self._row(arrival, now) for arrival in arrivals]
        return await self.database.write(partial(_store, rows=rows))

    def _row(self, arrival: Arrival, now: datetime) -> dict[str, Any]:
        return {
            "bot_id": self.bot.id,
            "update_id": arrival.update_id,
            "lane": self.keys.lane(arrival.chat_id),
            "body": self.keys.seal(arrival.body, "inbox"),
            "state": "new",
            "attempts": 0,
            "received_at": now,
            "next_at": now,
        }


def _store(session: Session, *, rows: list[dict[str, Any]]) -> int:
    return traffic.accept(session, rows)


def seconds_of(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after if isinstance(after, int) else after.total_seconds())
