"""Queries about departments, their people, and the topics handed to them."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, literal_column
from sqlmodel import Session, col, select

from storage.models import Agency, Assignment, Contact, Department, Role

OPEN: ColumnElement[bool] = literal_column("assignment.ended_at IS NULL")
"""In the very words of the index of these rows."""
MEMBERS = ("official", "head")


def of_agency(session: Session, agency_id: int) -> list[Department]:
    query = select(Department).where(Department.agency_id == agency_id)
    return list(session.exec(query.order_by(col(Department.name), col(Department.id))).all())


def by_id(session: Session, department_id: int) -> Department | None:
    return session.get(Department, department_id)


def hold(session: Session, agency_id: int) -> None:
    """Two who name the same new department make one: the second waits for the first."""
    session.exec(select(Agency.id).where(Agency.id == agency_id).with_for_update()).one()


def handed(session: Session, topic_id: int) -> tuple[Assignment, Department] | None:
    """Where a topic is now, if it was handed to anybody."""
    return handed_of(session, [topic_id]).get(topic_id)


def handed_of(
    session: Session, topic_ids: Collection[int]
) -> dict[int, tuple[Assignment, Department]]:
    """topic id -> where it is now."""
    query = (
        select(Assignment, Department)
        .join(Department, col(Department.id) == Assignment.department_id)
        .where(col(Assignment.topic_id).in_(topic_ids), OPEN)
        .order_by(col(Assignment.id))
    )
    return {row.topic_id: (row, department) for row, department in session.exec(query)}


def assignment(session: Session, assignment_id: int) -> Assignment | None:
    return session.get(Assignment, assignment_id)


def members(
    session: Session, department_id: int, roles: Collection[str] = MEMBERS
) -> list[Contact]:
    """Who works in a department, as far as it is known."""
    held = select(Role.contact_id).where(
        Role.department_id == department_id, col(Role.role).in_(roles)
    )
    query = select(Contact).where(col(Contact.id).in_(held)).order_by(col(Contact.id))
    return list(session.exec(query).all())
