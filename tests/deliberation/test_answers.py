"""An answer to many: fixed and queued at once, and everybody is in exactly one state."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlmodel import select

from bot.replies import sendings
from bot.turn import View
from deliberation import people
from deliberation.answering import answers
from deliberation.answering.answers import Progress
from deliberation.grouping import analysis
from deliberation.work import Work
from storage.models import Answer, Audience, Contact, LogRow, Opinion, Outbox, Participation
from tests.answering import drafted, sent
from tests.bot.scenes import asked, found_by_hand
from tests.town import Town

OLGA = 1_000_000  # the official's account


def confirmed(town: Town, reached: int) -> Answer:
    """An answer to a topic of so many people, confirmed."""
    with town.changing() as session:
        work = town.work(session)
        members = _speak(work, reached)
        run = analysis.ask(work, asked(session).id, None)
        task = analysis.begin(work)
        assert task is not None
        analysis.finish(work, run.id, found_by_hand(dict(task.texts), {"도서관": members}))
        people.grant(work, OLGA, asked(session).agency_id, "official", actor="test")
        olga = people.meet(work, OLGA, "ko")
        answer = drafted(work, olga, 1)
    with town.changing() as session:
        work = town.work(session)
        sent(work, people.meet(work, OLGA, "ko"), session.get_one(Answer, answer.id))
    return answer


def _speak(work: Work, reached: int) -> list[int]:
    """So many people who can be written to, with an opinion each; the opinions' ids."""
    now, where = work.now, asked(work.session).id
    ids = range(1, reached + 1)
    work.session.add_all(
        Contact(mark=work.keys.mark("contact", n), sealed_id=work.keys.seal_id(n), created_at=now)
        for n in ids
    )
    work.session.flush()
    joined = {"consultation_id": where, "joined_at": now, "origin": "test", "language": "ko"}
    people_in = [{**joined, "contact_id": n, "pseudonym": str(n)} for n in ids]
    work.session.execute(insert(Participation), people_in)
    said = {"consultation_id": where, "no": 1, "written_at": now, "changed_at": now}
    kept = {"origin": "test", "language": "ko", "state": "received", "version": 1}
    words = [
        {**said, **kept, "participation_id": n, "source": str(n), "text": f"도서관 {n}"}
        for n in ids
    ]
    work.session.execute(insert(Opinion), words)
    return list(ids)


async def test_an_answer_to_two_thousand_is_queued_whole(small_town: Town) -> None:
    answer = confirmed(small_town, 2_000)
    with small_town.changing() as session:
        kept = session.get_one(Answer, answer.id)
        progress = answers.progress(small_town.work(session), kept)
    assert (progress.people, dict(progress.states)) == (2_000, {"pending": 2_000})


async def test_the_audience_is_fixed_with_each_persons_words(town: Town) -> None:
    confirmed(town, 3)
    assert [len(row.opinion_ids) for row in town.all(Audience)] == [1, 1, 1]


async def test_a_confirmation_is_on_record(town: Town) -> None:
    answer = confirmed(town, 1)
    last = town.all(LogRow)[-1]
    assert (last.action, last.subject) == ("answer.confirmed", f"answer:{answer.id}")


async def test_when_it_will_be_done_is_told_from_how_it_went_of_late(town: Town) -> None:
    answer = confirmed(town, 40)
    began = town.clock.now()

    def told(sent: int, now: datetime) -> tuple[Progress, str]:
        """So many went out, one a second from the beginning on; how it stands at this hour."""
        town.clock.advance((now - town.clock.now()).total_seconds())
        with town.changing() as session:
            rows = session.exec(select(Outbox).where(Outbox.kind == "answer").order_by("id")).all()
            for at, row in enumerate(rows[:sent]):
                row.state, row.ended_at = "sent", now - timedelta(seconds=sent - at)
                session.add(row)
            session.flush()
            work = town.work(session)
            progress = answers.progress(work, session.get_one(Answer, answer.id))
        shown = sendings.status(View("ko", ZoneInfo("Asia/Seoul")), progress)
        return progress, shown.text.splitlines()[-1]

    few, line = told(9, began + timedelta(seconds=9))
    assert (few.ends, few.goes_on, line.startswith("차단")) == (None, None, True)
    half, line = told(20, began + timedelta(seconds=20))
    assert half.ends == began + timedelta(seconds=40)
    assert line == "2026년 11월 23일(월) 10:00쯤 끝나요."
    evening = datetime(2026, 11, 23, 11, 59, 50, tzinfo=UTC)  # ten seconds before nine in Seoul
    late, line = told(20, evening)
    assert (late.ends, line) == (None, "밤에는 쉬고 이어서 보내요: 2026년 11월 24일(화) 08:00")
