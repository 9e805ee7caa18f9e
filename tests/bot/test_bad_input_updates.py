"""Updates no client would send, in any order and number: done or dead, never in others' way."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.buttons import Button
from bot.commands import PRESSES
from storage.models import Inbox, Opinion
from tests.town import MARKET, Citizen, Town

MARKET_TITLE = "옛 시장 자리 쓰임"
WORDS = "어린이 도서관이 있으면 좋겠어요"
TAKE_BACK = "거두기"


def texts(town: Town) -> list[str]:
    return [opinion.text for opinion in town.all(Opinion)]


def states(town: Town) -> set[str]:
    return {row.state for row in town.all(Inbox)}


async def citizen_of(town: Town, name: str = "Ada") -> Citizen:
    ada = town.citizen(name)
    await ada.agrees()
    return ada


async def unanswered(town: Town, update: dict[str, Any]) -> list[str]:
    """The reasons logged for giving no answer to this update."""
    with capture_logs() as logged:
        town.playground.raw(update)
        await town.settle()
    return [line["reason"] for line in logged if line["event"] == "update_left_unanswered"]


def message(citizen: Citizen, **fields: Any) -> dict[str, Any]:
    date = int(citizen.town.clock.now().timestamp())
    chat, sender = citizen.account.chat.record, citizen.account.account.record
    head = {"message_id": 70_000, "date": date, "chat": chat, "from": sender, "text": WORDS}
    return {"message": {**head, **fields}}


async def test_a_message_of_nobody_is_left_unanswered_for_a_reason(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    nobody = message(ada)
    del nobody["message"]["from"]
    assert await unanswered(small_town, nobody) == ["written by nobody"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"via_bot": {"id": 1, "is_bot": True, "first_name": "Gif"}}, "written by another bot"),
        ({"chat": {"id": -7, "type": "group"}}, "said in a group"),
        ({"text": None, "caption": None}, "unreadable"),
        ({"text": WORDS, "chat": {"id": -7}}, "said in a place without a type"),
    ],
)
async def test_a_message_not_meant_for_us_keeps_nothing(
    small_town: Town, fields: dict[str, Any], reason: str
) -> None:
    ada = await citizen_of(small_town)
    given = await unanswered(small_town, message(ada, **fields))
    assert given == ([] if reason == "unreadable" else [reason])
    assert texts(small_town) == []


async def test_a_service_message_is_left_unanswered(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    pinned = message(ada, pinned_message={})
    del pinned["message"]["text"]
    assert await unanswered(small_town, pinned) == ["a service message"]


async def test_words_in_a_group_are_not_kept(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    group = small_town.playground.group("동네 모임")
    small_town.playground.adds_bot(group, status="administrator")
    group.says(ada.account, WORDS)
    group.says_anonymously(WORDS)
    await small_town.settle()
    assert texts(small_town) == []
    assert [message.text for message in group.screen] == [ada.words("group.added")]


async def test_a_channel_post_is_not_kept(small_town: Town) -> None:
    channel = small_town.playground.group("소식", kind="channel")
    small_town.playground.adds_bot(channel, status="administrator")
    channel.posts(WORDS)
    await small_town.settle()
    assert small_town.traces(WORDS) == set()


STRANGE: list[dict[str, Any]] = [
    {"message": {}},
    {"message": []},
    {"message": {"chat": 5}},
    {"message": {"chat": {"type": "private"}, "from": {"id": 1}}},
    {"callback_query": {"id": 5}},
    {"callback_query": {"from": {"id": 1}, "message": {"chat": {"type": "private"}}}},
    {"edited_message": None},
    {"my_chat_member": {"chat": {"type": "private", "id": "x"}}},
    {"from_the_future": {"chat": {"id": 2**70}}},
    {"deep": [[[[[[{}]]]]]]},
    {},
]


async def test_strange_updates_never_block_the_others(town: Town) -> None:
    ada = await citizen_of(town)
    for update in STRANGE:
        town.playground.raw(update)
    assert await ada.says(WORDS) == [ada.words("opinion.first", no=1, title=MARKET_TITLE)]
    assert states(town) == {"done", "dead"}


@pytest.mark.parametrize(
    "fields",
    [
        {"message_id": 2**70},
        {"date": 2**70},
        {"date": float("nan")},
        {"from": {"id": 2**70, "is_bot": False, "first_name": "x"}},
        {"text": {"a": [1]}},
        {"media_group_id": 5},
    ],
)
async def test_a_persons_next_words_do_not_wait_for_an_unreadable_message(
    small_town: Town, fields: dict[str, Any]
) -> None:
    ada = await citizen_of(small_town)
    small_town.playground.raw(message(ada, **fields))
    assert await ada.says("앉을 곳이 있으면 좋겠어요") == [
        ada.words("opinion.first", no=1, title=MARKET_TITLE)
    ]
    assert states(small_town) == {"done", "dead"}


async def test_bytes_that_are_no_update_are_put_aside(town: Town) -> None:
    ada = await citizen_of(town)
    bodies = [b"", b"[]", b"null", b"\xff\xfe", b"{", b'"words"']
    with town.changing() as session:
        row = {**town.all(Inbox)[0].model_dump(), "state": "new", "lane": b"x"}
        for n, body in enumerate(bodies):
            sealed = town.app.settings.secrets().seal(body, "inbox")
            session.add(Inbox(**{**row, "update_id": n, "body": sealed}))
    assert len(await ada.says(WORDS)) == 1
    assert [row.state for row in town.all(Inbox) if row.update_id < 6] == ["dead"] * len(bodies)


async def test_the_same_update_twice_is_one_opinion(town: Town) -> None:
    ada = await citizen_of(town)
    town.playground.double_next(1)
    assert len(await ada.says(WORDS)) == 1
    assert texts(town) == [WORDS]


async def test_an_update_again_after_its_end_is_not_answered_again(town: Town) -> None:
    ada = await citizen_of(town)
    sent = ada.account.sends(WORDS)
    await town.settle()
    mark = ada.account.mark
    town.playground.repeat(sent.update_id or 0)
    await town.settle()
    assert ada.account.inbox_since(mark) == []
    assert texts(town) == [WORDS]


async def test_the_same_message_in_another_update_is_one_opinion(town: Town) -> None:
    ada = await citizen_of(town)
    town.playground.raw(message(ada))
    town.playground.raw(message(ada))
    await town.settle()
    assert texts(town) == [WORDS]


async def test_updates_out_of_order_are_answered_in_order(town: Town) -> None:
    ada = await citizen_of(town)
    town.playground.shuffle_next(4)
    words = [f"{n}번째로 하고 싶은 말이에요" for n in ("첫", "두", "세", "네")]
    for each in words:
        ada.account.sends(each)
    await town.settle()
    assert texts(town) == words


async def test_update_ids_may_jump(town: Town) -> None:
    ada = await citizen_of(town)
    town.playground.jump_update_ids(2_000_000_000)
    assert len(await ada.says(WORDS)) == 1
    assert texts(town) == [WORDS]


async def test_a_forged_button_opens_nothing(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.says(WORDS)
    mark, bubble = ada.account.mark, ada.account.screen[-1].message_id
    forged = ["", "wd.AQ...AAAAAAAAAAAAAAAA", "x" * 64, "é", "a.b", "{0}", "...."]
    for data in forged:
        ada.account.forges(data, bubble)
    await small_town.settle()
    assert ada.account.inbox_since(mark) == []
    assert ada.account.toasts == [ada.words("button.forged")] * len(forged)


async def test_data_no_client_can_send_opens_nothing(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.says(WORDS)
    shown = {"from": ada.account.account.record, "message": ada.account.screen[-1].record}
    for data in ("\ud800", "x" * 5000, "\x00"):
        small_town.playground.raw({"callback_query": {"id": "1", "data": data, **shown}})
    await small_town.settle()
    assert states(small_town) == {"done"}


async def test_another_persons_button_opens_nothing(town: Town) -> None:
    ada, eve = await citizen_of(town), await citizen_of(town, "Eve")
    await ada.says(WORDS)
    await eve.says("앉을 곳이 있으면 좋겠어요")
    stolen = Button("wd", town.all(Opinion)[0].id).pack(ada.account.id, town.app.settings.secrets())
    await eve.does(lambda account: account.forges(stolen, account.screen[-1].message_id))
    assert [opinion.state for opinion in town.all(Opinion)] == ["received", "received"]
    assert eve.account.toasts == [eve.words("button.forged")]


async def test_ones_own_button_on_another_persons_opinion_opens_nothing(small_town: Town) -> None:
    ada, eve = await citizen_of(small_town), await citizen_of(small_town, "Eve")
    await ada.says(WORDS)
    await eve.says("앉을 곳이 있으면 좋겠어요")
    secrets = small_town.app.settings.secrets()
    for action in ("wd", "un", "mo", "ed", "mv", "sa", "ra"):
        data = Button(action, small_town.all(Opinion)[0].id, "1").pack(eve.account.id, secrets)
        await eve.does(lambda account, data=data: account.forges(data, 4))  # type: ignore[misc]
    assert [opinion.state for opinion in small_town.all(Opinion)] == ["received", "received"]
    assert states(small_town) == {"done"}


async def test_a_button_of_the_staff_reads_like_a_forged_one(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    bubble = ada.account.screen[-1].message_id
    staff = [press.code for press in PRESSES if press.audience == "staff"]
    for action in staff:
        data = Button(action, 1).pack(ada.account.id, small_town.app.settings.secrets())
        ada.account.forges(data, bubble)
    await small_town.settle()
    assert ada.account.toasts == [ada.words("button.forged")] * len(staff)


async def test_a_press_on_a_message_too_old_to_change_is_answered_anew(town: Town) -> None:
    ada = await citizen_of(town)
    await ada.says(WORDS)
    data = Button("wd", town.all(Opinion)[0].id).pack(ada.account.id, town.app.settings.secrets())
    (said,) = await ada.does(lambda account: account.forges(data, 99_999))
    assert said.startswith("내 의견 1번을 거뒀어요.")


async def test_a_double_press_does_it_once(town: Town) -> None:
    ada = await citizen_of(town)
    await ada.says(WORDS)
    await ada.does(lambda account: (account.presses(TAKE_BACK), account.presses(TAKE_BACK)))
    assert [opinion.state for opinion in town.all(Opinion)] == ["withdrawn"]
    assert ada.account.spinning == 0


async def test_a_press_without_its_message_stops_spinning(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.says(WORDS)
    press = {"id": "1", "from": ada.account.account.record, "data": "x"}
    assert await unanswered(small_town, {"callback_query": press}) == ["a press without a message"]
    assert ("answerCallbackQuery", "1") in {
        (request.method, request.fields.get("callback_query_id"))
        for request in small_town.playground.requests
    }


async def test_every_silence_has_its_reason_in_the_log(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    for update in (message(ada, text="/help@otherbot"), {"poll": {"id": "1"}}):
        assert all(await unanswered(small_town, update))


async def test_no_words_and_no_names_are_logged(small_town: Town) -> None:
    eve = small_town.citizen("Evelyn Noh", username="evelyn_noh")
    with capture_logs() as logged:
        await eve.starts(MARKET)
        await eve.presses("14세 이상이고 모두 동의해요")
        await eve.says(WORDS)
        small_town.playground.raw(message(eve, date=2**70))
        await small_town.settle()
    written = repr(logged)
    assert not [
        each for each in (WORDS, "Evelyn", "evelyn", str(eve.account.id)) if each in written
    ]
