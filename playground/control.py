"""The control side over HTTP: what the page and other processes do as people of the playground.

    POST /control/people                   {"first_name": "Ada", "part": "citizen"} -> {"id": ...}
    GET  /control/people                   everybody, with part, blocked, started, payload, menu
    GET  /control/people/{id}/chat         all messages of both sides, and what is under way
    POST /control/people/{id}/{act}        the arguments of `Person.act`    -> its result
    GET  /control/people/{id}/screen       the bot's messages
    GET  /control/people/{id}/received?since=0
    POST /control/groups                   {"title": ..., "kind": ...}      -> {"id": ...}
    POST /control/groups/{id}/{act}        {"person": id, ...}
    POST /control/faults                   the fields of a `Fault` -> it, with its number
    GET  /control/faults                   those that wait; DELETE takes all away
    DELETE /control/faults/{number}        takes one away
    POST /control/acts/{act}               repeat, raw, shuffle_next, double_next, jump_update_ids
    GET  /control/clock, POST {"advance": seconds}
    GET  /control/events?since=0           waits up to 20 s for news; how all stands (`News.since`)
    GET  /control/behind                   how the bot stands inside (`Playground.behind`)
    GET  /control/files/{path}             a photo or document of a chat
    GET  /control/transcript, /control/requests, /control/delivered, /control/pending

Requests must come as JSON to a loopback name: no other web page can reach in through a browser.
"""

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, is_dataclass
from datetime import datetime
from inspect import isawaitable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from playground.faults import Fault
from playground.groups import Group
from playground.messages.chats import Message
from playground.page import shown
from playground.page.guard import is_local, refused
from playground.page.news import News
from playground.people import Person
from playground.telegram import Playground
from playground.wire import Record

PERSON_ACTS = {
    "sends",
    "starts",
    "edits",
    "deletes",
    "presses",
    "forges",
    "photo",
    "album",
    "document",
    "voice",
    "sticker",
    "poll",
    "location",
    "contact",
    "forwards",
    "blocks",
    "unblocks",
    "deletes_account",
}
GROUP_ACTS = {
    "adds_bot",
    "removes_bot",
    "says",
    "says_anonymously",
    "posts",
    "becomes_supergroup",
}
FURTHEST = 366 * 24 * 3600.0  # seconds
ACTS = {"repeat", "raw", "shuffle_next", "double_next", "jump_update_ids"}
_PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}

Handler = Callable[[Playground, Request, Record], object]


def control_routes(playground: Playground, news: News) -> list[BaseRoute]:
    """The routes below /control."""

    def route(path: str, method: str, handler: Handler) -> Route:
        return Route(path, _guarded(playground, handler), methods=[method])

    def events(_: Playground, request: Request, __: Record) -> object:
        return news.since(int(request.query_params.get("since", "0")))

    def advance(playground: Playground, _: Request, arguments: Record) -> datetime:
        now = _advance(playground, arguments)
        news.tell()
        return now

    return [
        route("/people", "POST", _new_person),
        route("/people", "GET", _all_people),
        route("/people/{id:int}/chat", "GET", _chat),
        route("/people/{id:int}/screen", "GET", _screen),
        route("/people/{id:int}/received", "GET", _received),
        route("/people/{id:int}/{act}", "POST", _person_acts),
        route("/groups", "POST", _new_group),
        route("/groups/{id:int}/{act}", "POST", _group_acts),
        route("/faults", "POST", _new_fault),
        route("/faults", "GET", lambda playground, _, __: playground.faults.waiting),
        route("/faults", "DELETE", lambda playground, _, __: playground.faults.clear()),
        route("/faults/{number:int}", "DELETE", _end_fault),
        route("/acts/{act}", "POST", _acts),
        route("/clock", "GET", lambda playground, _, __: playground.clock.now()),
        route("/clock", "POST", advance),
        route("/events", "GET", events),
        route("/behind", "GET", lambda playground, _, __: playground.behind()),
        route("/files/{path:path}", "GET", _file),
        route("/transcript", "GET", lambda playground, _, __: playground.world.transcript.events),
        route("/requests", "GET", lambda playground, _, __: playground.requests),
        route("/delivered", "GET", lambda playground, _, __: playground.delivered),
        route("/pending", "GET", lambda playground, _, __: playground.pending),
    ]


