"""Queries about promises, their history, and who is told of them."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, insert, literal
from sqlmodel import Session, col, func, select

from storage.audiences import GIVEN
from storage.models import (
    Agency,
    Answer,
    Audience,
    Commitment,
    CommitmentChange,
    CommitmentDraft,
    Consultation,
    Contact,
    Department,
    Follower,
    Participation,
    Role,
)
from storage.people import agreed
from storage.types import BigId, UtcDateTime

OPEN = ("planned", "in_progress")
"""What a promise is before it is kept, late or dropped."""


def by_id(session: Session, commitment_id: int) -> Commitment | None:
    return session.get(Commitment, commitment_id)


def held(session: Session, commitment_id: int) -> Commitment | None:
    """The promise as it stands now, to be changed: others who hold it wait. (On SQLite all
    writers wait for each other anyway.)"""
    query = select(Commitment).where(Commitment.id == commitment_id).with_for_update()
    return session.exec(query, execution_options={"populate_existing": True}).first()


def numbered(session: Session, agency_ids: Collection[int], number: int) -> list[Commitment]:
    """The promises of these agencies with the number: one of each agency at most."""
    query = (
        select(Commitment)
        .where(col(Commitment.agency_id).in_(agency_ids), Commitment.number == number)
        .order_by(col(Commitment.id))
    )
    return list(session.exec(query).all())


def next_number(session: Session, agency_id: int) -> int:
    query = select(func.max(Commitment.number)).where(Commitment.agency_id == agency_id)
    return (session.exec(query).one() or 0) + 1


def of_agency(session: Session, agency_id: int) -> list[Commitment]:
    query = select(Commitment).where(Commitment.agency_id == agency_id)
    return list(session.exec(query.order_by(col(Commitment.number))).all())


def page(
    session: Session, agency_id: int | None, *, offset: int, limit: int
) -> list[tuple[Commitment, Agency]]:
    """A page of the promises of an agency, or of all, the newest first."""
    query = (
        select(Commitment, Agency)
        .join(Agency, col(Agency.id) == Commitment.agency_id)
        .order_by(col(Commitment.id).desc())
        .offset(offset)
        .limit(limit)
    )
    if agency_id is not None:
        query = query.where(Commitment.agency_id == agency_id)
    return list(session.exec(query).all())


def counts(session: Session, agency_id: int | None) -> dict[str, int]:
    """How many promises of an agency, or of all, have which status."""
    query = select(Commitment.status, func.count()).group_by(col(Commitment.status))
    if agency_id is not None:
        query = query.where(Commitment.agency_id == agency_id)
    return dict(session.exec(query).all())


def of_answer(session: Session, answer_id: int) -> Commitment | None:
    """The newest promise that follows from an answer."""
    query = (
        select(Commitment)
        .where(Commitment.answer_id == answer_id)
        .order_by(col(Commitment.id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def changes(session: Session, commitment_id: int) -> list[CommitmentChange]:
    """All that became of a promise, the first first."""
    query = select(CommitmentChange).where(CommitmentChange.commitment_id == commitment_id)
    return list(session.exec(query.order_by(col(CommitmentChange.id))).all())


def change(session: Session, change_id: int) -> CommitmentChange | None:
    return session.get(CommitmentChange, change_id)


def department(session: Session, agency_id: int, name: str) -> Department | None:
    query = select(Department).where(Department.agency_id == agency_id, Department.name == name)
    return session.exec(query).first()


def promisable(session: Session, agency_ids: Collection[int], most: int) -> list[Answer]:
    """The newest answers of these agencies that no promise follows from yet."""
    promised = select(Commitment.id).where(Commitment.answer_id == Answer.id).exists()
    query = (
        select(Answer)
        .join(Consultation, col(Consultation.id) == Answer.consultation_id)
        .where(
            col(Consultation.agency_id).in_(agency_ids),
            col(Answer.state).in_(GIVEN),
            col(Answer.number).is_not(None),
            ~promised,
        )
        .order_by(col(Answer.id).desc())
        .limit(most)
    )
    return list(session.exec(query).all())


def draft(session: Session, draft_id: int) -> CommitmentDraft | None:
    return session.get(CommitmentDraft, draft_id)


def draft_of(
    session: Session, contact_id: int, consultation_id: int, answer_id: int | None
) -> CommitmentDraft | None:
    """What this person is in the middle of promising there."""
    query = select(CommitmentDraft).where(
        CommitmentDraft.contact_id == contact_id,
        CommitmentDraft.consultation_id == consultation_id,
        CommitmentDraft.answer_id == answer_id,
    )
    return session.exec(query).first()


def listening(session: Session, consultation_id: int, answer_id: int | None) -> int:
    """How many people would be told of a promise."""
    query = select(func.count()).select_from(Participation)
    return session.exec(query.where(*_concerned(consultation_id, answer_id))).one()


def follow(session: Session, commitment: Commitment, now: datetime) -> None:
    """Whoever the promise concerns and who agreed to notices is told of it from now on; who had
    enough of it before stays untold."""
    follows = select(Follower.contact_id).where(
        Follower.commitment_id == commitment.id,
        Follower.contact_id == Participation.contact_id,
    )
    to_whom = select(
        literal(commitment.id, BigId), col(Participation.contact_id), literal(now, UtcDateTime)
    ).where(*_concerned(commitment.consultation_id, commitment.answer_id), ~follows.exists())
    columns = ["commitment_id", "contact_id", "since"]
    session.connection().execute(insert(Follower).from_select(columns, to_whom))


def _concerned(consultation_id: int, answer_id: int | None) -> list[ColumnElement[bool]]:
    """Of the people of a consultation, or of those whom an answer is for, who can be told."""
    wanted = [
        col(Participation.consultation_id) == consultation_id,
        col(Participation.contact_id).is_not(None),
        agreed(col(Participation.id), "opinions"),
        agreed(col(Participation.id), "notices"),
    ]
    if answer_id is None:
        return wanted
    meant = select(Audience.id).where(
        Audience.answer_id == answer_id, Audience.participation_id == Participation.id
    )
    return [*wanted, meant.exists()]


def followers(session: Session, commitment_id: int) -> int:
    """How many people are told of a promise."""
    query = (
        select(func.count())
        .select_from(Follower)
        .join(Contact, col(Contact.id) == Follower.contact_id)
        .where(Follower.commitment_id == commitment_id, *_listens())
    )
    return session.exec(query).one()


def followers_after(session: Session, commitment_id: int, after: int, most: int) -> list[Contact]:
    """The next of those who are told of a promise, after the contact with this number."""
    query = (
        select(Contact)
        .join(Follower, col(Follower.contact_id) == Contact.id)
        .where(Follower.commitment_id == commitment_id, col(Contact.id) > after, *_listens())
        .order_by(col(Contact.id))
        .limit(most)
    )
    return list(session.exec(query).all())


def _listens() -> tuple[ColumnElement[bool], ...]:
    return (
        col(Follower.stopped_at).is_(None),
        col(Contact.notices) == "all",
        col(Contact.blocked_at).is_(None),
    )


def follower(session: Session, commitment_id: int, contact_id: int) -> Follower | None:
    return session.get(Follower, (commitment_id, contact_id))


def meant_by(session: Session, answer_id: int, participation_id: int) -> list[int]:
    """The opinions of a person that an answer is to."""
    query = select(Audience.opinion_ids).where(
        Audience.answer_id == answer_id, Audience.participation_id == participation_id
    )
    return list(session.exec(query).first() or ())


def to_tell(session: Session) -> list[CommitmentChange]:
    """Changes that not everybody was told yet; one that another process is at is passed over."""
    query = select(CommitmentChange).where(col(CommitmentChange.told_to).is_not(None))
    query = query.order_by(col(CommitmentChange.id)).with_for_update(skip_locked=True)
    return list(session.exec(query).all())


def due_before(session: Session, day: date) -> list[tuple[Commitment, Agency]]:
    """Open promises whose day is before this one, to be changed, with their agencies."""
    return _open(session, Commitment.due < day)


def to_remind(session: Session, day: date) -> list[tuple[Commitment, Agency]]:
    """Open promises whose day comes by this one and whose owners were not reminded."""
    return _open(session, Commitment.due <= day, col(Commitment.reminded_at).is_(None))


def _open(session: Session, *which: ColumnElement[bool] | bool) -> list[tuple[Commitment, Agency]]:
    query = (
        select(Commitment, Agency)
        .join(Agency, col(Agency.id) == Commitment.agency_id)
        .where(col(Commitment.status).in_(OPEN), *which)
        .order_by(col(Commitment.id))
        .with_for_update(of=Commitment)
    )
    return list(session.exec(query).all())


def owners(session: Session, commitment: Commitment, roles: Collection[str]) -> list[Contact]:
    """Who is reminded of a promise: whoever made it, and those of the department that leads it, as
    far as they still work there; where nobody is left of these, all who may promise."""
    all_of_them = (
        select(Contact)
        .join(Role, col(Role.contact_id) == Contact.id)
        .where(Role.agency_id == commitment.agency_id, col(Role.role).in_(roles))
        .distinct()
        .order_by(col(Contact.id))
    )
    near = (col(Contact.id) == (commitment.made_by or 0)) | (
        col(Role.department_id) == (commitment.department_id or 0)
    )
    return list(session.exec(all_of_them.where(near)).all() or session.exec(all_of_them).all())
