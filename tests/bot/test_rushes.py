"""Unusually many new people who speak at once: moderators are told, and nothing else happens."""

from datetime import timedelta

from sqlmodel import select

from bot.buttons import Button
from storage.models import Contact, LogRow, Opinion, Rush
from tests.bot.scenes import Scene
from tests.bot.test_measures import presses
from tests.bot.test_moderators_room import linked, newest
from tests.moderating import Desk, another_agency
from tests.town import Citizen, Town

TITLE = "옛 시장 자리 쓰임"
BEGAN, ENDED = "2026년 11월 23일(월) 12:01", "2026년 11월 23일(월) 13:01"


def said(words: str, people: int) -> list[str]:
    return [f"{words} {n}" for n in range(people)]


def met_earlier(town: Town) -> None:
    """Whoever came just now had met the bot two days ago."""
    now = town.clock.now()
    with town.changing() as session:
        for contact in session.exec(select(Contact).where(Contact.created_at == now)):
            contact.created_at = now - timedelta(days=2)
            session.add(contact)


async def comes_in_a_rush(town: Town) -> tuple[Scene, Citizen, Citizen]:
    """Two speak in the hours before, some who know the bot, and fourteen new ones at once."""
    desk = Desk(town, Scene(town))
    scene = desk.scene
    mo, ann = await desk.moderator(), await desk.moderator("Ann", "admin")
    scene.speak(*said("도서관", 2))
    await town.passes(hours=2)
    scene.speak(*said("장터", 5), *said("나무", 3))
    met_earlier(town)
    town.clock.advance(3600)
    scene.speak(*said("주차장", 12), *said("나무가", 2))
    await town.passes(minutes=1)
    return scene, mo, ann


async def test_a_rush_is_told_with_the_numbers_with_and_without_it(town: Town) -> None:
    scene, mo, _ = await comes_in_a_rush(town)
    scene.gathers(
        주차장=[*said("주차장", 12), "장터 0"],
        장터=[*said("장터", 5)[1:], "나무 0"],
        나무=[*said("나무", 3)[1:], *said("나무가", 2)],
    )
    (told,) = await mo.says("/queue")
    line = mo.words("rush.line", title=TITLE, began=BEGAN, n=14)
    assert told.splitlines()[-2:] == line.splitlines()
    numbers = (await mo.presses(mo.label("with_and_without", title=TITLE)))[-1]
    assert numbers.splitlines() == [
        TITLE,
        f"{BEGAN}부터 {ENDED}까지 처음 오신 분 14명이 한꺼번에 의견을 냈어요.",
        "다른 때는 한 시간에 2명쯤이에요.",
        *mo.words("rush.nothing_done").splitlines(),
        "",
        "넣으면: 24명, 의견 24건",
        "빼면: 10명, 의견 10건",
        "· 주차장 - 넣으면 13명, 빼면 5명 미만",
        "그분들이 5명이 안 되는 주제는 적지 않았어요.",
    ]
    await mo.presses(mo.label("start_looking"))
    assert (await mo.says("넣고 뺀 수"))[-1] == numbers
    assert {each.state for each in town.all(Opinion)} == {"received"}
    assert not [row for row in town.all(LogRow) if row.subject.startswith(("opinion", "measure"))]
    another_agency(town)
    eve = town.citizen("Eve")
    town.grant(eve, "moderator", "haean")
    assert (await eve.says("/queue"))[0].splitlines()[0] == eve.words("moderation.empty")
    assert len(eve.account.screen[-1].buttons) == 0
    await presses(eve, Button("qw", town.all(Rush)[0].id))
    assert eve.account.toasts[-1] == eve.words("button.spent")


async def test_the_room_is_told_once_with_counts_alone_and_the_rush_grows(
    small_town: Town,
) -> None:
    scene, _, ann = await comes_in_a_rush(small_town)
    scene.gathers(주차장=said("주차장", 12))
    group = await linked(small_town, ann)
    await small_town.passes(seconds=11)
    assert newest(group).splitlines() == [
        ann.words("room.load.none"),
        "",
        *ann.words("rush.line", title=TITLE, began=BEGAN, n=14).splitlines(),
        "넣으면: 24명, 의견 24건",
        "빼면: 10명, 의견 10건",
    ]
    told = len(group.received)
    scene.speak(*said("버스", 3))
    await small_town.passes(minutes=4)
    assert len(group.received) == told
    await small_town.passes(minutes=7)
    assert [each.event for each in group.received[told:]] == ["edit"]
    assert "처음 오신 분 17명이" in newest(group)
    (rush,) = small_town.all(Rush)
    assert (rush.people, rush.usual) == (17, 2)
    small_town.clock.advance(-1800)  # a clock set back makes no second one
    await small_town.passes(minutes=1)
    assert len(small_town.all(Rush)) == 1
    await small_town.passes(days=1, hours=1)
    assert newest(group) == ann.words("room.load.none")


async def test_an_ordinary_hour_and_old_acquaintances_are_no_rush(small_town: Town) -> None:
    scene = Scene(small_town)
    for hour in range(3):
        scene.speak(*said(f"{hour}시", 5))
        await small_town.passes(hours=1)
    scene.speak(*said("도서관", 20))  # four times as many as usual, and no more
    await small_town.passes(minutes=1)
    await small_town.passes(hours=2)
    scene.speak(*said("주차장", 30))
    met_earlier(small_town)
    await small_town.passes(minutes=1)
    assert small_town.all(Rush) == []


async def test_who_arrives_and_forgets_themselves_is_still_of_the_rush(small_town: Town) -> None:
    scene, *_ = await comes_in_a_rush(small_town)
    leaver = scene.citizens[-1]
    await leaver.says("/forget")
    await leaver.presses("글만 남기기")
    await small_town.passes(minutes=1)
    assert small_town.all(Rush)[0].people == 14
