"""Arriving: who asks, what is agreed to one by one, and that before it nothing is kept."""

import pytest

from playground.people import Person as Account
from storage.models import Consent, Contact, Inbox, Opinion, Outbox, Participation
from tests.town import BUSES, MARKET, MORNING, Citizen, Town

MARKET_TITLE = "옛 시장 자리 쓰임"
WORDS = "어린이 도서관이 있으면 좋겠어요"
AGREE, CHOOSE, REFUSE = "14세 이상이고 모두 동의해요", "하나씩 고를게요", "동의하지 않아요"
YES, NO = "네, 동의해요", "아니요"
PURPOSES = ("opinions", "sensitive", "quoted", "notices")


def consents(town: Town) -> dict[str, bool]:
    """The latest word on each purpose."""
    return {consent.purpose: consent.given for consent in town.all(Consent)}


def texts(town: Town) -> list[str]:
    return [opinion.text for opinion in town.all(Opinion)]


async def chooses(citizen: Citizen, *labels: str) -> list[str]:
    """Answers the four questions one by one; what came of the last."""
    said: list[str] = []
    for label in labels:
        said = await citizen.presses(label)
    return said


def secrets(account: Account) -> tuple[str | int, ...]:
    return account.id, account.account.first_name, str(account.account.username), WORDS


async def test_the_link_shows_who_asks_what_until_when(small_town: Town) -> None:
    question, _ = await small_town.citizen().starts(MARKET)
    for shown in (
        "중앙구청",
        MARKET_TITLE,
        "무엇으로 쓰면",
        "2026년 12월 7일(월) 10:00",
        "02-000-0000",
    ):
        assert shown in question


async def test_a_stranger_leaves_no_trace_by_starting(town: Town) -> None:
    eve = town.citizen("Evelyn Noh", username="evelyn_noh")
    await eve.starts(MARKET)
    assert town.traces(*secrets(eve.account)) == set()


async def test_a_stranger_leaves_no_trace_by_writing(town: Town) -> None:
    eve = town.citizen("Evelyn Noh", username="evelyn_noh")
    await eve.says(WORDS)
    assert town.traces(*secrets(eve.account)) == set()


async def test_a_stranger_leaves_no_trace_by_refusing(town: Town) -> None:
    eve = town.citizen("Evelyn Noh", username="evelyn_noh")
    await eve.starts(MARKET)
    await eve.says(WORDS)
    await eve.presses(REFUSE)
    assert town.traces(*secrets(eve.account)) == set()
    assert town.all(Contact) == []


async def test_a_strangers_forwarded_and_short_words_leave_no_trace(small_town: Town) -> None:
    eve = small_town.citizen("Evelyn Noh")
    await eve.does(lambda account: account.forwards(WORDS))
    await eve.says("ㅋㅋ")
    assert small_town.traces(WORDS, "ㅋㅋ") == set()


async def test_handled_updates_keep_neither_body_nor_lane(town: Town) -> None:
    await town.citizen().starts(MARKET)
    assert {(row.state, row.body, row.lane) for row in town.all(Inbox)} == {("done", None, None)}


async def test_messages_to_a_stranger_keep_neither_words_nor_address(town: Town) -> None:
    await town.citizen().starts(MARKET)
    kept = {(row.state, row.payload, row.address, row.lane) for row in town.all(Outbox)}
    assert kept == {("sent", None, None, None)}


async def test_what_is_kept_after_consent_names_nobody(town: Town) -> None:
    eve = town.citizen("Evelyn Noh", username="evelyn_noh")
    await eve.agrees()
    await eve.says(WORDS)
    assert town.traces(*secrets(eve.account)) == {"opinion.text"}


async def test_one_tap_keeps_every_consent_by_itself(town: Town) -> None:
    await town.citizen().agrees()
    kept = [(row.purpose, row.given, row.version, row.how) for row in town.all(Consent)]
    assert kept == [(name, True, "1", "all") for name in PURPOSES]


async def test_every_consent_keeps_when_it_was_given(town: Town) -> None:
    await town.citizen().agrees()
    assert all(MORNING < row.at <= town.clock.now() for row in town.all(Consent))


async def test_what_was_agreed_to_is_written_under_the_notice(small_town: Town) -> None:
    noted, _ = await small_town.citizen().agrees()
    assert noted.endswith(
        "동의하신 때: 2026년 11월 23일(월) 10:00 · 안내문 1판"
        " · 의견, 민감한 생각, 이름 없이 소개, 진행 소식"
    )


