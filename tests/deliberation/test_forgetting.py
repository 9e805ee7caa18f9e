"""What erasing a person reaches: every column that names one, also while others are at work."""

import asyncio

from sqlmodel import Session

from deliberation import people
from deliberation.people import Person
from deliberation.privacy import forgetting
from deliberation.privacy.forgetting import Forgotten, NothingHeld
from storage import erasing
from storage.models import Contact, Look, Participation
from storage.models.base import Table
from tests.bot.scenes import market_square
from tests.town import Town


def references(table: str) -> set[tuple[str, str]]:
    """(table, column) of everything that refers to the table."""
    return {
        (each.name, column.name)
        for each in Table.metadata.sorted_tables
        for column in each.columns
        for key in column.foreign_keys
        if key.column.table.name == table
    }


def test_every_column_that_names_a_contact_is_erased_or_emptied() -> None:
    reached = {(table.__tablename__, name) for table, name in (*erasing.OWNED, *erasing.NAMED)}
    assert reached | {("participation", "contact_id")} == references("contact")


def test_what_hangs_on_opinions_and_participations_is_known() -> None:
    """Whoever adds a table here says in `storage.erasing` what becomes of it."""
    assert references("opinion") == {
        ("revision", "opinion_id"),
        ("opinion_message", "opinion_id"),
        ("flag", "opinion_id"),
        ("membership", "opinion_id"),
        ("opinion_vector", "opinion_id"),
        ("likeness", "opinion_id"),
        ("likeness", "other_id"),
        ("family", "opinion_id"),
        ("handling", "opinion_id"),
    }
    assert references("participation") == {
        ("opinion", "participation_id"),
        ("consent", "participation_id"),
        ("flag", "participation_id"),
        ("audience", "participation_id"),
    }
    assert references("audience") == {("outbox", "audience_id")}


def of(town: Town, session: Session, name: int) -> Person:
    return people.meet(town.work(session), name, "ko")


async def test_forgetting_twice_finds_nobody_the_second_time(town: Town) -> None:
    account = market_square(town).citizens[0].account.id
    outcomes = []
    for _ in range(2):
        with town.changing() as session:
            me = of(town, session, account)
            outcomes.append(forgetting.forget(town.work(session), me, keep_words=False))
    assert outcomes == [Forgotten(), NothingHeld()]


async def test_whoever_writes_about_the_person_at_that_moment_finds_nobody(town: Town) -> None:
    account = market_square(town).citizens[0].account.id
    now = town.clock.now()

    def look(session: Session) -> bool:
        contact = of(town, session, account).contact
        if contact is None:
            return False
        session.add(Look(contact_id=contact.id, consultation_id=1, at=now))
        return True

    with town.changing() as session:
        me = of(town, session, account)
        forgetting.forget(town.work(session), me, keep_words=False)
        waiting = asyncio.create_task(town.app.database.write(look))
        await asyncio.sleep(0.2)  # it has seen the contact, and waits to name it
    assert await waiting is False
    assert town.all(Look) == []


async def test_whoever_changes_a_row_of_the_person_at_that_moment_finds_it_gone(
    town: Town,
) -> None:
    account = market_square(town).citizens[0].account.id

    def choose(session: Session) -> bool:
        contact = of(town, session, account).contact
        if contact is not None:
            people.choose_notices(town.work(session), contact, "none")
            session.flush()
        return contact is not None

    with town.changing() as session:
        me = of(town, session, account)
        forgetting.forget(town.work(session), me, keep_words=False)
        waiting = asyncio.create_task(town.app.database.write(choose))
        await asyncio.sleep(0.2)
    assert await waiting is False


async def test_one_of_many_is_forgotten_and_the_others_stay(town: Town) -> None:
    scene = market_square(town)
    with town.changing() as session:
        me = of(town, session, scene.citizens[0].account.id)
        forgetting.forget(town.work(session), me, keep_words=False)
    assert (len(town.all(Contact)), len(town.all(Participation))) == (9, 9)
