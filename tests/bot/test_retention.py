"""Words are kept as long as people were told. Then they go, with all that points at a person, and
every number stays what it was."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from deliberation.briefing import reports
from deliberation.privacy import restoring, retention
from storage import erasures
from storage.database import open_engine, reading, transaction
from storage.erasures import Erasure
from storage.models import (
    Agency,
    Answer,
    Commitment,
    Consent,
    Consultation,
    Contact,
    Follower,
    LogRow,
    Opinion,
    Outbox,
    Participation,
    Picture,
    Topic,
)
from tests.bot.scenes import LIBRARY, MARKETS, PARKING, market_square
from tests.bot.shell import shell_on
from tests.bot.test_forget import NAME, PLANNED, TYPED, WORDS, a_life
from tests.town import MARKET, Town, consultation

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)
GONE = "두기로 한 기간이 끝나 2027년 12월 8일(수)에 글을 지웠어요."


def numbers(town: Town) -> tuple[Any, ...]:
    """Every number that is told of the consultation."""
    with reading(town.app.database.engine) as session:
        asked = session.get_one(Consultation, 1)
        told = reports.of(town.work(session), asked, "ko", 1000)
    topics = [replace(each, quotes=(), reasons=(), name="") for each in told.topics]
    ratings = [(each.number, each.people, each.yes, each.no) for each in told.answers]
    return told.counts, told.channels, told.split, topics, ratings, told.outcome, told.promises


def asked(town: Town) -> Consultation:
    return town.all(Consultation)[0]


async def until_told(town: Town) -> None:
    """The consultation is over, and it is a week before its words go."""
    await town.passes(days=15)
    await town.passes(days=357, hours=1)


async def test_when_the_span_is_over_words_and_links_go_and_every_number_stays(town: Town) -> None:
    """A person of whom as much is held as can be, in two consultations, and ten others."""
    ada = await a_life(town)
    olga = await town.official("Minseo")
    pseudonyms = [each.pseudonym for each in town.all(Participation)]
    await until_told(town)
    (told,) = [got.text for got in olga.account.received if "옛 시장 자리 쓰임에 모인" in got.text]
    assert told.startswith("옛 시장 자리 쓰임에 모인 글을 두기로 한 1년이 곧 끝나요.")
    assert "2027년 12월 7일(화)에 글과 글쓴이를" in told
    before = numbers(town)
    await town.passes(days=6, hours=23)
    assert town.traces(LIBRARY[1]) == {"opinion.text"}
    await town.passes(days=1, hours=1)
    said = set(WORDS) - {PLANNED, TYPED}
    assert town.traces(*said, *LIBRARY, *PARKING, *MARKETS, *pseudonyms) == set()
    assert town.traces(ada.account.id, NAME) == set()
    assert numbers(town) == before
    assert (town.all(Consent), town.all(Picture)) == ([], [])
    assert {each.contact_id for each in town.all(Participation)} == {None}
    assert {opinion.text for opinion in town.all(Opinion)} == {""}
    (erased, _) = (row for row in town.all(LogRow) if row.action == "consultation.words_erased")
    assert (erased.actor, erased.subject) == ("clock", "consultation:1")


async def test_afterwards_everybody_reads_that_words_are_gone(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    await until_told(small_town)
    await olga.says("/summary")
    whole = olga.account.screen[-1].text
    counted = next(line for line in whole.splitlines() if line.startswith("시민"))
    await small_town.passes(days=8)
    (briefing,) = await olga.says("/summary")
    assert counted in briefing
    assert f"{GONE} 수와 주제, 답변과 약속은 남아 있어요." in briefing
    assert "“–”" in briefing
    assert {"추려 보기", "새로 모으기"}.isdisjoint(olga.buttons)
    (topic,) = await olga.presses("1번 주제")
    assert GONE in topic
    assert olga.label("tidy") not in olga.buttons
    await olga.says("/export")
    assert GONE in (await olga.presses("표 파일"))[-1]
    stranger = small_town.citizen("Stranger")
    (held,) = await stranger.says("/mydata")
    assert held.endswith("모두의 글을 지웠어요. 누가 썼는지도 이제 알 수 없어요.")
    ada = scene.citizens[0]
    assert await ada.says("/mydata") == [held]  # nothing of hers is left, nor that she was there
    small = [topic.name for topic in small_town.all(Topic)]
    assert small == ["…", "…", "…"]  # each was named by the words of fewer than five


async def test_nothing_goes_before_officials_knew_of_it_for_a_week(small_town: Town) -> None:
    market_square(small_town)
    await small_town.passes(days=500)  # the bot was off until long after the span
    assert asked(small_town).erasing_at is None
    await small_town.passes(days=6)
    assert asked(small_town).erasing_at is None
    await small_town.passes(days=1)
    assert asked(small_town).erased_at == small_town.clock.now()


async def test_it_goes_a_piece_at_a_time_and_a_lost_piece_is_done_again(
    small_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    market_square(small_town)
    monkeypatch.setattr(retention, "AT_ONCE", 4)
    await until_told(small_town)
    before = numbers(small_town)
    small_town.clock.advance(timedelta(days=8).total_seconds())
    with small_town.changing() as session:
        assert retention.go_on(small_town.work(session)) == 4
    with pytest.raises(RuntimeError):
        breaks_off(small_town)
    left = [each for each in small_town.all(Participation) if each.contact_id is not None]
    assert (len(left), asked(small_town).erased_at) == (6, None)
    assert numbers(small_town) == before
    await small_town.passes(minutes=1)
    assert asked(small_town).erased_at == small_town.clock.now()
    assert numbers(small_town) == before


def breaks_off(town: Town) -> None:
    """A piece that is never committed."""
    with town.changing() as session:
        assert retention.go_on(town.work(session)) == 4
        raise RuntimeError("the power went")


async def test_an_answer_that_is_going_out_arrives_first(small_town: Town) -> None:
    market_square(small_town)
    await until_told(small_town)
    now = small_town.clock.now()
    with small_town.changing() as session:
        session.add(Answer(consultation_id=1, state="sending", created_at=now))
        session.flush()
        letter = Outbox(kind="answer", method="", answer_id=1, contact_id=1, created_at=now)
        letter.not_before = now + timedelta(days=9)
        session.add(letter)
    await small_town.passes(days=8)
    assert asked(small_town).erasing_at is None
    with small_town.changing() as session:
        letter = session.exec(select(Outbox).where(Outbox.answer_id == 1)).one()
        letter.state, letter.ended_at = "sent", small_town.clock.now()
        session.add(letter)
    await small_town.passes(minutes=1)
    assert asked(small_town).erased_at is not None


async def test_who_waits_for_a_promise_is_still_reached_until_it_is_kept(small_town: Town) -> None:
    scene = market_square(small_town)
    ada = scene.citizens[0]
    with small_town.changing() as session:
        now = small_town.clock.now()
        promised = Commitment(
            agency_id=1,
            consultation_id=1,
            number=1,
            what="어린이 도서관을 열어요",
            lead="도시재생과",
            measure="문을 연 날",
            due=date(2029, 6, 30),
            stage="prototype",
            made_at=now,
            changed_at=now,
        )
        session.add(promised)
        session.flush()
        session.add(Follower(commitment_id=promised.id, contact_id=1, since=now))
    await until_told(small_town)
    await small_town.passes(days=8)
    assert [each.id for each in small_town.all(Contact)] == [1]
    assert "약속" in (await ada.says("/mydata"))[0]
    with small_town.changing() as session:
        promised = session.get_one(Commitment, 1)
        promised.status, promised.changed_at = "done", small_town.clock.now()
        session.add(promised)
    await small_town.passes(days=29)
    assert len(small_town.all(Contact)) == 1
    await small_town.passes(days=2)
    assert small_town.all(Contact) == []


async def test_a_backup_that_is_brought_back_has_them_erased_again(small_town: Town) -> None:
    market_square(small_town)
    with small_town.changing() as session:  # the copy is of a time when it was open
        known = [Erasure("words_over", small_town.clock.now(), MARKET, {})]
        restoring.set_right(small_town.work(session), known)
    assert small_town.traces(*LIBRARY) == set()
    journal = small_town.app.settings.journal
    assert asked(small_town).erased_at is not None
    keys = small_town.app.settings.secrets()
    assert "words_over" in {each.what for each in erasures.read(journal, keys)}


def test_the_command_says_what_would_go_and_does_it_when_asked_to(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = shell_on(sqlite_url, tmp_path, monkeypatch)
    assert "nothing is due now" in shell.says("retention", "--dry-run").out
    over(sqlite_url)
    seen = shell.says("retention", "--dry-run").out
    assert (
        f"{MARKET} (중앙구청): ended 2024-01-15, kept for 365 days, due 2025-01-14, goes now"
        in seen
    )
    assert "the words of 2 opinions, the links to 1 accounts of 1 people, 0 pictures" in seen
    assert "officials are told 7 days before" in seen  # of the other one
    refused = shell.says("retention")
    assert refused.code == 1  # nobody said yes
    assert "nothing points at 1 people any more" in shell.says("retention", "--yes").out
    engine = open_engine(sqlite_url)
    with reading(engine) as session:
        assert {one.text for one in session.exec(select(Opinion))} == {""}
    engine.dispose()
    assert "nothing is due now" in shell.says("retention").out
    (tmp_path / "more.csv").write_text("text,id\n다시 넣는 글,1\n")
    more = shell.says("import", "more.csv", "--consultation", MARKET, "--format", "csv")
    assert "their time is over" in more.err


def over(url: str) -> None:
    """Two consultations that ended long ago; of one the officials know that its words go."""
    engine = open_engine(url)
    with transaction(engine) as session:
        agency = session.exec(select(Agency)).one()
        then = consultation(agency.id, LONG_AGO)
        known = {retention.TOLD: LONG_AGO.isoformat()}
        first = Consultation(**{**then.model_dump(exclude={"id"}), "settings": known})
        first.state = "archived"
        second = Consultation(**{**first.model_dump(exclude={"id"}), "slug": "other"})
        second.settings = {}
        who = Contact(mark=b"mark", sealed_id=b"sealed", created_at=LONG_AGO)
        session.add_all([first, second, who])
        session.flush()
        one = Participation(
            consultation_id=first.id, contact_id=who.id, pseudonym="p", joined_at=LONG_AGO
        )
        session.add(one)
        session.flush()
        for no in (1, 2):
            session.add(
                Opinion(
                    consultation_id=first.id,
                    participation_id=one.id,
                    no=no,
                    source=f"{no}",
                    language="ko",
                    text=LIBRARY[no],
                    written_at=LONG_AGO,
                    changed_at=LONG_AGO,
                )
            )
    engine.dispose()
