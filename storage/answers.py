"""Queries about answers, whom they are for, and how far each delivery has come."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, update
from sqlmodel import Session, col, func, select

from storage.audiences import GIVEN
from storage.models import (
    AnalysisRun,
    Answer,
    AnswerVersion,
    Audience,
    Contact,
    Membership,
    Opinion,
    Outbox,
    Participation,
)
from storage.opinions import SHOWN

REACHED = ("sent", "uncertain")
AIM = ("consultation_id", "aim", "topic_id", "opinion_id", "corrects")
"""What says to whom an answer is."""


def by_id(session: Session, answer_id: int) -> Answer | None:
    return session.get(Answer, answer_id)


def words(session: Session, answer: Answer) -> AnswerVersion | None:
    return session.get(AnswerVersion, (answer.id, answer.version))


def newest_to(session: Session, topic_id: int) -> Answer | None:
    """The newest answer given to a topic; corrections are part of what they correct."""
    query = select(Answer).where(
        Answer.topic_id == topic_id, col(Answer.state).in_(GIVEN), col(Answer.corrects).is_(None)
    )
    return session.exec(query.order_by(col(Answer.id).desc()).limit(1)).first()


def answered_where_gathered(session: Session, since: datetime) -> list[Answer]:
    """Answers to topics of consultations whose topics were made anew since then."""
    gathered = select(AnalysisRun.consultation_id).where(
        AnalysisRun.state == "done", col(AnalysisRun.finished_at) > since
    )
    query = select(Answer).where(
        col(Answer.consultation_id).in_(gathered),
        col(Answer.state).in_(GIVEN),
        col(Answer.topic_id).is_not(None),
        col(Answer.corrects).is_(None),
    )
    return list(session.exec(query.order_by(col(Answer.id))).all())


def rated_since(session: Session, since: datetime, until: datetime) -> list[Answer]:
    """Answers that were confirmed in this span and have all gone out."""
    query = select(Answer).where(
        Answer.state == "sent",
        col(Answer.confirmed_at) > since,
        col(Answer.confirmed_at) <= until,
    )
    return list(session.exec(query.order_by(col(Answer.id))).all())


def next_number(session: Session, consultation_id: int) -> int:
    query = select(func.max(Answer.number)).where(Answer.consultation_id == consultation_id)
    return (session.exec(query).one() or 0) + 1


def draft_of(session: Session, contact_id: int, like: Answer) -> Answer | None:
    """This person's draft of an answer to the same people."""
    query = select(Answer).where(Answer.written_by == contact_id, *_drafts_like(like))
    return session.exec(query).first()


def colleagues_draft(
    session: Session, contact_id: int, like: Answer
) -> tuple[Answer, AnswerVersion] | None:
    """The draft of an answer to the same people that somebody else wrote at last, as it stands."""
    query = (
        select(Answer, AnswerVersion)
        .join(AnswerVersion, col(Answer.id) == AnswerVersion.answer_id)
        .where(Answer.written_by != contact_id, *_drafts_like(like))
        .order_by(col(AnswerVersion.at).desc(), col(AnswerVersion.version).desc())
        .limit(1)
    )
    return session.exec(query).first()


def _drafts_like(answer: Answer) -> list[ColumnElement[bool]]:
    return [*_same_aim(answer), col(Answer.state) == "draft"]


def _same_aim(answer: Answer) -> list[ColumnElement[bool]]:
    """Answers to the same people: which of these are empty differs with the aim."""
    given = {name: getattr(answer, name) for name in AIM}
    return [
        getattr(Answer, name).is_(None) if value is None else getattr(Answer, name) == value
        for name, value in given.items()
    ]


def author(session: Session, answer: Answer) -> Contact | None:
    return session.get(Contact, answer.written_by) if answer.written_by else None


def add_version(session: Session, answer: Answer, fields: Mapping[str, Any]) -> None:
    """The answer stands as this version says from now on."""
    version = AnswerVersion.model_validate({**fields, "answer_id": answer.id})
    answer.version = version.version
    session.add_all([answer, version])
    session.flush()


