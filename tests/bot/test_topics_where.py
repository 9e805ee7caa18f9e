"""Which consultation /topics is about: the one somebody is in, a named one, one that is over."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage.models import Consultation
from tests.bot.scenes import market_square
from tests.bot.test_topics import LIST, TITLE
from tests.town import BUSES, MARKET, Town

BUS_TITLE = "마을버스 시간"


async def test_several_open_ones_are_asked_about(small_town: Town) -> None:
    market_square(small_town)
    small_town.puts()
    bob = small_town.citizen("Bob")
    assert (await bob.says("/topics"))[0].splitlines()[:2] == [
        "어느 마당의 의견을 보시겠어요?",
        f"1 {TITLE} · 중앙구청 · 2026년 12월 7일(월) 10:00까지",
    ]
    assert (await bob.presses(TITLE))[-1].splitlines() == LIST
    assert bob.words("topics.none", title=BUS_TITLE, n=0) in await bob.says(f"/topics {BUSES}")


async def test_who_is_in_one_reads_that_one(small_town: Town) -> None:
    market_square(small_town)
    small_town.puts()
    ada = small_town.citizen()
    await ada.agrees(BUSES)
    assert await ada.says("/topics") == [ada.words("topics.none", title=BUS_TITLE, n=0)]


async def test_who_has_the_question_before_them_reads_that_one(small_town: Town) -> None:
    market_square(small_town)
    small_town.puts()
    ada = small_town.citizen()
    await ada.starts(BUSES)
    assert await ada.says("/topics") == [ada.words("topics.none", title=BUS_TITLE, n=0)]


async def test_who_refused_can_still_read(small_town: Town) -> None:
    market_square(small_town)
    small_town.puts()
    ada = small_town.citizen()
    await ada.starts(MARKET)
    told = (await ada.presses("동의하지 않아요"))[-1]
    assert "/topics" in told
    assert (await ada.presses("다른 분들의 의견"))[-1].splitlines() == LIST


async def test_a_closed_one_can_be_read_from_the_link_and_from_a_late_word(town: Town) -> None:
    scene = market_square(town)
    bob = town.citizen("Bob")
    await town.passes(days=15)
    await bob.starts(MARKET)
    assert bob.buttons == ["모인 의견 읽기", "마당 목록"]
    assert (await bob.presses("모인 의견 읽기"))[-1].splitlines() == LIST
    ada = scene.citizens[0]
    await ada.says("이제야 생각이 났어요")
    assert (await ada.presses("모인 의견 읽기"))[-1].splitlines() == LIST


async def test_past_ones_are_listed_to_be_read(town: Town) -> None:
    market_square(town)
    bob = town.citizen("Bob")
    await town.passes(days=15)
    assert await bob.says("/topics") == [bob.words("list.none")]
    assert bob.buttons == ["지난 마당 보기"]
    told = (await bob.presses("지난 마당 보기"))[-1]
    assert f"1 {TITLE} · 중앙구청 · 2026년 12월 7일(월) 10:00에 마감" in told
    assert (await bob.says("1"))[0].splitlines() == LIST


async def test_no_past_ones_yet(small_town: Town) -> None:
    bob = small_town.citizen("Bob")
    await bob.says("/consultations")
    assert (await bob.presses("지난 마당 보기"))[-1] == bob.words("list.past_none")


async def test_more_than_ten_open_ones_have_further_pages(small_town: Town) -> None:
    for n in range(11):
        small_town.puts(f"ask-{n}", f"물음 {n}")
    bob = small_town.citizen("Bob")
    for command, button in (("/consultations", "go"), ("/topics", "tl")):
        first = (await bob.says(command))[0]
        assert "12 " not in first, button
        [second] = await bob.presses("다음 쪽")
        assert "\n11 " in second
    assert await bob.says("12") == [bob.words("topics.none", title="물음 10", n=0)]


@pytest.mark.parametrize("state", ["draft", "review"])
async def test_one_that_is_being_written_is_unknown(small_town: Town, state: str) -> None:
    small_town.puts(state=state)
    bob = small_town.citizen("Bob")
    assert await bob.says(f"/topics {BUSES}") == [bob.words("topics.unknown")]


async def test_one_that_is_not_open_yet_is_unknown(small_town: Town) -> None:
    opens_at = small_town.clock.now() + timedelta(days=1)
    small_town.puts(state="scheduled", opens_at=opens_at)
    bob = small_town.citizen("Bob")
    assert await bob.says(f"/topics {BUSES}") == [bob.words("topics.unknown")]


@pytest.mark.parametrize("slug", ["no-such", "<b>", "'; drop", "가나다", "x" * 200])
async def test_a_name_nobody_gave_is_unknown(small_town: Town, slug: str) -> None:
    bob = small_town.citizen("Bob")
    assert await bob.says(f"/topics {slug}") == [bob.words("topics.unknown")]


async def test_one_taken_back_into_writing_while_it_is_read_is_spent(small_town: Town) -> None:
    market_square(small_town)
    bob = small_town.citizen("Bob")
    await bob.says("/topics")
    with small_town.changing() as session:
        one = session.exec(select(Consultation).where(Consultation.slug == MARKET)).one()
        one.state = "draft"
        session.add(one)
    await bob.presses("2번 주제")
    assert bob.account.toasts[-1] == bob.words("button.spent")
