"""The map of opinions: an official looks at it by a button under the briefing."""

import pytest
from sqlmodel import select

from deliberation.grouping import pictures
from storage import maps, topics
from storage.models import Membership, SmallVoice
from tests.bot.scenes import LIBRARY, PARKING, Scene, asked, market_square
from tests.town import Citizen, Town

PNG = b"\x89PNG\r\n\x1a\n a map"
MAP, NOT_DRAWN = "지도 보기", "지도를 아직 그리지 못했어요"


def places(town: Town, run_id: int = 1) -> None:
    """Every opinion of the run lies somewhere."""
    with town.changing() as session:
        for row in session.exec(select(Membership).where(Membership.run_id == run_id)):
            row.x, row.y = row.opinion_id / 20, -row.opinion_id / 20
            session.add(row)


def draws(town: Town, kind: str = "map") -> None:
    with town.changing() as session:
        for language in ("ko", "en"):
            topics.keep_picture(session, 1, language, PNG, kind)


def on_map(town: Town) -> dict[str, int]:
    with town.changing() as session:
        found = pictures.opinions_on_map(town.work(session), 1)
        return {each.name: len(each.points) for each in found.topics} | {"": len(found.alone)}


async def briefed(town: Town) -> tuple[Scene, Citizen]:
    scene = market_square(town)
    places(town)
    olga = await town.official()
    return scene, olga


async def test_the_map_comes_as_a_picture_with_words_that_explain_it(town: Town) -> None:
    _, olga = await briefed(town)
    draws(town)
    await olga.says("/summary")
    assert olga.buttons[-3] == MAP
    await olga.presses(MAP)
    shown = olga.account.screen[-1]
    assert shown.photo is not None
    assert shown.text == olga.words("map.caption", title="옛 시장 자리 쓰임")


@pytest.mark.parametrize("typed", ["지도", "지도 보기", "map", "Map"])
async def test_it_can_be_typed(small_town: Town, typed: str) -> None:
    _, olga = await briefed(small_town)
    draws(small_town)
    await olga.says("/summary")
    await olga.says(typed)
    assert olga.account.screen[-1].photo is not None


async def test_before_it_is_drawn_that_is_said(small_town: Town) -> None:
    _, olga = await briefed(small_town)
    await olga.says("/summary")
    (said,) = await olga.presses(MAP)
    assert said.startswith(NOT_DRAWN)


async def test_a_run_that_knows_no_places_offers_no_map(small_town: Town) -> None:
    market_square(small_town)
    olga = await small_town.official()
    await olga.says("/summary")
    assert MAP not in olga.buttons


async def test_hidden_words_leave_the_map_which_is_drawn_anew(town: Town) -> None:
    scene, olga = await briefed(town)
    draws(town)
    assert on_map(town) == {"도서관": 4, "주차장": 4, "장터": 2, "": 1}
    scene.hides(PARKING[1])
    await olga.says("/summary")
    assert on_map(town)["주차장"] == 3
    (said,) = await olga.presses(MAP)
    assert said.startswith(NOT_DRAWN)


async def test_bars_and_map_are_drawn_in_both_languages(town_with_topics: Town) -> None:
    scene = market_square(town_with_topics)
    places(town_with_topics)
    assert scene.said
    await town_with_topics.analyses()
    with town_with_topics.changing() as session:
        for kind in ("bars", "map"):
            assert topics.drawn(session, 1, kind) == {"ko", "en"}


async def test_of_very_many_opinions_every_topic_keeps_its_part(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maps, "DRAWN", 4)
    market_square(town)
    places(town)
    assert on_map(town) == {"도서관": 2, "주차장": 2, "장터": 1, "": 1}


async def test_small_voices_are_counted_by_people_who_are_still_shown(small_town: Town) -> None:
    scene = market_square(small_town)
    with small_town.changing() as session:
        said = [each for words in (*LIBRARY[:2], PARKING[1]) for each in scene.said[words]]
        run = topics.last_run(session, asked(session).id)
        assert run is not None
        session.add(SmallVoice(run_id=run.id, position=1, name="제비 둥지", opinions=said))
        session.add(
            SmallVoice(run_id=run.id, position=2, name="점자", opinions=scene.said[PARKING[3]])
        )
    scene.hides(PARKING[3])
    with small_town.changing() as session:
        drawn = pictures.bars(small_town.work(session), 1)
    assert (drawn.voices, drawn.voices_people) == (("제비 둥지",), 2)
