"""Queries for the report of a consultation: what is shown of it now, and what was said to it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_
from sqlmodel import Session, col, func, select

from storage.audiences import GIVEN
from storage.models import (
    Answer,
    AnswerVersion,
    Assignment,
    Audience,
    Commitment,
    Department,
    Membership,
    Opinion,
    Participation,
    Partner,
    Topic,
)
from storage.opinions import SHOWN
from storage.people import agreed
from storage.reading import NEEDED
from storage.stances import CITIZEN

AT_ONCE = 2_000  # rows fetched at a time where they may be very many


class Written(NamedTuple):
    """A shown opinion: `in_run` says whether the run has seen it, `topic_id` where it lies there.
    `partner` is the name of an invited group whose people let it be told, `invited` whether there
    is one, `quotable` whether the author lets others read it."""

    id: int
    text: str
    written_at: datetime
    in_run: bool
    topic_id: int | None
    invited: bool
    partner: str | None
    quotable: bool


def written(session: Session, consultation_id: int, run_id: int) -> Iterator[Written]:
    """Every shown opinion by number, some at a time."""
    lies = and_(col(Membership.opinion_id) == Opinion.id, col(Membership.run_id) == run_id)
    query = (
        select(
            Opinion.id,
            Opinion.text,
            Opinion.written_at,
            Membership.opinion_id,
            Membership.topic_id,
            Participation.partner_id,
            Participation.names_partner,
            Partner.name,
        )  # type: ignore[call-overload]
        .join(Participation, col(Participation.id) == Opinion.participation_id)
        .join(Partner, col(Partner.id) == Participation.partner_id, isouter=True)
        .join(Membership, lies, isouter=True)
        .where(Opinion.consultation_id == consultation_id, Opinion.state == SHOWN)
        .order_by(col(Opinion.id))
    )
    quotable = _quotable(session, consultation_id)
    for row in session.exec(query.execution_options(yield_per=AT_ONCE)):
        yield _written(row, quotable)


def _written(row: Any, quotable: set[int]) -> Written:
    number, text, at, seen, topic_id, partner_id, named, partner = row
    return Written(
        number,
        text,
        at,
        seen is not None,
        topic_id,
        partner_id is not None,
        partner if named else None,
        number in quotable,
    )


def _quotable(session: Session, consultation_id: int) -> set[int]:
    """The shown opinions whose authors let others read them."""
    query = select(Opinion.id).where(
        Opinion.consultation_id == consultation_id,
        Opinion.state == SHOWN,
        *(agreed(col(Opinion.participation_id), purpose) for purpose in NEEDED),
    )
    return set(session.exec(query.execution_options(yield_per=AT_ONCE)))


def people(session: Session, consultation_id: int) -> dict[bool, int]:
    """Those with shown words: how many came by themselves (False), how many in a group that was
    invited (True)."""
    invited = col(Participation.partner_id).is_not(None)
    query = (
        select(invited, func.count(func.distinct(Participation.id)))
        .join(Opinion, col(Opinion.participation_id) == Participation.id)
        .where(Opinion.consultation_id == consultation_id, Opinion.state == SHOWN)
        .group_by(invited)
    )
    return {bool(each): count for each, count in session.exec(query)}


def channels(session: Session, consultation_id: int) -> dict[str | None, int]:
    """The citizens with shown words by the poster they came from; None: by the plain link."""
    query = (
        select(Participation.channel, func.count(func.distinct(Participation.id)))
        .join(Opinion, col(Opinion.participation_id) == Participation.id)
        .where(Opinion.consultation_id == consultation_id, Opinion.state == SHOWN, CITIZEN)
        .group_by(col(Participation.channel))
    )
    return dict(session.exec(query).all())


def answers(session: Session, consultation_id: int) -> list[tuple[Answer, AnswerVersion]]:
    """What was answered, the oldest first, with the words as they stand."""
    version = and_(
        col(AnswerVersion.answer_id) == Answer.id,
        col(AnswerVersion.version) == Answer.version,
    )
    query = (
        select(Answer, AnswerVersion)
        .join(AnswerVersion, version)
        .where(Answer.consultation_id == consultation_id, col(Answer.state).in_(GIVEN))
        .order_by(col(Answer.id))
    )
    return list(session.exec(query).all())


def answered(session: Session, consultation_id: int) -> Iterator[tuple[int, Sequence[int]]]:
    """(answer id, opinions it answers) of everybody an answer was for, the oldest answer first."""
    query = (
        select(Audience.answer_id, Audience.opinion_ids)
        .join(Answer, col(Answer.id) == Audience.answer_id)
        .where(Answer.consultation_id == consultation_id, col(Answer.state).in_(GIVEN))
        .order_by(col(Audience.answer_id), col(Audience.id))
    )
    yield from session.exec(query.execution_options(yield_per=AT_ONCE))


def departments(session: Session, consultation_id: int) -> dict[int, str]:
    """topic id -> the department it is with, or was with last."""
    newest = select(func.max(Assignment.id)).group_by(col(Assignment.topic_id))
    query = (
        select(Assignment.topic_id, Department.name)
        .join(Department, col(Department.id) == Assignment.department_id)
        .join(Topic, col(Topic.id) == Assignment.topic_id)
        .where(Topic.consultation_id == consultation_id, col(Assignment.id).in_(newest))
    )
    return dict(session.exec(query).all())


def promises(session: Session, consultation_id: int) -> list[Commitment]:
    """What was promised in this consultation, in the order of the numbers."""
    query = select(Commitment).where(Commitment.consultation_id == consultation_id)
    return list(session.exec(query.order_by(col(Commitment.number))).all())
