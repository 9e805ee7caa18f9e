"""Words and things nobody expects: each gets a clear answer, and nothing is lost or half done."""

from collections.abc import Callable

import pytest

from playground.people import Person as Account
from storage.models import Inbox, Opinion
from tests.answering import writes
from tests.bot.scenes import market_square
from tests.town import MARKET, Citizen, Town

MARKET_TITLE = "옛 시장 자리 쓰임"
AGREE = "14세 이상이고 모두 동의해요"
ODD = " ".join(
    [
        "<b>굵게</b> & <script>alert(1)</script>",
        "*별* _줄_ [글](http://e.kr) `코드` ||가림||",
        "{0.__class__} {title} {title:을} %s %(a)s $HOME ${a}",
        "'; DROP TABLE opinion; -- \\x00 \\",
        "&lt;b&gt; &amp;amp; &#x3c;",
    ]
)


def texts(town: Town) -> list[str]:
    return [opinion.text for opinion in town.all(Opinion)]


async def answers(town: Town) -> None:
    """An official answers the topic of the library."""
    olga = await town.official()
    await olga.says("/summary")
    await olga.presses("2번 주제")
    await olga.presses("답변 쓰기")
    await writes(olga, "도서관을 짓기로 했습니다.")
    await olga.presses("보내기")


async def citizen_of(town: Town) -> Citizen:
    ada = town.citizen()
    await ada.agrees()
    return ada


async def writes_raw(citizen: Citizen, **fields: object) -> list[str]:
    """A message with these fields, whatever a client would let pass."""
    chat, sender = citizen.account.chat.record, citizen.account.account.record
    date = int(citizen.town.clock.now().timestamp())
    head = {"message_id": 70_000, "date": date, "chat": chat, "from": sender}
    return await citizen.does(
        lambda _: citizen.town.playground.raw({"message": {**head, **fields}})
    )


async def test_words_that_show_nothing_are_told_so(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    for nothing in ("", " ", "\n\n", "\u200b\u200d\ufeff", "\u3164\u3164", "\u2800", "\u202e"):
        assert await writes_raw(ada, text=nothing) == [ada.words("opinion.empty")]
    assert texts(small_town) == []


async def test_words_that_show_nothing_before_consent_are_told_so(small_town: Town) -> None:
    ada = small_town.citizen()
    assert await ada.says("\u200b") == [ada.words("opinion.empty")]


@pytest.mark.parametrize("length", [4096, 4097, 12000])
async def test_long_words_in_one_message_are_kept_whole(town: Town, length: int) -> None:
    ada = await citizen_of(town)
    said = await writes_raw(ada, text="가" * length)
    assert said == [ada.words("opinion.first", no=1, title=MARKET_TITLE)]
    assert texts(town) == ["가" * length]


async def test_words_that_are_too_long_are_told_how_long(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    said = await writes_raw(ada, text="가" * 12_001)
    assert said == [ada.words("opinion.long", n=12_001, max=12_000)]


@pytest.mark.parametrize("words", ["나무" * 2046 + "🌳🌳", "나무" * 2046 + "나🌳🌳"])
async def test_an_emoji_at_the_limit_stays_whole(small_town: Town, words: str) -> None:
    ada = await citizen_of(small_town)
    await ada.says(words)
    assert texts(small_town) == [words]


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("도서관이\x00 좋아요", "도서관이 좋아요"),
        ("도서관이\ud800 좋아요", "도서관이 좋아요"),
        ("\udc00도서관이 좋아요\ud83d", "도서관이 좋아요"),
        ("도서관이 \u202e좋아요", "도서관이 좋아요"),
    ],
)
async def test_what_no_database_holds_is_left_out(town: Town, raw: str, kept: str) -> None:
    ada = await citizen_of(town)
    await writes_raw(ada, text=raw)
    assert texts(town) == [kept]


