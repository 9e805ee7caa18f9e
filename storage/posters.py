"""Queries about links for one place each, and who came by them."""

from sqlmodel import Session, col, exists, func, select

from storage.models import AnalysisRun, Opinion, Participation, Poster
from storage.opinions import SHOWN
from storage.stances import CITIZEN


def by_id(session: Session, poster_id: int) -> Poster | None:
    return session.get(Poster, poster_id)


def of(session: Session, consultation_id: int) -> list[Poster]:
    """The links that were made, in that order."""
    query = select(Poster).where(Poster.consultation_id == consultation_id)
    return list(session.exec(query.order_by(col(Poster.id))).all())


def any_made(session: Session, consultation_id: int) -> bool:
    """Whether there is a link for one place."""
    query = select(Poster.id).where(Poster.consultation_id == consultation_id)
    return session.exec(query.limit(1)).first() is not None


def people(session: Session, run: AnalysisRun) -> dict[str | None, int]:
    """How many citizens whose words a run has seen came by each place. What was moved here since
    it was made counts, too."""
    speaks = exists().where(
        col(Opinion.participation_id) == Participation.id,
        col(Opinion.state) == SHOWN,
        col(Opinion.id) <= run.newest_opinion_id,
    )
    query = (
        select(Participation.channel, func.count())
        .where(
            Participation.consultation_id == run.consultation_id,
            col(Participation.channel).is_not(None),
            CITIZEN,
            speaks,
        )
        .group_by(col(Participation.channel))
    )
    return {channel: people for channel, people in session.exec(query) if channel}


def came_by(session: Session, consultation_id: int) -> dict[str, tuple[int, int]]:
    """(citizens, opinions) of what is shown, by the place they came from; empty for none."""
    query = (
        select(
            Participation.channel,
            func.count(func.distinct(col(Opinion.participation_id))),
            func.count(col(Opinion.id)),
        )
        .join(Opinion, col(Opinion.participation_id) == Participation.id)
        .where(Opinion.consultation_id == consultation_id, Opinion.state == SHOWN, CITIZEN)
        .group_by(col(Participation.channel))
    )
    found: dict[str, tuple[int, int]] = {}
    for channel, people, opinions in session.exec(query):
        before = found.get(channel or "", (0, 0))
        found[channel or ""] = (before[0] + people, before[1] + opinions)
    return found
