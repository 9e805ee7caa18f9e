"""Queries about what is being done about words that wait: whose card they are on, and what became
of them short of a decision."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from storage.models import Agency, Handling, Opinion
from storage.upserts import inserting


def hold(session: Session, agency_ids: Collection[int]) -> None:
    """Others who look through what waits in these agencies wait until this transaction is over.
    (On SQLite all writers wait for each other anyway.)"""
    query = select(Agency.id).where(col(Agency.id).in_(agency_ids)).order_by(col(Agency.id))
    session.exec(query.with_for_update(key_share=True)).all()


def of(session: Session, opinion_id: int) -> Handling | None:
    return session.get(Handling, opinion_id, populate_existing=True)


def on_card(session: Session, card: int, contact_id: int) -> list[Handling]:
    """The words on this card, as this person has it or had it last."""
    query = select(Handling).where(Handling.card == card, Handling.taken_by == contact_id)
    return list(session.exec(query.order_by(col(Handling.opinion_id))).all())


def release(session: Session, contact_id: int) -> None:
    """This person has no card any more."""
    theirs = update(Handling).where(col(Handling.taken_by) == contact_id)
    session.exec(theirs.values(taken_by=None, taken_until=None))


def take(
    session: Session, card: int, stamps: Mapping[int, int], contact_id: int, until: datetime
) -> None:
    """This person has the card with these words until then; `stamps`: opinion -> how it stood."""
    made = inserting(session, Handling)
    taken = {"card": card, "taken_by": contact_id, "taken_until": until}
    kept = {name: made.excluded[name] for name in ("stamp", *taken)}
    add = made.on_conflict_do_update(index_elements=["opinion_id"], set_=kept)
    rows = [{"opinion_id": each, "stamp": stamp, **taken} for each, stamp in stamps.items()]
    session.connection().execute(add, rows)


def propose(session: Session, opinion_ids: Collection[int], contact_id: int, reason: str) -> None:
    """This person wants these hidden, and a second one has to agree."""
    wanted = update(Handling).where(col(Handling.opinion_id).in_(opinion_ids))
    session.exec(
        wanted.values(proposed_by=contact_id, proposed=reason, taken_by=None, taken_until=None)
    )


def pass_on(
    session: Session,
    card: int,
    stamps: Mapping[int, int],
    contact_id: int,
    line: str,
    now: datetime,
) -> None:
    """This person handed these to the administrators; nobody has them on a card."""
    made = inserting(session, Handling)
    passed = {"passed_by": contact_id, "passed_at": now, "line": line}
    free = {"taken_by": None, "taken_until": None, "proposed_by": None, "proposed": ""}
    add = made.on_conflict_do_update(index_elements=["opinion_id"], set_={**passed, **free})
    rows = [
        {"opinion_id": each, "card": card, "stamp": stamp, **passed}
        for each, stamp in stamps.items()
    ]
    session.connection().execute(add, rows)


def end(session: Session, opinion_ids: Collection[int]) -> None:
    """Nothing is being done about these any more."""
    session.exec(delete(Handling).where(col(Handling.opinion_id).in_(opinion_ids)))


def words_of(session: Session, opinion_ids: Collection[int]) -> list[tuple[int, int, int, str]]:
    """(opinion, participation, version, words), by opinion."""
    query = (
        select(Opinion.id, Opinion.participation_id, Opinion.version, Opinion.text)
        .where(col(Opinion.id).in_(opinion_ids))
        .order_by(col(Opinion.id))
    )
    return list(session.exec(query).all())
