"""Queries by which people move opinions between topics of a run."""

from collections.abc import Collection

from sqlalchemy import Update, update
from sqlmodel import Session, col, func, select

from storage.models import Membership, Opinion
from storage.opinions import SHOWN

AT_ONCE = 500  # of ids in one statement: databases take only so many values


def parts(session: Session, run_id: int, topic_id: int) -> dict[int, list[int]]:
    """sub-topic -> its shown opinions, as they lay in the run."""
    query = (
        select(Membership.part, Membership.opinion_id)
        .join(Opinion, col(Opinion.id) == Membership.opinion_id)
        .where(
            Membership.run_id == run_id,
            Membership.topic_id == topic_id,
            Opinion.state == SHOWN,
            col(Membership.part).is_not(None),
        )
        .order_by(col(Membership.opinion_id))
    )
    found: dict[int, list[int]] = {}
    for part, opinion_id in session.exec(query):
        if part is not None:
            found.setdefault(part, []).append(opinion_id)
    return found


def people_in(session: Session, run_id: int, topic_ids: Collection[int]) -> int:
    """How many people have shown words in one of these topics."""
    query = (
        select(func.count(func.distinct(Opinion.participation_id)))
        .join(Membership, col(Membership.opinion_id) == Opinion.id)
        .where(
            Membership.run_id == run_id,
            col(Membership.topic_id).in_(topic_ids),
            Opinion.state == SHOWN,
        )
    )
    return session.exec(query).one()


def join(session: Session, run_id: int, topic_id: int, into_id: int) -> int:
    """Put everything of a topic into another: as its part 2, what was there is part 1. Returns
    how many opinions came."""
    there = _of(run_id, into_id).values(part=1)
    session.exec(there)
    moved = session.exec(_of(run_id, topic_id).values(topic_id=into_id, part=2))
    return int(moved.rowcount)


def move(
    session: Session, run_id: int, topic_id: int, to_id: int, opinion_ids: Collection[int]
) -> int:
    """Put these opinions of a topic into another; how many there were."""
    moved = 0
    ids = sorted(opinion_ids)
    for at in range(0, len(ids), AT_ONCE):
        some = ids[at : at + AT_ONCE]
        these = _of(run_id, topic_id).where(col(Membership.opinion_id).in_(some))
        moved += int(session.exec(these.values(topic_id=to_id, part=None)).rowcount)
    return moved


def _of(run_id: int, topic_id: int) -> Update:
    return update(Membership).where(
        col(Membership.run_id) == run_id, col(Membership.topic_id) == topic_id
    )
