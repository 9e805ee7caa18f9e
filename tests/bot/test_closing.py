"""The end of a consultation: by itself, by /close, later by /extend; and what people are told."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlmodel import select

from deliberation import people
from deliberation.asking import rounds
from storage.models import Consultation, Contact, LogRow, Outbox
from tests.bot.planning import dismisses
from tests.bot.scenes import Scene
from tests.town import BUSES, MARKET, Citizen, Town

TITLE, BUS_TITLE = "옛 시장 자리 쓰임", "마을버스 시간"
END = "2026년 12월 7일(월) 10:00"


def asked(town: Town, slug: str = MARKET) -> Consultation:
    return next(each for each in town.all(Consultation) if each.slug == slug)


def notices(town: Town) -> Sequence[Outbox]:
    return [row for row in town.all(Outbox) if row.kind == "notice"]


async def closes(town: Town, name: str = "Olga") -> Citizen:
    """An official closes the market."""
    olga = await town.official(name)
    await olga.says("/close")
    await olga.presses("지금 마치기")
    return olga


def thanked(who: Citizen, people: int, n: int) -> str:
    due = who.words("answer_due.set", answer_due="2026년 12월 31일(목)")
    return "\n".join(
        [
            who.words("close.over", title=TITLE, people=people, n=n),
            who.words("close.thanks"),
            who.words("close.read_now", answer_due_line=due),
            who.words("close.beside"),
        ]
    )


async def test_closing_is_asked_about_first(small_town: Town) -> None:
    olga = await small_town.official()
    assert await olga.says("/close") == [olga.words("close.ask", title=TITLE, closes=END)]
    assert olga.buttons == ["지금 마치기", "그대로 두기"]
    await olga.presses("그대로 두기")
    assert asked(small_town).state == "open"


async def test_an_official_closes_it(town: Town) -> None:
    olga = await town.official()
    await olga.says("/close")
    at = town.clock.now()
    await olga.presses("지금 마치기")
    assert (asked(town).state, asked(town).closed_at) == ("closed", at)
    assert olga.account.toasts == [olga.words("close.done", title=TITLE)]
    row = town.all(LogRow)[-1]
    contact = town.all(Contact)[-1].id
    assert (row.action, row.actor) == ("consultation.closed", f"contact:{contact}")


async def test_two_press_and_one_closes(town: Town) -> None:
    olga, otto = await town.official(), await town.official("Otto")
    await olga.says("/close")
    await otto.says("/close")
    olga.account.presses("지금 마치기")
    otto.account.presses("지금 마치기")
    await town.settle()
    done = olga.words("close.done", title=TITLE)
    [too_late] = [each for each in olga.account.toasts + otto.account.toasts if each != done]
    assert too_late.startswith(f"{TITLE}은 이미")
    assert [row.action for row in town.all(LogRow)].count("consultation.closed") == 1


async def test_closing_again_says_when_it_was(small_town: Town) -> None:
    await closes(small_town)
    otto = await small_town.official("Otto")
    assert await otto.says("/close") == [otto.words("close.none")]
    [told] = await otto.says(f"/close {MARKET}")
    assert told == otto.words("close.already", title=TITLE, time="2026년 11월 23일(월) 10:00")


async def test_of_several_one_is_chosen(small_town: Town) -> None:
    small_town.puts()
    olga = await small_town.official()
    await olga.says("/close")
    assert olga.buttons == [BUS_TITLE, TITLE]
    await olga.presses(BUS_TITLE)
    await olga.presses("지금 마치기")
    assert (asked(small_town, BUSES).state, asked(small_town).state) == ("closed", "open")


async def test_what_has_not_opened_cannot_be_closed(small_town: Town) -> None:
    opens = small_town.clock.now() + timedelta(days=1)
    small_town.puts(state="scheduled", opens_at=opens)
    olga = await small_town.official()
    [told] = await olga.says(f"/close {BUSES}")
    opens_then = "2026년 11월 24일(화) 10:00"
    assert told == olga.words("close.still_to_open", title=BUS_TITLE, opens=opens_then)


@pytest.mark.parametrize("command", ["/close nowhere", "/extend nowhere"])
async def test_what_is_not_there_reads_like_anothers(small_town: Town, command: str) -> None:
    olga = await small_town.official()
    assert await olga.says(command) == [olga.words("close.not_yours")]


@pytest.mark.parametrize("command", ["/close", "/extend"])
async def test_an_approver_alone_may_not(small_town: Town, command: str) -> None:
    anna = small_town.citizen("Anna")
    small_town.grant(anna, "approver")
    assert await anna.says(command) == [anna.words("command.unknown")]


async def test_a_consultation_closed_in_the_middle_of_writing(town: Town) -> None:
    ada = town.citizen()
    await ada.agrees()
    await closes(town)
    town.clock.advance(60)
    [told] = await ada.says("도서관이 있으면 좋겠어요")
    at = "2026년 11월 23일(월) 10:00"
    assert told == ada.words("closed.said", title=TITLE, closed=at, other_ways="우편, 방문")


async def test_words_from_before_the_closing_count(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    small_town.clock.advance(10)
    ada.account.sends("닫히기 전에 쓴 글이에요")
    small_town.clock.advance(10)
    with small_town.changing() as session:
        work = small_town.work(session)
        one = session.exec(select(Consultation)).one()
        one.state, one.closed_at = "closed", work.now
        session.add(one)
    await small_town.settle()
    assert ada.account.screen[-1].text.startswith("잘 받았어요")


async def test_it_closes_by_itself(town: Town) -> None:
    end = asked(town).closes_at
    await town.passes(days=14)
    assert (asked(town).state, asked(town).closed_at) == ("closed", end)


async def test_after_days_of_standstill_it_has_closed_when_it_should(town: Town) -> None:
    opens, end = (town.clock.now() + timedelta(days=n) for n in (1, 3))
    town.puts(state="scheduled", opens_at=opens, closes_at=end)
    await town.passes(days=30)
    assert (asked(town, BUSES).state, asked(town, BUSES).closed_at) == ("closed", end)
    actions = [row.action for row in town.all(LogRow) if row.actor == "clock"]
    assert sorted(actions) == [*["consultation.closed"] * 2, "consultation.opened"]


async def test_who_took_part_is_thanked_once(town: Town) -> None:
    scene = Scene(town)
    ada, eve = scene.speaks("하나", "둘"), scene.speaks("셋", name="Eve")
    await closes(town)
    await town.passes(seconds=6)
    await town.passes(seconds=6)
    await town.passes(days=1)
    assert [got.text for got in ada.account.received] == [thanked(ada, 2, 3)]
    assert [got.text for got in eve.account.received] == [thanked(eve, 2, 3)]
    assert ada.buttons == ["내 의견 보기", "모인 의견 읽기"]


async def test_thanks_come_by_day(small_town: Town) -> None:
    ada = Scene(small_town).speaks("하나")
    await small_town.passes(hours=12)  # ten in the evening
    await closes(small_town)
    await small_town.passes(seconds=6)
    assert ada.account.screen == []
    await small_town.passes(hours=10)
    assert len(ada.account.screen) == 1


async def test_who_wrote_nothing_is_not_thanked_for_writing(small_town: Town) -> None:
    Scene(small_town).speaks("하나", name="Eve")
    ada = small_town.citizen()
    await ada.agrees()
    await closes(small_town)
    await small_town.passes(seconds=6)
    told = ada.account.screen[-1].text
    assert ada.words("close.over", title=TITLE, people=1, n=1) in told
    assert ada.words("close.thanks") not in told


async def test_where_nobody_wrote_no_number_is_told(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await closes(small_town)
    await small_town.passes(seconds=6)
    assert ada.account.screen[-1].text == ada.words("close.over_none", title=TITLE)


async def test_who_wants_no_notices_is_not_thanked(small_town: Town) -> None:
    scene = Scene(small_town)
    ada, eve, ida = (scene.speaks("말", name=name) for name in ("Ada", "Eve", "Ida"))
    await ada.says("/stop")
    await ada.presses("답변만 받기")
    with small_town.changing() as session:
        work = small_town.work(session)
        person = people.meet(work, eve.account.id, "ko")
        market = session.exec(select(Consultation)).one()
        some = dict.fromkeys(people.PURPOSES, True) | {"notices": False}
        people.join(work, person, market, some, how="test")
    ida.account.blocks()
    await small_town.settle()
    await closes(small_town)
    await small_town.passes(seconds=6)
    assert notices(small_town) == []


async def test_who_stops_notices_meanwhile_is_not_thanked(small_town: Town) -> None:
    ada = Scene(small_town).speaks("하나")
    await small_town.passes(hours=12)
    await closes(small_town)
    await small_town.passes(seconds=6)
    await ada.says("/stop")
    await ada.presses("답변만 받기")
    await small_town.passes(hours=10)
    assert [row.state for row in notices(small_town)] == ["cancelled"]


async def test_many_are_told_some_at_a_time(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "AT_ONCE", 2)
    Scene(town).speak(*(f"말 {n}" for n in range(5)))
    await closes(town)
    told = []
    for _ in range(4):
        await town.passes(seconds=6)
        told.append(len(notices(town)))
    assert told == [2, 4, 5, 5]
    assert "rounds" not in asked(town).settings


async def test_the_later_end_is_asked_for_and_then_the_reason(small_town: Town) -> None:
    olga = await small_town.official()
    assert await olga.says("/extend") == [olga.words("extend.ask", title=TITLE, closes=END)]
    [why] = await olga.says("12월 20일")
    read = olga.words("typed_in.read", when="2026년 12월 20일(일) 18:00")
    assumed, reason = olga.words("typed_in.assumed_hour"), olga.words("extend.reason")
    assert why == "\n".join([read, assumed, "", reason])
    done = olga.words("extend.done", title=TITLE, closes="2026년 12월 20일(일) 18:00")
    assert await olga.says("설명회를 한 번 더 열어요") == [done]
    row = small_town.all(LogRow)[-1]
    assert (row.action, row.reason) == ("consultation.extended", "설명회를 한 번 더 열어요")
    assert row.details["closes"] == asked(small_town).closes_at.isoformat()


async def extends(town: Town, *, until: str = "12월 20일 18시") -> Citizen:
    olga = await town.official()
    for words in ("/extend", until, "설명회를 더 열어요"):
        await olga.says(words)
    return olga


async def test_who_took_part_learns_of_the_later_end(town: Town) -> None:
    ada = Scene(town).speaks("하나")
    await extends(town)
    await town.passes(seconds=6)
    await town.passes(seconds=6)
    later = "2026년 12월 20일(일) 18:00"
    why = "설명회를 더 열어요"
    told = ada.words("close.extended", title=TITLE, old=END, closes=later, reason=why)
    assert [got.text for got in ada.account.received] == [told]


async def test_put_off_twice_in_a_night_only_the_last_is_told(small_town: Town) -> None:
    ada = Scene(small_town).speaks("하나")
    await small_town.passes(hours=12)
    await extends(small_town)
    await extends(small_town, until="12월 25일 18시")
    await small_town.passes(seconds=6)
    await small_town.passes(seconds=6)
    await small_town.passes(hours=11)
    [got] = ada.account.received
    assert "2026년 12월 25일(금) 18:00" in got.text


async def test_it_stays_open_until_the_later_end(small_town: Town) -> None:
    await extends(small_town)
    await small_town.passes(days=14)
    assert asked(small_town).state == "open"
    await small_town.passes(days=14)
    assert asked(small_town).state == "closed"


@pytest.mark.parametrize(
    ("words", "key"),
    {
        "12월 1일": "closes_too_early",
        "오늘 8시": "passed",
        "2월 30일": "not_on_calendar",
        "나중에": "not_understood",
    }.items(),
)
async def test_an_end_that_is_not_later(small_town: Town, words: str, key: str) -> None:
    olga = await small_town.official()
    await olga.says("/extend")
    [said] = await olga.says(words)
    values = {"opens": END, "closes": "2026년 12월 1일(화) 18:00"}
    values |= {"text": words, "when": "2026년 11월 23일(월) 08:00"}
    assert said.startswith(olga.words(f"typed_in.{key}", **values))
    await olga.says("12월 20일")
    await olga.says("까닭")
    assert len([row for row in small_town.all(LogRow) if row.reason == "까닭"]) == 1


async def test_a_reason_of_151_characters(small_town: Town) -> None:
    olga = await small_town.official()
    await olga.says("/extend")
    await olga.says("12월 20일")
    [said] = await olga.says("가" * 151)
    assert said.startswith(olga.words("typed_in.too_long", max=150, n=151))
    await olga.says("가" * 150)
    assert asked(small_town).closes_at.isoformat() == "2026-12-20T09:00:00+00:00"


async def test_an_answer_promised_sooner_than_the_later_end(small_town: Town) -> None:
    olga = await extends(small_town, until="2027년 1월 20일")
    sooner = olga.words("extend.due_sooner", due="2026년 12월 31일(목)")
    assert olga.account.screen[-1].text.endswith(sooner)


async def test_it_closes_while_the_later_end_is_being_written(small_town: Town) -> None:
    olga = await small_town.official()
    await small_town.passes(days=13, hours=23)
    await olga.says("/extend")
    await olga.says("12월 20일")
    await small_town.passes(hours=2)
    assert await olga.says("까닭") == [olga.words("close.already", title=TITLE, time=END)]


async def test_a_closed_one_cannot_be_kept_open(small_town: Town) -> None:
    olga = await closes(small_town)
    assert await olga.says("/extend") == [olga.words("extend.none")]
    [told] = await olga.says(f"/extend {MARKET}")
    assert "이미" in told


async def test_what_is_still_to_open_can_be_put_off(small_town: Town) -> None:
    opens = small_town.clock.now() + timedelta(days=1)
    small_town.puts(state="scheduled", opens_at=opens)
    olga = await small_town.official()
    for words in (f"/extend {BUSES}", "12월 20일 18시", "늦게 시작해요"):
        await olga.says(words)
    assert asked(small_town, BUSES).closes_at.isoformat() == "2026-12-20T09:00:00+00:00"


async def test_a_role_revoked_while_the_reason_is_written(small_town: Town) -> None:
    olga = await small_town.official()
    await olga.says("/extend")
    await olga.says("12월 20일")
    dismisses(small_town)
    assert await olga.says("까닭") == [olga.words("role.gone")]
    assert asked(small_town).closes_at.isoformat() == "2026-12-07T01:00:00+00:00"
