"""How topics came about, as an official reads it: what is new, and since when."""

import pytest

from deliberation import people
from deliberation.grouping import tidying
from deliberation.grouping.tidied import Part
from tests.bot.scenes import LIBRARY, MARKETS, PARKING, Scene, market_square
from tests.town import Citizen, Town

FOUNTAIN = ("분수를 놓아요", "물이 좋아요", "시원한 곳요")


async def scene_with_a_look(town: Town, language: str = "ko") -> tuple[Scene, Citizen]:
    """An official has read the briefing on Monday at ten."""
    scene = market_square(town)
    olga = town.citizen("Olga", language)
    town.grant(olga, "official")
    await olga.starts()
    await olga.says("/summary")
    return scene, olga


def gathers_a_fountain(scene: Scene) -> None:
    scene.speak(*FOUNTAIN)
    scene.gathers(도서관=LIBRARY, 주차장=PARKING, 분수=FOUNTAIN, 장터=MARKETS)


@pytest.mark.parametrize(
    ("hours", "ko", "en"),
    [
        (3, "10:00 뒤 새 주제", "new since 10:00"),
        (50, "월요일 뒤 새 주제", "new since Monday"),
        (24 * 8, "11월 23일 뒤 새 주제", "new since 23 Nov"),
    ],
)
async def test_a_topic_says_since_which_look_it_is_new(
    small_town: Town, hours: int, ko: str, en: str
) -> None:
    scene, olga = await scene_with_a_look(small_town)
    omar = small_town.citizen("Omar", "en")
    small_town.grant(omar, "official")
    await omar.starts()
    await omar.says("/summary")
    small_town.clock.advance(3600.0 * hours)
    gathers_a_fountain(scene)
    (briefing,) = await olga.says("/summary")
    assert f"분수 · 3명(23%) · 답하기 전이에요 · {ko}\n" in briefing
    (briefing,) = await omar.says("/summary")
    assert f"분수 · 3 people (23%) · not answered yet · {en}\n" in briefing


async def test_the_first_and_the_next_look_mark_nothing(small_town: Town) -> None:
    scene, olga = await scene_with_a_look(small_town)
    gathers_a_fountain(scene)
    await olga.says("/summary")
    (briefing,) = await olga.says("/summary")
    assert "새 주제 0개" in briefing
    assert "뒤 새 주제\n" not in briefing
    omar = await small_town.official("Omar")
    (briefing,) = await omar.says("/summary")
    assert "뒤 새 주제\n" not in briefing


async def test_topics_that_an_analysis_split_and_merged_say_so(town: Town) -> None:
    scene, olga = await scene_with_a_look(town)
    town.clock.advance(3600.0 * 50)
    scene.gathers(도서관=LIBRARY[:2], 열람실=LIBRARY[2:], 주차장=[*PARKING, *MARKETS])
    (briefing,) = await olga.says("/summary")
    assert "뒤로 새 의견 0건, 새 주제 1개" in briefing
    assert "열람실 · 2명(20%) · 답하기 전이에요 · 월요일 뒤 나뉨\n" in briefing
    assert "주차장 · 6명(60%) · 답하기 전이에요 · 월요일 뒤 합쳐짐\n" in briefing


async def test_what_an_official_did_says_so_too(town: Town) -> None:
    scene, olga = await scene_with_a_look(town)
    town.clock.advance(3600.0 * 50)
    tidies(town, await town.official("Omar"), scene)
    (briefing,) = await olga.says("/summary")
    assert "주차장 · 6명(60%) · 답하기 전이에요 · 월요일 뒤 합쳐짐\n" in briefing
    assert "열람실 · 2명(20%) · 답하기 전이에요 · 월요일 뒤 나뉨\n" in briefing


async def test_a_topic_tells_how_it_came_about(town: Town) -> None:
    scene, olga = await scene_with_a_look(town)
    town.clock.advance(3600.0 * 50)
    tidies(town, olga, scene)
    await olga.says("/summary")
    (topic,) = await olga.presses("1번 주제")
    assert "\n2026년 11월 25일(수)에 ‘장터’의 글이 이리로 합쳐졌어요.\n" in topic
    await olga.says("/summary")
    (topic,) = await olga.presses("2번 주제")
    assert "\n2026년 11월 25일(수)에 ‘도서관’에서 나뉘었어요.\n" in topic


async def test_a_topic_that_came_later_tells_since_when(small_town: Town) -> None:
    scene, olga = await scene_with_a_look(small_town, "en")
    small_town.clock.advance(3600.0 * 50)
    gathers_a_fountain(scene)
    await olga.says("/summary")
    (topic,) = await olga.presses(olga.label("topic_n", n=3))
    assert "\nNew on Wed 25 Nov 2026.\n" in topic


async def test_the_first_topics_tell_nothing_of_how_they_came_about(small_town: Town) -> None:
    _, olga = await scene_with_a_look(small_town)
    (topic,) = await olga.presses("1번 주제")
    assert topic.split("\n")[2].startswith("모인 까닭")


async def test_several_that_merged_are_told_together(small_town: Town) -> None:
    scene, olga = await scene_with_a_look(small_town)
    small_town.clock.advance(3600.0)
    scene.gathers(도서관=[*LIBRARY, *PARKING, *MARKETS])
    (briefing,) = await olga.says("/summary")
    assert "10:00 뒤 합쳐짐\n" in briefing


def tidies(town: Town, who: Citizen, scene: Scene) -> None:
    """장터 goes into 주차장, and the reading room comes out of the library."""
    quiet = frozenset(number for words in LIBRARY[2:] for number in scene.said[words])
    market, parking, library = (scene.topic(name).id for name in ("장터", "주차장", "도서관"))
    with town.changing() as session:
        work = town.work(session)
        person = people.meet(work, who.account.id, who.language)
        tidying.merge(work, person, market, parking)
        tidying.split(work, person, library, [Part("열람실", quiet)])
