"""Queries about families of near copies in a run, as far as their words are shown."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, func, select

from storage.models import Family, Likeness, Membership, Opinion, Participation
from storage.opinions import SHOWN
from storage.partners import citizens, invited_in


def shown(session: Session, run_id: int) -> list[tuple[int, int, int]]:
    """(family, opinion, participation) of every copy that is shown, by opinion."""
    query = (
        select(col(Membership.family), Opinion.id, Opinion.participation_id)
        .join(Opinion, col(Opinion.id) == Membership.opinion_id)
        .where(
            Membership.run_id == run_id,
            col(Membership.family).is_not(None),
            Opinion.state == SHOWN,
        )
        .order_by(col(Opinion.id))
    )
    return [(family or 0, opinion, person) for family, opinion, person in session.exec(query)]


def rename(session: Session, run_id: int, old: int, new: int) -> None:
    """A family is named by another of its opinions."""
    copies = update(Membership).where(
        col(Membership.run_id) == run_id, col(Membership.family) == old
    )
    session.exec(copies.values(family=new))


def replace(session: Session, run_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """These are the families of the run now."""
    session.exec(delete(Family).where(col(Family.run_id) == run_id))
    if rows:
        session.execute(insert(Family), list(rows))


def count(session: Session, run_id: int, family: int) -> tuple[int, int, int | None]:
    """(people, opinions, the first opinion) of the copies that are shown; none: 0, 0, None."""
    query = (
        select(
            citizens(invited_in(session, run_id)),
            func.count(),
            func.min(Opinion.id),
        )
        .join(Membership, col(Membership.opinion_id) == Opinion.id)
        .where(Membership.run_id == run_id, Membership.family == family, Opinion.state == SHOWN)
    )
    return session.exec(query).one()


def copies_of(
    session: Session, run_id: int, opinion_id: int, *, but_by: int | None, limit: int
) -> list[int]:
    """Opinions that are shown, of the family in which this one lies in a run, and not by this
    person."""
    theirs = select(Membership.family).where(
        Membership.run_id == run_id, Membership.opinion_id == opinion_id
    )
    query = (
        select(Opinion.id)
        .join(Membership, col(Membership.opinion_id) == Opinion.id)
        .join(Participation, col(Participation.id) == Opinion.participation_id)
        .where(
            Membership.run_id == run_id,
            Membership.family == theirs.scalar_subquery(),
            Opinion.state == SHOWN,
            col(Participation.contact_id).is_distinct_from(but_by),
        )
        .order_by(col(Opinion.id))
        .limit(limit)
    )
    return list(session.exec(query).all())


def forget(session: Session, run_id: int, family: int) -> None:
    gone = delete(Family).where(col(Family.run_id) == run_id, col(Family.opinion_id) == family)
    session.exec(gone)


def add(session: Session, row: dict[str, Any]) -> None:
    session.execute(insert(Family), [row])


def largest(
    session: Session, run_id: int, topic_id: int, *, people: int, limit: int
) -> list[tuple[int, int, int]]:
    """(family, people, opinions) of the families that at least so many people of a topic sent,
    the largest first."""
    persons = citizens(invited_in(session, run_id))
    query = (
        select(col(Membership.family), persons, func.count())
        .join(Opinion, col(Opinion.id) == Membership.opinion_id)
        .where(
            Membership.run_id == run_id,
            Membership.topic_id == topic_id,
            col(Membership.family).is_not(None),
            Opinion.state == SHOWN,
        )
        .group_by(col(Membership.family))
        .having(persons >= people)
        .order_by(persons.desc(), col(Membership.family))
        .limit(limit)
    )
    return [(family or 0, persons, opinions) for family, persons, opinions in session.exec(query)]


def sent(session: Session, run_id: int, family: int) -> list[tuple[int, datetime]]:
    """(participation, when) of the shown copies that came by Telegram, in the order they came.
    The hour of an imported row may be that of the import."""
    query = (
        select(Opinion.participation_id, Opinion.written_at)
        .join(Membership, col(Membership.opinion_id) == Opinion.id)
        .where(
            Membership.run_id == run_id,
            Membership.family == family,
            Opinion.state == SHOWN,
            Opinion.origin == "telegram",
        )
        .order_by(col(Opinion.written_at), col(Opinion.id))
    )
    return list(session.exec(query).all())


def first_shown(session: Session, run_id: int, family: int) -> Opinion | None:
    """The opinion that stands for the family now."""
    query = (
        select(Opinion)
        .join(Membership, col(Membership.opinion_id) == Opinion.id)
        .where(
            Membership.run_id == run_id,
            Membership.family == family,
            Opinion.state == SHOWN,
        )
        .order_by(col(Membership.opinion_id))
        .limit(1)
    )
    return session.exec(query).first()


def of_opinion(session: Session, run_id: int, opinion_id: int) -> int | None:
    """The family the opinion was in, whatever became of its words."""
    found = session.get(Membership, (run_id, opinion_id))
    return found.family if found else None


def leave(session: Session, opinion_ids: Collection[int]) -> None:
    """The words of these opinions are others now: they are nobody's copies, and what was said of
    them, or of others beside them, holds no more."""
    alone = update(Membership).where(col(Membership.opinion_id).in_(opinion_ids))
    session.exec(alone.values(family=None))
    either = col(Likeness.opinion_id).in_(opinion_ids) | col(Likeness.other_id).in_(opinion_ids)
    session.exec(delete(Likeness).where(either))
