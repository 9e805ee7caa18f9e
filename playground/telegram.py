"""The loopback Telegram: `Playground`, one function that answers, and the people who write.

    playground = Playground(ManualClock(datetime(2026, 5, 1, tzinfo=UTC)))
    ada = playground.person("Ada")
    ada.starts("forest")
    ...                                      # the bot polls, answers
    assert ada.screen[-1].text == "..."

The bot under test speaks to it through a door: `playground.direct_door.DirectDoor` without
sockets, or `playground.http_door.http_door` over real HTTP. Both are equally strict.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import get_args

from playground.clock import Clock
from playground.faults import Faults
from playground.groups import Group
from playground.messages.chats import Account, Kind
from playground.people import Part, Person
from playground.server import Server
from playground.wire import Record, Reply, Request, Upload
from playground.world import Delivered, World

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 - opens this playground only
LOOK_AGAIN = 0.02  # real seconds


class Playground:
    """A Telegram with one bot. Same `seed` and same acts give the same ids and the same faults.

    For the page, whoever serves may set two things: `payload`, what START carries for citizens
    (a consultation's slug), and `behind`, which tells how the bot stands inside, as in
    {"inbox": {"new": 0, "done": 4}, "outbox": {"pending": 0, "sent": 4}, "oldest_wait": seconds,
    "analysis": {"state": "asked|running|done|none", "topics": 3, "at": ISO time or None}}.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        token: str = TOKEN,
        bot_username: str = "madang_bot",
        seed: int = 0,
        enforce_rates: bool = True,
    ) -> None:
        self.clock = clock
        self.world = World(clock, token, bot_username, seed, rates=enforce_rates)
        self.people: dict[int, Person] = {}
        self.groups: list[Group] = []
        self.server = Server(self.world, self._stir)
        self.payload = ""
        self.behind: Callable[[], Record] = dict
        self._waiting: set[asyncio.Event] = set()

    async def respond(
        self,
        path: str,
        fields: Record,
        files: dict[str, Upload] | None = None,
        patience: float | None = None,
    ) -> Reply:
        """What the bot gets for a request to this path; see `Server.respond`."""
        return await self.server.respond(path, fields, files or {}, patience)

    async def answer(self, method: str, fields: Record, files: dict[str, Upload]) -> Reply:
        """What the bot gets for a call of this method; see `Server.answer`."""
        return await self.server.answer(method, fields, files)

    @property
    def token(self) -> str:
        """The one token that opens this playground."""
        return self.world.token

    @property
    def requests(self) -> list[Request]:
        """Every request of the bot, refused ones too, in order."""
        return self.server.requests

    @property
    def faults(self) -> Faults:
        """Faults on demand: `faults.add(Fault("lost_reply", method="sendMessage"))`."""
        return self.world.faults

    @property
    def delivered(self) -> dict[int, list[Delivered]]:
        """Every message accepted from the bot, by chat id."""
        return self.world.delivered

    @property
    def pending(self) -> int:
        """How many updates the bot has not confirmed yet."""
        return self.world.updates.pending

    @property
    def acknowledged(self) -> set[int]:
        """The ids of updates the bot has confirmed: whoever loses one loses it for good."""
        return self.world.updates.acknowledged

    def person(
        self,
        first_name: str,
        language_code: str | None = "ko",
        username: str | None = None,
        id: int | None = None,  # noqa: A002 - what Telegram calls it
        part: Part = "",
    ) -> Person:
        """A new person who never wrote to the bot; with a `part`, the page shows their phone."""
        if part not in get_args(Part):
            raise ValueError(f"nobody plays the part {part!r}")
        account = Account(id or self.world.new_id(), first_name, language_code, username)
        if account.id in self.world.chats:
            raise ValueError(f"there is somebody with the id {account.id} already")
        person = self.people[account.id] = Person(self.world, account, part)
        return person

    def group(self, title: str, kind: Kind = "group", username: str | None = None) -> Group:
        """A new group, supergroup or channel; the bot is not in it yet."""
        base = 0 if kind == "group" else -1_000_000_000_000
        record: Record = {"id": base - self.world.new_id(), "title": title, "type": kind}
        if username:
            record["username"] = username
        group = Group(self.world, self.world.open_chat(record))
        self.groups.append(group)
        return group

    def adds_bot(self, group: Group, by: Person | None = None, status: str = "member") -> None:
        """Somebody (a new person, if nobody is named) adds the bot to the group."""
        group.adds_bot(by or self.person("Owner"), status)

    def raw(self, update: Record) -> int:
        """Put any record into the queue; its update_id, given or next."""
        return self.world.updates.raw(update)

    def repeat(self, update_id: int) -> None:
        """Deliver an update again, confirmed or not."""
        self.world.updates.again(self.world.updates.history[update_id])

    def shuffle_next(self, count: int) -> None:
        """Hold back until `count` updates wait; deliver them in one batch in any order."""
        self.world.updates.shuffle_next(count)

    def double_next(self, count: int) -> None:
        """Deliver each of the next `count` updates twice."""
        self.world.updates.double_next(count)

    def jump_update_ids(self, to: int | None = None) -> None:
        """Go on numbering updates from anywhere, as Telegram may after a quiet week."""
        self.world.updates.jump(to)

    def transcript(self) -> str:
        """What people and bot did, as JSON Lines."""
        return self.world.transcript.lines()

    async def until(self, condition: Callable[[], object], within: float = 5.0) -> None:
        """Wait until the condition holds, looking after each request of the bot and now and then.

        `within` is real seconds; raises TimeoutError after them.
        """
        deadline = time.monotonic() + within
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            while not condition():
                if time.monotonic() > deadline:
                    raise TimeoutError
                with suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), LOOK_AGAIN)
                event.clear()
        finally:
            self._waiting.discard(event)

    async def settle(self) -> None:
        """Wait for requests that are still being processed after their client hung up."""
        await self.server.settle()

    async def close(self) -> None:
        """End the long poll that waits and what is still under way; the state stays."""
        await self.server.close()

    def _stir(self) -> None:
        for event in self._waiting:
            event.set()
