"""A topic as an official reads it: why its words are together, what it is made of, its edge."""

from sqlmodel import select

from storage.models import Membership, RunTopic
from tests.bot.scenes import LIBRARY, Scene, market_square
from tests.town import Town


def found(town: Town, scene: Scene) -> None:
    """What the analysis told of the largest topic: reasons, an edge and two parts."""
    ids = [scene.said[words][0] for words in LIBRARY]
    with town.changing() as session:
        topic = scene.topic("도서관").id
        row = session.exec(select(RunTopic).where(RunTopic.topic_id == topic)).one()
        row.reasons, row.quotes, row.edge = ["도서관", "열람실"], ids[1:2], ids[0]
        row.parts = [
            {"no": 1, "name": "열람실 자리", "keywords": ["열람실"], "quotes": ids[:1]},
            {"no": 2, "name": "주말 강좌", "keywords": ["강좌"], "quotes": ids[1:2]},
        ]
        session.add(row)
        for number, opinion in enumerate(ids):
            place = session.get_one(Membership, (row.run_id, opinion))
            place.part = 1 if number else 2
            session.add(place)


async def topic_shown(town: Town) -> str:
    olga = await town.official()
    await olga.says("/summary")
    return "\n".join(await olga.presses("2번 주제"))


async def test_the_words_that_hold_a_topic_together_are_told(town: Town) -> None:
    found(town, market_square(town))
    assert "모인 까닭: 도서관, 열람실이라는 말이 많아요" in await topic_shown(town)


async def test_a_large_topic_says_what_it_is_made_of(town: Town) -> None:
    found(town, market_square(town))
    parts = f"안에 모인 이야기: 열람실 자리 {len(LIBRARY) - 1}건, 주말 강좌 1건"
    assert parts in await topic_shown(town)


async def test_one_quote_comes_from_the_edge(town: Town) -> None:
    found(town, market_square(town))
    assert f"가장자리의 글: “{LIBRARY[0]}”" in await topic_shown(town)


async def test_hidden_words_leave_the_edge_and_the_parts(town: Town) -> None:
    scene = market_square(town)
    found(town, scene)
    scene.hides(LIBRARY[0])
    shown = await topic_shown(town)
    assert "가장자리" not in shown
    assert "주말 강좌" not in shown
