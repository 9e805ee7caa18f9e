"""What an agency answered to a topic is read by everybody, without anybody's own words."""

from datetime import timedelta

from tests.answering import REASON
from tests.bot.scenes import MARKETS, market_square
from tests.bot.test_delivery_of_answers import answers
from tests.bot.test_topics import ALL, opens
from tests.town import Town

ANSWER = "답변 보기"


async def test_topics_that_were_answered_say_so_and_the_answer_is_read(town: Town) -> None:
    market_square(town)
    await answers(town, "2번 주제", "어린이 도서관을 짓기로 했습니다. 문의 02-000-0000")
    bob = town.citizen("Bob")
    assert "2 도서관 · 몇 분 · 답변이 있어요" in (await bob.says("/topics"))[0]
    await bob.presses("2번 주제")
    told = (await bob.presses(ANSWER))[-1]
    assert told.splitlines() == [
        "중앙구청 도시재생과의 답변 · 반영해요",
        "주제: 도서관",
        "",
        "어린이 도서관을 짓기로 했습니다. 문의 02-000-0000",
        "",
        "담당 부서가 적은 까닭",
        REASON,
        "",
        "도시재생과 02-000-0000",
        "답변 1번 · 2026년 11월 23일(월) 10:00",
    ]


async def test_an_answer_that_waits_for_the_morning_is_not_read_by_others_first(
    small_town: Town,
) -> None:
    market_square(small_town)
    small_town.clock.advance(timedelta(hours=13).total_seconds())
    await answers(small_town, "2번 주제", "도서관을 짓기로 했습니다")
    bob = small_town.citizen("Bob")
    assert "답변이 있어요" not in (await bob.says("/topics"))[0]
    await small_town.passes(hours=10)
    assert "답변이 있어요" in (await bob.says("/topics"))[0]


async def test_two_answers_are_both_read_the_newest_first(small_town: Town) -> None:
    market_square(small_town)
    for words in ("검토하겠습니다", "짓기로 했습니다"):
        await answers(small_town, words=words)
    bob = small_town.citizen("Bob")
    await opens(bob)
    assert "짓기로 했습니다" in (await bob.presses(ANSWER))[-1]
    assert "검토하겠습니다" in (await bob.presses("앞선 답변 보기"))[-1]


async def test_an_answered_topic_whose_words_are_gone_keeps_its_answer(small_town: Town) -> None:
    scene = market_square(small_town)
    await answers(small_town, "3번 주제", "장을 열기로 했습니다")
    for words in MARKETS:
        scene.hides(words)
    bob = small_town.citizen("Bob")
    assert "3 장터 · 글은 없고 답변이 있어요" in (await bob.says("/topics"))[0]
    assert (await bob.presses("3번 주제"))[-1] == bob.words("topic.answer_only", name="장터")
    assert bob.buttons == [ANSWER, ALL]


async def test_the_letter_leads_to_what_others_said_of_it(small_town: Town) -> None:
    scene = market_square(small_town)
    await answers(small_town, "2번 주제", "도서관을 짓기로 했습니다")
    ada = scene.citizens[0]
    assert "주제: 도서관" in (await ada.presses("다른 분들의 의견"))[-1]
