"""What the page asks of the control side: people and their chats, news, faults, files."""

import asyncio
import json
import time
from typing import Any

import httpx
import pytest

from playground.clock import ManualClock
from playground.people import Person
from playground.telegram import Playground
from playground.wire import Record, Upload


@pytest.fixture
def citizen(playground: Playground) -> Person:
    """Somebody whose phone the page shows."""
    playground.payload = "forest"
    return playground.person("하늘", part="citizen")


async def got(client: httpx.AsyncClient, path: str) -> Any:
    answer = await client.get(f"/control/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()["result"]


async def says(playground: Playground, person: Person, method: str, **fields: Any) -> Record:
    """What the bot does in this person's chat."""
    reply = await playground.answer(method, {"chat_id": person.id, **fields}, {})
    assert isinstance(reply.body, dict)
    assert reply.body["ok"], reply.body
    result = reply.body["result"]
    return result if isinstance(result, dict) else {}


async def chat(client: httpx.AsyncClient, person: Person) -> Record:
    found: Record = await got(client, f"people/{person.id}/chat")
    return found


async def test_people_are_told_with_their_part_and_state(
    client: httpx.AsyncClient, citizen: Person
) -> None:
    official = await client.post("/control/people", json={"first_name": "담당", "part": "official"})
    citizen.starts()
    citizen.blocks()
    shown = [
        (one["id"], one["part"], one["started"], one["blocked"], one["payload"])
        for one in await got(client, "people")
    ]
    assert shown == [
        (citizen.id, "citizen", True, True, "forest"),
        (official.json()["result"]["id"], "official", False, False, ""),
    ]


async def test_nobody_plays_a_part_the_page_does_not_know(client: httpx.AsyncClient) -> None:
    answer = await client.post("/control/people", json={"first_name": "A", "part": "mayor"})
    assert (answer.status_code, answer.json()["error"]) == (400, "nobody plays the part 'mayor'")


async def test_the_menu_of_a_person_is_the_narrowest(
    client: httpx.AsyncClient, playground: Playground, citizen: Person
) -> None:
    citizen.starts()
    for scope, name in (({"type": "default"}, "help"), ({"type": "chat"}, "queue")):
        commands = [{"command": name, "description": name}]
        chosen = {**scope, **({"chat_id": citizen.id} if scope["type"] == "chat" else {})}
        fields = {"commands": json.dumps(commands), "scope": json.dumps(chosen)}
        await playground.answer("setMyCommands", fields, {})
    (shown,) = await got(client, "people")
    assert [command["command"] for command in shown["menu"]] == ["queue"]


async def test_a_chat_holds_what_both_sides_said(
    client: httpx.AsyncClient, playground: Playground, clock: ManualClock, citizen: Person
) -> None:
    sent = citizen.sends("그늘이 필요해요")
    asked = {"inline_keyboard": [[{"text": "네", "callback_data": "yes"}]]}
    await says(
        playground,
        citizen,
        "sendMessage",
        text="<b>받았어요</b>",
        parse_mode="HTML",
        protect_content=True,
        reply_parameters=json.dumps({"message_id": sent.message_id}),
        reply_markup=json.dumps(asked),
    )
    clock.advance(60)
    citizen.edits(sent, "그늘이 꼭 필요해요")
    own, answer = (await chat(client, citizen))["messages"]
    assert (own["by"], own["text"], own["edited"]) == ("person", "그늘이 꼭 필요해요", True)
    assert (answer["by"], answer["text"], answer["edited"]) == ("bot", "받았어요", False)
    assert answer["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert answer["protected"] is True
    assert answer["reply_to"] == {
        "message_id": sent.message_id,
        "by": "person",
        "text": "그늘이 필요해요",
    }
    assert answer["buttons"] == asked["inline_keyboard"]


async def test_a_wish_for_a_reply_comes_with_its_placeholder(
    client: httpx.AsyncClient, playground: Playground, citizen: Person
) -> None:
    citizen.starts()
    wish = {"force_reply": True, "input_field_placeholder": "여기에 적어 주세요"}
    await says(playground, citizen, "sendMessage", text="?", reply_markup=json.dumps(wish))
    last = (await chat(client, citizen))["messages"][-1]
    assert (last["force_reply"], last["placeholder"]) == (True, "여기에 적어 주세요")


async def test_a_press_spins_until_it_is_answered(
    client: httpx.AsyncClient, playground: Playground, clock: ManualClock, citizen: Person
) -> None:
    citizen.starts()
    keyboard = {"inline_keyboard": [[{"text": "네", "callback_data": "yes"}]]}
    sent = await says(
        playground, citizen, "sendMessage", text="?", reply_markup=json.dumps(keyboard)
    )
    query = citizen.presses("네")
    assert (await chat(client, citizen))["waiting"] == [
        {"message_id": sent["message_id"], "data": "yes"}
    ]
    await playground.answer(
        "answerCallbackQuery", {"callback_query_id": query, "text": "적었어요"}, {}
    )
    answered = await chat(client, citizen)
    assert (answered["waiting"], answered["toasts"]) == ([], ["적었어요"])
    citizen.presses("네")
    clock.advance(61)
    assert (await chat(client, citizen))["waiting"] == []


async def test_typing_is_seen_for_five_seconds_or_until_the_message(
    client: httpx.AsyncClient, playground: Playground, clock: ManualClock, citizen: Person
) -> None:
    citizen.starts()
    await says(playground, citizen, "sendChatAction", action="typing")
    assert (await chat(client, citizen))["doing"] == "typing"
    clock.advance(6)
    assert (await chat(client, citizen))["doing"] == ""
    await says(playground, citizen, "sendChatAction", action="upload_photo")
    await says(playground, citizen, "sendMessage", text="x")
    assert (await chat(client, citizen))["doing"] == ""


async def test_a_picture_is_shown_and_anything_else_only_saved(
    client: httpx.AsyncClient, playground: Playground, citizen: Person
) -> None:
    citizen.photo("사진")
    page = Upload("나쁜.html", b"<script>alert(1)</script>", "text/html")
    fields = {"chat_id": citizen.id, "document": "attach://d"}
    await playground.answer("sendDocument", fields, {"d": page})
    picture, document = (await chat(client, citizen))["messages"]
    assert (document["file"]["name"], document["file"]["size"]) == ("나쁜.html", 25)
    shown = await client.get(f"/control/files/{picture['file']['path']}")
    assert shown.headers["content-type"] == "image/png"
    saved = await client.get(f"/control/files/{document['file']['path']}")
    assert saved.content == page.content
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"] == "attachment"


async def test_a_file_that_is_not_there_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.get("/control/files/photos/none.png")).status_code == 400


async def test_faults_are_switched_on_listed_and_off_one_by_one(
    client: httpx.AsyncClient, playground: Playground
) -> None:
    numbers = []
    for kind in ("too_many", "lost_reply"):
        fault = {"kind": kind, "method": "sendMessage", "times": None}
        made = await client.post("/control/faults", json=fault)
        numbers.append(made.json()["result"]["number"])
    assert [one["kind"] for one in await got(client, "faults")] == ["too_many", "lost_reply"]
    for _ in range(2):
        await client.delete(f"/control/faults/{numbers[0]}")
    assert [one["kind"] for one in await got(client, "faults")] == ["lost_reply"]
    await client.delete("/control/faults")
    assert playground.faults.waiting == []


async def test_how_the_bot_stands_is_told_by_whoever_serves(
    client: httpx.AsyncClient, playground: Playground
) -> None:
    assert await got(client, "behind") == {}
    playground.behind = lambda: {"inbox": {"new": 2}}
    assert await got(client, "behind") == {"inbox": {"new": 2}}


async def test_news_say_how_all_stands(
    client: httpx.AsyncClient, playground: Playground, citizen: Person
) -> None:
    playground.person("without a phone")
    citizen.starts()
    citizen.sends("그늘")
    await says(playground, citizen, "sendMessage", text="x")
    news = await got(client, "events?since=0")
    assert [one["id"] for one in news["people"]] == [citizen.id]
    assert (news["said"], news["told"], news["pending"]) == (1, 1, 2)
    assert news["requests"] == {"sendMessage": 1}
    assert news["chats"] == {str(citizen.id): news["number"]}
    assert news["now"] == playground.clock.now().isoformat()


async def test_who_waits_for_news_hears_when_something_happens(
    client: httpx.AsyncClient, citizen: Person
) -> None:
    number = (await got(client, "events?since=0"))["number"]
    waiting = asyncio.ensure_future(got(client, f"events?since={number}"))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    citizen.sends("그늘")
    news = await asyncio.wait_for(waiting, 2)
    assert news["number"] == number + 1
    assert news["chats"] == {str(citizen.id): number + 1}


async def test_two_pages_hear_the_same_news(client: httpx.AsyncClient, citizen: Person) -> None:
    number = (await got(client, "events?since=0"))["number"]
    waiting = [got(client, f"events?since={number}") for _ in range(2)]
    both = asyncio.gather(*waiting)
    await asyncio.sleep(0.1)
    citizen.sends("그늘")
    one, other = await asyncio.wait_for(both, 2)
    assert one["number"] == other["number"] == number + 1


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "clock", {"advance": 86400}),
        ("POST", "faults", {"kind": "lost_reply"}),
        ("POST", "people", {"first_name": "새 사람", "part": "citizen"}),
    ],
)
async def test_what_is_changed_in_one_page_is_news_in_another(
    client: httpx.AsyncClient, method: str, path: str, body: Record
) -> None:
    number = (await got(client, "events?since=0"))["number"]
    waiting = asyncio.ensure_future(got(client, f"events?since={number}"))
    await client.request(method, f"/control/{path}", json=body)
    assert (await asyncio.wait_for(waiting, 2))["number"] > number


