"""The rules of opinions themselves, without a bot: when they count, join, change and move."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from deliberation import people
from deliberation.asking import consultations
from deliberation.outcomes import (
    Closed,
    ConsentNeeded,
    Gone,
    Joined,
    NotOpenYet,
    Recorded,
    Repeated,
    Revised,
    RevisionClosed,
    Unchanged,
    Withdrawn,
)
from deliberation.people import Person
from deliberation.speaking import opinions, revisions
from deliberation.speaking.wording import Said
from deliberation.work import Work
from storage.database import open_engine, transaction
from storage.keys import Keys
from storage.models import Agency, Consultation, Opinion, OpinionMessage, Revision
from tests.town import KEY, MORNING, PEPPER, consultation, found

WORDS = "그늘이 많으면 좋겠어요"
ALL = dict.fromkeys(people.PURPOSES, True)


@pytest.fixture
def work(sqlite_url: str) -> Iterator[Work]:
    """A morning with one agency and its open consultation."""
    engine = open_engine(sqlite_url)
    with transaction(engine) as session:
        found(session, MORNING)
        session.flush()
        yield Work(session, MORNING, Keys.from_text([KEY], PEPPER))
    engine.dispose()


def the(session: Session) -> Consultation:
    return session.exec(select(Consultation)).one()


@pytest.fixture
def ada(work: Work) -> Person:
    """Somebody who agreed to everything."""
    person = people.meet(work, 7, "ko")
    people.join(work, person, the(work.session), ALL, how="all")
    return people.again(work, person)


def said(text: str = WORDS, no: int = 1, at: datetime = MORNING) -> Said:
    return Said(text, f"message {no}", no, at)


def recorded(work: Work, ada: Person, text: str = WORDS, no: int = 1) -> Opinion:
    outcome = opinions.submit(work, ada, said(text, no))
    assert isinstance(outcome, Recorded)
    work.session.flush()
    return work.session.get_one(Opinion, outcome.opinion.id)


@pytest.mark.parametrize(
    ("days", "outcome"), [(-2, NotOpenYet), (0, Recorded), (13, Recorded), (14, Closed)]
)
def test_words_count_by_the_hour_they_were_sent(
    work: Work, ada: Person, days: int, outcome: type
) -> None:
    sent = said(at=MORNING + timedelta(days=days))
    assert isinstance(opinions.submit(work, ada, sent), outcome)


def test_the_last_second_still_counts(work: Work, ada: Person) -> None:
    last = the(work.session).closes_at - timedelta(seconds=1)
    assert isinstance(opinions.submit(work, ada, said(at=last)), Recorded)


def test_an_end_brought_forward_counts_and_not_the_one_announced(work: Work, ada: Person) -> None:
    the(work.session).closed_at = MORNING
    assert isinstance(opinions.submit(work, ada, said()), Closed)


def test_nothing_is_kept_of_somebody_who_has_not_agreed(work: Work) -> None:
    outcome = opinions.submit(work, people.meet(work, 8, "ko"), said())
    assert isinstance(outcome, ConsentNeeded)
    assert work.session.exec(select(Opinion)).all() == []


def test_nothing_is_kept_of_somebody_who_took_consent_back(work: Work, ada: Person) -> None:
    people.refuse(work, ada, the(work.session))
    work.session.flush()
    assert isinstance(opinions.submit(work, ada, said()), ConsentNeeded)


def test_one_message_is_recorded_once(work: Work, ada: Person) -> None:
    first, again = recorded(work, ada), recorded(work, ada)
    assert first.id == again.id


def test_own_opinions_are_numbered_from_one(work: Work, ada: Person) -> None:
    numbers = [recorded(work, ada, f"{n}번째 생각이에요", n).no for n in (1, 2, 3)]
    assert numbers == [1, 2, 3]


def test_the_same_words_are_told_by_their_number(work: Work, ada: Person) -> None:
    first = recorded(work, ada)
    assert opinions.submit(work, ada, said(no=2)) == Repeated(first)


@pytest.mark.parametrize(("seconds", "outcome"), [(1, Joined), (15, Joined), (16, Recorded)])
def test_a_piece_joins_the_one_before_within_seconds(
    work: Work, ada: Person, seconds: int, outcome: type
) -> None:
    recorded(work, ada, "가" * 4096)
    later = said("나머지 이야기예요", 2, MORNING + timedelta(seconds=seconds))
    assert isinstance(opinions.submit(work, ada, later), outcome)


def test_a_piece_cut_at_a_border_begins_a_new_line(work: Work, ada: Person) -> None:
    opinion = recorded(work, ada, "가" * 4050)
    opinions.submit(work, ada, said("나머지 이야기예요", 2))
    assert opinion.text == "가" * 4050 + "\n나머지 이야기예요"


def test_a_short_message_is_never_joined_to(work: Work, ada: Person) -> None:
    recorded(work, ada)
    assert isinstance(opinions.submit(work, ada, said("앉을 곳도요", 2)), Recorded)


def test_every_change_keeps_the_words_before(work: Work, ada: Person) -> None:
    opinion = recorded(work, ada)
    for version in ("그늘이 더 많으면 좋겠어요", "그늘과 의자가 많으면 좋겠어요"):
        assert isinstance(revisions.revise_message(work, ada, said(version)), Revised)
    work.session.flush()
    kept = {row.version: row.text for row in work.session.exec(select(Revision))}
    assert kept == {1: WORDS, 2: "그늘이 더 많으면 좋겠어요"}
    assert opinion.version == 3


def test_the_same_words_change_nothing(work: Work, ada: Person) -> None:
    recorded(work, ada)
    assert isinstance(revisions.revise_message(work, ada, said()), Unchanged)


def test_a_change_after_the_end_is_refused(work: Work, ada: Person) -> None:
    recorded(work, ada)
    late = said("다른 생각이에요", at=MORNING + timedelta(days=14))
    assert isinstance(revisions.revise_message(work, ada, late), RevisionClosed)


def test_new_words_bring_their_own_message(work: Work, ada: Person) -> None:
    opinion = recorded(work, ada)
    revisions.replace(work, ada, opinion.id, said("다른 생각이에요", 9))
    work.session.flush()
    kept = work.session.exec(select(OpinionMessage.message_id)).all()
    assert sorted(kept) == [1, 9]


def test_taking_back_twice_leaves_the_time_to_undo(work: Work, ada: Person) -> None:
    opinion = recorded(work, ada)
    until = MORNING + work.rules.undo
    for _ in range(2):
        assert opinions.withdraw(work, ada, opinion.id) == Withdrawn(opinion, until, "Asia/Seoul")


def test_a_hidden_opinion_taken_back_and_restored_is_still_hidden(work: Work, ada: Person) -> None:
    opinion = recorded(work, ada)
    opinion.state = "hidden"
    opinions.withdraw(work, ada, opinion.id)
    opinions.restore(work, ada, opinion.id)
    assert opinion.state == "hidden"


def test_what_is_erased_is_gone_for_its_author_too(work: Work, ada: Person) -> None:
    opinion = recorded(work, ada)
    opinions.withdraw(work, ada, opinion.id)
    work.session.flush()
    later = Work(work.session, MORNING + work.rules.undo, work.keys)
    assert consultations.erase_withdrawn(later) == 1
    assert opinions.restore(later, ada, opinion.id) == Gone()
    assert (opinion.state, opinion.text) == ("erased", "")


@pytest.mark.parametrize("act", [opinions.withdraw, opinions.restore])
def test_nobody_acts_on_what_another_wrote(work: Work, ada: Person, act: object) -> None:
    opinion = recorded(work, ada)
    eve = people.meet(work, 8, "ko")
    people.join(work, eve, the(work.session), ALL, how="all")
    assert callable(act)
    assert act(work, people.again(work, eve), opinion.id) == Gone()


def test_an_opinion_moves_only_where_its_author_has_agreed(work: Work, ada: Person) -> None:
    opinion = recorded(work, ada)
    agency = work.session.exec(select(Agency)).one()
    other = consultation(agency.id, MORNING, slug="village-bus")
    work.session.add(other)
    work.session.flush()
    assert opinions.move(work, ada, opinion.id, other.id) == Gone()
