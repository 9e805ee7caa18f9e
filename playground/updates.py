"""The queue of updates: numbered, confirmed by offset, expiring after a day, one poller only."""

import asyncio
import random
from collections import OrderedDict
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice

from playground.clock import Clock
from playground.wire import Record, Refused

KEPT = timedelta(hours=24)
ASKED_FOR_ONLY = {"chat_member", "message_reaction", "message_reaction_count"}
_LOOK_AGAIN = 0.02  # real seconds between looks at the clock, which may be moved by hand


class Updates:
    """What has not been confirmed yet, in order, and the adversities of its delivery."""

    def __init__(self, clock: Clock, rng: random.Random) -> None:
        self._clock = clock
        self._rng = rng
        self._next_id = rng.randrange(10_000_000, 900_000_000)
        self._pending: OrderedDict[int, tuple[datetime, Record]] = OrderedDict()
        self._again: list[Record] = []
        self._poller: object = None
        self._wake = asyncio.Event()
        self._shuffle = self._double = 0
        self._interruptions = 0
        self._doubled = self._delayed = 0.0
        self._late: list[Record] = []
        self.allowed: list[str] = []
        self.history: dict[int, Record] = {}

    @property
    def pending(self) -> int:
        """How many updates wait to be confirmed."""
        return len(self._pending) + len(self._late)

    @property
    def acknowledged(self) -> set[int]:
        """What was confirmed, or is too old: it is never handed out again."""
        late = {int(update["update_id"]) for update in self._late}
        return self.history.keys() - self._pending.keys() - late

    def put(self, kind: str, content: Record) -> int | None:
        """Queue an update of this kind; its id, or None when the bot did not ask for the kind."""
        if not self._wanted(kind):
            return None
        update_id, self._next_id = self._next_id, self._next_id + 1
        self._keep({"update_id": update_id, kind: content})
        return update_id

    def raw(self, update: Record) -> int:
        """Queue any record; one with its own update_id is handed out once, whatever the offset."""
        if "update_id" in update:
            self.again(update)
        else:
            update = {"update_id": self._next_id, **update}
            self._next_id += 1
            self._keep(update)
        return int(update["update_id"])

    def again(self, update: Record) -> None:
        """Hand out this update with the next batch, though it may be confirmed already."""
        self._again.append(update)
        self.history[int(update["update_id"])] = update
        self.stir()

    def jump(self, to: int | None = None) -> None:
        """Go on counting from `to`, or from anywhere, as Telegram may after a quiet week."""
        self._next_id = self._rng.randrange(10_000_000, 900_000_000) if to is None else to

    def shuffle_next(self, count: int) -> None:
        """Hold back until `count` updates wait, then hand them out in any order."""
        self._shuffle = count

    def double_next(self, count: int) -> None:
        """Hand out each of the next `count` updates twice in its batch."""
        self._double = count

    def disturb(self, *, doubled: float, delayed: float) -> None:
        """From now on hand out this share of updates twice, and this share after a later one."""
        self._doubled, self._delayed = doubled, delayed

    def interrupt(self) -> None:
        """End the long poll that waits, with what there is."""
        self._interruptions += 1
        self.stir()

    def stir(self) -> None:
        """Wake whoever waits here."""
        self._wake.set()
        self._wake = asyncio.Event()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Record]:  # noqa: ASYNC109
        """At most `limit` updates from `offset` on, waiting up to `timeout` clock seconds.

        A poll that comes while another waits ends the other one with `Refused` (409).
        """
        mine = self._poller = object()
        self.stir()
        self.confirm(offset)
        deadline = self._clock.now() + timedelta(seconds=timeout)
        before = self._interruptions
        while not self._ready() and self._clock.now() < deadline:
            if self._interruptions != before:
                break
            await self._something()
            if self._poller is not mine:
                raise conflict()
        return self.take(limit)

    async def stirred(self) -> None:
        """Wait until something happened."""
        await self._wake.wait()

    async def _something(self) -> None:
        """Wait until something happened, or for a moment of real time."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), _LOOK_AGAIN)

    def confirm(self, offset: int) -> None:
        """Forget what lies before `offset`; below zero: keep that many from the end."""
        while self._pending and self._confirmed(next(iter(self._pending)), offset):
            self._pending.popitem(last=False)

    def take(self, limit: int) -> list[Record]:
        """The first `limit` updates as they are handed out, repeated ones and all."""
        self._expire()
        if not self._ready():
            return []
        batch = [update for _, update in islice(self._pending.values(), limit)]
        batch = self._disturbed(batch)
        batch, self._again = (self._again + batch)[:limit], self._again[limit:]
        if self._shuffle:
            self._rng.shuffle(batch)
            self._shuffle = 0
        doubled = batch[: self._double]
        self._double -= len(doubled)
        return (batch + doubled)[:limit]

    def _disturbed(self, batch: list[Record]) -> list[Record]:
        """The batch without those that come late, and with those that came late before."""
        if not (self._doubled or self._delayed or self._late):
            return batch  # chance is left as it is
        late = [update for update in batch if self._rng.random() < self._delayed]
        for update in late:
            del self._pending[int(update["update_id"])]
        twice = [update for update in batch if self._rng.random() < self._doubled]
        batch = [update for update in batch if update not in late]
        batch, self._late = batch + self._late, late
        self._again += [update for update in twice if update not in late]
        return batch

    def drop_all(self) -> None:
        """Forget everything that waits."""
        self._pending.clear()

    def _keep(self, update: Record) -> None:
        update_id = int(update["update_id"])
        self._pending[update_id] = (self._clock.now(), update)
        self.history[update_id] = update
        self.stir()

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ASKED_FOR_ONLY

    def _ready(self) -> bool:
        if self._late and not self._delayed:
            return True
        return bool(self._again) or len(self._pending) >= max(1, self._shuffle)

    def _confirmed(self, update_id: int, offset: int) -> bool:
        return len(self._pending) > -offset if offset < 0 else update_id < offset

    def _expire(self) -> None:
        oldest = self._clock.now() - KEPT
        while self._pending and next(iter(self._pending.values()))[0] < oldest:
            self._pending.popitem(last=False)


def conflict() -> Refused:
    """What the older of two pollers is told."""
    return Refused(
        409,
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    )
