"""The server: one function answers every method, whichever door the request came through."""

import asyncio
import inspect
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from playground.faults import Fault
from playground.methods import table
from playground.wire import Cut, Record, Refused, Reply, Request, Upload, forbidden, too_many
from playground.world import World

_PATH = re.compile(r"/(?P<file>file/)?bot(?P<token>[^/]+)/(?P<rest>.+)")
_TOKEN = re.compile(r"\d+:[\w-]+")
_NOT_FOUND = Refused(404, "Not Found").reply


@dataclass(frozen=True)
class _Asked:
    """A request for a known method, as it came; `patience` is the client's, in seconds."""

    method: str
    fields: Record
    files: dict[str, Upload]
    patience: float | None


class Server:
    """Answers requests out of a world, faults and all, and keeps what was asked.

    `stirred` is called whenever a request has been dealt with.
    """

    def __init__(self, world: World, stirred: Callable[[], None]) -> None:
        self.requests: list[Request] = []
        self._world = world
        self._stirred = stirred
        self._later: set[asyncio.Task[None]] = set()

    async def respond(
        self,
        path: str,
        fields: Record,
        files: dict[str, Upload],
        patience: float | None = None,
    ) -> Reply:
        """Answer a request to `/bot<token>/<method>` or `/file/bot<token>/<path>`.

        `patience`: seconds the client waits before it hangs up, None when the door itself sees it.
        Raises `Cut` when the connection ends without an answer.
        """
        match = _PATH.fullmatch(path)
        if match is None or not _TOKEN.fullmatch(match["token"]):
            return _NOT_FOUND
        if match["token"] != self._world.token:
            return Refused(401, "Unauthorized").reply
        if match["file"]:
            return self._download(match["rest"])
        return await self.answer(match["rest"], fields, files, patience)

    async def answer(
        self,
        method: str,
        fields: Record,
        files: dict[str, Upload],
        patience: float | None = None,
    ) -> Reply:
        """Do what the method says, or refuse as Telegram refuses. All behaviour is behind this."""
        now = self._world.clock.now()
        self.requests.append(Request(now, method, dict(fields), tuple(files)))
        try:
            asked = _Asked(table.method_named(method), fields, files, patience)
            fault = self._world.faults.next(asked.method, _chat_of(asked))
            return await (self._run(asked) if fault is None else self._faulty(fault, asked))
        except Refused as refused:
            return refused.reply
        finally:
            self._stirred()

    async def settle(self) -> None:
        """Wait for requests that are still being processed after their client hung up."""
        while self._later:
            await asyncio.gather(*self._later)

    async def close(self) -> None:
        """End long polls and what is still under way."""
        self._world.updates.interrupt()
        for task in list(self._later):
            task.cancel()
        await asyncio.gather(*self._later, return_exceptions=True)

    async def _run(self, asked: _Asked) -> Reply:
        call = table.read(asked.method, asked.fields, asked.files)
        result = table.METHODS[asked.method].run(self._world, call)
        if inspect.isawaitable(result):
            result = await result
        return Reply(200, {"ok": True, "result": result})

    async def _faulty(self, fault: Fault, asked: _Asked) -> Reply:
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
                raise self._closed(fault.retry_after, asked)
            case "too_many_overall":
                until = self._world.clock.now().timestamp() + fault.retry_after
                self._world.pace.close_all(until)
                raise too_many(fault.retry_after)
            case "lost_reply":
                with suppress(Refused):
                    await self._run(asked)
                raise Cut("after")
            case "slow":
                return await self._slow(fault.seconds, asked)
            case "slow_reply":
                return await self._slow_reply(fault.seconds, asked)

    async def _slow(self, seconds: float, asked: _Asked) -> Reply:
        if asked.patience is None or asked.patience >= seconds:
            await self._world.clock.sleep(seconds)
            return await self._run(asked)
        await self._world.clock.sleep(asked.patience)
        task = asyncio.create_task(self._run_later(seconds - asked.patience, asked))
        self._later.add(task)
        task.add_done_callback(self._later.discard)
        raise Cut("timeout")

    async def _slow_reply(self, seconds: float, asked: _Asked) -> Reply:
        reply = await self._run(asked)
        listens = asked.patience is None or asked.patience >= seconds
        await self._world.clock.sleep(seconds if listens else asked.patience or 0)
        if not listens:
            raise Cut("timeout")
        return reply

    async def _run_later(self, seconds: float, asked: _Asked) -> None:
        await self._world.clock.sleep(seconds)
        with suppress(Refused):  # nobody listens any more
            await self._run(asked)
        self._stirred()

    def _closed(self, seconds: int, asked: _Asked) -> Refused:
        chat = self._world.chats.get(_chat_of(asked) or 0)
        if chat is not None:
            self._world.pace.close(chat, self._world.clock.now().timestamp() + seconds)
        return too_many(seconds)

    def _download(self, path: str) -> Reply:
        stored = self._world.files.by_path(path)
        return Reply(200, stored.upload.content) if stored else _NOT_FOUND


def _chat_of(asked: _Asked) -> int | None:
    try:
        return int(asked.fields.get("chat_id", ""))
    except ValueError:
        return None


def _server_error(status: int) -> Reply:
    if status == 500:
        body = {"ok": False, "error_code": 500, "description": "Internal Server Error"}
        return Reply(500, body)
    return Reply(status, b"<html><head><title>502 Bad Gateway</title></head></html>")
