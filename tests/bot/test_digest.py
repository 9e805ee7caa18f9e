"""The regular briefing: when it comes, and when it does not."""

from storage.models import Digest
from tests.bot.scenes import market_square
from tests.town import Town


async def test_the_briefing_comes_in_the_morning_and_only_with_something_new(town: Town) -> None:
    scene = market_square(town)
    olga = await town.official()
    (asked,) = await olga.says("/digest")
    assert asked.endswith(olga.words("digest.now.off"))
    assert (await olga.presses("날마다"))[0].endswith(olga.words("digest.chosen.daily"))
    mark = olga.account.mark
    await town.passes(hours=22)
    assert olga.account.inbox_since(mark) == []  # eight in the morning
    await town.passes(hours=1)
    (told,) = [got.text for got in olga.account.inbox_since(mark)]
    assert told.startswith(olga.words("digest.head"))
    assert "1 주차장 · 4명" in told
    await town.passes(days=1)
    assert len(olga.account.inbox_since(mark)) == 1  # nothing is new
    scene.speaks("가로등이 어두워요", name="Bob")
    await town.passes(days=1)
    assert len(olga.account.inbox_since(mark)) == 2
    assert "시민 10명이 11건" in (await olga.presses("그림과 함께 보기"))[-1]
    scene.speaks("그늘이 없어요", name="Cem")
    assert await olga.says("/digest weekly") == [olga.words("digest.chosen.weekly")]
    mark = olga.account.mark
    await town.passes(days=3)  # Sunday
    assert olga.account.inbox_since(mark) == []
    await town.passes(days=1)
    assert len(olga.account.inbox_since(mark)) == 1
    await olga.says("/digest off")
    assert town.all(Digest) == []


async def test_who_was_removed_gets_none(small_town: Town) -> None:
    market_square(small_town)
    olga = await small_town.official()
    await olga.says("/digest daily")
    with small_town.changing() as session:
        from sqlmodel import select

        from storage.models import Role

        session.delete(session.exec(select(Role)).one())
    mark = olga.account.mark
    await small_town.passes(days=2)
    assert olga.account.inbox_since(mark) == []
