"""Queries about analysis runs, topics and where opinions lie in them."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, delete, insert, literal_column
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import partners
from storage.models import (
    AnalysisRun,
    Consultation,
    Lineage,
    Membership,
    Opinion,
    Picture,
    RunTopic,
    Topic,
)
from storage.opinions import HAS_WORDS, SHOWN

AT_ONCE = 1000  # rows fetched at a time where they may be millions
AT_WORK: ColumnElement[bool] = literal_column("analysis_run.state IN ('asked', 'running')")
"""In the very words of the index of these few runs."""


def last_run(session: Session, consultation_id: int) -> AnalysisRun | None:
    """The newest run that came to an end well."""
    query = (
        select(AnalysisRun)
        .where(AnalysisRun.consultation_id == consultation_id, AnalysisRun.state == "done")
        .order_by(col(AnalysisRun.id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def run(session: Session, run_id: int) -> AnalysisRun:
    return session.get_one(AnalysisRun, run_id)


def waiting_run(session: Session, consultation_id: int) -> AnalysisRun | None:
    """A run somebody asked for that has not begun."""
    query = select(AnalysisRun).where(
        AnalysisRun.consultation_id == consultation_id, AnalysisRun.state == "asked"
    )
    return session.exec(query).first()


def run_under_way(session: Session, consultation_id: int) -> AnalysisRun | None:
    """The run that is being worked out."""
    query = select(AnalysisRun).where(
        AnalysisRun.consultation_id == consultation_id, AnalysisRun.state == "running"
    )
    return session.exec(query).first()


def last_runs(session: Session, *, states: Sequence[str] | None = None) -> list[AnalysisRun]:
    """The newest good run of every consultation, or of those in one of the states."""
    newest = select(newest_good_run())
    if states is not None:
        newest = newest.where(col(Consultation.state).in_(states))
    query = select(AnalysisRun).where(col(AnalysisRun.id).in_(newest)).order_by(col(AnalysisRun.id))
    return list(session.exec(query).all())


def newest_good_run() -> ScalarSelect[int | None]:
    """Of each consultation: looked up, not counted out of all runs there ever were."""
    query = (
        select(AnalysisRun.id)
        .where(AnalysisRun.consultation_id == Consultation.id, AnalysisRun.state == "done")
        .order_by(col(AnalysisRun.id).desc())
        .limit(1)
    )
    return query.correlate(Consultation).scalar_subquery()


def newest_run(session: Session) -> AnalysisRun | None:
    """The newest run of all consultations, whatever became of it."""
    return session.exec(select(AnalysisRun).order_by(col(AnalysisRun.id).desc()).limit(1)).first()


def count_topics(session: Session) -> int:
    """How many topics the newest good runs of all consultations have."""
    runs = [run.id for run in last_runs(session)]
    query = select(func.count()).select_from(RunTopic).where(col(RunTopic.run_id).in_(runs))
    return session.exec(query).one()


def latest_start(session: Session, consultation_id: int) -> datetime | None:
    query = select(func.max(AnalysisRun.asked_at)).where(
        AnalysisRun.consultation_id == consultation_id
    )
    return session.exec(query).one()


def with_new_opinions(session: Session) -> list[tuple[int, int]]:
    """(consultation id, newest shown opinion id) of what is not over."""
    newest = (
        select(Opinion.id)
        .where(Opinion.consultation_id == Consultation.id, Opinion.state == SHOWN)
        .order_by(col(Opinion.id).desc())
        .limit(1)
        .correlate(Consultation)
        .scalar_subquery()
    )
    query = (
        select(Consultation.id, newest)
        .where(col(Consultation.state).in_(("open", "closed")))
        .order_by(col(Consultation.id))
    )
    return [(number, opinion) for number, opinion in session.exec(query) if opinion is not None]


def are_new(session: Session, consultation_id: int, after: int, most: int) -> int:
    """How many shown opinions came after this one; `most` where they are that many or more."""
    some = (
        select(Opinion.id)
        .where(
            Opinion.consultation_id == consultation_id,
            Opinion.state == SHOWN,
            col(Opinion.id) > after,
        )
        .limit(most)
        .subquery()
    )
    return session.exec(select(func.count()).select_from(some)).one()


def members(session: Session, run_id: int) -> dict[int, int | None]:
    """opinion id -> lasting topic id, None for on its own."""
    query = select(Membership.opinion_id, Membership.topic_id).where(Membership.run_id == run_id)
    return dict(session.exec(query).all())


def keep_members(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(Membership), list(rows))


def topics_of(session: Session, run_id: int) -> list[RunTopic]:
    query = select(RunTopic).where(RunTopic.run_id == run_id).order_by(col(RunTopic.position))
    return list(session.exec(query).all())


def row(session: Session, run_id: int, topic_id: int) -> RunTopic | None:
    """A topic as that run saw it."""
    return session.get(RunTopic, (run_id, topic_id))


def latest_row(session: Session, topic_id: int) -> RunTopic | None:
    """A topic as the last run that had it saw it."""
    query = (
        select(RunTopic)
        .where(RunTopic.topic_id == topic_id)
        .order_by(col(RunTopic.run_id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def topic(session: Session, topic_id: int) -> Topic | None:
    return session.get(Topic, topic_id)


def held(session: Session, consultation_id: int) -> set[int]:
    """Living topics that stay as people made them."""
    query = select(Topic.id).where(
        Topic.consultation_id == consultation_id,
        Topic.state == "living",
        col(Topic.held_at).is_not(None),
    )
    return set(session.exec(query))


def pinned(session: Session, consultation_id: int) -> dict[int, datetime]:
    """Topics that stand first -> since when."""
    query = select(Topic.id, Topic.pinned_at).where(
        Topic.consultation_id == consultation_id, col(Topic.pinned_at).is_not(None)
    )
    return {topic_id: at for topic_id, at in session.exec(query) if at is not None}


def merged(session: Session, consultation_id: int) -> set[int]:
    """Topics that people have joined to another one."""
    query = select(Topic.id).where(
        Topic.consultation_id == consultation_id, Topic.state == "merged"
    )
    return set(session.exec(query))


def living(session: Session, consultation_id: int) -> list[Topic]:
    query = select(Topic).where(Topic.consultation_id == consultation_id, Topic.state == "living")
    return list(session.exec(query).all())


def counted(session: Session, run: AnalysisRun) -> dict[int | None, tuple[int, int]]:
    """The same as `shown_counts` as the run has it: counted before, and kept up since."""
    everywhere: dict[int | None, tuple[int, int]] = {None: (run.alone_people, run.alone)}
    for row in topics_of(session, run.id):
        everywhere[row.topic_id] = (row.people, row.size)
    return {place: numbers for place, numbers in everywhere.items() if numbers[1]}


def shown_counts(session: Session, run_id: int) -> dict[int | None, tuple[int, int]]:
    """topic id -> (people, opinions) of what is shown now; None is what stands on its own. People
    of invited groups are not counted."""
    query = (
        select(
            Membership.topic_id,
            partners.citizens(partners.invited_in(session, run_id)),
            func.count(),
        )
        .join(Opinion, col(Opinion.id) == Membership.opinion_id)
        .where(Membership.run_id == run_id, Opinion.state == SHOWN)
        .group_by(col(Membership.topic_id))
    )
    return {topic_id: (people, opinions) for topic_id, people, opinions in session.exec(query)}


def says(session: Session, run_id: int, topic_id: int, word: str) -> bool:
    """Whether the word stands in what is shown of a topic: the first that holds it is enough."""
    query = (
        select(Opinion.text)
        .join(Membership, col(Membership.opinion_id) == Opinion.id)
        .where(Membership.run_id == run_id, Membership.topic_id == topic_id, Opinion.state == SHOWN)
    )
    with closing(session.exec(query.execution_options(yield_per=AT_ONCE))) as some:
        return any(word in words for words in some)


def shown_members(
    session: Session,
    run_id: int,
    topic_id: int | None,
    *,
    offset: int = 0,
    limit: int | None = None,
) -> list[Opinion]:
    """Shown opinions of a topic in a run, by id; `offset` and `limit` turn pages."""
    query = _shown_in(run_id, topic_id).order_by(col(Membership.opinion_id))
    return list(session.exec(query.offset(offset or None).limit(limit)).all())


def _shown_in(run_id: int, topic_id: int | None) -> SelectOfScalar[Opinion]:
    return (
        select(Opinion)
        .join(Membership, col(Membership.opinion_id) == Opinion.id)
        .where(
            Membership.run_id == run_id,
            Membership.topic_id == topic_id,
            Opinion.state == SHOWN,
            HAS_WORDS,
        )
    )


def words_of(session: Session, run_id: int) -> Iterator[tuple[int | None, int, int | None, str]]:
    """(topic id, participation id, family, words) of every opinion of the run that is shown now,
    some at a time: they may be millions."""
    query = (
        select(Membership.topic_id, Opinion.participation_id, Membership.family, Opinion.text)
        .join(Opinion, col(Opinion.id) == Membership.opinion_id)
        .where(Membership.run_id == run_id, Opinion.state == SHOWN)
    )
    yield from session.exec(query.execution_options(yield_per=AT_ONCE))


def shown_of_person(
    session: Session, run_id: int, topic_id: int, participation_id: int
) -> list[Opinion]:
    """What one person said in a topic, as far as it is shown."""
    query = _shown_in(run_id, topic_id).where(Opinion.participation_id == participation_id)
    return list(session.exec(query.order_by(col(Opinion.id))).all())


def shown_quotes(
    session: Session, run_id: int, topic_id: int, opinion_ids: Sequence[int]
) -> list[Opinion]:
    """Those of the few opinions that are still shown and still in the topic, in their order."""
    query = _shown_in(run_id, topic_id).where(col(Opinion.id).in_(opinion_ids))
    found = {opinion.id: opinion for opinion in session.exec(query)}
    return [found[number] for number in opinion_ids if number in found]


def newer(session: Session, consultation_id: int, run_id: int) -> int:
    """How many shown opinions the run has not seen: new, moved here, or shown again."""
    seen = (
        select(Membership.opinion_id)
        .where(Membership.run_id == run_id, Membership.opinion_id == Opinion.id)
        .exists()
    )
    query = select(func.count()).where(
        Opinion.consultation_id == consultation_id, Opinion.state == SHOWN, ~seen
    )
    return session.exec(query).one()


def last_shown(session: Session, consultation_id: int, limit: int) -> list[Opinion]:
    """The newest shown opinions, in the order they came."""
    query = (
        select(Opinion)
        .where(Opinion.consultation_id == consultation_id, Opinion.state == SHOWN, HAS_WORDS)
        .order_by(col(Opinion.id).desc())
        .limit(limit)
    )
    return list(session.exec(query).all())[::-1]


def shown_ids(session: Session, consultation_id: int) -> set[int]:
    query = select(Opinion.id).where(
        Opinion.consultation_id == consultation_id, Opinion.state == SHOWN
    )
    return set(session.exec(query))


def place_of(session: Session, run_id: int, opinion_id: int) -> Membership | None:
    return session.get(Membership, (run_id, opinion_id))


def places_of(session: Session, run_id: int, opinion_ids: Collection[int]) -> dict[int, Membership]:
    """opinion id -> where it lies, of those that the run has seen."""
    query = select(Membership).where(
        Membership.run_id == run_id, col(Membership.opinion_id).in_(opinion_ids)
    )
    return {each.opinion_id: each for each in session.exec(query)}


def changes(
    session: Session, consultation_id: int, kinds: Sequence[str]
) -> list[tuple[Lineage, AnalysisRun]]:
    """How topics of a consultation came about, with the runs, the oldest first."""
    query = (
        select(Lineage, AnalysisRun)
        .join(AnalysisRun, col(AnalysisRun.id) == Lineage.run_id)
        .where(
            AnalysisRun.consultation_id == consultation_id,
            col(Lineage.change).in_(kinds),
            col(Lineage.topic_id).is_not(None),
        )
        .order_by(col(Lineage.id))
    )
    return list(session.exec(query).all())


def picture(session: Session, run_id: int, language: str, kind: str = "bars") -> bytes | None:
    found = session.get(Picture, (run_id, language, kind))
    return found.png if found else None


def keep_picture(
    session: Session, run_id: int, language: str, png: bytes, kind: str = "bars"
) -> None:
    session.merge(Picture(run_id=run_id, language=language, kind=kind, png=png))


def forget_pictures(session: Session, run_id: int) -> None:
    session.exec(delete(Picture).where(col(Picture.run_id) == run_id))


def drawn(session: Session, run_id: int, kind: str = "bars") -> set[str]:
    """The languages there is a picture of the run in."""
    query = select(Picture.language).where(Picture.run_id == run_id, Picture.kind == kind)
    return set(session.exec(query))
