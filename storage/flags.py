"""Queries about flags: who asked to look at which words, what waits, and what was decided."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, func, or_, select

from storage.models import Consultation, Flag, LogRow, Opinion, Participation, Role

LOOKED_AT = ("received", "hidden")
"""States of words a moderator decides on. What was taken back waits for its author alone."""


@dataclass(frozen=True)
class Waiting:
    """Words that wait for a moderator, since their first flag that is open."""

    opinion_id: int
    agency_id: int
    since: datetime


def of_person(session: Session, opinion_id: int, flagged_by: str) -> Flag | None:
    """The flag of this person, who is named by a pseudonym."""
    query = select(Flag).where(Flag.opinion_id == opinion_id, Flag.flagged_by == flagged_by)
    return session.exec(query).first()


def of_opinion(session: Session, opinion_id: int) -> list[Flag]:
    """All flags of an opinion, the oldest first."""
    query = select(Flag).where(Flag.opinion_id == opinion_id).order_by(col(Flag.id))
    return list(session.exec(query).all())


def open_reasons(session: Session, opinion_id: int) -> Counter[tuple[str, str]]:
    """(source, reason) -> how many people's open flags give it."""
    query = (
        select(Flag.source, Flag.reason, func.count())
        .where(Flag.opinion_id == opinion_id, Flag.state == "open")
        .group_by(col(Flag.source), col(Flag.reason))
    )
    return Counter({(source, reason): count for source, reason, count in session.exec(query)})


def waiting(
    session: Session, agency_ids: Collection[int], not_by: int | None = None
) -> list[Waiting]:
    """What waits in these agencies, the longest first; without the words of this contact."""
    first = func.min(Flag.at)
    query = (
        select(Opinion.id, Consultation.agency_id, first)
        .join(Flag, col(Flag.opinion_id) == Opinion.id)
        .join(Consultation, col(Consultation.id) == Opinion.consultation_id)
        .join(Participation, col(Participation.id) == Opinion.participation_id)
        .where(
            col(Consultation.agency_id).in_(agency_ids),
            col(Opinion.state).in_(LOOKED_AT),
            Flag.state == "open",
        )
        .group_by(col(Opinion.id), col(Consultation.agency_id))
        .order_by(first, col(Opinion.id))
    )
    if not_by is not None:
        by = col(Participation.contact_id)
        query = query.where(or_(by.is_(None), by != not_by))
    return [Waiting(*row) for row in session.exec(query)]


def decide(session: Session, opinion_id: int, state: str, now: datetime) -> int:
    """End the open flags of an opinion; how many there were."""
    ended = (
        update(Flag)
        .where(col(Flag.opinion_id) == opinion_id, col(Flag.state) == "open")
        .values(state=state, decided_at=now)
    )
    return session.exec(ended).rowcount


def reopen(session: Session, opinion_id: int, state: str, decided_at: datetime) -> int:
    """The flags that came to this state at this moment wait again; how many there are."""
    opened = (
        update(Flag)
        .where(
            col(Flag.opinion_id) == opinion_id,
            col(Flag.state) == state,
            col(Flag.decided_at) == decided_at,
        )
        .values(state="open", decided_at=None)
    )
    return session.exec(opened).rowcount


def last_decided(session: Session, agency_ids: Collection[int]) -> datetime | None:
    """When the latest flag in these agencies was decided."""
    query = (
        select(Flag.decided_at)
        .join(Opinion, col(Opinion.id) == Flag.opinion_id)
        .join(Consultation, col(Consultation.id) == Opinion.consultation_id)
        .where(col(Consultation.agency_id).in_(agency_ids), col(Flag.decided_at).is_not(None))
        .order_by(col(Flag.decided_at).desc())
        .limit(1)
    )
    return session.exec(query).first()


def decisions(session: Session, opinion_id: int) -> list[LogRow]:
    """What was decided about an opinion, the latest last."""
    query = (
        select(LogRow)
        .where(
            LogRow.subject == f"opinion:{opinion_id}",
            col(LogRow.action).startswith("opinion."),
        )
        .order_by(col(LogRow.id))
    )
    return list(session.exec(query).all())


def has_other(session: Session, agency_id: int, roles: Collection[str], contact_id: int) -> bool:
    """Whether anybody else has one of these roles at the agency."""
    query = select(Role.id).where(
        Role.agency_id == agency_id, col(Role.role).in_(roles), Role.contact_id != contact_id
    )
    return session.exec(query.limit(1)).first() is not None
