"""A town to which Telegram brings the updates, over real HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import httpx

from bot.receiving.webhook import HEADER, Place, Webhook
from bot.watching.serving import serving
from playground.webhook import Pusher
from storage.models import Inbox
from tests.town import Town

LISTEN = "127.0.0.1:0"


@dataclass
class HookedTown(Town):
    """The same town; `stored` counts how often the bot was told of something new."""

    webhook: Webhook
    stored: list[int]

    async def settle(self) -> None:
        """Until everything is brought, answered and sent."""
        while True:
            await self.playground.until(lambda: not self.playground.pending)
            handled = await self.app.dispatch.drain()
            if not handled and not await self.app.sender.drain():
                return

    async def brings(self, body: bytes, secret: str | bytes | None = None) -> httpx.Response:
        """What whoever knows the address is told; with the right secret, where none is given."""
        given = self.webhook.place.secret if secret is None else secret
        async with httpx.AsyncClient(trust_env=False) as client:
            headers = httpx.Headers([(HEADER.encode(), _bytes(given))])
            return await client.post(self.webhook.place.address, content=body, headers=headers)

    @property
    def inbox(self) -> list[tuple[str, str | None]]:
        """Every update's state, with the reason of what was given up."""
        found = self.all(Inbox)
        return [(row.state, (row.error or "").rpartition(" ")[0] or None) for row in found]


@asynccontextmanager
async def hooked(town: Town) -> AsyncIterator[HookedTown]:
    """The town, with its webhook open and told to nobody yet."""
    app, stored = town.app, [0]
    token = app.settings.token.get_secret_value()
    place = Place.of(app.settings.secrets(), token, url="http://127.0.0.1", listen=LISTEN)
    webhook = Webhook(app.bot, app.intake.accept, app.clock, place)

    def count() -> None:
        stored[0] += 1

    async with serving(webhook.app(count), LISTEN) as port:
        webhook.place = replace(place, url=f"http://127.0.0.1:{port}/bots")
        yield HookedTown(town.playground, town.clock, app, webhook, stored)


@asynccontextmanager
async def brought(town: HookedTown) -> AsyncIterator[HookedTown]:
    """Telegram knows the webhook, and brings what people write."""
    pusher = Pusher(town.playground.world)
    await town.webhook.set_up()
    try:
        yield town
    finally:
        await pusher.stop()


def _bytes(given: str | bytes) -> bytes:
    return given.encode() if isinstance(given, str) else given
