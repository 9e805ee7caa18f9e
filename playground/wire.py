"""What goes over the wire: records as Telegram writes them, answers, refusals, cut connections."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Record = dict[str, Any]
"""A JSON object of the Bot API, with Telegram's own field names."""


@dataclass(frozen=True)
class Upload:
    """A file that came with a request: its name, content and media type."""

    filename: str
    content: bytes
    media_type: str = "application/octet-stream"


@dataclass(frozen=True)
class Reply:
    """An HTTP answer: a status and either a JSON record or plain bytes (a downloaded file)."""

    status: int
    body: Record | bytes


@dataclass(frozen=True)
class Request:
    """A request the bot made, kept for assertions. `fields` are as they came, without the token."""

    at: datetime
    method: str
    fields: Record
    files: tuple[str, ...] = ()


class Refused(Exception):  # noqa: N818 - a refusal is an answer of Telegram, not an error of ours
    """Telegram says no: becomes a JSON answer with `error_code` and `description`."""

    def __init__(self, code: int, description: str, parameters: Record | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def reply(self) -> Reply:
        """The JSON body Telegram sends for this refusal."""
        body: Record = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return Reply(self.code, body)


Stage = Literal["connect", "before", "after", "timeout"]


class Cut(Exception):  # noqa: N818 - a cut connection is a fault we play, not an error of ours
    """The connection ends without an answer.

    `connect`: never made. `before`: nothing was processed. `after`: all was processed, only the
    reply is lost. `timeout`: the client lost patience; the request is processed later.
    """

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.stage = stage


def bad_request(reason: str) -> Refused:
    """A 400 in Telegram's form."""
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """A 403 in Telegram's form."""
    return Refused(403, f"Forbidden: {reason}")


def too_many(seconds: int) -> Refused:
    """A 429: try again in `seconds`."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
