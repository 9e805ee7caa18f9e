"""An address of our own: uvicorn as a guest in the bot's loop, for the webhook and for health."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette

from bot.watching.addresses import AddressTakenError

GRACE = 5.0  # seconds for what is being answered when the bot stops
MOST_AT_ONCE = 256  # connections and requests; whoever comes further is told 503


@asynccontextmanager
async def serving(app: Starlette, address: str) -> AsyncIterator[int]:
    """Serve `app` at `host:port` while the block runs; yields the port, which 0 leaves open.

    Raises AddressTakenError.
    """
    listening = _listen(address)
    server = _Guest(_config(app))
    running = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await server.ready.wait()
        yield int(listening.getsockname()[1])
    finally:
        server.stopping.set()
        await running


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,  # the path of the webhook is a secret
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=int(GRACE),
    )


def _listen(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio sends at once (TCP_NODELAY); else every answer takes 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, int(port)))
    except OSError as error:
        listening.close()
        raise AddressTakenError(f"{address}: {error.strerror}") from error
    listening.listen(1024)
    return listening


class _Guest(uvicorn.Server):
    """uvicorn without its signals: those stay with whoever runs the program."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.stopping = asyncio.Event()

    async def main_loop(self) -> None:
        await self.stopping.wait()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
