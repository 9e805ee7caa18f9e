"""Queries about lines that citizens leave on an answer: what was missing, or anything else."""

from datetime import datetime

from sqlalchemy import Boolean, ColumnElement, literal_column
from sqlmodel import Session, col, func, or_, select

from storage.answers import REACHED
from storage.audiences import GIVEN
from storage.models import Answer, Audience, Outbox

_WRITTEN: ColumnElement[bool] = literal_column("audience.why <> ''", Boolean)


def lines(session: Session, answer_id: int, limit: int) -> tuple[int, list[str]]:
    """How many left a line, and the newest lines. One by somebody who said later that the answer
    answers them is over."""
    stands = or_(
        col(Audience.rating).is_(None),
        Audience.rating != "yes",
        col(Audience.why_at) >= col(Audience.rated_at),
    )
    said = Audience.answer_id == answer_id, _WRITTEN, stands
    count = session.exec(select(func.count()).select_from(Audience).where(*said)).one()
    newest = select(Audience.why).where(*said).order_by(col(Audience.why_at).desc())
    return count, list(session.exec(newest.limit(limit)).all())


def answered_lately(
    session: Session, contact_id: int, since: datetime, consultation_id: int | None
) -> tuple[Audience, Answer] | None:
    """The newest answer that reached this person since then, in one consultation or in any."""
    query = (
        select(Audience, Answer)
        .join(Answer, col(Answer.id) == Audience.answer_id)
        .join(Outbox, col(Outbox.audience_id) == Audience.id)
        .where(
            Outbox.contact_id == contact_id,
            Outbox.kind == "answer",
            col(Outbox.state).in_(REACHED),
            col(Outbox.ended_at) > since,
            col(Answer.state).in_(GIVEN),
        )
        .order_by(col(Outbox.id).desc())
    )
    if consultation_id is not None:
        query = query.where(Answer.consultation_id == consultation_id)
    return session.exec(query.limit(1)).first()