def authors(session: Session, answer_id: int) -> set[int | None]:
    """The contacts who wrote its versions."""
    query = select(AnswerVersion.written_by).where(AnswerVersion.answer_id == answer_id)
    return set(session.exec(query).all())


def correction(session: Session, answer_id: int) -> Answer | None:
    """The newest correction of an answer that went out."""
    query = select(Answer).where(Answer.corrects == answer_id, col(Answer.state).in_(GIVEN))
    return session.exec(query.order_by(col(Answer.id).desc()).limit(1)).first()


def confirmed_since(session: Session, like: Answer, moment: datetime) -> Answer | None:
    """An answer to the same people that was confirmed after that moment."""
    same = _same_aim(like)
    return session.exec(select(Answer).where(*same, col(Answer.confirmed_at) > moment)).first()


def answered_topics(session: Session, consultation_id: int) -> set[int]:
    query = select(Answer.topic_id).where(
        Answer.consultation_id == consultation_id, col(Answer.state).in_(GIVEN)
    )
    return {topic_id for topic_id in session.exec(query) if topic_id is not None}


def of_topic(session: Session, topic_id: int) -> list[Answer]:
    """Answers given to a topic, the newest first."""
    query = (
        select(Answer)
        .where(Answer.topic_id == topic_id, col(Answer.state).in_(GIVEN))
        .order_by(col(Answer.id).desc())
    )
    return list(session.exec(query).all())


def people_answered(
    session: Session, run_id: int, topic_ids: Sequence[int], answered_id: int
) -> int:
    """How many people with words in the topics were meant by an answer to `answered_id`."""
    query = (
        select(func.count(func.distinct(Opinion.participation_id)))
        .join(Membership, col(Membership.opinion_id) == Opinion.id)
        .join(Audience, col(Audience.participation_id) == Opinion.participation_id)
        .join(Answer, col(Answer.id) == Audience.answer_id)
        .where(
            Membership.run_id == run_id,
            col(Membership.topic_id).in_(topic_ids),
            Opinion.state == SHOWN,
            Answer.topic_id == answered_id,
            col(Answer.state).in_(GIVEN),
        )
    )
    return session.exec(query).one()


def hand_over(session: Session, topic_id: int, into_id: int) -> None:
    """Answers given to a topic are answers to the one it is part of now."""
    given = update(Answer).where(col(Answer.topic_id) == topic_id, col(Answer.state).in_(GIVEN))
    session.exec(given.values(topic_id=into_id))


def show_drafts_anew(session: Session, topic_id: int, now: datetime) -> None:
    """The topic is not what it was when drafts for it were shown: each has to be shown again
    before it can go out, so its words are a new version."""
    query = select(Answer).where(
        Answer.topic_id == topic_id, Answer.state == "draft", Answer.version > 0
    )
    for draft in session.exec(query).all():
        shown = words(session, draft)
        if shown is not None:
            same = {"version": draft.version + 1, "at": now}
            add_version(session, draft, {**shown.model_dump(), **same})


def deliveries(session: Session, answer_id: int) -> Counter[str]:
    """How many deliveries of the answer are in which state."""
    query = (
        select(Outbox.state, func.count())
        .where(Outbox.answer_id == answer_id, Outbox.kind == "answer")
        .group_by(col(Outbox.state))
    )
    return Counter(dict(session.exec(query).all()))


def pace(session: Session, answer_id: int, since: datetime) -> tuple[int, datetime | None]:
    """How many deliveries arrived since then, and when the first of these did."""
    arrived = select(func.count(), func.min(Outbox.ended_at)).where(
        Outbox.answer_id == answer_id,
        Outbox.kind == "answer",
        Outbox.state == "sent",
        col(Outbox.ended_at) > since,
    )
    return session.exec(arrived).one()


def first_hour(session: Session, answer_id: int) -> datetime | None:
    """When the first of the deliveries that wait may go out; None where none waits."""
    query = select(func.min(Outbox.not_before)).where(
        Outbox.answer_id == answer_id, Outbox.kind == "answer", Outbox.state == "pending"
    )
    return session.exec(query).one()


