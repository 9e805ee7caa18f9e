"""Queries about measures: what holds for an account at an agency, and until when."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, func, select

from storage.models import Agency, Consultation, Measure, Opinion, Participation


def by_mark(session: Session, mark: bytes) -> Measure | None:
    return session.exec(select(Measure).where(Measure.mark == mark)).first()


def by_id(session: Session, measure_id: int) -> Measure | None:
    return session.get(Measure, measure_id)


def hold(session: Session, measure_id: int) -> Measure | None:
    """The measure as it stands now; nobody else decides about it until this is over."""
    query = select(Measure).where(Measure.id == measure_id).with_for_update()
    return session.exec(query, execution_options={"populate_existing": True}).first()


def of_opinions(session: Session, opinion_ids: Collection[int]) -> list[Measure]:
    """The measures that the hiding of these words led to."""
    query = select(Measure).where(col(Measure.opinion_id).in_(opinion_ids))
    return list(session.exec(query.order_by(col(Measure.id))).all())


def over(session: Session, now: datetime) -> list[Measure]:
    query = select(Measure).where(Measure.until <= now).order_by(col(Measure.id))
    return list(session.exec(query.with_for_update()).all())


def appealed(session: Session, agency_ids: Collection[int], now: datetime) -> list[Measure]:
    """What waits for a second look in these agencies, the longest first."""
    query = select(Measure).where(
        col(Measure.agency_id).in_(agency_ids),
        col(Measure.appealed_at).is_not(None),
        col(Measure.decided_at).is_(None),
        Measure.until > now,
    )
    return list(session.exec(query.order_by(col(Measure.appealed_at), col(Measure.id))).all())


def remove(session: Session, measure: Measure) -> None:
    session.delete(measure)
    session.flush()


def agencies(session: Session) -> list[Agency]:
    """Where any measure holds."""
    there = select(Measure.agency_id)
    query = select(Agency).where(col(Agency.id).in_(there)).order_by(col(Agency.id))
    return list(session.exec(query).all())


def hidden_for(session: Session, contact_id: int, agency_id: int, reason: str) -> int:
    """How many opinions of this person are hidden at the agency for this reason."""
    query = (
        select(func.count())
        .select_from(Opinion)
        .join(Participation, col(Participation.id) == Opinion.participation_id)
        .join(Consultation, col(Consultation.id) == Opinion.consultation_id)
        .where(
            Participation.contact_id == contact_id,
            Consultation.agency_id == agency_id,
            Opinion.state == "hidden",
            Opinion.reason == reason,
        )
    )
    return session.exec(query).one()


def last_written(session: Session, contact_id: int, agency_id: int) -> datetime | None:
    """When this person last wrote an opinion at the agency."""
    query = (
        select(Opinion.written_at)
        .join(Participation, col(Participation.id) == Opinion.participation_id)
        .join(Consultation, col(Consultation.id) == Opinion.consultation_id)
        .where(Participation.contact_id == contact_id, Consultation.agency_id == agency_id)
        .order_by(col(Opinion.written_at).desc())
        .limit(1)
    )
    return session.exec(query).first()
