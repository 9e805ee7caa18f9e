"""Queries about what waits for an answer, and how answering went: from counts that are kept."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, literal_column, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from storage.audiences import GIVEN, is_last_word
from storage.departments import OPEN
from storage.models import (
    AnalysisRun,
    Answer,
    Assignment,
    Audience,
    Commitment,
    Consultation,
    RunTopic,
    Topic,
)
from storage.topics import newest_good_run

OVER = ("draft", "archived")
RATED: ColumnElement[bool] = literal_column("audience.rating IS NOT NULL")
"""In the very words of the index of these rows."""


def _given(aim: str = "topic") -> ColumnElement[bool]:
    """An answer to a topic that went out, final or not; or, by its aim, to everybody."""
    return col(Answer.state).in_(GIVEN) & (col(Answer.aim) == aim)


def _no_interim(aim: str = "topic") -> ColumnElement[bool]:
    """One that was the last when it went out."""
    return _given(aim) & or_(col(Answer.verdict).is_(None), col(Answer.verdict) != "interim")


def _final(aim: str = "topic") -> ColumnElement[bool]:
    """One after which nobody waits."""
    return _no_interim(aim) & is_last_word()


def waiting(
    session: Session, agency_ids: Collection[int]
) -> list[tuple[Consultation, RunTopic, Topic]]:
    """The topics of the last runs that somebody said something in and that have no final answer."""
    query = (
        select(Consultation, RunTopic, Topic)
        .select_from(Consultation)
        .join(RunTopic, col(RunTopic.run_id) == newest_good_run())
        .join(Topic, col(Topic.id) == RunTopic.topic_id)
        .where(
            col(Consultation.agency_id).in_(agency_ids),
            col(Consultation.state).not_in(OVER),
            RunTopic.size > 0,
            ~exists().where(col(Answer.topic_id) == Topic.id, _final()),
            ~exists().where(col(Answer.consultation_id) == Consultation.id, _final("everyone")),
        )
    )
    return list(session.exec(query).all())


def answered(session: Session, agency_ids: Collection[int]) -> list[tuple[datetime, datetime]]:
    """(since when there is the topic, when it was answered first) of every answered topic."""
    query = (
        select(Topic.created_at, func.min(Answer.confirmed_at))
        .join(Answer, col(Answer.topic_id) == Topic.id)
        .join(Consultation, col(Consultation.id) == Answer.consultation_id)
        .where(col(Consultation.agency_id).in_(agency_ids), _no_interim())
        .group_by(col(Topic.id), col(Topic.created_at))
    )
    return [(born, at) for born, at in session.exec(query) if at is not None]


def ratings(session: Session, agency_ids: Collection[int]) -> Counter[str]:
    """How many people said what of the answers they got. An answer and its corrections are one:
    what somebody said of the last of them counts."""
    query = (
        select(Audience.rating, func.count())
        .join(Answer, col(Answer.id) == Audience.answer_id)
        .join(Consultation, col(Consultation.id) == Answer.consultation_id)
        .where(col(Consultation.agency_id).in_(agency_ids), RATED, ~_said_again())
        .group_by(col(Audience.rating))
    )
    return Counter({str(rating): count for rating, count in session.exec(query)})


def _said_again() -> ColumnElement[bool]:
    """Whether somebody who said something of an answer did so of a later correction, too."""
    later, correction = aliased(Audience), aliased(Answer)
    return (
        exists()
        .where(
            col(correction.corrects) == func.coalesce(Answer.corrects, Answer.id),
            col(correction.id) > Answer.id,
            col(later.answer_id) == correction.id,
            col(later.participation_id) == Audience.participation_id,
            col(later.rating).is_not(None),
        )
        .correlate(Answer, Audience)
    )


def reached(session: Session, agency_id: int) -> tuple[int, int]:
    """(consultations with topics, people in them): who is in two of them counts twice."""
    query = (
        select(func.count(), func.sum(AnalysisRun.people))
        .select_from(Consultation)
        .join(AnalysisRun, col(AnalysisRun.id) == newest_good_run())
        .where(Consultation.agency_id == agency_id, Consultation.state != "draft")
    )
    count, people = session.exec(query).one()
    return count, people or 0


def promises(session: Session, agency_id: int) -> Counter[str]:
    """How many promises of an agency have which status."""
    query = (
        select(Commitment.status, func.count())
        .where(Commitment.agency_id == agency_id)
        .group_by(col(Commitment.status))
    )
    return Counter(dict(session.exec(query).all()))


def overdue(session: Session, latest: date) -> list[tuple[Assignment, Topic, Consultation]]:
    """What was to be answered by `latest`, and whose department or its head was not told yet."""
    query = (
        select(Assignment, Topic, Consultation)
        .join(Topic, col(Topic.id) == Assignment.topic_id)
        .join(Consultation, col(Consultation.id) == Topic.consultation_id)
        .where(
            OPEN,
            col(Assignment.due) <= latest,
            or_(col(Assignment.told_at).is_(None), col(Assignment.head_told_at).is_(None)),
            Topic.state == "living",
            col(Consultation.state).not_in(OVER),
        )
        .order_by(col(Assignment.id))
    )
    return list(session.exec(query).all())


def has_word(session: Session, topic_id: int, since: datetime) -> bool:
    """Whether a topic has a final answer, or any since that moment."""
    any_since = _given() & (col(Answer.confirmed_at) >= since)
    query = select(Answer.id).where(Answer.topic_id == topic_id, or_(_final(), any_since))
    return session.exec(query.limit(1)).first() is not None
