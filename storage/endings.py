"""Queries about how consultations come to their end: reminders, answers, and who got none."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from storage.audiences import GIVEN, is_last_word
from storage.models import Answer, Audience, Consultation, Opinion
from storage.opinions import SHOWN


def closing_between(session: Session, after: datetime, until: datetime) -> list[Consultation]:
    """Open ones that close after the one moment and not after the other."""
    query = select(Consultation).where(
        Consultation.state == "open",
        Consultation.closes_at > after,
        Consultation.closes_at <= until,
    )
    return list(session.exec(query.with_for_update()).all())


def in_states(session: Session, *states: str) -> list[Consultation]:
    query = select(Consultation).where(col(Consultation.state).in_(states))
    return list(session.exec(query.order_by(col(Consultation.id)).with_for_update()).all())


def finally_answered(session: Session, consultation_id: int) -> set[int]:
    """The topics that have an answer which is not an interim one."""
    query = select(Answer.topic_id).where(
        Answer.consultation_id == consultation_id, Answer.aim == "topic", *_is_final()
    )
    return {topic_id for topic_id in session.exec(query) if topic_id is not None}


def answers_everyone(session: Session, consultation_id: int) -> bool:
    """Whether an answer that is not an interim one went to everybody who gave an opinion."""
    query = select(Answer.id).where(
        Answer.consultation_id == consultation_id, Answer.aim == "everyone", *_is_final()
    )
    return session.exec(query.limit(1)).first() is not None


def opinions_of(session: Session, participation_id: int) -> set[int]:
    """This person's opinions that are shown."""
    query = select(Opinion.id).where(
        Opinion.participation_id == participation_id, Opinion.state == SHOWN
    )
    return set(session.exec(query))


def answered_of(session: Session, participation_id: int) -> set[int]:
    """This person's opinions that got an answer which is not an interim one."""
    query = (
        select(Audience.opinion_ids)
        .join(Answer, col(Answer.id) == Audience.answer_id)
        .where(Audience.participation_id == participation_id, *_is_final())
    )
    return {opinion for ids in session.exec(query) for opinion in ids}


def _is_final() -> tuple[ColumnElement[bool], ...]:
    no_interim = or_(col(Answer.verdict).is_(None), col(Answer.verdict) != "interim")
    return col(Answer.state).in_(GIVEN), no_interim, is_last_word()