async def test_a_lone_surrogate_in_a_name_does_no_harm(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    sender = {**ada.account.account.record, "first_name": "\ud800", "username": "\udfff"}
    await writes_raw(ada, text="도서관이 좋아요", **{"from": sender})
    assert texts(small_town) == ["도서관이 좋아요"]


async def test_markup_is_kept_and_shown_as_it_was_written(town: Town) -> None:
    ada = town.citizen(ODD)
    await ada.says(ODD)
    await ada.presses(AGREE)
    assert texts(town) == [ODD]
    assert f"“{ODD}”" in (await ada.says("/my 1"))[0]


async def test_markup_survives_what_a_press_adds_to_a_bubble(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.says(ODD)
    await ada.says("/my 1")
    (shown,) = await ada.presses("거두기")
    assert f"“{ODD}”" in shown


async def test_markup_in_a_caption_is_kept_as_it_was_written(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.does(lambda account: account.photo(ODD))
    assert texts(small_town) == [ODD]


async def test_markup_in_a_list_and_in_a_step_is_shown_as_written(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.says(ODD)
    await ada.says("/my")
    await ada.says("1")
    (asked,) = await ada.presses("글 고치기")
    assert f"“{ODD}”" in asked


THINGS: dict[str, Callable[[Account], object]] = {
    "사진": lambda account: account.photo(),
    "스티커": lambda account: account.sticker(),
    "투표": lambda account: account.poll(),
    "위치": lambda account: account.location(),
    "연락처": lambda account: account.contact(),
    "파일": lambda account: account.document("a.hwp", b"words"),
}


async def test_a_thing_without_words_is_not_kept_and_that_is_said(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    said = {media: await ada.does(act) for media, act in THINGS.items()}
    assert said == {media: [ada.words("media.none", media=media)] for media in THINGS}


async def test_a_strangers_thing_is_named_too(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.starts()
    things: dict[str, dict[str, object]] = {
        "주사위": {"dice": {"emoji": "🎲", "value": 3}},
        "동영상": {"video": {}},
        "동그란 동영상": {"video_note": {}},
        "장소": {"venue": {}, "location": {}},
        "움직이는 그림": {"animation": {}, "document": {}},
        "스토리": {"story": {}},
        "게임": {"game": {}},
    }
    said = {media: await writes_raw(ada, **fields) for media, fields in things.items()}
    assert said == {media: [ada.words("media.none", media=media)] for media in things}


async def test_a_voice_is_told_how_to_become_words(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    said = await ada.does(lambda account: account.voice())
    assert said == [ada.words("media.voice", phone="02-000-0000")]


async def test_a_strangers_voice_is_not_sent_to_an_empty_number(small_town: Town) -> None:
    ada = small_town.citizen()
    said = await ada.does(lambda account: account.voice())
    assert said == [ada.words("media.none", media="목소리")]


async def test_nothing_of_a_contact_card_is_kept(town: Town) -> None:
    ada = await citizen_of(town)
    await ada.does(lambda account: account.contact("+82200001111"))
    assert town.traces("+82200001111") == set()


async def test_words_on_a_file_are_the_opinion(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.does(lambda account: account.document("a.hwp", b"x", "그늘이 많으면 좋겠어요"))
    assert texts(small_town) == ["그늘이 많으면 좋겠어요"]


async def test_somebody_who_blocks_and_comes_back_goes_on_where_they_were(town: Town) -> None:
    ada = await citizen_of(town)
    ada.account.blocks()
    await town.settle()
    assert await ada.starts(MARKET) == [
        ada.words("switch.done", title=MARKET_TITLE, closes="2026년 12월 7일(월) 10:00")
    ]


async def test_somebody_who_comes_back_is_told_of_the_answers_they_missed(town: Town) -> None:
    ada = market_square(town).citizens[0]
    ada.account.blocks()
    await answers(town)
    ada.account.unblocks()
    assert (await ada.says("/help"))[0] == ada.words("back.unblocked", n=1)
    assert len(await ada.says("/help")) == 1


async def test_an_answer_that_was_missed_is_read_on_coming_back(small_town: Town) -> None:
    ada = market_square(small_town).citizens[0]
    ada.account.blocks()
    await answers(small_town)
    await ada.starts()
    assert "도서관을 짓기로 했습니다" in (await ada.presses("답변 보기"))[-1]


async def test_a_stranger_who_blocks_leaves_no_trace(small_town: Town) -> None:
    ada = small_town.citizen("Evelyn")
    await ada.starts(MARKET)
    ada.account.blocks()
    await small_town.settle()
    assert small_town.traces(ada.account.id, "Evelyn") == set()


async def test_blocking_in_mid_answer_holds_nothing_up(small_town: Town) -> None:
    ada, bob = await citizen_of(small_town), await citizen_of(small_town)
    ada.account.sends("그늘이 많으면 좋겠어요")
    ada.account.blocks()
    assert await bob.says("앉을 곳이 있으면 좋겠어요") == [
        bob.words("opinion.first", no=1, title=MARKET_TITLE)
    ]
    assert len(texts(small_town)) == 2


async def test_an_account_deleted_in_mid_answer_holds_nothing_up(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    ada.account.sends("그늘이 많으면 좋겠어요")
    ada.account.deletes_account()
    await small_town.settle()
    assert texts(small_town) == ["그늘이 많으면 좋겠어요"]
    assert {row.state for row in small_town.all(Inbox)} == {"done"}
