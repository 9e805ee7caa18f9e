"""The Bot API through python-telegram-bot, with updates as raw as they come."""

import json
import os
from typing import Any

from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

# Else python-telegram-bot warns at each 429 that seconds will one day be a timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "1")

POOL = 16
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]


class RawBot(Bot):
    """A bot that fetches updates unread: one that cannot be parsed must not stop the others."""

    async def fetch(
        self, offset: int | None, seconds: int, limit: int = 100
    ) -> list[dict[str, Any]]:
        """Updates from `offset` on, waiting up to `seconds`. Raises TelegramError."""
        data: dict[str, Any] = {
            "timeout": seconds,
            "limit": limit,
            "allowed_updates": ALLOWED_UPDATES,
        }
        if offset is not None:
            data["offset"] = offset
        found = await self._post("getUpdates", data, read_timeout=seconds + 10)
        return found if isinstance(found, list) else []

    async def call(self, method: str, fields: dict[str, Any]) -> Any:
        """Any method, with fields as the Bot API names them."""
        return await self._post(method, fields)


def make_bot(token: str, api_url: str, request: BaseRequest | None = None) -> RawBot:
    """A bot that speaks to the Bot API server at `api_url`; `request` replaces the network."""
    address = api_url.rstrip("/")
    return RawBot(
        token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=request or HTTPXRequest(connection_pool_size=POOL, read_timeout=20),
        get_updates_request=request or HTTPXRequest(connection_pool_size=1),
    )


def as_json(update: dict[str, Any]) -> bytes:
    """The bytes of an update. Escaped, so that a lone surrogate survives on disk."""
    return json.dumps(update, separators=(",", ":")).encode()