def waits(session: Session, answer_id: int) -> bool:
    """Whether a delivery of the answer that is in the outbox has not ended."""
    query = select(Outbox.id).where(
        Outbox.answer_id == answer_id,
        Outbox.kind == "answer",
        col(Outbox.state).in_(("pending", "sending")),
    )
    return session.exec(query.limit(1)).first() is not None


def send_uncertain_again(session: Session, answer_id: int, now: datetime) -> int:
    """Deliveries of which nobody knows whether they arrived wait to go out again; how many."""
    doubtful = update(Outbox).where(
        col(Outbox.answer_id) == answer_id,
        col(Outbox.kind) == "answer",
        col(Outbox.state) == "uncertain",
    )
    again = doubtful.values(state="pending", error="uncertain", ended_at=None, not_before=now)
    return int(session.exec(again).rowcount)


def stop_for(session: Session, contact_id: int, now: datetime) -> None:
    """Somebody wants no notices at all: answers that wait stay where they can be looked up."""
    waiting = (
        update(Outbox)
        .where(
            col(Outbox.contact_id) == contact_id,
            col(Outbox.kind) == "answer",
            col(Outbox.state) == "pending",
        )
        .values(state="stopped", ended_at=now)
    )
    session.exec(waiting)


def audience(session: Session, audience_id: int) -> Audience | None:
    return session.get(Audience, audience_id)


def audience_of(session: Session, contact_id: int, audience_id: int) -> Audience | None:
    """The audience row, if it is this person's."""
    query = (
        select(Audience)
        .join(Participation, col(Participation.id) == Audience.participation_id)
        .where(Audience.id == audience_id, Participation.contact_id == contact_id)
    )
    return session.exec(query).first()


def ratings(session: Session, answer_id: int) -> Counter[str | None]:
    """How many of the people it reached, or who looked it up, said yes, no, or nothing."""
    query = (
        select(Audience.rating, func.count())
        .join(Outbox, col(Outbox.audience_id) == Audience.id)
        .where(
            Audience.answer_id == answer_id,
            Outbox.kind == "answer",
            or_(col(Outbox.state).in_(REACHED), col(Audience.rating).is_not(None)),
        )
        .group_by(col(Audience.rating))
    )
    return Counter(dict(session.exec(query).all()))


def received(session: Session, participation_id: int) -> list[tuple[Answer, Audience]]:
    """Answers meant for this participation, the newest first."""
    query = (
        select(Answer, Audience)
        .join(Audience, col(Audience.answer_id) == Answer.id)
        .where(
            Audience.participation_id == participation_id,
            col(Answer.state).in_(GIVEN),
        )
        .order_by(col(Answer.id).desc())
    )
    return list(session.exec(query).all())


def reached(session: Session, opinion: Opinion) -> bool:
    """Whether an answer already went out for this opinion."""
    query = select(Audience.opinion_ids).where(
        Audience.participation_id == opinion.participation_id
    )
    return any(opinion.id in ids for ids in session.exec(query))


def sending(session: Session) -> list[Answer]:
    return list(session.exec(select(Answer).where(Answer.state == "sending")).all())


def to_queue(session: Session) -> list[Answer]:
    """Answers whose deliveries are not all in the outbox; one that another process is at is passed
    over."""
    query = select(Answer).where(Answer.state == "sending", col(Answer.queued_to).is_not(None))
    return list(session.exec(query.with_for_update(skip_locked=True)).all())


def missed(session: Session, contact_id: int) -> list[Outbox]:
    """Answers that could not reach this person because of a block."""
    query = select(Outbox).where(
        Outbox.contact_id == contact_id, Outbox.kind == "answer", Outbox.state == "blocked"
    )
    return list(session.exec(query).all())


def leave_topics(session: Session, opinion_id: int) -> None:
    """The opinion went elsewhere: it is in no topic of where it was."""
    session.exec(delete(Membership).where(col(Membership.opinion_id) == opinion_id))
