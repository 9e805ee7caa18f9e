"""The HTTP door: the playground on 127.0.0.1, for a bot in another process.

    async with http_door(playground, port=8081) as door:
        Bot(playground.token, base_url=door.base_url, base_file_url=door.base_file_url)

A cut connection is really cut. Only this machine can reach it.
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from playground.control import control_routes
from playground.direct_door import body_of
from playground.page.files import page_routes
from playground.page.news import News
from playground.telegram import Playground
from playground.webhook import Pusher
from playground.wire import Cut, Record, Refused, Upload, bad_request

HOST = "127.0.0.1"
GRACE = 1.0  # seconds for what is being answered when the door closes
Address = tuple[str, int]
_transports: dict[tuple[Address, Address], asyncio.Transport] = {}


@dataclass(frozen=True)
class Door:
    """Where the playground is reached."""

    port: int

    @property
    def url(self) -> str:
        """The server itself; the control side lies under /control."""
        return f"http://{HOST}:{self.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls base_url: the token follows at once."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """The same for downloads."""
        return f"{self.url}/file/bot"


@asynccontextmanager
async def http_door(playground: Playground, port: int = 0) -> AsyncIterator[Door]:
    """Serve the playground while the block runs. A taken port (or 0) gives another one."""
    pusher = Pusher(playground.world)
    news = News(playground)
    async with serving(application(playground, news), port) as taken:
        try:
            yield Door(taken)
        finally:
            news.close()
            await playground.close()
            await pusher.stop()


@asynccontextmanager
async def serving(application: Starlette, port: int = 0) -> AsyncIterator[int]:
    """Serve an application on 127.0.0.1 while the block runs; yields the port."""
    listening = _listen(port)
    quiet: dict[str, Any] = {"log_config": None, "log_level": "critical", "access_log": False}
    config = uvicorn.Config(application, http=_CuttableProtocol, lifespan="off", **quiet)
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await server.ready.wait()
        yield listening.getsockname()[1]
    finally:
        server.stopping.set()
        await running


def application(playground: Playground, news: News) -> Starlette:
    """The ASGI application: the page, the control side and the Bot API."""

    async def bot_api(request: Request) -> Response:
        return await _answered(playground, request)

    return Starlette(
        routes=[
            *page_routes(),
            Mount("/control", routes=control_routes(playground, news)),
            Route("/{rest:path}", bot_api, methods=["GET", "POST"]),
        ]
    )


async def _answered(playground: Playground, request: Request) -> Response:
    try:
        fields, files = await _read(request)
        path = unquote(request.url.path)
        reply = await playground.respond(path, fields, files)
    except Refused as refused:
        reply = refused.reply
    except Cut:
        return await _cut(request)
    kind = "application/json" if isinstance(reply.body, dict) else "application/octet-stream"
    return Response(body_of(reply), reply.status, media_type=kind)


async def _read(request: Request) -> tuple[Record, dict[str, Upload]]:
    fields: Record = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind == "multipart/form-data":
        return await _multipart(request, fields)
    body = await request.body()
    if not body:
        return fields, {}
    if kind == "application/json":
        return fields | _json(body), {}
    if kind == "application/x-www-form-urlencoded":
        return fields | dict(parse_qsl(body.decode(), keep_blank_values=True)), {}
    raise bad_request("unsupported Content-Type")


async def _multipart(request: Request, fields: Record) -> tuple[Record, dict[str, Upload]]:
    files = {}
    async with request.form(max_part_size=64 << 20) as form:
        for name, value in form.items():
            if isinstance(value, UploadFile):
                kind = value.content_type or "application/octet-stream"
                files[name] = Upload(value.filename or name, await value.read(), kind)
            else:
                fields[name] = value
    return fields, files


def _json(body: bytes) -> Record:
    try:
        read = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(read, dict):
        raise bad_request("object expected")
    return read


async def _cut(request: Request) -> Response:
    """Close the socket under the request, so that the client sees no answer at all."""
    ends = tuple(request.scope["client"]), tuple(request.scope["server"])
    transport = _transports.get(ends)
    if transport is not None:
        transport.abort()
    await asyncio.sleep(0.01)  # the server has to notice, or it would answer 500
    return Response()


class _CuttableProtocol(H11Protocol):
    """uvicorn's own protocol, which remembers its transport so that it can be cut."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        peer, own = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
        self._ends: tuple[Address, Address] = (peer, own)
        _transports[self._ends] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        _transports.pop(self._ends, None)
        super().connection_lost(exc)


class _Server(uvicorn.Server):
    """uvicorn as a guest: signals stay with whoever runs the program."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.stopping = asyncio.Event()

    async def main_loop(self) -> None:
        await self.stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close everything at once; uvicorn's own way takes a tenth of a second more."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if tasks := list(self.server_state.tasks):
            _, late = await asyncio.wait(tasks, timeout=GRACE)
            for task in late:
                task.cancel()
        await asyncio.sleep(0)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _listen(port: int) -> socket.socket:
    # With the protocol named, asyncio sends at once (TCP_NODELAY); else every answer takes 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError:
        listening.bind((HOST, 0))
    listening.listen(2048)
    return listening
