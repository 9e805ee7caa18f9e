"""Queries about what everybody who takes part in a consultation is told."""

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.models import Consultation, Contact, Opinion, Participation
from storage.people import agreed

KEPT = ("received", "held", "hidden")
"""States of an opinion whose words are there."""


def under_way(session: Session) -> list[Consultation]:
    """Consultations with something that not everybody was told yet."""
    begun = col(Consultation.settings)["rounds"].as_string().is_not(None)
    query = select(Consultation).where(begun).with_for_update()
    return list(session.exec(query).all())


def listeners(
    session: Session, consultation_id: int, after: int, most: int
) -> list[tuple[Participation, Contact]]:
    """Who wants notices of this consultation and can be reached, in the order they joined,
    after the participation with the number `after`."""
    query = (
        select(Participation, Contact)
        .join(Contact, col(Contact.id) == Participation.contact_id)
        .where(
            Participation.consultation_id == consultation_id,
            col(Participation.id) > after,
            *_listens(),
        )
        .order_by(col(Participation.id))
        .limit(most)
    )
    return list(session.exec(query).all())


def writers(
    session: Session, consultation_id: int, after: int, most: int
) -> list[tuple[Participation, Contact]]:
    """Who has words in this consultation and can be reached, in the order they joined, after the
    participation with the number `after`."""
    query = (
        select(Participation, Contact)
        .join(Contact, col(Contact.id) == Participation.contact_id)
        .where(
            Participation.consultation_id == consultation_id,
            col(Participation.id) > after,
            *_writes(),
        )
        .order_by(col(Participation.id))
        .limit(most)
    )
    return list(session.exec(query).all())


def writer(session: Session, participation_id: int) -> Participation | None:
    """The participation, if whoever it is still has words there and can be reached."""
    query = (
        select(Participation)
        .join(Contact, col(Contact.id) == Participation.contact_id)
        .where(Participation.id == participation_id, *_writes())
    )
    return session.exec(query).first()


def count_writers(session: Session, consultation_id: int) -> int:
    """How many people have words there and can be reached."""
    return session.exec(_counted(consultation_id).where(*_writes())).one()


def count_listeners(session: Session, consultation_id: int) -> int:
    """How many people want notices of this consultation and can be reached."""
    return session.exec(_counted(consultation_id).where(*_listens())).one()


def _counted(consultation_id: int) -> SelectOfScalar[int]:
    return (
        select(func.count(col(Participation.id)))
        .join(Contact, col(Contact.id) == Participation.contact_id)
        .where(Participation.consultation_id == consultation_id)
    )


def _writes() -> tuple[ColumnElement[bool], ...]:
    """Also of who agreed to no notices: it concerns their own words."""
    words = select(Opinion.id).where(
        Opinion.participation_id == Participation.id, col(Opinion.state).in_(KEPT)
    )
    return col(Contact.notices) != "none", col(Contact.blocked_at).is_(None), words.exists()


def listener(session: Session, participation_id: int) -> Participation | None:
    """The participation, if whoever it is still wants notices."""
    query = (
        select(Participation)
        .join(Contact, col(Contact.id) == Participation.contact_id)
        .where(Participation.id == participation_id, *_listens())
    )
    return session.exec(query).first()


def _listens() -> tuple[ColumnElement[bool], ...]:
    return (
        col(Contact.notices) == "all",
        col(Contact.blocked_at).is_(None),
        agreed(col(Participation.id), "opinions"),
        agreed(col(Participation.id), "notices"),
    )
