"""Opinions from a file: people and opinions are two counts, and nobody is taken in twice."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from deliberation import people
from deliberation.speaking import imports
from deliberation.speaking.imports import Row
from deliberation.work import Work
from storage.database import open_engine, transaction
from storage.keys import Keys
from storage.models import Consent, Consultation, Contact, LogRow, Opinion, Participation
from tests.town import KEY, MORNING, PEPPER, found

ADA = 7001


@pytest.fixture
def work(sqlite_url: str) -> Iterator[Work]:
    """Work in a town; what differs between the engines is told in `tests/bot/test_import.py`."""
    engine = open_engine(sqlite_url)
    with transaction(engine) as session:
        found(session, MORNING)
        session.flush()
        yield Work(session, MORNING, Keys.from_text([KEY], PEPPER))
    engine.dispose()


@pytest.fixture
def market(work: Work) -> Consultation:
    return work.session.exec(select(Consultation)).one()


def test_people_and_opinions_are_counted_apart(work: Work, market: Consultation) -> None:
    rows = [_row(1, author="kim"), _row(2, author="kim"), _row(3, author="lee")]
    taken = imports.take(work, market, rows, actor="test")
    assert (taken.opinions, len(taken.people)) == (3, 2)


def test_without_an_author_every_row_is_a_person(work: Work, market: Consultation) -> None:
    taken = imports.take(work, market, [_row(1), _row(2)], actor="test")
    assert len(taken.people) == 2


def test_the_opinions_of_a_person_are_numbered_on(work: Work, market: Consultation) -> None:
    for number in (1, 2, 3):
        imports.take(work, market, [_row(number, author="kim")], actor="test")
    assert [opinion.no for opinion in _opinions(work)] == [1, 2, 3]


def test_importing_again_adds_nothing(work: Work, market: Consultation) -> None:
    rows = [_row(1, author="kim"), _row(2, telegram_id=ADA)]
    imports.take(work, market, rows, actor="test")
    again = imports.take(work, market, rows, actor="test")
    assert (again.opinions, len(again.people), again.known) == (0, 0, 2)
    assert len(_opinions(work)) == 2


def test_the_same_file_in_two_consultations_cannot_be_joined(
    work: Work, market: Consultation
) -> None:
    other = Consultation(**{**market.model_dump(exclude={"id"}), "slug": "other"})
    work.session.add(other)
    work.session.flush()
    for consultation in (market, other):
        imports.take(work, consultation, [_row(1, author="kim")], actor="test")
    names = work.session.exec(select(Participation.pseudonym)).all()
    assert len(set(names)) == 2


def test_somebody_without_a_contact_is_counted_and_cannot_be_reached(
    work: Work, market: Consultation
) -> None:
    imports.take(work, market, [_row(1, author="kim")], actor="test")
    row = work.session.exec(select(Participation)).one()
    assert (row.contact_id, row.origin) == (None, "import")
    assert not work.session.exec(select(Contact)).all()
    assert "kim" not in row.pseudonym


def test_a_contact_can_be_reached_and_agreed_to_opinions_only(
    work: Work, market: Consultation
) -> None:
    imports.take(work, market, [_row(1, telegram_id=ADA)], actor="test")
    person = people.meet(work, ADA, "ko")
    place = people.agreed(work, person.contact, market.id)
    assert place is not None
    consents = work.session.exec(select(Consent)).all()
    assert {row.purpose for row in consents if row.given} == {"opinions"}
    assert {row.how for row in consents} == {"imported"}
    assert len(consents) == len(people.PURPOSES)


def test_somebody_who_takes_part_already_keeps_what_they_agreed_to(
    work: Work, market: Consultation
) -> None:
    ada = people.meet(work, ADA, "ko")
    joined = people.join(work, ada, market, dict.fromkeys(people.PURPOSES, True), how="button")
    taken = imports.take(work, market, [_row(1, telegram_id=ADA)], actor="test")
    assert taken.people == {joined.id}
    assert {row.how for row in work.session.exec(select(Consent))} == {"button"}


def test_somebody_imported_who_comes_later_is_the_same_person(
    work: Work, market: Consultation
) -> None:
    taken = imports.take(work, market, [_row(1, telegram_id=ADA)], actor="test")
    ada = people.meet(work, ADA, "ko")
    joined = people.join(work, ada, market, dict.fromkeys(people.PURPOSES, True), how="button")
    assert taken.people == {joined.id}


def test_one_contact_in_several_rows_is_one_person(work: Work, market: Consultation) -> None:
    rows = [_row(1, telegram_id=ADA, author="a"), _row(2, telegram_id=ADA, author="b")]
    assert len(imports.take(work, market, rows, actor="test").people) == 1


def test_what_was_hidden_arrives_hidden_with_its_reason_and_in_the_log(
    work: Work, market: Consultation
) -> None:
    taken = imports.take(work, market, [_row(1, hidden=True), _row(2)], actor="test")
    assert taken.hidden == 1
    assert [(row.state, row.reason) for row in _opinions(work)] == [
        ("hidden", "imported"),
        ("received", None),
    ]
    logged = work.session.exec(select(LogRow)).one()
    assert (logged.action, logged.details["hidden"]) == ("opinions.imported", 1)


def test_times_are_kept_and_a_missing_one_is_now(work: Work, market: Consultation) -> None:
    before = datetime(2019, 4, 1, tzinfo=UTC)
    imports.take(work, market, [_row(1, written_at=before), _row(2)], actor="test")
    assert [opinion.written_at for opinion in _opinions(work)] == [before, MORNING]


def test_the_language_is_read_from_the_words(work: Work, market: Consultation) -> None:
    rows = [_row(1, text="도서관을 지어 주세요"), _row(2, text="A library, please")]
    imports.take(work, market, rows, actor="test")
    assert [opinion.language for opinion in _opinions(work)] == ["ko", "en"]


def test_a_consultation_that_is_over_takes_an_import(work: Work, market: Consultation) -> None:
    market.closes_at = MORNING - timedelta(days=1)
    assert imports.take(work, market, [_row(1)], actor="test").opinions == 1


def _row(
    number: int,
    *,
    text: str = "시장을 공원으로",
    author: str = "",
    telegram_id: int | None = None,
    written_at: datetime | None = None,
    hidden: bool = False,
) -> Row:
    return Row(str(number), text, author, telegram_id, written_at, hidden)


def _opinions(work: Work) -> list[Opinion]:
    return list(work.session.exec(select(Opinion).order_by(col(Opinion.id))))
