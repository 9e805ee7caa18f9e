"""Queries about what citizens may read of each other: shown now, by people who agreed to it."""

from typing import TypeVar

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.models import (
    Agency,
    Answer,
    Audience,
    Consultation,
    Membership,
    Opinion,
    Outbox,
    Participation,
)
from storage.opinions import SHOWN
from storage.people import agreed

NEEDED = ("opinions", "quoted")
"""What an author must have said yes to, and not taken back, for others to read their words."""
UNREADABLE = ("draft", "review", "scheduled")
"""States of a consultation that citizens know nothing of yet."""
ENDED = ("sent", "uncertain", "blocked", "failed", "stopped")
"""States of a delivery after which its answer is kept for the person to look up."""

T = TypeVar("T")


def quotable(
    session: Session, run_id: int, topic_id: int | None, *, most: int, offset: int, limit: int
) -> list[Opinion]:
    """A page of a topic's words that others may read, in the order they came; of the first `most`
    that lie in it."""
    query = _quotable(select(Opinion), run_id, topic_id, most)
    return list(session.exec(query.order_by(col(Opinion.id)).offset(offset).limit(limit)).all())


def quotable_count(session: Session, run_id: int, topic_id: int | None, most: int) -> int:
    """How many of the first `most` words of a topic others may read."""
    query = _quotable(select(func.count(col(Opinion.id))), run_id, topic_id, most)
    return session.exec(query).one()


def quotable_copies(session: Session, run_id: int, family: int, limit: int) -> list[Opinion]:
    """The first words of a family that others may read."""
    query = (
        select(Opinion)
        .join(Membership, col(Membership.opinion_id) == Opinion.id)
        .where(
            Membership.run_id == run_id,
            Membership.family == family,
            Opinion.state == SHOWN,
            *_authors_agree(),
        )
        .order_by(col(Membership.opinion_id))
        .limit(limit)
    )
    return list(session.exec(query).all())


def _quotable(
    query: SelectOfScalar[T], run_id: int, topic_id: int | None, most: int
) -> SelectOfScalar[T]:
    first = (
        select(Membership.opinion_id)
        .where(Membership.run_id == run_id, Membership.topic_id == topic_id)
        .order_by(col(Membership.opinion_id))
        .limit(most)
        .subquery()
    )
    return query.join(first, first.c.opinion_id == Opinion.id).where(
        Opinion.state == SHOWN, *_authors_agree()
    )


def _authors_agree() -> list[ColumnElement[bool]]:
    return [agreed(col(Opinion.participation_id), purpose) for purpose in NEEDED]


def is_quotable(session: Session, opinion_id: int) -> bool:
    """Whether others may read these words now."""
    query = select(Opinion.id).where(
        Opinion.id == opinion_id,
        Opinion.state == SHOWN,
        *_authors_agree(),
    )
    return session.exec(query).first() is not None


def over(session: Session) -> list[tuple[Consultation, str]]:
    """Consultations that are over, with their agency's name, the last to close first."""
    query = (
        select(Consultation, Agency.name)
        .join(Agency, col(Agency.id) == Consultation.agency_id)
        .where(col(Consultation.state).not_in((*UNREADABLE, "open")))
        .order_by(col(Consultation.closes_at).desc(), col(Consultation.id).desc())
    )
    return list(session.exec(query).all())


def answers_kept(session: Session, contact_id: int) -> list[int]:
    """Audience ids of the answers that came to this person or would have, the newest first."""
    query = (
        select(Audience.id)
        .join(Participation, col(Participation.id) == Audience.participation_id)
        .join(Answer, col(Answer.id) == Audience.answer_id)
        .join(Outbox, col(Outbox.audience_id) == Audience.id)
        .where(
            Participation.contact_id == contact_id,
            col(Answer.corrects).is_(None),  # what they correct says what they say
            Outbox.kind == "answer",
            col(Outbox.state).in_(ENDED),
        )
        .order_by(col(Answer.confirmed_at).desc(), col(Audience.id).desc())
    )
    return list(session.exec(query).all())
