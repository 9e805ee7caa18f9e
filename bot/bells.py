"""News between the loops of this process, and between processes that share a database."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial

from bot import logs
from bot.outages import PAUSES
from storage import bells
from storage.database import Database, DBAPIError

log = logs.get(__name__)

TOGETHER = 0.02  # seconds in which news is gathered into one ring


class Bells:
    """An event a queue: set when something new is in it, by whoever put it there.

    `name` is this process's own among those that share the database.
    """

    def __init__(self, database: Database, url: str, name: str) -> None:
        self.database, self.url, self.name = database, url, name
        self.inbox, self.outbox = asyncio.Event(), asyncio.Event()
        self._events: Mapping[str, asyncio.Event] = {"inbox": self.inbox, "outbox": self.outbox}
        self._to_ring: set[str] = set()
        self._any = asyncio.Event()

    def news(self, queue: str) -> Callable[[], None]:
        """What to call when there is something new in the queue of this name."""
        return partial(self._tell, queue)

    def _tell(self, queue: str) -> None:
        self._events[queue].set()
        if self.database.shared:
            self._to_ring.add(queue)
            self._any.set()

    async def run(self) -> None:
        """Tell the others and hear them, for ever; where there are none, nothing."""
        if self.database.shared:
            await asyncio.gather(self._ring(), self._hear())

    async def _ring(self) -> None:
        while True:
            await self._any.wait()
            await asyncio.sleep(TOGETHER)
            self._any.clear()
            queues, self._to_ring = sorted(self._to_ring), set()
            for queue in queues:
                try:
                    words = f"{queue} {self.name}"
                    await self.database.write(partial(bells.ring, words=words))
                except DBAPIError as error:  # the others look by themselves
                    log.warning("bell_not_rung", error=type(error).__name__)

    async def _hear(self) -> None:
        while True:
            try:
                async for words in bells.heard(self.url):
                    queue, _, by = words.partition(" ")
                    if by != self.name and queue in self._events:
                        self._events[queue].set()
            except bells.DEAF as error:
                log.warning("bells_not_heard", error=type(error).__name__)
            await asyncio.sleep(PAUSES[0])
