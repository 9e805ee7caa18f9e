"""A group: the bot says once what it does, takes nothing said there, and follows where it moves."""

import json
from datetime import timedelta
from itertools import pairwise

import pytest
from structlog.testing import capture_logs

from playground.faults import Fault
from playground.groups import Group
from storage.models import DialogueState, Inbox, Opinion, Outbox, Room
from tests.town import Citizen, Town

TITLE = "동네 모임"
WORDS = "어린이 도서관이 있으면 좋겠어요"


async def added(town: Town, by: Citizen, kind: str = "group", status: str = "member") -> Group:
    """The bot is in a group."""
    group = town.playground.group(TITLE, kind)  # type: ignore[arg-type]
    group.adds_bot(by.account, status)
    await town.settle()
    await town.passes(seconds=6)
    return group


def texts(group: Group) -> list[str]:
    return [message.text for message in group.screen]


def addresses(group: Group) -> list[str]:
    """Where the buttons of the newest message lead."""
    rows = group.screen[-1].record["reply_markup"]["inline_keyboard"]
    return [button["url"] for row in rows for button in row]


def states(town: Town, error: str) -> list[str]:
    return [row.state for row in town.all(Outbox) if row.error == error]


@pytest.mark.parametrize("kind", ["group", "supergroup"])
@pytest.mark.parametrize("status", ["member", "administrator"])
async def test_added_to_a_group_it_says_what_it_does_and_where_to_talk(
    small_town: Town, kind: str, status: str
) -> None:
    ada = small_town.citizen()
    group = await added(small_town, ada, kind, status)
    assert texts(group) == [ada.words("group.added")]
    assert addresses(group) == ["https://t.me/madang_bot"]


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_a_group_is_spoken_to_in_the_language_of_who_added_the_bot(
    small_town: Town, language: str
) -> None:
    ada = small_town.citizen(language=language)
    group = await added(small_town, ada)
    assert texts(group) == [ada.words("group.added")]


async def test_added_twice_it_says_so_once(small_town: Town) -> None:
    ada = small_town.citizen()
    group = await added(small_town, ada)
    small_town.playground.repeat(max(small_town.playground.world.updates.history))
    group.adds_bot(ada.account, "administrator")
    group.adds_bot(ada.account, "member")
    await small_town.settle()
    assert texts(group) == [ada.words("group.added")]


async def test_added_again_it_says_so_again(small_town: Town) -> None:
    ada = small_town.citizen()
    group = await added(small_town, ada)
    group.removes_bot(ada.account)
    await small_town.settle()
    assert small_town.all(Room) == []
    group.adds_bot(ada.account)
    await small_town.settle()
    assert texts(group) == [ada.words("group.added")] * 2


async def test_a_group_without_a_title_is_greeted_like_any(small_town: Town) -> None:
    ada = small_town.citizen()
    group = small_town.playground.group(TITLE)
    del group.chat.record["title"]
    group.adds_bot(ada.account)
    await small_town.settle()
    assert texts(group) == [ada.words("group.added")]


async def test_added_to_a_channel_it_stays_silent(small_town: Town) -> None:
    channel = await added(small_town, small_town.citizen(), "channel", "administrator")
    channel.posts("/help")
    await small_town.settle()
    assert (channel.screen, small_town.all(Room)) == ([], [])


async def test_what_is_said_in_a_group_is_neither_answered_nor_kept(town: Town) -> None:
    ada = town.citizen()
    await ada.agrees()
    group = await added(town, ada, status="administrator")
    stranger = town.playground.person("Grace Hopper")
    with capture_logs() as logged:
        group.says(ada.account, WORDS)
        group.says(stranger, f"{WORDS} @madang_bot")
        group.says(stranger, WORDS, reply_to=group.screen[-1].message_id)
        group.says(stranger, f"/say {WORDS}")
        await town.settle()
    assert texts(group) == [ada.words("group.added")]
    assert town.all(Opinion) == []
    assert town.traces(WORDS, TITLE, "Grace Hopper", stranger.id, group.id) == set()
    assert WORDS not in json.dumps(logged, default=str)
    assert str(group.id) not in json.dumps(logged, default=str)


