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
THROWN_OUT = ("bot was kicked", "bot is not a member")
MUTED = ("rights to send", "chat_write_forbidden")
REMOVED = "removed from the group"


@dataclass(frozen=True)
class End:
    """What a call ended in. `moved_to` is the new number of a group that became a supergroup."""

    state: str
    message_id: int | None = None
    error: str | None = None
    wait: float = 0.0
    moved_to: int = 0


def end_of(error: TelegramError) -> End:
    """What an error of Telegram, or of the way there, means for the message."""
    match error:
        case RetryAfter():
            after = error.retry_after
            seconds = after if isinstance(after, int) else after.total_seconds()
            return End("waiting", error="429", wait=float(seconds))
        case Forbidden() if "blocked" in error.message.lower():
            return End("blocked", error="blocked")
        case Forbidden() if any(word in error.message.lower() for word in THROWN_OUT):
            return End("blocked", error=REMOVED)
        case ChatMigrated():  # its own words hold the number of the chat
            return End("moved", error="chat migrated", moved_to=error.new_chat_id)
        case Forbidden():
            return End("failed", error=_reason(error))
        case InvalidToken():
            return End("again", error="token refused")
        case BadRequest() if "not modified" in error.message.lower():
            return End("sent")
        case BadRequest() if any(word in error.message.lower() for word in MUTED):
            return End("blocked", error="not allowed to write")
        case BadRequest():
            log.error("delivery_refused", error=error.message)
            return End("failed", error=_reason(error))
        case NetworkError() if isinstance(error.__cause__, SURELY_NOT_SENT):
            return End("again", error="not connected")
        case _:  # also a reply that cannot be read: what was asked for may have been done
            return End("uncertain", error=type(error).__name__)


def _reason(error: TelegramError) -> str:
    return error.message[:200]