async def test_a_wait_that_grows_is_no_news(
    client: httpx.AsyncClient, playground: Playground
) -> None:
    seconds = iter(range(1000))
    playground.behind = lambda: {"oldest_wait": next(seconds)}
    number = (await got(client, "events?since=0"))["number"]
    waiting = asyncio.ensure_future(got(client, f"events?since={number}"))
    await asyncio.sleep(0.7)
    assert not waiting.done()
    playground.behind = lambda: {"oldest_wait": 0, "inbox": {"new": 1}}
    assert (await asyncio.wait_for(waiting, 2))["behind"]["inbox"] == {"new": 1}


async def test_a_number_of_another_opening_is_answered_at_once(client: httpx.AsyncClient) -> None:
    began = time.monotonic()
    news = await got(client, "events?since=4711")
    assert time.monotonic() - began < 1
    assert news["number"] == 1


@pytest.mark.parametrize("seconds", [-1, float("inf"), 1e12])
async def test_a_clock_goes_neither_back_nor_out_of_all_bounds(
    client: httpx.AsyncClient, clock: ManualClock, seconds: float
) -> None:
    before = clock.now()
    body = json.dumps({"advance": seconds})
    headers = {"Content-Type": "application/json"}
    answer = await client.post("/control/clock", content=body, headers=headers)
    assert (answer.status_code, clock.now()) == (400, before)
