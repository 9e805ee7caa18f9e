"""Queries about the words an agency uses again and again."""

from sqlmodel import Session, col, func, select

from storage.models import Paragraph


def of_agency(session: Session, agency_id: int) -> list[Paragraph]:
    """All of an agency, by name."""
    query = select(Paragraph).where(Paragraph.agency_id == agency_id)
    return list(session.exec(query.order_by(col(Paragraph.name), col(Paragraph.id))).all())


def by_id(session: Session, agency_id: int, paragraph_id: int) -> Paragraph | None:
    query = select(Paragraph).where(Paragraph.id == paragraph_id, Paragraph.agency_id == agency_id)
    return session.exec(query).first()


def is_named(session: Session, agency_id: int, name: str) -> bool:
    """Whether the agency has one of this name."""
    query = select(func.count()).where(Paragraph.agency_id == agency_id, Paragraph.name == name)
    return session.exec(query).one() > 0


def made_by(session: Session, contact_id: int) -> list[Paragraph]:
    query = select(Paragraph).where(Paragraph.made_by == contact_id)
    return list(session.exec(query.order_by(col(Paragraph.id))).all())
