"""All answers that came to a citizen, or could not come, are read again from /my."""

from tests.answering import WORDS
from tests.bot.scenes import LIBRARY, PARKING, market_square
from tests.bot.test_delivery_of_answers import answers
from tests.town import Citizen, Town

FIRST = "1 옛 시장 자리 쓰임 답변 1번 · 2026년 11월 23일(월) 10:00 · 도서관 · 반영해요"


async def opens(citizen: Citizen, n: int = 1) -> list[str]:
    """From /my to the list of answers."""
    await citizen.says("/my")
    return (await citizen.presses(f"받은 답변 {n}건"))[-1].splitlines()


async def test_an_answer_that_came_is_listed_and_read_again(town: Town) -> None:
    ada = market_square(town).citizens[0]
    await answers(town)
    assert await opens(ada) == [
        "받은 답변 1건이에요.",
        FIRST,
        f"“{WORDS}”",
        "번호를 쓰시면 답변을 다시 볼 수 있어요.",
    ]
    [letter] = await ada.says("1")
    assert LIBRARY[0] in letter
    assert WORDS in letter


async def test_an_answer_kept_for_who_wanted_no_notices_is_listed(town: Town) -> None:
    ada = market_square(town).citizens[0]
    await ada.says("/stop")
    await ada.presses("모두 그만 받기")
    await answers(town)
    assert (await opens(ada))[1] == FIRST


async def test_an_answer_a_block_kept_away_is_listed(small_town: Town) -> None:
    ada = market_square(small_town).citizens[0]
    ada.account.blocks()
    await small_town.settle()
    await answers(small_town)
    ada.account.unblocks()
    await small_town.settle()
    assert (await opens(ada))[1] == FIRST


async def test_who_got_no_answer_has_no_way_to_a_list(small_town: Town) -> None:
    ada = market_square(small_town).citizens[0]
    await ada.says("/my")
    assert ada.buttons == []


async def test_an_answer_on_its_way_is_not_listed_yet(small_town: Town) -> None:
    ada = market_square(small_town).citizens[0]
    await small_town.passes(hours=13)
    await answers(small_town)
    await ada.says("/my")
    assert ada.buttons == []


async def test_an_answer_to_words_taken_back_is_not_listed(small_town: Town) -> None:
    scene = market_square(small_town)
    bob = scene.citizens[1]
    await answers(small_town)
    await bob.says("/my 1")
    await bob.presses("거두기")
    await bob.says("/my")
    assert bob.buttons == []


async def test_several_answers_stand_in_pages_the_newest_first(small_town: Town) -> None:
    scene = market_square(small_town)
    ada = scene.citizens[0]
    scene.goes_on(ada, "주차장은 지하로")
    scene.gathers(도서관=LIBRARY, 주차장=(*PARKING, "주차장은 지하로"))
    for n in range(6):
        await small_town.passes(minutes=1)
        await answers(small_town, f"{n % 2 + 1}번 주제", f"{n}번째로 쓴 답변이에요")
    first = await opens(ada, 6)
    assert first[2] == "“5번째로 쓴 답변이에요”"
    [turned] = await ada.presses("다음 쪽")
    assert turned.splitlines()[1].startswith("6 옛 시장 자리 쓰임 답변 1번")
    assert "0번째로 쓴 답변이에요" in (await ada.says("6"))[0]


async def test_in_english(small_town: Town) -> None:
    scene = market_square(small_town)
    eve = scene.speaks("도서관에 책이 많기를", name="Eve", language="en")
    scene.gathers(주차장=PARKING, 도서관=(*LIBRARY, "도서관에 책이 많기를"))
    await answers(small_town)
    await eve.says("/my")
    told = (await eve.presses("Answers received: 1"))[-1].splitlines()
    when = "Mon 23 Nov 2026, 10:00"
    assert told[1] == f"1 옛 시장 자리 쓰임, answer no. 1 · {when} · 도서관 · adopted"


async def test_answers_in_one_are_reached_from_another_without_own_words(
    small_town: Town,
) -> None:
    ada = market_square(small_town).citizens[0]
    await answers(small_town)
    small_town.puts("others", "다른 마당")
    await ada.agrees("others")
    assert (await ada.says("/my")) == [ada.words("my.none", title="다른 마당")]
    assert ada.buttons == ["받은 답변 1건"]