def _guarded(playground: Playground, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        if not is_local(request):
            return refused()
        if request.method == "POST" and _kind(request) != "application/json":
            return _answer({"error": "JSON expected"}, 415)
        body = await request.body()
        try:
            arguments = json.loads(body) if body else {}
            result = handler(playground, request, arguments)
            return _answer(await result if isawaitable(result) else result)
        except (LookupError, ValueError, TypeError) as error:
            return _answer({"error": str(error)}, 400)

    return handle


def _new_person(playground: Playground, _: Request, arguments: Record) -> Record:
    return {"id": playground.person(**arguments).id}


def _all_people(playground: Playground, _: Request, __: Record) -> list[Record]:
    return [shown.person(playground, person) for person in playground.people.values()]


def _chat(playground: Playground, request: Request, _: Record) -> Record:
    return shown.chat(playground, _person(playground, request))


def _screen(playground: Playground, request: Request, _: Record) -> list[Record]:
    return [_shown(message) for message in _person(playground, request).screen]


def _received(playground: Playground, request: Request, _: Record) -> object:
    since = int(request.query_params.get("since", "0"))
    return _person(playground, request).inbox_since(since)


def _person_acts(playground: Playground, request: Request, arguments: Record) -> object:
    act = _known(request, PERSON_ACTS)
    if "content" in arguments:
        arguments["content"] = base64.b64decode(arguments["content"])
    positional = arguments.pop("captions", []) + arguments.pop("options", [])
    return getattr(_person(playground, request), act)(*positional, **arguments)


def _new_group(playground: Playground, _: Request, arguments: Record) -> Record:
    return {"id": playground.group(**arguments).id}


def _group_acts(playground: Playground, request: Request, arguments: Record) -> object:
    act = _known(request, GROUP_ACTS)
    for name in {"person", "by"} & set(arguments):
        arguments[name] = playground.people[arguments[name]]
    return getattr(_group(playground, request), act)(**arguments)


def _new_fault(playground: Playground, _: Request, arguments: Record) -> Fault:
    return playground.faults.add(Fault(**arguments))


def _end_fault(playground: Playground, request: Request, _: Record) -> None:
    playground.faults.remove(int(request.path_params["number"]))


def _file(playground: Playground, request: Request, _: Record) -> Response:
    stored = playground.world.files.by_path(str(request.path_params["path"]))
    if stored is None:
        raise LookupError("no such file")
    content = stored.upload.content
    picture = next((kind for start, kind in _PICTURES.items() if content.startswith(start)), None)
    # Anything but a picture is only ever saved: a browser must not open what a bot made.
    headers = {"X-Content-Type-Options": "nosniff"}
    if picture is None:
        headers["Content-Disposition"] = "attachment"
    return Response(content, headers=headers, media_type=picture or "application/octet-stream")


def _acts(playground: Playground, request: Request, arguments: Record) -> object:
    return getattr(playground, _known(request, ACTS))(**arguments)


def _advance(playground: Playground, arguments: Record) -> datetime:
    advance = getattr(playground.clock, "advance", None)
    if advance is None:
        raise ValueError("this clock cannot be moved")
    seconds = float(arguments["advance"])
    if not 0 <= seconds <= FURTHEST:
        raise ValueError("a clock only goes ahead, by a year at most at once")
    advance(seconds)
    playground.world.updates.stir()
    return playground.clock.now()


def _person(playground: Playground, request: Request) -> Person:
    return playground.people[int(request.path_params["id"])]


def _group(playground: Playground, request: Request) -> Group:
    wanted = int(request.path_params["id"])
    return next(group for group in playground.groups if abs(group.id) == wanted)


def _known(request: Request, acts: set[str]) -> str:
    act = str(request.path_params["act"])
    if act not in acts:
        raise LookupError(f"nobody can {act}")
    return act


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0]


def _shown(message: Message) -> Record:
    return {**message.record, "markup": message.markup, "edited": message.edited}


def _answer(value: object, status: int = 200) -> Response:
    if isinstance(value, Response):
        return value
    body = json.dumps({"result": value} if status == 200 else value, default=_plain)
    return Response(body, status, media_type="application/json")


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} does not go over the wire")