@pytest.mark.parametrize("said", ["YNNY", "YYYN", "YNNN", "YYYY"])
async def test_consents_can_be_chosen_one_by_one(small_town: Town, said: str) -> None:
    ada = small_town.citizen()
    await ada.starts(MARKET)
    await chooses(ada, CHOOSE, *(YES if letter == "Y" else NO for letter in said))
    assert consents(small_town) == dict(
        zip(PURPOSES, (letter == "Y" for letter in said), strict=True)
    )


async def test_the_four_questions_take_each_others_place(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.starts(MARKET)
    before = len(ada.account.screen)
    await chooses(ada, CHOOSE, YES, YES, YES)
    assert len(ada.account.screen) == before + 1
    assert ada.account.screen[-1].text.startswith("4/4")


async def test_no_to_the_first_question_keeps_nothing(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.starts(MARKET)
    (refused,) = (await chooses(ada, CHOOSE, NO))[-1:]
    assert refused == ada.words("consent.refused", other_ways="우편, 방문")
    assert small_town.all(Consent) == []


async def test_whoever_agreed_can_take_it_back_on_an_old_notice(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.starts(MARKET)
    await ada.starts(MARKET)
    await ada.presses(AGREE)
    await ada.presses(REFUSE)
    assert consents(small_town)["opinions"] is False
    assert (await ada.says(WORDS))[0].startswith("방금 쓰신 글은 아직 저장하지 않았어요.")


@pytest.mark.parametrize(
    "typed",
    ["동의", "14세 이상이고 모두 동의해요.", "1", "I am 14 or older, agree to all", "agree"],
)
async def test_consent_can_be_typed(small_town: Town, typed: str) -> None:
    ada = small_town.citizen()
    await ada.starts(MARKET)
    await ada.says(typed)
    assert consents(small_town) == dict.fromkeys(PURPOSES, True)


async def test_refusing_can_be_typed(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.starts(MARKET)
    assert await ada.says("동의하지 않아요") == [
        ada.words("consent.refused", other_ways="우편, 방문")
    ]


async def test_consents_can_be_chosen_by_typing(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.starts(MARKET)
    for typed in ("하나씩", "네", "아니요", "2", "예"):
        await ada.says(typed)
    assert consents(small_town) == dict(zip(PURPOSES, (True, False, False, True), strict=True))


async def test_words_before_consent_become_the_first_opinion(town: Town) -> None:
    ada = town.citizen()
    (asked,) = await ada.says(WORDS)
    assert asked.startswith("방금 쓰신 글은 아직 저장하지 않았어요.")
    _, receipt = await ada.presses(AGREE)
    assert receipt == ada.words("opinion.first", no=1, title=MARKET_TITLE)
    assert texts(town) == [WORDS]


async def test_words_before_consent_wait_through_the_four_questions(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.says(WORDS)
    await chooses(ada, CHOOSE, YES, YES, YES, YES)
    assert texts(small_town) == [WORDS]


async def test_typed_consent_asks_for_the_words_again(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.says(WORDS)
    _, again = await ada.says("동의")
    assert again == ada.words("consent.send_again")
    assert texts(small_town) == []


async def test_a_typed_word_never_becomes_the_first_opinion(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.says(WORDS)
    await ada.says("하나씩 고를게요")
    said = await chooses(ada, YES, YES, YES, YES)
    assert said[-1] == ada.words("consent.send_again")
    assert texts(small_town) == []


async def test_a_caption_before_consent_becomes_the_first_opinion(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.does(lambda account: account.photo(WORDS))
    _, receipt = await ada.presses(AGREE)
    assert receipt == ada.words("media.caption", no=1, title=MARKET_TITLE)


async def test_words_go_where_the_link_led_though_more_is_open(town: Town) -> None:
    town.puts()
    ada = town.citizen()
    await ada.starts(BUSES)
    await ada.says("막차가 너무 빨라요")
    _, receipt = await ada.presses(AGREE)
    assert receipt == ada.words("opinion.first", no=1, title="마을버스 시간")


async def test_words_of_a_stranger_with_several_open_show_the_list(small_town: Town) -> None:
    small_town.puts()
    ada = small_town.citizen()
    (listed,) = await ada.says(WORDS)
    assert listed.startswith("이 글은 저장하지 않았어요.\n지금 열린 마당 2곳이에요.")
    await ada.says("1")
    assert (await ada.presses(AGREE))[-1] == ada.words("consent.send_again")


async def test_consent_to_a_consultation_that_closed_meanwhile_keeps_nothing(
    small_town: Town,
) -> None:
    ada = small_town.citizen()
    await ada.starts(MARKET)
    await small_town.passes(days=15)
    assert "의견 받기를 마쳤어요" in (await ada.presses(AGREE))[-1]
    assert small_town.all(Contact) == []


async def test_pressing_consent_twice_keeps_it_once(town: Town) -> None:
    ada = town.citizen()
    await ada.starts(MARKET)
    await ada.does(lambda account: (account.presses(AGREE), account.presses(AGREE)))
    assert len(town.all(Consent)) == len(PURPOSES)


async def test_the_link_again_shows_where_one_is(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    assert await ada.starts(MARKET) == [
        ada.words("switch.done", title=MARKET_TITLE, closes="2026년 12월 7일(월) 10:00")
    ]
    assert len(small_town.all(Participation)) == 1


async def test_a_later_word_of_consent_is_a_further_row(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.starts(MARKET)
    await ada.starts(MARKET)
    await ada.presses(AGREE)
    await chooses(ada, CHOOSE, YES, NO, NO, NO)
    assert len(small_town.all(Consent)) == 2 * len(PURPOSES)
    assert consents(small_town) == {**dict.fromkeys(PURPOSES, False), "opinions": True}


async def test_the_poster_that_led_here_is_kept(town: Town) -> None:
    ada = town.citizen()
    await ada.starts(f"{MARKET}_busstop-3")
    await ada.presses(AGREE)
    assert [row.channel for row in town.all(Participation)] == ["busstop-3"]


async def test_the_poster_of_one_consultation_is_not_that_of_another(small_town: Town) -> None:
    small_town.puts()
    ada = small_town.citizen()
    await ada.starts(f"{MARKET}_busstop-3")
    await ada.starts(BUSES)
    await ada.presses(AGREE)
    assert [row.channel for row in small_town.all(Participation)] == [None]


async def test_a_consultation_not_open_yet_says_when(small_town: Town) -> None:
    opens = small_town.clock.now().replace(day=30)
    small_town.puts(opens_at=opens, state="scheduled")
    ada = small_town.citizen()
    assert await ada.starts(BUSES) == [
        ada.words("not_open", title="마을버스 시간", opens="2026년 11월 30일(월) 10:00")
    ]


async def test_a_closed_consultation_says_so_and_offers_the_list(small_town: Town) -> None:
    await small_town.passes(days=15)
    ada = small_town.citizen()
    (closed,) = await ada.starts(MARKET)
    assert closed.startswith(
        "옛 시장 자리 쓰임은 2026년 12월 7일(월) 10:00에 의견 받기를 마쳤어요."
    )
    assert ada.buttons == ["모인 의견 읽기", "마당 목록"]


async def test_the_link_to_a_closed_consultation_reads_so_for_its_people_too(
    small_town: Town,
) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await small_town.passes(days=15)
    assert "의견 받기를 마쳤어요" in (await ada.starts(MARKET))[0]


async def test_an_unknown_link_says_so(small_town: Town) -> None:
    ada = small_town.citizen()
    for payload in ("nothing-here", "_", "_" * 64, "a" * 64, "i_token", "OLD-MARKET", "-"):
        assert await ada.starts(payload) == [ada.words("link.unknown", n=1)]


async def test_a_malformed_payload_says_so(small_town: Town) -> None:
    ada = small_town.citizen()
    for payload in ("<b>old</b>", "{0.__class__}", "%s", "'; --", "old market", "é"):
        assert await ada.says(f"/start {payload}") == [ada.words("link.unknown", n=1)]


async def test_start_without_a_link_lists_what_is_open(small_town: Town) -> None:
    (listed,) = await small_town.citizen().starts()
    assert listed.startswith("지금 열린 마당 1곳이에요.\n1 옛 시장 자리 쓰임 · 중앙구청")


async def test_start_without_a_link_tells_who_is_known_where_they_are(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    assert await ada.starts() == [ada.words("return.one", title=MARKET_TITLE)]
