"""Queries about invited groups: whoever came as one of them is counted apart from citizens."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import case
from sqlmodel import Session, col, func, select

from storage.models import AnalysisRun, Consultation, Membership, Opinion, Participation, Partner
from storage.opinions import SHOWN

Counted = tuple[int, int]
"""(people, opinions)"""


def by_id(session: Session, partner_id: int) -> Partner | None:
    return session.get(Partner, partner_id)


def by_name(session: Session, consultation_id: int, name: str) -> Partner | None:
    query = select(Partner).where(Partner.consultation_id == consultation_id, Partner.name == name)
    return session.exec(query).first()


def takes_guests(session: Session, agency_id: int) -> list[Consultation]:
    """The consultations of an agency that groups can be invited to, the newest first."""
    query = (
        select(Consultation)
        .where(
            Consultation.agency_id == agency_id,
            col(Consultation.state).in_(("open", "scheduled")),
        )
        .order_by(col(Consultation.id).desc())
    )
    return list(session.exec(query).all())


def invited(session: Session, consultation_id: int) -> list[int]:
    """The participations of those who came as one of a group: few, beside all."""
    query = select(Participation.id).where(
        Participation.consultation_id == consultation_id,
        col(Participation.partner_id).is_not(None),
    )
    return list(session.exec(query.order_by(col(Participation.id))).all())


def invited_in(session: Session, run_id: int) -> list[int]:
    """The same of the consultation of a run."""
    query = select(AnalysisRun.consultation_id).where(AnalysisRun.id == run_id)
    return invited(session, session.exec(query).one())


def citizens(besides: Collection[int]) -> Any:
    """How many people an opinion's rows are of, those besides left out; for queries of opinions."""
    person = col(Opinion.participation_id)
    counted = case((person.not_in(besides), person)) if besides else person
    return func.count(func.distinct(counted))


def counted(session: Session, run_id: int) -> dict[int | None, Counted]:
    """topic id -> how many people of invited groups said how much that is shown; None is what
    stands on its own."""
    guests = invited_in(session, run_id)
    if not guests:
        return {}
    query = (
        select(
            Membership.topic_id, func.count(func.distinct(Opinion.participation_id)), func.count()
        )
        .join(Opinion, col(Opinion.id) == Membership.opinion_id)
        .where(*_theirs(guests, run_id))
        .group_by(col(Membership.topic_id))
    )
    return {topic: (people, opinions) for topic, people, opinions in session.exec(query)}


def everybody(session: Session, run_id: int) -> Counted:
    """The same of the whole run: each person once."""
    guests = invited_in(session, run_id)
    if not guests:
        return 0, 0
    query = (
        select(func.count(func.distinct(Opinion.participation_id)), func.count())
        .join(Membership, col(Membership.opinion_id) == Opinion.id)
        .where(*_theirs(guests, run_id))
    )
    people, opinions = session.exec(query).one()
    return people, opinions


def beside(session: Session, consultation_id: int) -> Counted:
    """How many citizens said how much that is shown in a consultation, whatever is analysed."""
    query = (
        select(func.count(func.distinct(Opinion.participation_id)), func.count())
        .join(Participation, col(Participation.id) == Opinion.participation_id)
        .where(
            Opinion.consultation_id == consultation_id,
            Opinion.state == SHOWN,
            col(Participation.partner_id).is_(None),
        )
    )
    people, opinions = session.exec(query).one()
    return people, opinions


def _theirs(guests: Collection[int], run_id: int) -> list[Any]:
    return [
        Membership.run_id == run_id,
        Opinion.state == SHOWN,
        col(Opinion.participation_id).in_(guests),
    ]


def invited_of(session: Session, participation_ids: Collection[int]) -> set[int]:
    """Those of these who came as one of a group."""
    query = select(Participation.id).where(
        col(Participation.id).in_(participation_ids), col(Participation.partner_id).is_not(None)
    )
    return set(session.exec(query))


def named(session: Session, participation_ids: Collection[int]) -> dict[int, str]:
    """participation id -> the group's name, of those who agreed that it is shown."""
    query = (
        select(Participation.id, Partner.name)
        .join(Partner, col(Partner.id) == Participation.partner_id)
        .where(
            col(Participation.id).in_(participation_ids),
            col(Participation.names_partner).is_(True),
        )
    )
    return dict(session.exec(query).all())
