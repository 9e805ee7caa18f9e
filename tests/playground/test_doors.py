"""What only the HTTP door has: sockets, encodings, and the control side."""

import base64
import socket

import httpx
import pytest

from playground.clock import ManualClock
from playground.http_door import http_door
from playground.people import Person
from playground.telegram import Playground


def path(playground: Playground, method: str) -> str:
    return f"/bot{playground.token}/{method}"


async def test_a_taken_port_gives_another_one(playground: Playground) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        async with http_door(playground, port=taken) as door:
            assert door.port != taken


async def test_a_call_may_come_as_query_form_or_json(
    client: httpx.AsyncClient, playground: Playground, ada: Person, clock: ManualClock
) -> None:
    fields = {"chat_id": str(ada.id), "text": "x"}
    address = path(playground, "sendMessage")
    for sent in ({"params": fields}, {"data": fields}, {"json": fields}):
        answer = await client.post(address, **sent)  # type: ignore[arg-type]
        assert answer.json()["ok"]
        clock.advance(1)
    assert len(ada.screen) == 3


async def test_json_that_is_none_is_refused(
    client: httpx.AsyncClient, playground: Playground
) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await client.post(path(playground, "getMe"), content=b"{", headers=headers)
    assert answer.json()["description"] == "Bad Request: can't parse JSON object"


async def test_an_address_outside_the_api_is_not_found(client: httpx.AsyncClient) -> None:
    answer = await client.get("/wp-login.php")
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_the_control_side_acts_as_a_person(
    client: httpx.AsyncClient, playground: Playground
) -> None:
    made = await client.post("/control/people", json={"first_name": "Ada", "language_code": "en"})
    person = made.json()["result"]["id"]
    await client.post(f"/control/people/{person}/starts", json={"payload": "forest"})
    fields = {"chat_id": person, "text": "Welcome", "reply_markup": BUTTON}
    await client.post(path(playground, "sendMessage"), json=fields)
    screen = (await client.get(f"/control/people/{person}/screen")).json()["result"]
    assert [message["text"] for message in screen] == ["Welcome"]
    pressed = await client.post(
        f"/control/people/{person}/presses", json={"label_or_data": "Agree"}
    )
    assert pressed.status_code == 200
    events = (await client.get("/control/transcript")).json()["result"]
    assert [event["event"] for event in events] == ["message", "message", "press"]


BUTTON = {"inline_keyboard": [[{"text": "Agree", "callback_data": "yes"}]]}


async def test_the_control_side_says_why_not(client: httpx.AsyncClient, ada: Person) -> None:
    answer = await client.post(f"/control/people/{ada.id}/presses", json={"label_or_data": "No"})
    assert answer.status_code == 400
    assert "no button 'No'" in answer.json()["error"]
    answer = await client.post(f"/control/people/{ada.id}/__class__", json={})
    assert answer.status_code == 400


async def test_the_control_side_adds_groups_faults_and_time(
    client: httpx.AsyncClient, playground: Playground, ada: Person
) -> None:
    group = (await client.post("/control/groups", json={"title": "Staff"})).json()["result"]["id"]
    await client.post(f"/control/groups/{-group}/adds_bot", json={"by": ada.id})
    await client.post(f"/control/groups/{-group}/says", json={"person": ada.id, "text": "/summary"})
    await client.post("/control/faults", json={"kind": "server_error"})
    refused = await client.post(path(playground, "getMe"))
    assert refused.status_code == 500
    before = playground.clock.now()
    await client.post("/control/clock", json={"advance": 86400})
    assert (playground.clock.now() - before).total_seconds() == 86400
    assert (await client.get("/control/pending")).json()["result"] == 4


async def test_a_document_is_sent_through_the_control_side(
    client: httpx.AsyncClient, playground: Playground, ada: Person
) -> None:
    content = base64.b64encode("의견".encode()).decode()
    await client.post(
        f"/control/people/{ada.id}/document", json={"name": "a.txt", "content": content}
    )
    stored = playground.world.files.by_path("documents/file_1.txt")
    assert stored is not None
    assert stored.upload.content == "의견".encode()


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Host": "evil.example"}, 403), ({"Content-Type": "text/plain"}, 415)],
)
async def test_no_other_web_page_reaches_the_control_side(
    client: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    answer = await client.post("/control/people", content=b"{}", headers=headers)
    assert answer.status_code == status
