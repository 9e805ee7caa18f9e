"""A moderators' room: an administrator makes it, it is told how much waits, and shows no words."""

import json

import pytest
from sqlmodel import delete

from playground.groups import Group
from storage.models import Agency, LogRow, Outbox, Role, Room
from tests.moderating import FINE, OTHER, RUDE, Desk
from tests.town import Citizen, Town

NAME = "중앙구청"


async def room_of(town: Town, by: Citizen, kind: str = "group") -> Group:
    """A group with the bot in it, greeted."""
    group = town.playground.group("살피는 방", kind)  # type: ignore[arg-type]
    group.adds_bot(by.account)
    await town.settle()
    await town.passes(seconds=6)
    return group


async def linked(town: Town, admin: Citizen) -> Group:
    """A group that is the agency's moderators' room."""
    group = await room_of(town, admin)
    await types(group, admin)
    await presses(group, admin, "use_room")
    return group


async def types(group: Group, who: Citizen, words: str = "/desk") -> None:
    group.says(who.account, words)
    await who.town.settle()


async def presses(group: Group, who: Citizen, button: str, **values: object) -> None:
    group.presses(who.account, who.label(button, **values))
    await who.town.settle()


def newest(group: Group) -> str:
    return group.screen[-1].text


def log(town: Town) -> list[tuple[str, str]]:
    return [(row.action, row.reason) for row in town.all(LogRow) if row.action.startswith("room.")]


def of_agency(town: Town) -> list[int | None]:
    return [room.agency_id for room in town.all(Room)]


async def test_an_administrator_makes_a_group_the_moderators_room(town: Town) -> None:
    desk = Desk.with_flagged(town)
    ann = await desk.moderator("Ann", "admin")
    group = await room_of(town, ann)
    await types(group, ann)
    assert newest(group) == ann.words("room.ask", agency=NAME)
    assert group.screen[-1].buttons == [[ann.label("use_room"), ann.label("no")]]
    await presses(group, ann, "use_room")
    assert newest(group).splitlines()[-1] == ann.words("room.linked", agency=NAME)
    assert ann.account.toasts == [ann.words("room.linked", agency=NAME)]
    assert group.screen[-1].buttons == []
    assert (of_agency(town), log(town)) == ([1], [("room.linked", "")])


async def test_no_leaves_the_group_as_it_is(small_town: Town) -> None:
    ann = await Desk.with_flagged(small_town).moderator("Ann", "admin")
    group = await room_of(small_town, ann)
    await types(group, ann)
    await presses(group, ann, "no")
    assert newest(group).splitlines()[-1] == ann.words("room.left")
    assert (of_agency(small_town), log(small_town)) == ([None], [])


@pytest.mark.parametrize("button", ["use_room", "no"])
@pytest.mark.parametrize("role", ["", "official", "moderator"])
async def test_a_member_without_the_role_presses_in_vain(
    small_town: Town, role: str, button: str
) -> None:
    ann = await Desk.with_flagged(small_town).moderator("Ann", "admin")
    group = await room_of(small_town, ann)
    await types(group, ann)
    before = newest(group)
    mo = small_town.citizen("Mo")
    if role:
        small_town.grant(mo, role)
    await presses(group, mo, button)
    assert mo.account.toasts == [ann.words("button.forged")]
    assert (newest(group), of_agency(small_town)) == (before, [None])


async def test_an_administrator_of_another_agency_has_no_say_in_the_room(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town)
    ann = await desk.moderator("Ann", "admin")
    bob = _administers(small_town, "Bob", "서구청")
    group = await room_of(small_town, ann)
    await types(group, ann)
    await presses(group, bob, "use_room")
    assert bob.account.toasts == [bob.words("button.forged")]
    await presses(group, ann, "use_room")
    await types(group, bob)
    assert newest(group) == bob.words("room.taken")
    assert of_agency(small_town) == [1]


def _administers(town: Town, name: str, *agencies: str) -> Citizen:
    """Somebody who administers these further agencies."""
    made = town.citizen(name)
    with town.changing() as session:
        for agency in agencies:
            session.add(
                Agency(slug=f"a{abs(hash(agency))}", name=agency, created_at=town.clock.now())
            )
    for slug in [row.slug for row in town.all(Agency) if row.name in agencies]:
        town.grant(made, "admin", slug)
    return made