async def test_words_in_a_group_leave_the_dialogue_in_private_where_it_stands(
    small_town: Town,
) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    group = await added(small_town, ada)
    before = small_town.all(DialogueState)
    group.says(ada.account, "/help")
    await small_town.settle()
    assert small_town.all(DialogueState) == before


async def test_a_command_in_a_group_is_answered_in_private_and_this_said_once_an_hour(
    small_town: Town,
) -> None:
    ada = small_town.citizen()
    group = await added(small_town, ada)
    for command in ("/help", "/my", "/mydata@madang_bot"):
        said = group.says(ada.account, command)
    await small_town.settle()
    assert texts(group)[1:] == [ada.words("group.command")]
    assert addresses(group) == ["https://t.me/madang_bot"]
    assert group.screen[-1].record["reply_to_message"]["message_id"] < said
    await small_town.passes(minutes=61)
    group.says(ada.account, "/help")
    await small_town.settle()
    assert texts(group)[1:] == [ada.words("group.command")] * 2


@pytest.mark.parametrize("command", ["/help@other_bot", "/ban", "/queue", "/desk", "/"])
async def test_what_may_be_meant_for_another_bot_is_left_to_it(
    small_town: Town, command: str
) -> None:
    ada = small_town.citizen()
    group = await added(small_town, ada)
    group.says(ada.account, command)
    await small_town.settle()
    assert texts(group) == [ada.words("group.added")]


@pytest.mark.parametrize("command", ["/desk", "/queue", "/nonsense"])
async def test_who_has_no_role_is_told_the_same_whether_a_command_exists_or_not(
    small_town: Town, command: str
) -> None:
    ada = small_town.citizen()
    group = await added(small_town, ada)
    group.says(ada.account, f"{command}@madang_bot")
    await small_town.settle()
    assert texts(group)[1:] == [ada.words("group.command")]


async def test_a_group_the_bot_was_in_before_it_kept_any_is_answered_too(small_town: Town) -> None:
    ada = small_town.citizen(language="en")
    group = small_town.playground.group(TITLE)
    group.chat.bot_status, group.chat.known = "member", True
    group.says(ada.account, "/help")
    await small_town.settle()
    assert texts(group) == [ada.words("group.command")]


async def test_words_in_the_rooms_name_are_told_once_to_have_no_author(small_town: Town) -> None:
    ada = small_town.citizen()
    group = await added(small_town, ada)
    group.says_anonymously("/help")
    group.says_anonymously(f"{WORDS} @madang_bot")
    await small_town.passes(hours=2)
    group.says_anonymously("/desk")
    await small_town.settle()
    assert texts(group)[1:] == [ada.words("group.anonymous")]
    assert small_town.traces(WORDS) == set()


async def test_what_administrators_say_among_themselves_in_the_rooms_name_is_not_ours(
    small_town: Town,
) -> None:
    ada = small_town.citizen()
    group = await added(small_town, ada, status="administrator")
    group.says_anonymously(WORDS)
    await small_town.settle()
    assert texts(group) == [ada.words("group.added")]


@pytest.mark.parametrize("by", [True, False])
async def test_a_group_that_becomes_a_supergroup_is_followed_and_not_greeted_again(
    town: Town, by: bool
) -> None:
    ada = town.citizen()
    group = await added(town, ada)
    [before] = town.all(Room)
    group.becomes_supergroup(ada.account if by else None)
    await town.passes(minutes=61)
    group.says(ada.account, "/help")
    await town.settle()
    assert texts(group) == [ada.words("group.command")]
    [room] = town.all(Room)
    assert (room.id, room.greeted_at) == (before.id, before.greeted_at)


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
async def test_in_whatever_order_a_move_is_told_it_ends_alike(
    small_town: Town, order: tuple[int, ...]
) -> None:
    ada = small_town.citizen()
    group = await added(small_town, ada)
    [before] = small_town.all(Room)
    group.becomes_supergroup(ada.account)
    queue = small_town.playground.world.updates
    told = [queue.history[number] for number in sorted(queue.history)[-3:]]
    queue.drop_all()
    for number in order:
        small_town.playground.raw(
            {name: part for name, part in told[number].items() if name != "update_id"}
        )
        await small_town.settle()
    await small_town.passes(seconds=10)
    assert texts(group) == []
    assert [room.id for room in small_town.all(Room)] == [before.id]


