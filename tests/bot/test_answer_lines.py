"""Where no opinions are taken any more, words soon after an answer may be a line on it."""

from datetime import timedelta

from storage.models import Audience, Opinion
from tests.bot.scenes import market_square
from tests.bot.test_answer_comes_back import newest, topic_of
from tests.bot.test_delivery_of_answers import answers
from tests.town import Town

LINE = "문 여는 날도 알려 주세요"


async def test_words_after_the_end_are_passed_on_as_a_line_on_the_answer(small_town: Town) -> None:
    scene = market_square(small_town)
    ada, bea, _ = scene.citizens[:3]
    small_town.clock.advance(timedelta(days=13, hours=23).total_seconds())
    olga = await answers(small_town)
    await ada.presses("답이 됐어요")
    await small_town.passes(hours=2)
    before = len(small_town.all(Opinion))
    ask = ada.words("why.offer", answer_no=1)
    assert await ada.says(LINE) == [ask]
    passed = ada.words("why.passed", line=LINE)
    assert (await ada.presses("한 줄로 전하기"))[-1] == passed
    assert [each.rating for each in small_town.all(Audience) if each.why] == ["yes"]
    await bea.says("고마운 답이었어요")
    assert (await bea.presses("아니요"))[-1].endswith(bea.words("why.not_passed"))
    assert await bea.says("하나 더 있어요, 주차는요") == [ask]
    assert await bea.says("전하기") == [bea.words("why.passed", line="하나 더 있어요, 주차는요")]
    assert [each.why for each in small_town.all(Audience) if each.rating is None] == [
        "하나 더 있어요, 주차는요",
        "",
    ]
    assert await bea.says("길" * 201) == [ask]
    long = bea.words("why.too_long", n=201, max=200)
    assert (await bea.presses("한 줄로 전하기"))[-1] == long
    assert len(small_town.all(Opinion)) == before
    seen = await topic_of(olga)
    assert (LINE in seen, olga.words("why.lines", n=2) in seen) == (True, True)
    await small_town.passes(days=7)
    assert newest(ada) != ask
    await ada.says(LINE)
    assert "이 글은 저장하지 않았어요" in newest(ada)