async def test_who_administers_several_agencies_is_asked_which(small_town: Town) -> None:
    bob = _administers(small_town, "Bob", "서구청", "동구청")
    group = await room_of(small_town, bob)
    await types(group, bob)
    assert newest(group) == bob.words("room.ask_which")
    assert group.screen[-1].buttons == [["동구청"], ["서구청"], [bob.label("no")]]
    group.presses(bob.account, "서구청")
    await small_town.settle()
    assert newest(group).splitlines()[-1] == bob.words("room.linked", agency="서구청")


async def test_desk_again_offers_to_stop_and_stopping_is_a_row_of_the_log(
    small_town: Town,
) -> None:
    ann = await Desk.with_flagged(small_town).moderator("Ann", "admin")
    group = await linked(small_town, ann)
    await types(group, ann)
    assert newest(group) == ann.words("room.in_use", agency=NAME)
    await presses(group, ann, "stop_room")
    assert newest(group).splitlines()[-1] == ann.words("room.unlinked", agency=NAME)
    assert of_agency(small_town) == [None]
    assert log(small_town) == [("room.linked", ""), ("room.unlinked", "asked")]


async def test_an_agency_has_one_room_and_another_takes_its_place(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    ann = await desk.moderator("Ann", "admin")
    first = await linked(small_town, ann)
    await small_town.passes(seconds=11)
    second = await linked(small_town, ann)
    await small_town.passes(seconds=11)
    assert newest(first) == ann.words("room.load.over")
    assert "1" in newest(second)
    assert of_agency(small_town) == [None, 1]


async def test_desk_in_private_tells_how_and_which_room_there_is(small_town: Town) -> None:
    ann = await Desk.with_flagged(small_town).moderator("Ann", "admin")
    assert await ann.says("/desk") == [ann.words("room.explain")]
    await linked(small_town, ann)
    [told] = await ann.says("/desk")
    assert told.splitlines()[-1].startswith(f"· {NAME}")


async def test_in_private_nobody_without_the_role_learns_of_it(small_town: Town) -> None:
    mo = await Desk.with_flagged(small_town).moderator("Mo")
    assert await mo.says("/desk") == [mo.words("command.unknown")]


async def test_an_administrator_who_writes_in_the_rooms_name_is_not_told_apart(
    small_town: Town,
) -> None:
    ann = await Desk.with_flagged(small_town).moderator("Ann", "admin")
    group = await room_of(small_town, ann)
    group.says_anonymously("/desk")
    await small_town.settle()
    assert newest(group) == ann.words("group.anonymous")


async def test_the_room_is_told_how_much_waits_and_not_a_word_of_it(town: Town) -> None:
    desk = Desk.with_flagged(town, RUDE)
    ann = await desk.moderator("Ann", "admin")
    group = await linked(town, ann)
    await town.passes(seconds=11)
    since = "2026년 11월 23일(월) 10:00"
    assert newest(group) == ann.words("room.load", n=1, oldest=since)
    assert all(RUDE not in json.dumps(each.record, ensure_ascii=False) for each in group.received)
    [[button]] = group.screen[-1].record["reply_markup"]["inline_keyboard"]
    assert (button["text"], button["url"]) == (
        ann.label("start_looking"),
        "https://t.me/madang_bot?start=q",
    )


async def test_the_link_opens_the_queue_for_moderators_and_nothing_for_others(
    small_town: Town,
) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo = await desk.moderator("Mo")
    [card] = await mo.starts("q")
    assert RUDE in card
    ada = small_town.citizen("Ada")
    assert await ada.starts("q") == await ada.starts("x")


async def test_the_notice_changes_in_place_and_no_more_often_than_every_ten_minutes(
    small_town: Town,
) -> None:
    desk = Desk.with_flagged(small_town, RUDE, FINE, OTHER)
    ann = await desk.moderator("Ann", "admin")
    group = await linked(small_town, ann)
    await small_town.passes(seconds=11)
    told = len(group.received)
    for words in ("한 번 더 봐 주세요", "이것도 봐 주세요"):
        desk.scene.speak(words)
        desk.flags(words)
        await small_town.passes(minutes=4)
    assert len(group.received) == told
    await small_town.passes(minutes=4)
    assert [each.event for each in group.received[told:]] == ["edit"]
    assert "5" in newest(group)


async def test_a_notice_that_somebody_took_away_is_followed_by_a_new_one(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE, FINE, OTHER)
    group = await linked(small_town, await desk.moderator("Ann", "admin"))
    await small_town.passes(seconds=11)
    small_town.playground.world.delete(group.screen[-1])
    for words in ("한 번 더 봐 주세요", "이것도 봐 주세요"):
        desk.scene.speak(words)
        desk.flags(words)
        await small_town.passes(minutes=11)
    assert "5" in newest(group)


async def test_a_new_notice_comes_when_twice_as_much_waits(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    ann = await desk.moderator("Ann", "admin")
    group = await linked(small_town, ann)
    await small_town.passes(seconds=11)
    desk.scene.speak(FINE)
    desk.flags(FINE)
    await small_town.passes(minutes=11)
    assert [each.event for each in group.received[-2:]] == ["message", "message"]


async def test_when_all_is_decided_the_notice_says_so_and_the_next_is_new(
    small_town: Town,
) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    ann = await desk.moderator("Ann", "admin")
    group = await linked(small_town, ann)
    await small_town.passes(seconds=11)
    await ann.says("/queue")
    await ann.says("/keep")
    await small_town.passes(minutes=11)
    assert (group.received[-1].event, newest(group)) == ("edit", ann.words("room.load.none"))
    desk.scene.speak(OTHER)
    desk.flags(OTHER)
    await small_town.passes(minutes=11)
    assert group.received[-1].event == "message"


async def test_at_night_nothing_is_told_and_in_the_morning_once(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town)
    ann = await desk.moderator("Ann", "admin")
    group = await linked(small_town, ann)
    await small_town.passes(hours=12)  # ten in the evening
    told = len(group.received)
    desk.scene.speak(RUDE)
    desk.flags(RUDE)
    for _ in range(9):
        await small_town.passes(hours=1)
    assert len(group.received) == told
    await small_town.passes(hours=2)
    assert [each.event for each in group.received[told:]] == ["message"]


async def test_a_room_with_nothing_to_look_at_is_told_nothing(small_town: Town) -> None:
    ann = await Desk.with_flagged(small_town).moderator("Ann", "admin")
    group = await linked(small_town, ann)
    told = len(group.received)
    await small_town.passes(hours=1)
    assert len(group.received) == told


async def test_a_moderators_room_that_becomes_a_supergroup_stays_one(town: Town) -> None:
    desk = Desk.with_flagged(town, RUDE)
    ann = await desk.moderator("Ann", "admin")
    group = await linked(town, ann)
    await town.passes(seconds=11)
    group.becomes_supergroup(ann.account)
    await town.settle()
    await town.passes(minutes=1)
    assert [message.text for message in group.screen] == [
        ann.words("room.load", n=1, oldest="2026년 11월 23일(월) 10:00")
    ]
    assert of_agency(town) == [1]


async def test_a_question_put_before_the_move_can_be_answered_after_it(small_town: Town) -> None:
    ann = await Desk.with_flagged(small_town).moderator("Ann", "admin")
    group = await room_of(small_town, ann)
    group.says(ann.account, "/desk")
    await small_town.app.intake.poll(0)
    await small_town.app.dispatch.drain()
    group.becomes_supergroup(ann.account)
    await small_town.settle()
    await presses(group, ann, "use_room")
    assert of_agency(small_town) == [1]


async def test_a_room_outlives_the_role_of_who_chose_it_and_no_button_does(
    small_town: Town,
) -> None:
    ann = await Desk.with_flagged(small_town).moderator("Ann", "admin")
    group = await linked(small_town, ann)
    await types(group, ann)
    with small_town.changing() as session:
        session.exec(delete(Role))
    await presses(group, ann, "stop_room")
    assert ann.account.toasts[-1] == ann.words("button.forged")
    assert of_agency(small_town) == [1]
    await types(group, ann, "/desk@madang_bot")
    assert newest(group) == ann.words("group.command")


async def test_thrown_out_the_agency_has_no_room_and_its_notices_end(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    ann = await desk.moderator("Ann", "admin")
    group = await linked(small_town, ann)
    group.removes_bot(ann.account)
    await small_town.settle()
    await small_town.passes(hours=1)
    assert small_town.all(Room) == []
    assert log(small_town) == [("room.linked", ""), ("room.unlinked", "removed")]
    assert not [row for row in small_town.all(Outbox) if row.state in ("pending", "sending")]


async def test_a_notice_that_may_not_be_written_is_tried_again_later(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    ann = await desk.moderator("Ann", "admin")
    group = await linked(small_town, ann)
    group.restricts_bot(ann.account)
    await small_town.passes(seconds=11)
    group.chat.bot_status = "member"
    desk.scene.speak(FINE)
    desk.flags(FINE)
    await small_town.passes(minutes=11)
    assert "2" in newest(group)
