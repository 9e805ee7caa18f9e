"""Queries about rushes: who spoke for the first time when, and how much of what is shown is theirs.

Whoever nobody can write to any more is as new as their place in the consultation is. People of
invited groups are left out, as they are of every count of citizens, and so is what was imported:
its hour may be that of the import.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from storage.models import Consultation, Contact, Membership, Opinion, Participation, Rush
from storage.opinions import SHOWN
from storage.partners import Counted


def by_id(session: Session, rush_id: int) -> Rush | None:
    return session.get(Rush, rush_id)


def open_now(session: Session) -> list[Consultation]:
    """Where somebody can speak."""
    query = select(Consultation).where(Consultation.state == "open")
    return list(session.exec(query.order_by(col(Consultation.id))).all())


def first_words(
    session: Session, consultation_id: int, after: datetime, until: datetime
) -> list[tuple[datetime, datetime]]:
    """(when they first spoke there, when they met the bot) of everybody who did in this time."""
    query = _joined(select(Opinion.written_at, _met()))
    return list(session.exec(query.where(*_first(consultation_id, after, until))).all())


def latest(session: Session, consultation_id: int) -> Rush | None:
    query = select(Rush).where(Rush.consultation_id == consultation_id)
    return session.exec(query.order_by(col(Rush.id).desc()).limit(1)).first()


def recent(
    session: Session, agency_ids: Collection[int], since: datetime
) -> list[tuple[Rush, Consultation]]:
    """What these agencies should know of, the newest first."""
    query = (
        select(Rush, Consultation)
        .join(Consultation, col(Consultation.id) == Rush.consultation_id)
        .where(col(Consultation.agency_id).in_(agency_ids), Rush.ends_at > since)
        .order_by(col(Rush.id).desc())
    )
    return list(session.exec(query).all())


def people(session: Session, rush: Rush, met_since: datetime) -> int:
    """How many have come in it so far."""
    return session.exec(select(func.count()).select_from(_newcomers(rush, met_since))).one()


def spoken(session: Session, rush: Rush, met_since: datetime) -> Counted:
    """(people, opinions) of theirs that are shown, whenever they were written."""
    query = select(func.count(func.distinct(Opinion.participation_id)), func.count()).where(
        Opinion.consultation_id == rush.consultation_id,
        Opinion.state == SHOWN,
        col(Opinion.participation_id).in_(select(_newcomers(rush, met_since).c[0])),
    )
    found, opinions = session.exec(query).one()
    return found, opinions


def by_topic(session: Session, run_id: int, rush: Rush, met_since: datetime) -> dict[int, int]:
    """topic id -> how many of them are shown in it."""
    query = (
        select(col(Membership.topic_id), func.count(func.distinct(Opinion.participation_id)))
        .join(Opinion, col(Opinion.id) == Membership.opinion_id)
        .where(
            Membership.run_id == run_id,
            col(Membership.topic_id).is_not(None),
            Opinion.state == SHOWN,
            col(Opinion.participation_id).in_(select(_newcomers(rush, met_since).c[0])),
        )
        .group_by(col(Membership.topic_id))
    )
    return {topic: found for topic, found in session.exec(query) if topic is not None}


def _newcomers(rush: Rush, met_since: datetime) -> Any:
    """The participations of those who met the bot since then and first spoke in the rush."""
    query = _joined(select(Opinion.participation_id)).where(
        *_first(rush.consultation_id, rush.begins_at, rush.ends_at), _met() >= met_since
    )
    return query.subquery()


def _met() -> Any:
    return func.coalesce(col(Contact.created_at), col(Participation.joined_at))


def _joined(query: Any) -> Any:
    return query.join(Participation, col(Participation.id) == Opinion.participation_id).join(
        Contact, col(Contact.id) == Participation.contact_id, isouter=True
    )


def _first(consultation_id: int, after: datetime, until: datetime) -> list[Any]:
    return [
        Opinion.consultation_id == consultation_id,
        Opinion.no == 1,
        Opinion.origin == "telegram",
        col(Opinion.written_at) > after,
        col(Opinion.written_at) <= until,
        col(Participation.partner_id).is_(None),
    ]
