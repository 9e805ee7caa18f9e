"""An address for whoever watches: `/healthz` for what restarts the bot, `/metrics` for figures."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import logs
from bot.clock import Clock
from bot.watching.metrics import Metrics
from bot.watching.serving import serving
from storage import gauges, migrating
from storage.database import reading
from storage.gauges import Gauges

log = logs.get(__name__)

PATIENCE = 5.0  # seconds for the database
T = TypeVar("T")


class TablesError(Exception):
    """The tables are not those of this version."""


@dataclass(frozen=True)
class Health:
    """Whether this process is well. `silence` is how long Telegram may leave polls unanswered,
    where this process polls."""

    engine: Engine
    metrics: Metrics
    clock: Clock
    silence: timedelta

    async def run(self, address: str) -> None:
        """Answer at `host:port` for ever. Raises AddressTakenError."""
        async with serving(self.app(), address):
            await asyncio.Event().wait()

    def app(self) -> Starlette:
        """Both pages; everything else is not found."""
        return Starlette(
            routes=[Route("/healthz", self._healthz), Route("/metrics", self._metrics)]
        )

    async def _healthz(self, _: Request) -> Response:
        wrong = await self.trouble()
        return PlainTextResponse(f"{wrong or 'ok'}\n", 503 if wrong else 200)

    async def _metrics(self, _: Request) -> Response:
        try:
            found: Gauges | None = await self._asked(self._gauges)
        except Exception as error:
            log.warning("gauges_not_read", error=type(error).__name__)
            found = None
        self.metrics.seen(found, self.clock.now())
        return Response(self.metrics.page(), media_type=CONTENT_TYPE_LATEST)

    async def trouble(self) -> str:
        """What is wrong, in plain words; empty where nothing is."""
        try:
            await self._asked(self._check_tables)
        except TablesError as error:
            return f"tables: {error}"
        except TimeoutError:
            return f"database: no answer in {PATIENCE:.0f} s"
        except Exception as error:
            return f"database: {type(error).__name__}"
        return self._silent()

    def _silent(self) -> str:
        last = self.metrics.last_poll
        since = self.clock.now() - last if last else timedelta()
        if since <= self.silence:
            return ""
        return f"telegram: no answer for {since.total_seconds():.0f} s"

    async def _asked(self, query: Callable[[], T]) -> T:
        async with asyncio.timeout(PATIENCE):
            return await asyncio.to_thread(query)

    def _gauges(self) -> Gauges:
        with reading(self.engine) as session:
            return gauges.gauges(session)

    def _check_tables(self) -> None:
        current, head = migrating.current(self.engine), migrating.head()
        if current != head:
            raise TablesError(f"{current or 'none'}, newest {head}")
