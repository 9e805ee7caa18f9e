"""The direct door: a `telegram.request.BaseRequest` that reaches the playground without a socket.

It passes the very strings PTB would put on the wire and raises what PTB's HTTPXRequest raises
when a connection fails, with the httpx exception as `__cause__`.
"""

import asyncio
import json
from typing import NoReturn
from urllib.parse import unquote, urlsplit

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from playground.telegram import Playground
from playground.wire import Cut, Reply, Upload

BASE_URL = "http://playground.invalid/bot"
BASE_FILE_URL = "http://playground.invalid/file/bot"
Timeout = object  # PTB's own type for "a number, None or not given" is not public
_NOT_GIVEN: Timeout = BaseRequest.DEFAULT_NONE


class DirectDoor(BaseRequest):
    """Give it to `Bot(token, base_url=BASE_URL, request=DirectDoor(playground), ...)`.

    `read_timeout` is in seconds of the playground's clock.
    """

    def __init__(self, playground: Playground, read_timeout: float = 5.0) -> None:
        self._playground = playground
        self._read_timeout = read_timeout

    @property
    def read_timeout(self) -> float | None:
        """Seconds a request waits for its answer, when nothing else is said."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Timeout = _NOT_GIVEN,
        write_timeout: Timeout = _NOT_GIVEN,
        connect_timeout: Timeout = _NOT_GIVEN,
        pool_timeout: Timeout = _NOT_GIVEN,
    ) -> tuple[int, bytes]:
        """Status and body of the playground's answer."""
        fields = request_data.json_parameters if request_data else {}
        for value in fields.values():
            value.encode()  # a lone surrogate fails here, as it does in httpx
        patience = read_timeout if isinstance(read_timeout, int | float) else self._read_timeout
        path = unquote(urlsplit(url).path)
        try:
            await asyncio.sleep(0)
            reply = await self._playground.respond(path, fields, _uploads(request_data), patience)
        except Cut as cut:
            _raise_as_httpx_would(cut)
        return reply.status, body_of(reply)


def body_of(reply: Reply) -> bytes:
    """The answer's bytes: JSON in ASCII, so that a lone surrogate survives, or the file itself."""
    return reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()


def _uploads(request_data: RequestData | None) -> dict[str, Upload]:
    parts = request_data.multipart_data if request_data else {}
    uploads = {}
    for name, (filename, content, media_type) in parts.items():
        content = content if isinstance(content, bytes) else content.read()
        uploads[name] = Upload(filename, content, media_type)
    return uploads


def _raise_as_httpx_would(cut: Cut) -> NoReturn:
    if cut.stage == "timeout":
        raise TimedOut from httpx.ReadTimeout("")
    cause: httpx.HTTPError
    if cut.stage == "connect":
        cause = httpx.ConnectError("All connection attempts failed")
    else:
        cause = httpx.RemoteProtocolError("Server disconnected without sending a response.")
    raise NetworkError(f"httpx.{cause.__class__.__name__}: {cause}") from cause
