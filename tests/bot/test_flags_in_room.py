"""Moderators flag from their room, by a number or a reply, and by forwarding a bubble to the bot;
the room reads neither the words nor who wrote them."""

import pytest

from playground.groups import Group
from storage.models import Flag, LogRow
from tests.bot.test_moderators_room import linked, newest, presses, room_of, types
from tests.moderating import FINE, OTHER, RUDE, Desk, another_agency
from tests.town import Citizen, Town

REASON = "flag_insult"


async def at_room(town: Town, *words: str) -> tuple[Desk, Citizen, Group]:
    """A moderator in the moderators' room, where nothing of this was flagged yet."""
    desk = Desk.with_flagged(town)
    desk.scene.speak(*(words or (FINE,)))
    ann = await desk.moderator("Ann", "admin")
    group = await linked(town, ann)
    return desk, await desk.moderator(), group


def flags(town: Town) -> list[tuple[str, str]]:
    return [(each.source, each.reason) for each in town.all(Flag)]


async def replies(group: Group, who: Citizen, to: int, words: str = "/flag") -> str:
    group.says(who.account, words, reply_to=to)
    await who.town.settle()
    return newest(group)


async def passes_on(group: Group, who: Citizen, bubble: str) -> str:
    """They pass a bubble on to the room and reply to it with /flag."""
    return await replies(group, who, group.forwards_bubble(who.account, bubble))


def page(desk: Desk, *words: str) -> str:
    """A page of a topic, as moderators read it."""
    return "\n".join(["주제: 나무 · 3명", *(f"{desk.id(each)} “{each}”" for each in words)])


async def test_a_number_is_flagged_in_the_room_and_nobody_reads_the_words(town: Town) -> None:
    desk, mo, group = await at_room(town)
    no = desk.id(FINE)
    await types(group, mo, f"/flag {no}")
    named = mo.words("flag.number", no=no)
    assert newest(group) == mo.words("room.flag_why", number=named)
    await presses(group, mo, REASON)
    flagged = mo.words("room.flagged", no=no, reason="욕설과 비하")
    assert newest(group).splitlines()[-1] == flagged
    assert flags(town) == [("moderator", "insult")]
    assert [row.action for row in town.all(LogRow)][-1] == "flag.raised"
    await types(group, mo, f"/flag {no}")
    await presses(group, mo, REASON)
    assert mo.account.toasts[-1] == mo.words("flag.again")
    assert FINE not in "".join(each.text for each in group.screen)
    assert "보이는 글" in (await mo.says("/queue"))[0]


async def test_a_reply_to_a_bubble_with_one_number_flags_that(small_town: Town) -> None:
    desk, mo, group = await at_room(small_town, FINE, OTHER)
    asked = mo.words("room.flag_why", number=mo.words("flag.number", no=desk.id(OTHER)))
    assert await passes_on(group, mo, page(desk, OTHER)) == asked
    again = group.screen[-1].message_id
    assert await replies(group, mo, again) == asked
    which = mo.words("moderation.flag_which", no=desk.id(FINE))
    assert await passes_on(group, mo, page(desk, FINE, OTHER)) == which
    assert flags(small_town) == []


async def test_a_reply_to_what_holds_no_number_is_told_how(small_town: Town) -> None:
    desk, mo, group = await at_room(small_town, FINE, OTHER)
    how = mo.words("room.flag_how")
    assert await passes_on(group, mo, "살필 글이 없어요.") == how
    said = group.says(mo.account, f"글 번호 {desk.id(FINE)} 좀 보세요")
    assert await replies(group, mo, said) == how
    # as citizens read it, the first of a page is number 1, whichever it is
    others = page(desk, OTHER).replace(f"{desk.id(OTHER)} “", f"{desk.id(FINE)} “")
    assert await passes_on(group, mo, others) == how
    await types(group, mo, "/flag 첫째")
    assert newest(group) == how
    assert flags(small_town) == []


@pytest.mark.parametrize("what", ["another agency's", "hidden", "never there", "their own"])
async def test_what_cannot_be_flagged_in_the_room_reads_alike(small_town: Town, what: str) -> None:
    desk, mo, group = await at_room(small_town, FINE, RUDE)
    _, elsewhere = another_agency(small_town)
    desk.scene.hides(RUDE)
    desk.passes_to(mo, FINE)
    numbers = {"another agency's": elsewhere, "hidden": desk.id(RUDE), "never there": 10**17}
    await types(group, mo, f"/flag {numbers.get(what, desk.id(FINE))}")
    assert newest(group) == mo.words("room.flag_none")
    assert flags(small_town) == []


async def test_who_does_not_moderate_flags_nothing_in_the_room(small_town: Town) -> None:
    desk, mo, group = await at_room(small_town)
    eve = small_town.citizen("Eve")
    before = len(group.screen)
    await types(group, eve, f"/flag {desk.id(FINE)}")
    assert len(group.screen) == before
    await types(group, mo, f"/flag {desk.id(FINE)}")
    await presses(group, eve, REASON)
    assert eve.account.toasts[-1] == eve.words("button.forged")
    desk.revokes(mo)
    await presses(group, mo, REASON)
    assert mo.account.toasts[-1] == mo.words("button.forged")
    assert flags(small_town) == []


async def test_in_a_group_that_is_no_moderators_room_nothing_is_flagged(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town)
    desk.scene.speak(FINE)
    mo = await desk.moderator()
    group = await room_of(small_town, mo)
    await types(group, mo, f"/flag {desk.id(FINE)}")
    assert newest(group) == mo.words("group.command")


async def test_in_a_topic_of_a_forum_the_answer_stays_in_the_topic(small_town: Town) -> None:
    desk, mo, group = await at_room(small_town)
    account = mo.account.account.record
    opened = {"message_id": 5, "date": 1, "chat": group.chat.record, "from": account}
    message = {
        **opened,
        "message_id": group.says(mo.account, "살펴 주세요"),
        "text": f"/flag {desk.id(FINE)}",
        "is_topic_message": True,
        "message_thread_id": 5,
        "reply_to_message": {**opened, "forum_topic_created": {"name": "신고"}},
    }
    small_town.playground.raw({"message": message})
    await small_town.settle()
    sent = [call.fields for call in small_town.playground.requests if call.method == "sendMessage"]
    assert str(message["message_id"]) in str(sent[-1]["reply_parameters"])


async def test_a_bubble_forwarded_to_the_bot_is_flagged(small_town: Town) -> None:
    desk, mo, _ = await at_room(small_town, FINE, OTHER)
    (asked,) = await mo.does(lambda account: account.forwards_bubble(page(desk, OTHER)))
    assert asked.startswith(f"“{OTHER}”")
    await mo.presses("욕이나 비하예요")
    assert flags(small_town) == [("moderator", "insult")]
    assert await mo.does(lambda account: account.forwards_bubble(page(desk, FINE, OTHER))) == [
        mo.words("moderation.flag_which", no=desk.id(FINE))
    ]
    assert await mo.does(lambda account: account.forwards_bubble("안녕하세요")) == [
        mo.words("moderation.flag_how")
    ]
    await mo.does(lambda account: account.forwards_bubble(page(desk, FINE)))
    await mo.says("/citizen")
    said = await mo.does(lambda account: account.forwards_bubble(page(desk, FINE)))
    assert f"“{FINE}”" not in said[0].splitlines()
