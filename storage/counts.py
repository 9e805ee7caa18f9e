"""Queries by which the counts of a run follow one opinion: by keys, however large the run is."""

from dataclasses import dataclass

from sqlalchemy import ScalarSelect, update
from sqlmodel import Session, col, func, select

from storage.models import AnalysisRun, Membership, Opinion, RunTopic
from storage.opinions import SHOWN

ALONE = 0
"""Stands for no topic, where None says that an opinion is not in the run at all."""


@dataclass(frozen=True)
class Share:
    """What one opinion adds to the counts of its topic, and of the run: people who say nothing
    else there, and texts that nobody else sent."""

    people: int
    distinct: int
    all_people: int
    all_distinct: int


def other_places(session: Session, run_id: int, opinion: Opinion) -> list[int]:
    """Where the other shown opinions of the same person lie in the run: topic ids, or ALONE."""
    lies = _of_member(func.coalesce(col(Membership.topic_id), ALONE), run_id)
    query = select(lies).where(
        Opinion.participation_id == opinion.participation_id,
        Opinion.id != opinion.id,
        Opinion.state == SHOWN,
    )
    return [place for place in session.exec(query) if place is not None]


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
    session: Session, run_id: int, family: int, besides: int, topic_id: int | None = None
) -> bool:
    """Whether another copy of the family is shown; with a topic, in that topic."""
    query = (
        select(Opinion.id)
        .join(Membership, col(Membership.opinion_id) == Opinion.id)
        .where(
            Membership.run_id == run_id,
            Membership.family == family,
            Membership.opinion_id != besides,
            Opinion.state == SHOWN,
        )
    )
    if topic_id is not None:
        query = query.where(Membership.topic_id == topic_id)
    return session.exec(query.limit(1)).first() is not None


def shift(session: Session, run_id: int, topic_id: int | None, share: Share, by: int) -> None:
    """Move the counts by one opinion, `by` +1 or -1: the run first, so that two who do this wait
    for each other in one order."""
    alone = by if topic_id is None else 0
    run = update(AnalysisRun).where(col(AnalysisRun.id) == run_id)
    session.exec(
        run.values(
            people=col(AnalysisRun.people) + by * share.all_people,
            opinions=col(AnalysisRun.opinions) + by,
            distinct=col(AnalysisRun.distinct) + by * share.all_distinct,
            alone=col(AnalysisRun.alone) + alone,
            alone_people=col(AnalysisRun.alone_people) + alone * share.people,
            changes=col(AnalysisRun.changes) + 1,
        )
    )
    row = update(RunTopic).where(
        col(RunTopic.run_id) == run_id, col(RunTopic.topic_id) == (topic_id or ALONE)
    )
    session.exec(
        row.values(
            people=col(RunTopic.people) + by * share.people,
            size=col(RunTopic.size) + by,
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
