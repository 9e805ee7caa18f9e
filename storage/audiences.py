"""Queries about whom an answer is for: counted while it is a draft, written down when it goes out.

An answer is for those whose words it is about, as far as they are shown (`_meant`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, exists, insert, literal, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.models import Answer, Audience, Contact, Membership, Opinion, Outbox, Participation
from storage.opinions import SHOWN

GIVEN = ("sending", "sent")
LOOKED_AT = 20  # of the people of an answer, for one whose words are still shown


class Addressed(NamedTuple):
    """Somebody an answer is for, and how to reach them, if anybody can."""

    audience_id: int
    contact_id: int | None
    sealed_id: bytes | None
    notices: str | None
    blocked_at: datetime | None


def is_last_word() -> ColumnElement[bool]:
    """Of an answer and its corrections, which are one answer, whether it went out last."""
    later = aliased(Answer)
    corrected = (
        exists()
        .where(
            col(later.corrects) == func.coalesce(Answer.corrects, Answer.id),
            col(later.id) > Answer.id,
            col(later.state).in_(GIVEN),
        )
        .correlate(Answer)
    )
    return ~corrected


def _meant(session: Session, answer: Answer) -> list[ColumnElement[bool]]:
    """Of which opinions the answer speaks."""
    shown = col(Opinion.state) == SHOWN
    family = _family(session, answer) if answer.aim == "family" else None
    if answer.aim == "opinion" or (answer.aim == "family" and family is None):
        return [col(Opinion.id) == answer.opinion_id, shown]
    if answer.aim == "everyone":
        return [col(Opinion.consultation_id) == answer.consultation_id, shown]
    of = Membership.family == family if family else Membership.topic_id == answer.topic_id
    lies = select(Membership.opinion_id).where(Membership.run_id == answer.run_id, of)
    new = [_came_later(answer)] if answer.aim == "newcomers" else []
    return [col(Opinion.id).in_(lies), shown, *new]


def _family(session: Session, answer: Answer) -> int | None:
    """The family as the run names it: its first opinion may have gone since."""
    place = session.get(Membership, (answer.run_id, answer.opinion_id))
    return place.family if place else None


def people(session: Session, answer: Answer) -> int:
    """How many people the answer would be for."""
    return session.exec(_people(session, answer)).one()


def people_of_topic(session: Session, run_id: int, topic_id: int) -> int:
    """How many people an answer to the topic would be for."""
    return people(session, _to_topic(run_id, topic_id))


def _to_topic(run_id: int, topic_id: int) -> Answer:
    """An answer to the topic as the run has it, as far as that says whom it is for."""
    return Answer(aim="topic", consultation_id=0, run_id=run_id, topic_id=topic_id)


def people_without_contact(session: Session, answer: Answer) -> int:
    """How many of them nobody can write to."""
    query = (
        _people(session, answer)
        .join(Participation, col(Participation.id) == Opinion.participation_id)
        .where(col(Participation.contact_id).is_(None))
    )
    return session.exec(query).one()


def _people(session: Session, answer: Answer) -> SelectOfScalar[int]:
    counted = select(func.count(func.distinct(Opinion.participation_id)))
    return counted.where(*_meant(session, answer))


def words_of_one(session: Session, answer: Answer) -> list[Opinion]:
    """The words of one of them, for the preview: of whoever wrote first."""
    meant = _meant(session, answer)
    first = select(Opinion.participation_id).where(*meant).order_by(col(Opinion.id)).limit(1)
    one = session.exec(first).first()
    theirs = select(Opinion).where(*meant, Opinion.participation_id == one)
    return list(session.exec(theirs.order_by(col(Opinion.id))).all()) if one else []


def fix(session: Session, answer: Answer) -> int:
    """Write down whom the answer is for, with their opinions; how many people."""
    return _add(session, answer, _meant(session, answer))


def copy(session: Session, answer: Answer, of: Answer) -> int:
    """A correction is for those whom the answer was for; how many people."""
    columns = ["answer_id", "participation_id", "opinion_ids"]
    same = (
        select(literal(answer.id), Audience.participation_id, Audience.opinion_ids)
        .where(Audience.answer_id == of.id)
        .order_by(col(Audience.participation_id))
    )
    session.connection().execute(insert(Audience).from_select(columns, same))
    return count(session, answer.id)


def words_answered(session: Session, answer_id: int) -> list[Opinion]:
    """The words of one of those an answer went out to, as far as they are shown."""
    audience = select(Audience).where(Audience.answer_id == answer_id).order_by(col(Audience.id))
    for one in session.exec(audience.limit(LOOKED_AT)):
        query = select(Opinion).where(col(Opinion.id).in_(one.opinion_ids), Opinion.state == SHOWN)
        found = list(session.exec(query.order_by(col(Opinion.id))).all())
        if found:
            return found
    return []


def newcomers(session: Session, run_id: int, topic_id: int) -> int:
    """How many people are in the topic whom no answer to it was for."""
    like = _to_topic(run_id, topic_id)
    return session.exec(_people(session, like).where(_came_later(like))).one()


def extend(session: Session, answer: Answer, run_id: int) -> int:
    """An answer to a topic is for them, too; how many people it is for then."""
    like = _to_topic(run_id, answer.topic_id or 0)
    return _add(session, answer, [*_meant(session, like), _came_later(like)])


def _came_later(answer: Answer) -> ColumnElement[bool]:
    answered = (
        select(Audience.participation_id)
        .join(Answer, col(Answer.id) == Audience.answer_id)
        .where(Answer.topic_id == answer.topic_id, col(Answer.state).in_(GIVEN))
    )
    return col(Opinion.participation_id).not_in(answered)


def _add(session: Session, answer: Answer, meant: Sequence[ColumnElement[bool]]) -> int:
    theirs = (
        select(Opinion.participation_id, Opinion.id)
        .where(*meant)
        .order_by(col(Opinion.participation_id), col(Opinion.id))
        .subquery()
    )
    listed = func.jsonb_agg if _is_postgres(session) else func.json_group_array
    grouped = (
        select(literal(answer.id), theirs.c.participation_id, listed(theirs.c.id))
        .group_by(theirs.c.participation_id)
        .order_by(theirs.c.participation_id)
    )
    columns = ["answer_id", "participation_id", "opinion_ids"]
    session.connection().execute(insert(Audience).from_select(columns, grouped))
    return count(session, answer.id)


def _is_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def count(session: Session, answer_id: int) -> int:
    return session.exec(select(func.count()).where(Audience.answer_id == answer_id)).one()


def last(session: Session, answer_id: int) -> int:
    """The last of those it is for, by key; 0 where there is none."""
    query = select(func.max(Audience.id)).where(Audience.answer_id == answer_id)
    return session.exec(query).one() or 0


def after(session: Session, answer_id: int, last_id: int, most: int) -> list[Addressed]:
    """The next of those the answer is for, after this one, with how to reach them."""
    query = (
        select(Audience.id, Contact.id, Contact.sealed_id, Contact.notices, Contact.blocked_at)  # type: ignore[call-overload]
        .join(Participation, col(Participation.id) == Audience.participation_id)
        .join(Contact, col(Contact.id) == Participation.contact_id, isouter=True)
        .where(Audience.answer_id == answer_id, col(Audience.id) > last_id)
        .order_by(col(Audience.id))
        .limit(most)
    )
    return [Addressed(*row) for row in session.exec(query)]


def give_up_waiting(session: Session, answer: Answer) -> int:
    """Deliveries that wait do not go out, and the answer is for those only whom it reached or may
    reach; how many are left out."""
    waits = col(Outbox.answer_id) == answer.id, col(Outbox.kind) == "answer"
    pending = [*waits, col(Outbox.state) == "pending"]
    session.exec(delete(Outbox).where(*pending))
    queued = select(Outbox.audience_id).where(*waits, col(Outbox.audience_id).is_not(None))
    left_out = col(Audience.answer_id) == answer.id, col(Audience.id).not_in(queued)
    ids = select(Audience.id).where(*left_out)
    files = update(Outbox).where(col(Outbox.audience_id).in_(ids))  # of letters tried before
    session.exec(files.values(audience_id=None))
    gone: Any = session.exec(delete(Audience).where(*left_out))
    return int(gone.rowcount)
