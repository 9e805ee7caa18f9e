"""What a call to Telegram ended in: which of its errors means what for the message."""

from dataclasses import dataclass

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot import logs

log = logs.get(__name__)

SURELY_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True)
class End:
    """What a call ended in."""

    state: str
    message_id: int | None = None
    error: str | None = None
    wait: float = 0.0


def end_of(error: TelegramError) -> End:
    """What an error of Telegram, or of the way there, means for the message."""
    match error:
        case RetryAfter():
            after = error.retry_after
            seconds = after if isinstance(after, int) else after.total_seconds()
            return End("waiting", error="429", wait=float(seconds))
        case Forbidden() if "blocked" in error.message.lower():
            return End("blocked", error="blocked")
        case ChatMigrated():  # its own words hold the number of the chat
            return End("failed", error="chat migrated")
        case Forbidden():
            return End("failed", error=_reason(error))
        case InvalidToken():
            return End("again", error="token refused")
        case BadRequest() if "not modified" in error.message.lower():
            return End("sent")
        case BadRequest():
            log.error("delivery_refused", error=error.message)
            return End("failed", error=_reason(error))
        case NetworkError() if isinstance(error.__cause__, SURELY_NOT_SENT):
            return End("again", error="not connected")
        case _:  # also a reply that cannot be read: what was asked for may have been done
            return End("uncertain", error=type(error).__name__)


def _reason(error: TelegramError) -> str:
    return error.message[:200]
