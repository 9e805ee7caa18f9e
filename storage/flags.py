"""Queries about flags: who asked to look at which words, and what waits for a moderator."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from storage.models import Consultation, Flag, Opinion


def of_person(session: Session, opinion_id: int, flagged_by: str) -> Flag | None:
    """The flag of this person, who is named by a pseudonym."""
    query = select(Flag).where(Flag.opinion_id == opinion_id, Flag.flagged_by == flagged_by)
    return session.exec(query).first()


def of_opinion(session: Session, opinion_id: int) -> list[Flag]:
    """All flags of an opinion, the oldest first."""
    query = select(Flag).where(Flag.opinion_id == opinion_id).order_by(col(Flag.id))
    return list(session.exec(query).all())


def open_reasons(session: Session, opinion_id: int) -> Counter[str]:
    """reason -> how many open flags give it."""
    query = (
        select(Flag.reason, func.count())
        .where(Flag.opinion_id == opinion_id, Flag.state == "open")
        .group_by(col(Flag.reason))
    )
    return Counter(dict(session.exec(query).all()))


def waiting(session: Session, agency_ids: Sequence[int]) -> list[tuple[Opinion, datetime]]:
    """Opinions with an open flag in these agencies, with the hour of the first, which orders
    them."""
    first = func.min(Flag.at)
    query = (
        select(Opinion, first)
        .join(Flag, col(Flag.opinion_id) == Opinion.id)
        .join(Consultation, col(Consultation.id) == Opinion.consultation_id)
        .where(col(Consultation.agency_id).in_(agency_ids), Flag.state == "open")
        .group_by(col(Opinion.id))
        .order_by(first, col(Opinion.id))
    )
    return list(session.exec(query).all())


def decide(session: Session, opinion_id: int, state: str, now: datetime) -> int:
    """End the open flags of an opinion; how many there were."""
    ended = (
        update(Flag)
        .where(col(Flag.opinion_id) == opinion_id, col(Flag.state) == "open")
        .values(state=state, decided_at=now)
    )
    return session.exec(ended).rowcount
