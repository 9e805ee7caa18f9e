"""Telegram brings the updates: an address of ours, open to whoever knows its path and its secret.

An update is stored and committed before it is acknowledged, through the same `Intake.accept` as a
polled one. Where it cannot be stored Telegram is told so, and sends it again.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot import logs
from bot.clock import Clock
from bot.outages import PAUSES
from bot.receiving.arrivals import Arrival, of_body
from bot.receiving.intake import TokenRefusedError, seconds_of
from bot.telegram_bot import ALLOWED_UPDATES, RawBot
from bot.watching.serving import serving
from storage.keys import Keys

log = logs.get(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_BODY = 1 << 20  # bytes; an update of Telegram's has some thousands
CONNECTIONS = 40  # that Telegram may open at once
STORING = 10.0  # seconds; after that a database that is busy counts as away
READING = 20.0  # seconds for a body to arrive
LOOKING = 60.0  # seconds between two looks at whether Telegram still has our address

Accept = Callable[[Sequence[Arrival]], Awaitable[int]]


@dataclass(frozen=True)
class Place:
    """Where the webhook is: the public address, where we listen, and two things to know."""

    url: str
    listen: str
    path: str
    secret: str

    @classmethod
    def of(cls, keys: Keys, token: str, *, url: str, listen: str, secret: str = "") -> "Place":
        """All processes of a bot come to the same path and the same secret, now and after a
        restart; with another token both are others."""
        path = keys.mark("webhook-path", token).hex()
        return cls(url.rstrip("/"), listen, path, secret or keys.mark("webhook", token).hex())

    @property
    def address(self) -> str:
        return f"{self.url}/{self.path}"


class Webhook:
    """Takes in what Telegram brings. `waits` is told now and then how many updates Telegram still
    has."""

    def __init__(
        self,
        bot: RawBot,
        accept: Accept,
        clock: Clock,
        place: Place,
        waits: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.bot, self.accept, self.clock, self.place = bot, accept, clock, place
        self.waits = waits
        self._stored: Callable[[], None] = lambda: None

    async def run(self, stored: Callable[[], None]) -> None:
        """Listen for ever; `stored` is called when something new is on disk.

        Raises TokenRefusedError when the token is refused, AddressTakenError.
        """
        async with serving(self.app(stored), self.place.listen):
            await _insisting(self.set_up, self.clock)
            while True:
                await self.clock.sleep(LOOKING)
                await self.look()

    async def set_up(self) -> None:
        """Tell Telegram where to bring updates. What waits there stays. Raises TelegramError."""
        fields = {
            "url": self.place.address,
            "secret_token": self.place.secret,
            "allowed_updates": ALLOWED_UPDATES,
            "max_connections": CONNECTIONS,
        }
        await self.bot.call("setWebhook", fields)
        log.info("webhook_set")

    async def look(self) -> None:
        """How many updates wait; where somebody took our address away, it is given again."""
        try:
            seen = await self.bot.call("getWebhookInfo", {})
            self.waits(int(seen.get("pending_update_count", 0)))
            if seen.get("url") != self.place.address:
                log.error("webhook_lost", reason="another program of this token took it away")
                await self.set_up()
        except InvalidToken as error:
            raise TokenRefusedError from error
        except TelegramError as error:
            log.warning("webhook_not_seen", error=type(error).__name__)

    def app(self, stored: Callable[[], None]) -> Starlette:
        """The address itself. A proxy may hand the path on whole or without what is before it."""
        self._stored = stored
        route = Route("/{path:path}", self._answered, methods=["POST"])
        return Starlette(routes=[route], max_body_size=LARGEST_BODY)

    async def _answered(self, request: Request) -> Response:
        if not _same(request.path_params["path"].rpartition("/")[2], self.place.path):
            return Response(status_code=404)
        if not _same(request.headers.get(HEADER, ""), self.place.secret):
            log.warning("webhook_refused", reason="wrong secret")
            return Response(status_code=403)
        try:
            async with asyncio.timeout(READING):
                body = await request.body()
        except (ClientDisconnect, TimeoutError):
            return Response(status_code=408)
        return Response(status_code=await self._stored_as(body))

    async def _stored_as(self, body: bytes) -> int:
        """The status that tells Telegram how it went."""
        arrival = of_body(body)
        if arrival is None:
            log.warning("webhook_refused", reason="no update", size=len(body))
            return 400
        try:
            async with asyncio.timeout(STORING):
                new = await self.accept([arrival])
        except Exception as error:  # whatever it is, Telegram keeps the update and brings it again
            log.error("update_not_stored", update=arrival.update_id, error=type(error).__name__)
            return 503
        if new:
            self._stored()
        return 200


async def take_down(bot: RawBot, clock: Clock) -> None:
    """Where updates are polled for: a webhook left behind would refuse it. What waits stays.

    Raises TokenRefusedError.
    """

    async def take() -> None:
        if (await bot.call("getWebhookInfo", {})).get("url"):
            await bot.call("deleteWebhook", {})
            log.info("webhook_deleted")

    await _insisting(take, clock)


async def _insisting(ask: Callable[[], Awaitable[None]], clock: Clock) -> None:
    """Ask Telegram until it is done, however long that takes."""
    for pause in chain(PAUSES, repeat(PAUSES[-1])):
        try:
            await ask()
        except InvalidToken as error:
            raise TokenRefusedError from error
        except RetryAfter as error:
            await clock.sleep(seconds_of(error))
        except TelegramError as error:
            refused = error.message if isinstance(error, BadRequest) else ""
            log.error("webhook_not_set", error=type(error).__name__, reason=refused)
            await asyncio.sleep(pause)
        else:
            return


def _same(given: str, ours: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), ours.encode())
