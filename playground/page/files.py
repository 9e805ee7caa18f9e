"""The page's own files, as they lie beside this module. No other file is ever served."""

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from playground.page.guard import is_local, refused

FOLDER: Final = Path(__file__).parent
KINDS: Final = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
HEADERS: Final = {
    # What the bot writes is shown with these words' help: nothing of it may ever run or load.
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def page_routes() -> list[BaseRoute]:
    """The page at `/`, its files below `/page/`."""
    return [
        Route("/", _index, methods=["GET"]),
        Route("/page/{name}", _file, methods=["GET"]),
    ]


def page_files() -> list[Path]:
    """Every file a browser may ask for."""
    return sorted(path for path in FOLDER.iterdir() if path.suffix in KINDS)


async def _index(request: Request) -> Response:
    return _served(request, "index.html")


async def _file(request: Request) -> Response:
    return _served(request, str(request.path_params["name"]))


def _served(request: Request, name: str) -> Response:
    if not is_local(request):
        return refused()
    found = next((path for path in page_files() if path.name == name), None)
    if found is None:
        return Response("not found", 404, media_type="text/plain")
    return Response(found.read_bytes(), headers=HEADERS, media_type=KINDS[found.suffix])
