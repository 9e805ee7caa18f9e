"""Opinions are found by words in them, and one is read by its number."""

from sqlalchemy import text

from storage.database import reading
from storage.models import Flag
from tests.bot.scenes import ALONE, LIBRARY, PARKING, Scene, market_square
from tests.bot.team_scenes import founds
from tests.town import Town

GONE = "느티나무 밑에 평상을 놓아 주세요"


def refs(told: str) -> list[int]:
    """The numbers of the opinions that are listed."""
    lines = (line.split(" ")[0] for line in told.splitlines())
    return [int(first) for first in lines if first.isdigit()]


async def test_words_are_found_anywhere_and_follow_every_change_at_once(town: Town) -> None:
    scene = market_square(town)
    olga = await town.official()
    (told,) = await olga.says("/find 주차장")
    assert told.splitlines()[0] == olga.words("find.head", words="주차장", n=2)
    assert refs(told) == sorted(scene.said[PARKING[0]], reverse=True)
    for words in ("도서", "서관", "열람실이", "도서관요", "관요"):  # of two letters, and at an end
        assert refs((await olga.says(f"/find {words}"))[0]), words
    assert refs((await olga.says("/find 어린이 도서관"))[0]) == scene.said[LIBRARY[2]]
    assert refs((await olga.says("열람"))[0]) == scene.said[LIBRARY[3]]  # typed just so
    ada = scene.citizens[0]
    sent = ada.account.sends(GONE)
    await town.settle()
    assert len(refs((await olga.says("/find 느티나무"))[0])) == 1
    ada.account.edits(sent, "소나무 밑에 평상을 놓아 주세요")
    await town.settle()
    assert await olga.says("/find 느티나무") == [olga.words("find.none")]
    assert len(refs((await olga.says("/find 소나무"))[0])) == 1
    scene.hides(ALONE)
    assert await olga.says("/find 놀이터") == [olga.words("find.none")]
    await ada.says("/forget")
    await ada.presses(ada.label("erase_all"))
    assert await olga.says("/find 소나무") == [olga.words("find.none")]


async def test_pages_turn_and_many_are_counted(town: Town) -> None:
    scene = Scene(town)
    scene.speaks(*(f"벤치를 {n}개 더 놓아 주세요" for n in range(12)))
    olga = await town.official()
    assert len(refs((await olga.says("/find 벤치"))[0])) == 5
    old = olga.account.screen[-1].message_id
    assert len(refs((await olga.presses("다음 쪽"))[0])) == 5
    assert len(refs((await olga.says("다음 쪽"))[0])) == 2
    await olga.says("/find 놓아")
    await olga.does(lambda account: account.presses("앞 쪽", old))
    assert olga.account.toasts[-1] == olga.words("button.spent")
    (one,) = await olga.says("12")
    assert one.splitlines()[0].startswith("의견 12 · ")


async def test_whatever_is_looked_for_is_only_words(town: Town) -> None:
    scene = Scene(town)
    odd = [
        '50% "할인" 아님_요',
        "it's a NEAR miss OR not*",
        "<b>굵게</b> ( ] ^ : {",
        "Äpfel für ALLE",
    ]
    scene.speaks(*odd)
    olga = await town.official()
    none, short = [olga.words("find.none")], [olga.words("find.too_short")]
    for words, place in (('"할인"', 1), ("50%", 1), ("님_요", 1), ("it's near", 2), ("not*", 2)):
        assert refs((await olga.says(f"/find {words}"))[0]) == [place], words
    for words, place in (("<b>굵게</b>", 3), ("alle", 4), ("OR", 2), ("für", 4)):
        assert refs((await olga.says(f"/find {words}"))[0]) == [place], words
    for words in ("%할", "5_%", '"" OR text:', "*", "a AND b"):
        assert await olga.says(f"/find {words}") in (none, short), words
    assert await olga.says("/find 가") == short
    assert await olga.says("/find " + "가" * 4000) == [olga.words("find.too_long", max=64)]
    assert await olga.says("/find") == [olga.words("find.ask")]
    assert refs((await olga.says("할인"))[0]) == [1]


async def test_another_agencys_opinion_reads_like_one_that_is_not_there(small_town: Town) -> None:
    scene = market_square(small_town)
    founds(small_town, "namgu", "남구청")
    other = await small_town.official("Otto", "namgu")
    ref = scene.said[LIBRARY[2]][0]
    assert await other.says("/find 도서관") == [other.words("find.none")]
    assert await other.says(f"/ask {ref}") == [other.words("ask.none")]
    olga = await small_town.official()
    for number in ("999999", "열둘", "", "-1", "9" * 40, "²"):
        assert await olga.says(f"/ask {number}") == [olga.words("ask.none")]


async def test_one_opinion_is_shown_with_its_context_and_a_moderator_told(town: Town) -> None:
    scene = market_square(town)
    olga = await town.official()
    first, _ = scene.said[PARKING[0]]
    (told,) = await olga.says(f"/ask {first}")
    assert told.splitlines() == [
        f"의견 {first} · 2026년 11월 23일(월) 10:00 · 바로 들어옴",
        "마당: 옛 시장 자리 쓰임",
        f"“{PARKING[0]}”",
        "주제: 주차장 · 같은 글 1건 · 보이는 글",
        "누가 썼는지는 보이지 않아요.",
    ]
    assert (await olga.presses("운영자에게 알리기"))[0].endswith(olga.words("ask.told"))
    assert [flag.opinion_id for flag in town.all(Flag)] == [first]
    scene.hides(PARKING[0])
    (hidden,) = await olga.says(f"/ask {first}")
    assert PARKING[0] not in hidden
    assert "숨긴 글" in hidden


async def test_erased_words_leave_the_pages_of_the_database_too(small_town: Town) -> None:
    scene = market_square(small_town)
    ada = scene.citizens[0]
    await ada.says(GONE)
    assert _kept(small_town, "느티나")
    await ada.says("/forget")
    await ada.presses(ada.label("erase_all"))
    await small_town.passes(seconds=11)
    assert not _kept(small_town, "느티나")
    olga = await small_town.official()
    assert refs((await olga.says("/find 주차장"))[0]) == sorted(scene.said[PARKING[0]])[::-1]
    with reading(small_town.app.database.engine) as session:
        damaged = session.connection().execute(text("PRAGMA integrity_check")).scalars().all()
    assert damaged == ["ok"]


def _kept(town: Town, three: str) -> bool:
    """Whether three letters stand anywhere in the pages in which words are found."""
    with reading(town.app.database.engine) as session:
        pages = session.connection().execute(text("SELECT block FROM opinion_words_data"))
        # a page leaves out what a term has in common with the one before it
        return any(three[1:].encode() in bytes(page) for page in pages.scalars())
