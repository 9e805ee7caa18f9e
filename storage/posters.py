"""Queries about links for one place each, and who came by them."""

from sqlmodel import Session, col, func, select

from storage.models import Opinion, Participation, Poster
from storage.opinions import SHOWN


def by_id(session: Session, poster_id: int) -> Poster | None:
    return session.get(Poster, poster_id)


def of(session: Session, consultation_id: int) -> list[Poster]:
    """The links that were made, in that order."""
    query = select(Poster).where(Poster.consultation_id == consultation_id)
    return list(session.exec(query.order_by(col(Poster.id))).all())


def came_by(session: Session, consultation_id: int) -> dict[str, tuple[int, int]]:
    """(people, opinions) of what is shown, by the place people came from; empty for none."""
    query = (
        select(
            Participation.channel,
            func.count(func.distinct(col(Opinion.participation_id))),
            func.count(col(Opinion.id)),
        )
        .join(Opinion, col(Opinion.participation_id) == Participation.id)
        .where(Opinion.consultation_id == consultation_id, Opinion.state == SHOWN)
        .group_by(col(Participation.channel))
    )
    found: dict[str, tuple[int, int]] = {}
    for channel, people, opinions in session.exec(query):
        before = found.get(channel or "", (0, 0))
        found[channel or ""] = (before[0] + people, before[1] + opinions)
    return found
