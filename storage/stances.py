"""Queries about who is for a proposal and who against it, as far as their words are shown."""

from sqlmodel import Session, col, func, select

from storage.models import Membership, Opinion, Participation
from storage.opinions import SHOWN

CITIZEN = col(Participation.partner_id).is_(None)
"""People of invited groups are counted apart."""
Stances = dict[str | None, int]
"""Stance -> people; None is who has not said."""


def of_run(session: Session, run_id: int) -> Stances:
    """Everybody with shown words in the run, each once."""
    query = (
        select(Participation.stance, func.count(func.distinct(Participation.id)))
        .join(Opinion, col(Opinion.participation_id) == Participation.id)
        .join(Membership, col(Membership.opinion_id) == Opinion.id)
        .where(Membership.run_id == run_id, Opinion.state == SHOWN, CITIZEN)
        .group_by(col(Participation.stance))
    )
    return dict(session.exec(query).all())


def by_topic(session: Session, run_id: int) -> dict[int | None, Stances]:
    """The same of each topic; None is what stands on its own."""
    query = (
        select(
            Membership.topic_id,
            Participation.stance,
            func.count(func.distinct(Participation.id)),
        )
        .join(Opinion, col(Opinion.id) == Membership.opinion_id)
        .join(Participation, col(Participation.id) == Opinion.participation_id)
        .where(Membership.run_id == run_id, Opinion.state == SHOWN, CITIZEN)
        .group_by(col(Membership.topic_id), col(Participation.stance))
    )
    found: dict[int | None, Stances] = {}
    for topic_id, stance, people in session.exec(query):
        found.setdefault(topic_id, {})[stance] = people
    return found


def chosen(session: Session, consultation_id: int) -> dict[int, str]:
    """participation id -> stance, of the citizens who have chosen one."""
    query = select(Participation.id, Participation.stance).where(
        Participation.consultation_id == consultation_id,
        col(Participation.stance).is_not(None),
        CITIZEN,
    )
    return {person: stance for person, stance in session.exec(query) if stance is not None}
