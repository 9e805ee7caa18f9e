"""A reader asks a moderator to look at somebody's words: which, why, done."""

import pytest

from storage.models import Flag, Opinion
from tests.bot.scenes import LIBRARY, Scene, market_square
from tests.bot.test_topics import opens, quotes
from tests.town import Citizen, Town

REPORT, STOP, ALL = "문제 있는 글 알리기", "그만두기", "주제 모두 보기"
REASONS = {
    "개인정보가 있어요": "personal",
    "욕이나 비하예요": "insult",
    "차별하거나 미워해요": "hate",
    "위협해요": "threat",
    "광고나 도배예요": "advertising",
    "그 밖의 걱정": "other",
}


async def reports(reader: Citizen, which: str = "3번 글", why: str = "위협해요") -> str:
    """The whole way from the list; the last bubble."""
    await opens(reader)
    await reader.presses(REPORT)
    await reader.presses(which)
    return (await reader.presses(why))[-1]


async def test_somebody_who_never_joined_reports_words(town: Town) -> None:
    scene = market_square(town)
    bob = town.citizen("Bob")
    told = await reports(bob)
    assert told.endswith(bob.words("flag.done"))
    assert bob.account.toasts[-1] == bob.words("flag.done")
    [flag] = town.all(Flag)
    assert (flag.opinion_id, flag.reason, flag.state, flag.source) == (
        scene.said[LIBRARY[2]][0],
        "threat",
        "open",
        "citizen",
    )
    assert (flag.participation_id, flag.contact_id) == (None, None)


@pytest.mark.parametrize("label", REASONS)
async def test_each_reason_has_its_button(small_town: Town, label: str) -> None:
    market_square(small_town)
    await reports(small_town.citizen("Bob"), why=label)
    assert [flag.reason for flag in small_town.all(Flag)] == [REASONS[label]]


async def test_the_question_which_shows_the_page_with_a_button_for_each(small_town: Town) -> None:
    market_square(small_town)
    bob = small_town.citizen("Bob")
    page = await opens(bob)
    [asked] = await bob.presses(REPORT)
    assert asked == f"{page}\n\n{bob.words('flag.which')}"
    assert bob.buttons == ["1번 글", "2번 글", "3번 글", "4번 글", STOP]


async def test_stopping_leads_back_to_the_page(small_town: Town) -> None:
    market_square(small_town)
    bob = small_town.citizen("Bob")
    page = await opens(bob)
    await bob.presses(REPORT)
    assert await bob.presses(STOP) == [page]
    assert bob.buttons == [REPORT, ALL]
    assert small_town.all(Flag) == []


async def test_the_reason_is_asked_for_beside_the_words(small_town: Town) -> None:
    market_square(small_town)
    bob = small_town.citizen("Bob")
    await opens(bob)
    await bob.presses(REPORT)
    assert await bob.presses("2번 글") == [bob.words("flag.why", excerpt=LIBRARY[1])]
    assert bob.buttons == list(REASONS)


async def test_all_of_it_can_be_typed(small_town: Town) -> None:
    market_square(small_town)
    bob = small_town.citizen("Bob")
    await bob.says("/topics")
    for typed in ("2", "알리기", "3번", "위협"):
        await bob.says(typed)
    assert bob.account.screen[-1].text == bob.words("flag.done")
    assert len(small_town.all(Flag)) == 1


async def test_reporting_the_same_words_again_is_told(small_town: Town) -> None:
    market_square(small_town)
    bob = small_town.citizen("Bob")
    await reports(bob)
    assert (await reports(bob, why="광고나 도배예요")).endswith(bob.words("flag.again"))
    assert len(small_town.all(Flag)) == 1


async def test_the_same_reason_pressed_twice_counts_once(small_town: Town) -> None:
    market_square(small_town)
    bob = small_town.citizen("Bob")
    await opens(bob)
    await bob.presses(REPORT)
    await bob.presses("3번 글")
    bob.account.presses("위협해요")
    bob.account.presses("위협해요")
    await small_town.settle()
    assert len(small_town.all(Flag)) == 1


