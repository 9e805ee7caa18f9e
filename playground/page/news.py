"""What is new, counted, so that a page can wait for it instead of asking again and again."""

import secrets
import time
from contextlib import suppress
from typing import Final

from playground.page.shown import surroundings
from playground.telegram import Playground
from playground.wire import Record

PATIENCE: Final = 20.0  # real seconds one question may wait for an answer
BEHIND_AGAIN: Final = 0.5  # the bot's own figures may cost a look into its database


class News:
    """Counts changes. `run` names this opening of the door: with another one, all is new.

    It looks only while somebody waits, and finds whatever changed since: nobody has to tell it.
    """

    def __init__(self, playground: Playground) -> None:
        self._playground = playground
        self._run = secrets.token_hex(4)
        self._number = 0
        self._read = 0
        self._chats: dict[int, int] = {}
        self._counts = {"said": 0, "told": 0}
        self._last: Record = {}
        self._behind: Record = {}
        self._behind_at = 0.0
        self._closed = False

    async def since(self, number: int, patience: float = PATIENCE) -> Record:
        """Wait until there is more than `number`, or for `patience` seconds; how all stands now.

        `chats` says at which number each chat last changed.
        """
        with suppress(TimeoutError):
            await self._playground.until(lambda: self._look() != number or self._closed, patience)
        return {
            **self._last,
            **self._counts,
            "run": self._run,
            "number": self._number,
            "chats": self._chats,
            "now": self._playground.clock.now(),
        }

    def tell(self) -> None:
        """Something changed that nobody can see by looking: the clock was moved."""
        self._number += 1

    def close(self) -> None:
        """Let nobody wait any longer."""
        self._closed = True

    def _look(self) -> int:
        """Count what changed since the last look; the number of the latest news, from 1."""
        seen = surroundings(self._playground, self._figures())
        events = self._playground.world.transcript.events
        if self._steady(seen) != self._steady(self._last) or len(events) > self._read:
            self._number += 1
        for event in events[self._read :]:
            self._chats[event["chat"]] = self._number
            self._count(event)
        self._last, self._read = seen, len(events)
        return self._number

    def _count(self, event: Record) -> None:
        if event["event"] != "message":
            return
        if event["by"] == "bot":
            self._counts["told"] += 1
        elif self._is_word_of_citizen(event):
            self._counts["said"] += 1

    def _is_word_of_citizen(self, event: Record) -> bool:
        by = self._playground.people.get(event["by"])
        commands = str(event.get("text", "")).startswith("/")
        return by is not None and by.part in ("", "citizen") and not commands

    def _steady(self, seen: Record) -> Record:
        """Without the one figure that grows by itself."""
        behind = seen.get("behind", {})
        return {**seen, "behind": {k: v for k, v in behind.items() if k != "oldest_wait"}}

    def _figures(self) -> Record:
        if time.monotonic() - self._behind_at > BEHIND_AGAIN:
            self._behind, self._behind_at = self._playground.behind(), time.monotonic()
        return self._behind
