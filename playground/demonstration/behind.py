"""How the bot stands inside, told by `madang health` line by line."""

import asyncio
import json
from contextlib import aclosing
from typing import Final, NoReturn

from playground.demonstration.child import Madang
from playground.wire import Record

EVERY: Final = "0.5"  # seconds between two lines
PAUSE: Final = 3.0  # seconds until it is asked again after it ended by itself


class Behind:
    """The newest figures, as `Playground.behind` wants them; nothing before the first line."""

    def __init__(self) -> None:
        self._last: Record = {}
        self._done = self._gone = 0

    def __call__(self) -> Record:
        return self._last

    async def watch(self, madang: Madang) -> NoReturn:
        """Keep the figures new until cancelled, also over a moment in which nobody tells them."""
        while True:
            told = madang.tells("health", "--watch", EVERY, "--format", "json")
            async with aclosing(told) as lines:
                async for line in lines:
                    self._last = self._counted(json.loads(line))
            await asyncio.sleep(PAUSE)

    def _counted(self, seen: Record) -> Record:
        """What was done stays counted, though its row goes after three days of the clock."""
        inbox = seen.get("inbox", {})
        done = inbox.get("done", 0)
        self._gone += max(0, self._done - done)
        self._done = done
        return {**seen, "inbox": {**inbox, "done": done + self._gone}}
