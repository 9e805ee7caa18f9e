"""Queries for pictures: where opinions lie on the map, and who stands behind small voices."""

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from storage.models import Membership, Opinion, SmallVoice
from storage.opinions import SHOWN

DRAWN = 2000
"""Points on one map; of more, every second, third, … of each topic is drawn."""


def places(session: Session, run_id: int) -> list[tuple[int | None, float, float]]:
    """(topic id, x, y) of what is shown of a run, thinned evenly by topic: at most about DRAWN,
    and at least one of each topic."""
    every = -(-_placed(session, run_id) // DRAWN)
    if not every:
        return []
    number = func.row_number().over(
        partition_by=col(Membership.topic_id), order_by=col(Membership.opinion_id)
    )
    shown = (
        select(Membership.topic_id, Membership.x, Membership.y, number.label("number"))
        .join(Opinion, col(Opinion.id) == Membership.opinion_id)
        .where(*_are_placed(run_id))
        .subquery()
    )
    query = (
        select(shown.c.topic_id, shown.c.x, shown.c.y)
        .where((shown.c.number - 1) % every == 0)
        .order_by(shown.c.topic_id, shown.c.number)
    )
    return [(topic_id, x, y) for topic_id, x, y in session.exec(query)]


def has_places(session: Session, run_id: int) -> bool:
    """Whether there is anything to draw on a map of the run: the first one found is enough."""
    query = (
        select(Membership.opinion_id)
        .join(Opinion, col(Opinion.id) == Membership.opinion_id)
        .where(*_are_placed(run_id))
        .limit(1)
    )
    return session.exec(query).first() is not None


def _placed(session: Session, run_id: int) -> int:
    query = (
        select(func.count())
        .select_from(Membership)
        .join(Opinion, col(Opinion.id) == Membership.opinion_id)
        .where(*_are_placed(run_id))
    )
    return session.exec(query).one()


def _are_placed(run_id: int) -> list[ColumnElement[bool]]:
    return [
        col(Membership.run_id) == run_id,
        col(Opinion.state) == SHOWN,
        col(Membership.x).is_not(None),
        col(Membership.y).is_not(None),
    ]


def small_voices(session: Session, run_id: int) -> tuple[list[str], int]:
    """The names of the small voices that are still shown, and how many people stand behind them."""
    query = select(SmallVoice).where(SmallVoice.run_id == run_id).order_by(col(SmallVoice.position))
    voices = list(session.exec(query))
    said = {opinion for voice in voices for opinion in voice.opinions}
    shown = dict(
        session.exec(
            select(Opinion.id, Opinion.participation_id).where(
                col(Opinion.id).in_(said), Opinion.state == SHOWN
            )
        ).all()
    )
    names = [voice.name for voice in voices if any(each in shown for each in voice.opinions)]
    return names, len(set(shown.values()))
