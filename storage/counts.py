"""Queries by which the counts of a run follow one opinion: by keys, however large the run is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, update
from sqlmodel import Session, col, func, select

from storage.models import AnalysisRun, Membership, Opinion, RunTopic
from storage.opinions import SHOWN

ALONE = 0
"""Stands for no topic, where None says that an opinion is not in the run at all."""


@dataclass(frozen=True)
class Share:
    """What some opinions add to the counts of a topic, or of the run: people who say nothing else
    there, opinions, and texts that nobody else sent."""

    people: int = 0
    opinions: int = 0
    distinct: int = 0


def elsewhere(
    session: Session, run_id: int, persons: Collection[int], besides: Collection[int]
) -> set[tuple[int, int]]:
    """(participation, topic or ALONE) where these people say something else in the run that is
    shown; opinions `besides` are not looked at."""
    lies = _of_member(func.coalesce(col(Membership.topic_id), ALONE), run_id)
    query = select(Opinion.participation_id, lies).where(
        col(Opinion.participation_id).in_(persons),
        col(Opinion.id).not_in(besides),
        Opinion.state == SHOWN,
    )
    return {(person, place) for person, place in session.exec(query) if place is not None}


def _of_member(column: object, run_id: int) -> ScalarSelect[int | None]:
    """What the run says of an opinion, looked up for each: never by walking through the run."""
    found = select(column).where(  # type: ignore[call-overload]
        Membership.run_id == run_id, Membership.opinion_id == Opinion.id
    )
    return found.correlate(Opinion).scalar_subquery()  # type: ignore[no-any-return]


def families_of(session: Session, run_id: int, participation_id: int) -> set[int]:
    """The families of near copies that shown words of this person are in."""
    family = _of_member(col(Membership.family), run_id)
    query = select(family).where(
        Opinion.participation_id == participation_id, Opinion.state == SHOWN
    )
    return {each for each in session.exec(query) if each is not None}


def speaks_in(session: Session, run_id: int, participation_id: int) -> bool:
    """Whether words of this person are shown in the run."""
    lies = _of_member(col(Membership.opinion_id), run_id)
    query = select(Opinion.id).where(
        Opinion.participation_id == participation_id, Opinion.state == SHOWN, lies.is_not(None)
    )
    return session.exec(query.limit(1)).first() is not None


def has_copy(
    session: Session,
    run_id: int,
    family: int,
    besides: Collection[int],
    topic_id: int | None = None,
) -> bool:
    """Whether another copy of the family than these is shown; with a topic, in that topic."""
    query = (
        select(Opinion.id)
        .join(Membership, col(Membership.opinion_id) == Opinion.id)
        .where(
            Membership.run_id == run_id,
            Membership.family == family,
            col(Membership.opinion_id).not_in(besides),
            Opinion.state == SHOWN,
        )
    )
    if topic_id is not None:
        query = query.where(Membership.topic_id == topic_id)
    return session.exec(query.limit(1)).first() is not None


def shift(
    session: Session, run_id: int, topics: Mapping[int, Share], whole: Share, by: int
) -> None:
    """Move the counts of the run and of its topics, `by` +1 or -1: the run first and the topics in
    order, so that two who do this wait for each other. ALONE is what lies in no topic."""
    alone = topics.get(ALONE, Share())
    run = update(AnalysisRun).where(col(AnalysisRun.id) == run_id)
    session.exec(
        run.values(
            people=col(AnalysisRun.people) + by * whole.people,
            opinions=col(AnalysisRun.opinions) + by * whole.opinions,
            distinct=col(AnalysisRun.distinct) + by * whole.distinct,
            alone=col(AnalysisRun.alone) + by * alone.opinions,
            alone_people=col(AnalysisRun.alone_people) + by * alone.people,
            changes=col(AnalysisRun.changes) + 1,
        )
    )
    for topic_id in sorted(topics.keys() - {ALONE}):
        _shift_topic(session, run_id, topic_id, topics[topic_id], by)


def _shift_topic(session: Session, run_id: int, topic_id: int, share: Share, by: int) -> None:
    row = update(RunTopic).where(col(RunTopic.run_id) == run_id, col(RunTopic.topic_id) == topic_id)
    session.exec(
        row.values(
            people=col(RunTopic.people) + by * share.people,
            size=col(RunTopic.size) + by * share.opinions,
            distinct=col(RunTopic.distinct) + by * share.distinct,
        )
    )


def touch(session: Session, run_id: int) -> None:
    """Something that pictures of the run tell is not as it was."""
    run = update(AnalysisRun).where(col(AnalysisRun.id) == run_id)
    session.exec(run.values(changes=col(AnalysisRun.changes) + 1))


def changes(session: Session, run_id: int) -> int:
    """How often the counts were moved, as it stands in the database now."""
    return session.exec(select(AnalysisRun.changes).where(AnalysisRun.id == run_id)).one()