async def test_own_words_are_offered_to_be_taken_back_instead(small_town: Town) -> None:
    ada = market_square(small_town).citizens[0]
    await opens(ada)
    await ada.presses(REPORT)
    assert await ada.presses("1번 글") == [ada.words("flag.own")]
    await ada.presses("거두기")
    assert small_town.all(Flag) == []
    assert [each.state for each in small_town.all(Opinion)][:2] == ["withdrawn", "received"]


async def test_words_hidden_meanwhile_are_told_to_be_gone(small_town: Town) -> None:
    scene = market_square(small_town)
    bob = small_town.citizen("Bob")
    await opens(bob)
    await bob.presses(REPORT)
    scene.hides(LIBRARY[2])
    assert await bob.presses("3번 글") == [bob.words("words.gone")]


async def test_words_hidden_before_the_reason_is_pressed_are_told_to_be_gone(
    small_town: Town,
) -> None:
    scene = market_square(small_town)
    bob = small_town.citizen("Bob")
    await opens(bob)
    await bob.presses(REPORT)
    await bob.presses("3번 글")
    scene.hides(LIBRARY[2])
    assert (await bob.presses("위협해요"))[-1] == bob.words("words.gone")
    assert small_town.all(Flag) == []


async def test_a_moderator_reads_the_numbers_that_moderators_use(small_town: Town) -> None:
    scene = market_square(small_town)
    mona = small_town.citizen("Mona")
    small_town.grant(mona, "moderator")
    number = scene.said[LIBRARY[2]][0]
    assert f"{number} “{LIBRARY[2]}”" in quotes(await opens(mona))
    await mona.presses(REPORT)
    await mona.presses(f"{number}번 글")
    await mona.presses("위협해요")
    [flag] = small_town.all(Flag)
    assert (flag.opinion_id, flag.source) == (number, "moderator")


async def test_another_agencys_moderator_reads_like_a_citizen(small_town: Town) -> None:
    market_square(small_town)
    bob = small_town.citizen("Bob")
    small_town.grant(bob, "official")
    assert quotes(await opens(bob))[0] == f"1 “{LIBRARY[0]}”"


async def test_numbers_that_lead_to_a_person_are_masked_everywhere(small_town: Town) -> None:
    scene = Scene(small_town)
    said = ["도서관요 010-1234-5678", "도서관은 ada@example.com", "도서관 900101-1234567 <b>&"]
    scene.speak(*said)
    scene.gathers(도서관=said)
    bob = small_town.citizen("Bob")
    page = await opens(bob, "1번 주제")
    assert quotes(page) == [
        "1 “도서관요 [전화]”",
        "2 “도서관은 [전자우편]”",
        "3 “도서관 [주민등록번호] <b>&”",
    ]
    assert "도서관요 [전화]" in (await bob.says("1"))[0]
    await bob.presses(REPORT)
    assert bob.account.screen[-1].text == bob.words("flag.why", excerpt="도서관요 [전화]")


async def test_very_long_words_are_cut_and_can_be_read_to_the_end(small_town: Town) -> None:
    scene = Scene(small_town)
    long = "도서관이 좋은 까닭을 말할게요. " * 400 + "끝"
    said = [long, *LIBRARY]
    scene.speak(*said)
    scene.gathers(도서관=said)
    bob = small_town.citizen("Bob")
    page = await opens(bob, "1번 주제")
    assert "…”" in page
    assert page.splitlines()[-1] == bob.words("topic.said_cut")
    parts = await bob.says("1")
    while "다음 쪽" in bob.buttons:
        parts += await bob.presses("다음 쪽")
    told = "".join(part.partition("“")[2].removesuffix("”") for part in parts)
    assert told == long


async def test_five_very_long_words_fit_one_page(small_town: Town) -> None:
    scene = Scene(small_town)
    said = [f"{n}번째로 &<b> 아주 긴 글이에요. " * 250 for n in range(6)]
    scene.speak(*said)
    scene.gathers(긴글=said)
    assert len(quotes(await opens(small_town.citizen("Bob"), "1번 주제"))) == 5
