"""What people said when told that others wrote nearly the same, and what they can be told of."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage.models import Family, Likeness, Opinion, Participation
from storage.opinions import SHOWN


def pairs(session: Session, consultation_id: int) -> list[tuple[int, int, bool]]:
    """(opinion, the other one, whether they mean the same), by opinion."""
    query = (
        select(Likeness.opinion_id, Likeness.other_id, Likeness.same)
        .join(Opinion, col(Opinion.id) == Likeness.opinion_id)
        .where(Opinion.consultation_id == consultation_id)
        .order_by(col(Likeness.opinion_id))
    )
    return list(session.exec(query).all())


def sent_by_many(
    session: Session, run_id: int, *, people: int, limit: int
) -> list[tuple[int, int, str]]:
    """(opinion, people, words): what stands for each family of at least so many people, as long
    as it is shown; the largest first, of equal ones the latest. The index holds them in this
    order: no more of them are looked at than are wanted, however many there are."""
    query = (
        select(Opinion.id, Family.people, Opinion.text)
        .join(Family, col(Family.opinion_id) == Opinion.id)
        .where(Family.run_id == run_id, Family.people >= people, Opinion.state == SHOWN)
        .order_by(col(Family.people).desc(), col(Family.opinion_id).desc())
        .limit(limit)
    )
    return list(session.exec(query).all())


def said(session: Session, opinion_id: int) -> Likeness | None:
    return session.get(Likeness, opinion_id)


def said_by(session: Session, participation_id: int) -> dict[int, Likeness]:
    """What a person said of their own opinions, by opinion."""
    query = (
        select(Likeness)
        .join(Opinion, col(Opinion.id) == Likeness.opinion_id)
        .where(Opinion.participation_id == participation_id)
    )
    return {each.opinion_id: each for each in session.exec(query)}


def keep(session: Session, opinion_id: int, other_id: int, *, same: bool, at: datetime) -> None:
    """The later word counts."""
    session.merge(Likeness(opinion_id=opinion_id, other_id=other_id, same=same, at=at))
    session.flush()


def drop(session: Session, participation_ids: list[int]) -> None:
    """What these people said of their opinions goes; the opinions stay."""
    theirs = (
        select(Opinion.id)
        .join(Participation, col(Participation.id) == Opinion.participation_id)
        .where(col(Participation.id).in_(participation_ids))
    )
    session.exec(delete(Likeness).where(col(Likeness.opinion_id).in_(theirs)))
