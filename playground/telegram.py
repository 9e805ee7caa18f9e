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
import inspect
import re
import time
from collections.abc import Callable
from typing import Any

from playground.chats import Account, Kind
from playground.clock import Clock
from playground.faults import Fault, Faults
from playground.groups import Group
from playground.methods import table
from playground.people import Person
from playground.wire import Cut, Record, Refused, Reply, Request, Upload, forbidden, too_many
from playground.world import Delivered, World

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 - opens this playground only
_PATH = re.compile(r"/(?P<file>file/)?bot(?P<token>[^/]+)/(?P<rest>.+)")
_NOT_FOUND = Refused(404, "Not Found").reply
_TOKEN = re.compile(r"\d+:[\w-]+")


class Playground:
    """A Telegram with one bot. Same `seed` and same acts give the same ids and the same faults."""

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
        self.token = token
        self.world = World(clock, token, bot_username, seed, rates=enforce_rates)
        self.people: dict[int, Person] = {}
        self.groups: list[Group] = []
        self.requests: list[Request] = []
        self._later: set[asyncio.Task[object]] = set()
        self._waiting: set[asyncio.Event] = set()

    # -- what the bot sees

    async def respond(
        self,
        path: str,
        fields: Record,
        files: dict[str, Upload] | None = None,
        patience: float | None = None,
    ) -> Reply:
        """Answer a request to `/bot<token>/<method>` or `/file/bot<token>/<path>`.

        `patience`: seconds the client waits before it hangs up, None when the door itself sees it.
        Raises `Cut` when the connection ends without an answer.
        """
        match = _PATH.fullmatch(path)
        if match is None or not _TOKEN.fullmatch(match["token"]):
            return _NOT_FOUND
        if match["token"] != self.token:
            return Refused(401, "Unauthorized").reply
        if match["file"]:
            return self._download(match["rest"])
        return await self.answer(match["rest"], fields, files or {}, patience)

    async def answer(
        self,
        method: str,
        fields: Record,
        files: dict[str, Upload],
        patience: float | None = None,
    ) -> Reply:
        """Do what the method says, or refuse as Telegram refuses. All behaviour is behind this."""
        now = self.clock.now().isoformat()
        self.requests.append(Request(now, method, dict(fields), tuple(files)))
        try:
            name = table.method_named(method)
            fault = self.world.faults.next(name, _chat_of(fields))
            if fault is not None:
                return await self._faulty(fault, name, fields, files, patience)
            return await self._run(name, fields, files)
        except Refused as refused:
            return refused.reply
        finally:
            self._stir()

    async def _run(self, name: str, fields: Record, files: dict[str, Upload]) -> Reply:
        result = table.METHODS[name].run(self.world, table.read(name, fields, files))
        if inspect.isawaitable(result):
            result = await result
        return Reply(200, {"ok": True, "result": result})

    async def _faulty(
        self,
        fault: Fault,
        name: str,
        fields: Record,
        files: dict[str, Upload],
        patience: float | None,
    ) -> Reply:
        """Play the fault instead of, before or after the real thing."""
        match fault.kind:
            case "refused_connection":
                raise Cut("connect")
            case "reset_before":
                raise Cut("before")
            case "server_error":
                return _server_error(fault.status)
            case "blocked":
                raise forbidden("bot was blocked by the user")
            case "too_many":
                raise self._closed(fault, fields)
            case "lost_reply":
                await self._run(name, fields, files)
                raise Cut("after")
            case "slow":
                return await self._slow(fault.seconds, name, fields, files, patience)

    async def _slow(
        self,
        seconds: float,
        name: str,
        fields: Record,
        files: dict[str, Upload],
        patience: float | None,
    ) -> Reply:
        if patience is None or patience >= seconds:
            await self.clock.sleep(seconds)
            return await self._run(name, fields, files)
        await self.clock.sleep(patience)
        self._do_later(seconds - patience, name, fields, files)
        raise Cut("timeout")

    def _do_later(
        self, seconds: float, name: str, fields: Record, files: dict[str, Upload]
    ) -> None:
        async def later() -> None:
            await self.clock.sleep(seconds)
            try:
                await self._run(name, fields, files)
            except Refused:
                return  # nobody listens any more
            finally:
                self._stir()

        task = asyncio.get_running_loop().create_task(later())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    def _closed(self, fault: Fault, fields: Record) -> Refused:
        chat = self.world.chats.get(_chat_of(fields) or 0)
        if chat is not None:
            until = self.clock.now().timestamp() + fault.retry_after
            self.world.pace.close(chat, until)
        return too_many(fault.retry_after)

    def _download(self, path: str) -> Reply:
        stored = self.world.files.by_path(path)
        return Reply(200, stored.upload.content) if stored else _NOT_FOUND

    # -- what a test or the page does

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

    def person(
        self,
        first_name: str,
        language_code: str | None = "ko",
        username: str | None = None,
        id: int | None = None,  # noqa: A002 - what Telegram calls it
    ) -> Person:
        """A new person who never wrote to the bot."""
        account = Account(id or self.world.new_id(), first_name, language_code, username)
        if account.id in self.world.chats:
            raise ValueError(f"there is somebody with the id {account.id} already")
        person = self.people[account.id] = Person(self.world, account)
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
        """Wait until the condition holds, looking after each request of the bot.

        `within` is real seconds; raises TimeoutError after them.
        """
        deadline = time.monotonic() + within
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            while not condition():
                left = deadline - time.monotonic()
                await asyncio.wait_for(event.wait(), max(left, 0.001))
                event.clear()
        finally:
            self._waiting.discard(event)

    async def settle(self) -> None:
        """Wait for requests that are still being processed after their client hung up."""
        while self._later:
            await asyncio.gather(*self._later)

    async def close(self) -> None:
        """End long polls and what is still under way."""
        self.world.updates.closed = True
        self.world.updates.stir()
        for task in list(self._later):
            task.cancel()
        await asyncio.gather(*self._later, return_exceptions=True)

    def _stir(self) -> None:
        for event in self._waiting:
            event.set()


def _chat_of(fields: dict[str, Any]) -> int | None:
    try:
        return int(fields.get("chat_id", ""))
    except ValueError:
        return None


def _server_error(status: int) -> Reply:
    if status == 500:
        body = {"ok": False, "error_code": 500, "description": "Internal Server Error"}
        return Reply(500, body)
    return Reply(status, b"<html><head><title>502 Bad Gateway</title></head></html>")
