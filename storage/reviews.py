"""Queries about second looks, and about who may take them."""

from collections.abc import Collection

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.models import Contact, Review, Role


def by_id(session: Session, review_id: int) -> Review | None:
    return session.get(Review, review_id)


def held(session: Session, review_id: int) -> Review | None:
    """The same, and others who decide about it wait until this transaction is over. (On SQLite
    all writers wait for each other anyway.)"""
    query = select(Review).where(Review.id == review_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def newest(session: Session, kind: str, subject_id: int) -> Review | None:
    query = select(Review).where(Review.kind == kind, Review.subject_id == subject_id)
    return session.exec(query.order_by(col(Review.id).desc()).limit(1)).first()


def void(session: Session, kind: str, subject_id: int) -> None:
    """Looks that were asked for are over."""
    asked = update(Review).where(
        col(Review.kind) == kind, col(Review.subject_id) == subject_id, col(Review.state) == "asked"
    )
    session.exec(asked.values(state="void"))


def holders(session: Session, agency_id: int, roles: Collection[str]) -> list[Contact]:
    """Everybody who has one of these roles at the agency, each once."""
    theirs = select(Role.contact_id).where(Role.agency_id == agency_id, col(Role.role).in_(roles))
    query = select(Contact).where(col(Contact.id).in_(theirs)).order_by(col(Contact.id))
    return list(session.exec(query).all())