async def test_a_move_that_is_told_before_the_group_is_known_is_no_reason_to_greet(
    small_town: Town,
) -> None:
    ada = small_town.citizen()
    group = small_town.playground.group(TITLE)
    group.chat.bot_status, group.chat.known = "member", True
    group.becomes_supergroup(ada.account)
    await small_town.passes(seconds=10)
    assert (texts(group), len(small_town.all(Room))) == ([], 1)


async def test_a_message_on_its_way_while_the_group_moves_arrives_in_the_new_one(
    town: Town,
) -> None:
    ada = town.citizen()
    group = await added(town, ada)
    group.says(ada.account, "/help")
    await town.app.intake.poll(0)
    await town.app.dispatch.drain()
    group.becomes_supergroup()
    await town.app.sender.drain()  # Telegram tells it by an error; the updates come afterwards
    await town.settle()
    assert texts(group) == [ada.words("group.command")]
    assert "reply_to_message" not in group.screen[-1].record
    assert len(town.all(Room)) == 1


async def test_what_waits_when_the_move_is_told_goes_to_the_new_number(small_town: Town) -> None:
    ada = small_town.citizen()
    group = await added(small_town, ada)
    group.says(ada.account, "/help")
    group.becomes_supergroup()
    await small_town.app.intake.poll(0)
    await small_town.app.dispatch.drain()
    with capture_logs() as logged:
        await small_town.app.sender.drain()
    assert texts(group) == [ada.words("group.command")]
    assert logged == []


@pytest.mark.parametrize("told", [True, False])
async def test_thrown_out_while_words_wait_nothing_is_sent_and_nothing_left(
    town: Town, told: bool
) -> None:
    ada = town.citizen()
    group = await added(town, ada)
    group.says(ada.account, "/help")
    await town.app.intake.poll(0)
    await town.app.dispatch.drain()
    if told:
        group.removes_bot(ada.account)
    else:
        group.chat.bot_status = "kicked"  # the update is still to come
        await town.app.sender.drain()
    await town.settle()
    assert texts(group) == [ada.words("group.added")]
    assert town.all(Room) == []
    assert {row.state for row in town.all(Outbox)} <= {"sent", "blocked", "cancelled"}
    assert [row.address for row in town.all(Outbox) if row.address] == []


async def test_held_back_from_writing_it_stays_in_the_group_and_does_not_fail(
    small_town: Town,
) -> None:
    ada = small_town.citizen()
    group = await added(small_town, ada)
    group.restricts_bot(ada.account)
    group.says(ada.account, "/help")
    await small_town.settle()
    assert states(small_town, "not allowed to write") == ["blocked"]
    assert len(small_town.all(Room)) == 1


async def test_a_group_takes_twenty_messages_a_minute(small_town: Town) -> None:
    ada = small_town.citizen()
    group = await added(small_town, ada)
    for _ in range(2):
        group.removes_bot(ada.account)
        group.adds_bot(ada.account)
        await small_town.settle()
    sent = [each.at for each in small_town.playground.delivered[group.id]]
    assert min(b - a for a, b in pairwise(sent)) >= timedelta(seconds=3)


async def test_an_update_of_a_group_that_fails_for_good_is_not_kept(
    small_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = small_town.citizen()
    group = await added(small_town, ada)

    def breaks(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("bot.handlers.rooms.rooms.may_tell", breaks)
    group.says(ada.account, f"/help {WORDS}")
    for _ in range(5):
        await small_town.passes(minutes=6)
    assert [row.body for row in small_town.all(Inbox) if row.state == "dead"] == [None]
    assert texts(group) == [ada.words("group.added")]


async def test_a_429_in_a_group_waits_and_says_it_once(small_town: Town) -> None:
    ada = small_town.citizen()
    group = small_town.playground.group(TITLE)
    group.adds_bot(ada.account)
    small_town.playground.faults.add(Fault("too_many", "sendMessage", group.id, retry_after=5))
    await small_town.settle()
    await small_town.passes(seconds=6)
    assert texts(group) == [ada.words("group.added")]
