"""Telegram brings the updates: on disk first, acknowledged after, each once, from nobody else."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from bot.receiving import webhook
from bot.receiving.intake import Intake, TokenRefusedError
from bot.receiving.webhook import HEADER, LARGEST_BODY, Place, take_down
from bot.telegram_bot import ALLOWED_UPDATES, make_bot
from playground.direct_door import DirectDoor
from playground.faults import Fault
from storage import given_up
from storage.database import Database, open_engine
from storage.models import Inbox, Opinion
from tests.bot.hooked import HookedTown, brought, hooked
from tests.town import Town, settings_for

pytestmark = pytest.mark.side_by_side

WORDS = "나무를 더 심어 주세요"
MEGABYTES = b" " * (10 << 20)


@pytest.fixture
async def hook(town: Town) -> AsyncIterator[HookedTown]:
    async with hooked(town) as made:
        yield made


@pytest.fixture
async def small_hook(small_town: Town) -> AsyncIterator[HookedTown]:
    async with hooked(small_town) as made:
        yield made


def said(town: Town, words: str = WORDS, number: int = 5) -> bytes:
    """An update as Telegram writes it, by somebody new."""
    account = town.playground.person("Ada")
    message: dict[str, Any] = {
        "message_id": number,
        "date": int(town.clock.now().timestamp()),
        "chat": account.chat.record,
        "from": account.account.record,
        "text": words,
    }
    return json.dumps({"update_id": number, "message": message}).encode()


async def test_a_dialogue_is_the_same_as_by_polling(hook: HookedTown) -> None:
    async with brought(hook) as town:
        ada = town.citizen("Ada")
        await ada.agrees()
        receipt = ada.words("opinion.first", no=1, title="옛 시장 자리 쓰임")
        assert await ada.says(WORDS) == [receipt]
        assert [opinion.text for opinion in town.all(Opinion)] == [WORDS]
        assert {state for state, _ in town.inbox} == {"done"}
        assert town.stored == [3]


async def test_it_is_stored_sealed_before_it_is_acknowledged(hook: HookedTown) -> None:
    body = said(hook)
    assert (await hook.brings(body)).status_code == 200
    (row,) = hook.all(Inbox)
    assert row.state == "new"
    assert row.body is not None
    assert hook.app.settings.secrets().open(row.body, "inbox") == body


async def test_what_comes_twice_is_stored_once(hook: HookedTown) -> None:
    body = said(hook)
    answers = await asyncio.gather(*(hook.brings(body) for _ in range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len(hook.all(Inbox)) == 1
    assert hook.stored == [1]


async def test_what_comes_in_another_order_is_all_answered(small_hook: HookedTown) -> None:
    for number in (9, 7, 8):
        await small_hook.brings(said(small_hook, number=number))
    await small_hook.app.dispatch.drain()
    assert small_hook.inbox == [("done", None)] * 3


async def test_while_the_database_is_busy_telegram_is_told_to_come_again(
    hook: HookedTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "STORING", 0.2)
    body = said(hook)
    engine = open_engine(hook.app.settings.database_url)
    with engine.connect() as holding:
        sqlite = engine.dialect.name == "sqlite"
        holding.execute(text("DELETE FROM inbox" if sqlite else "LOCK TABLE inbox"))
        assert (await hook.brings(body)).status_code == 503
        holding.rollback()
    engine.dispose()
    monkeypatch.undo()
    assert (await hook.brings(body)).status_code == 200
    assert len(hook.all(Inbox)) == 1


async def test_while_the_database_is_away_nothing_is_acknowledged(small_hook: HookedTown) -> None:
    app = small_hook.app
    away = Database(open_engine("sqlite:////nowhere/madang.db"))
    stored = small_hook.webhook.accept
    lost = Intake(app.bot, away, app.settings.secrets(), app.clock, poll_seconds=1)
    small_hook.webhook.accept = lost.accept
    async with brought(small_hook) as town:
        ada = town.citizen("Ada")
        ada.account.starts()
        hook = town.playground.world.webhook
        await town.playground.until(lambda: "503" in hook.get("last_error_message", ""))
        assert town.playground.pending == 1
        small_hook.webhook.accept = stored
        await town.settle()
    assert small_hook.inbox == [("done", None)]
    away.close()


UNREADABLE = {
    "nested 10,000 deep": (b"[" * 10_000 + b"]" * 10_000, "nested too deep"),
    "a key twice": (b'{"text": "a", "text": "b"}', "a name comes twice"),
    "its own number twice": (b'1, "update_id": 6', "a name comes twice"),
    "NaN": (b'{"date": NaN}', "no number as Telegram writes it"),
    "infinite": (b'{"date": -Infinity}', "no number as Telegram writes it"),
    "not UTF-8": (b'{"text": "\xff\xfe"}', "not UTF-8"),
    "half a surrogate in UTF-8": (b'{"text": "\xed\xa0\x80"}', "not UTF-8"),
    "a number of 5,000 digits": (b"9" * 5_000, "not JSON"),
    "cut in the middle": (b'{"text": "', "not JSON"),
    "a date beyond all numbers": (
        b'{"date": 1180591620717411303424, "message_id": 1, "text": "a", '
        b'"chat": {"type": "private", "id": 1}, "from": {"id": 1}}',
        "no date as Telegram writes it",
    ),
}


@pytest.mark.parametrize(("rest", "reason"), UNREADABLE.values(), ids=UNREADABLE)
async def test_what_cannot_be_read_is_kept_and_ends_as_dead_with_a_reason(
    small_hook: HookedTown, rest: bytes, reason: str
) -> None:
    body = b'{"update_id": 5, "message": ' + rest + b"}"
    assert (await small_hook.brings(body)).status_code == 200
    await small_hook.app.dispatch.drain()
    (row,) = small_hook.all(Inbox)
    assert small_hook.inbox == [("dead", reason)]
    with small_hook.changing() as session:
        assert given_up.reasons(session) == {reason: 1}  # as `madang health` shows it
    assert row.body is not None
    assert small_hook.app.settings.secrets().open(row.body, "inbox") == body


UNUSABLE = {
    "empty": b"",
    "no object": b"[5]",
    "nothing": b"null",
    "no text": b"\xff\xd8\xff\xe0",
    "no number": b'{"message": {}}',
    "a number beyond all numbers": b'{"update_id": 1180591620717411303424, "message": {}}',
    "a number of 5,000 digits": b'{"update_id": ' + b"9" * 5_000 + b"}",
    "a number below zero": b'{"update_id": -5}',
    "half a number": b'{"update_id": 5.5}',
    "words for a number": b'{"update_id": "5"}',
    "truth for a number": b'{"update_id": true}',
    "no number for a number": b'{"update_id": NaN}',
    "cut within the number": b'{"update_id": 5',
    "nested 10,000 deep without a number": b"[" * 10_000 + b"]" * 10_000,
}


@pytest.mark.parametrize("body", UNUSABLE.values(), ids=UNUSABLE)
async def test_what_has_no_number_is_refused_and_not_kept(
    small_hook: HookedTown, body: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = await small_hook.brings(body)
    assert (answer.status_code, answer.content) == (400, b"")
    assert not small_hook.all(Inbox)
    assert f"no update' size={len(body)}" in capsys.readouterr().out.replace('"', "'")


async def test_half_a_surrogate_as_telegram_may_write_it_is_answered(
    small_hook: HookedTown,
) -> None:
    assert (await small_hook.brings(said(small_hook, "나무 \ud800"))).status_code == 200
    await small_hook.app.dispatch.drain()
    assert small_hook.inbox == [("done", None)]


async def test_a_body_of_ten_megabytes_is_too_large(small_hook: HookedTown) -> None:
    answer = await small_hook.brings(b'{"update_id": 5, "message": {' + MEGABYTES + b"}}")
    assert answer.status_code == 413
    assert not small_hook.all(Inbox)


async def test_a_body_that_does_not_say_its_size_is_cut_off(small_hook: HookedTown) -> None:
    async def streamed() -> AsyncIterator[bytes]:
        yield b'{"update_id": 5, "message": {'
        for _ in range(10):
            yield MEGABYTES[: 1 << 20]

    place = small_hook.webhook.place
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(
            place.address, content=streamed(), headers={HEADER: place.secret}
        )
    assert answer.status_code == 413
    assert not small_hook.all(Inbox)


@pytest.mark.parametrize(
    ("length", "status"), [(LARGEST_BODY + 1, b"413"), (10, b"400"), (900, b""), (-1, b"400")]
)
async def test_a_body_that_is_not_as_long_as_it_says_is_not_kept(
    small_hook: HookedTown, length: int, status: bytes
) -> None:
    place = small_hook.webhook.place
    authority, _, path = place.address.removeprefix("http://").partition("/")
    head = f"POST /{path} HTTP/1.1\r\nHost: a\r\n{HEADER}: {place.secret}\r\n"
    reader, writer = await asyncio.open_connection(*authority.split(":"))
    writer.write(f"{head}Content-Length: {length}\r\n\r\n".encode() + b'{"update_id": 5}')
    writer.write_eof()
    answer = await reader.readline()
    writer.close()
    assert status in answer
    assert not small_hook.all(Inbox)


@pytest.mark.parametrize("secret", ["", "wrong", "비밀".encode(), b"\xff" * 300])
async def test_whoever_does_not_know_the_secret_is_told_nothing(
    small_hook: HookedTown, secret: str | bytes
) -> None:
    answer = await small_hook.brings(said(small_hook), secret)
    assert (answer.status_code, answer.content) == (403, b"")
    assert "server" not in answer.headers
    assert not small_hook.all(Inbox)


async def test_without_the_header_it_is_the_same(small_hook: HookedTown) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(small_hook.webhook.place.address, content=said(small_hook))
    assert (answer.status_code, answer.content) == (403, b"")


async def test_another_path_is_found_by_nobody(small_hook: HookedTown) -> None:
    place = small_hook.webhook.place
    small_hook.webhook.place = replace(place, url=place.url.removesuffix("/bots") + "/%ff%00/가")
    address = small_hook.webhook.place.address
    async with httpx.AsyncClient(trust_env=False) as client:
        for path in (address[:-1], f"{address}/", place.url):
            given = {HEADER: place.secret}
            assert (await client.post(path, content=b"{}", headers=given)).status_code == 404
        # A proxy may add to the path, or take away what comes before it.
        assert (await client.post(address, content=b"{}", headers=given)).status_code == 400


async def test_nothing_can_be_read_from_it(small_hook: HookedTown) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(small_hook.webhook.place.address)
    assert answer.status_code == 405


async def test_neither_words_nor_the_address_nor_the_secret_are_in_the_log(
    small_hook: HookedTown, capsys: pytest.CaptureFixture[str]
) -> None:
    await small_hook.brings(said(small_hook), "wrong")
    await small_hook.brings(b'{"message": "' + WORDS.encode() + b'"}')
    await small_hook.brings(b'{"update_id": 5, "message": "' + WORDS.encode())
    await small_hook.webhook.set_up()
    await small_hook.app.dispatch.drain()
    logged = capsys.readouterr()
    place = small_hook.webhook.place
    assert "webhook_refused" in logged.out
    for secret in (WORDS, place.path, place.secret, small_hook.playground.token):
        assert secret not in logged.out + logged.err


def test_every_process_comes_to_the_same_address_and_another_token_to_another() -> None:
    keys = settings_for("sqlite://").secrets()
    first, again, other = (
        Place.of(keys, token, url="https://b.kr/", listen="") for token in ("1:a", "1:a", "1:b")
    )
    assert first == again
    assert first.address.startswith("https://b.kr/")
    assert len({first.path, first.secret, other.path, other.secret}) == 4


async def test_telegram_is_told_where_and_for_what(small_hook: HookedTown) -> None:
    small_hook.playground.person("Ada").starts()
    await small_hook.webhook.set_up()
    asked = small_hook.playground.requests[-1].fields
    assert json.loads(asked["allowed_updates"]) == ALLOWED_UPDATES
    assert asked["secret_token"] == small_hook.webhook.place.secret
    assert small_hook.playground.pending == 1


async def test_a_webhook_that_was_taken_away_is_given_again(small_hook: HookedTown) -> None:
    waits: list[int] = []
    small_hook.webhook.waits = waits.append
    await small_hook.webhook.set_up()
    await small_hook.app.bot.call("deleteWebhook", {})
    small_hook.playground.person("Ada").starts()
    await small_hook.webhook.look()
    assert small_hook.playground.world.webhook["url"] == small_hook.webhook.place.address
    assert waits == [1]


async def test_while_telegram_is_away_looking_does_no_harm(small_hook: HookedTown) -> None:
    small_hook.playground.faults.add(Fault("server_error", method="getWebhookInfo"))
    await small_hook.webhook.look()


async def test_who_polls_takes_a_webhook_down_and_loses_nothing(small_hook: HookedTown) -> None:
    await small_hook.webhook.set_up()
    small_hook.playground.person("Ada").starts()
    small_hook.playground.faults.add(Fault("too_many", method="deleteWebhook", retry_after=1))
    await take_down(small_hook.app.bot, small_hook.app.clock)
    assert small_hook.playground.world.webhook == {}
    assert await small_hook.app.intake.poll(0) == 1


async def test_a_token_telegram_does_not_know_ends_the_webhook(small_town: Town) -> None:
    door = DirectDoor(small_town.playground)
    with pytest.raises(TokenRefusedError):
        await take_down(make_bot("1:wrong", "http://playground.invalid", door), small_town.clock)
