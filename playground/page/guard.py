"""Who may ask: a page of this machine, under one of its own names."""

import json
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

_LOOPBACK: Final = {"127.0.0.1", "localhost"}


def is_local(request: Request) -> bool:
    """Whether the browser believes to speak to this machine; a name of elsewhere never does."""
    return request.url.hostname in _LOOPBACK


def refused() -> Response:
    """What everybody else gets."""
    body = json.dumps({"error": "only this machine may ask"})
    return Response(body, 403, media_type="application/json")
