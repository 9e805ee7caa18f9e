"""What an analysis found: runs, topics whose ids last, and which opinion lay where in which run."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from storage.models.base import (
    Table,
    counter,
    json_list,
    json_object,
    key,
    maybe_list,
    maybe_moment,
    maybe_ref,
    moment,
    of_few,
    ref,
)
from storage.types import BigId


class AnalysisRun(Table, table=True):
    """One analysis of a consultation: what it saw, how it worked, how it ended.

    The counts are of what is shown: they follow what is hidden, taken back or shown again, each
    time by one, which `changes` counts. `counted` is the number of changes when everything was
    counted last, at `counted_at`; `sides` are people for the proposal, against it, and who had not
    said, as counted then, and hold only as long as nothing changed.
    `askers` are the contacts who asked for it and are told when it is there. `claimed_by` is the
    process that works at it, `lease_until` the hour, by the database's own clock, after which it
    is taken for dead.
    """

    __tablename__ = "analysis_run"
    __table_args__ = (
        Index("ix_analysis_run_consultation_state", "consultation_id", "state", "id"),
        Index("ix_analysis_run_asked_at", "consultation_id", "asked_at"),
        of_few("ix_analysis_run_open", "state", "id", where="state IN ('asked', 'running')"),
    )

    id: int = key()
    consultation_id: int = ref("consultation.id")
    state: str = "asked"
    askers: list[int] = json_list()
    asked_at: datetime = moment()
    started_at: datetime | None = maybe_moment()
    claimed_by: str | None = None
    lease_until: datetime | None = maybe_moment()
    finished_at: datetime | None = maybe_moment()
    newest_opinion_id: int = Field(default=0, sa_type=BigId)
    people: int = 0
    opinions: int = 0
    distinct: int = 0
    alone: int = 0
    alone_people: int = counter()
    changes: int = counter()
    counted: int = counter()
    counted_at: datetime | None = maybe_moment()
    sides: list[int] | None = maybe_list()
    seed: int = 0
    method: dict[str, Any] = json_object()
    quality: dict[str, Any] = json_object()
    error: str | None = None


class Checkpoint(Table, table=True):
    """How far a long analysis has come: figures only, gone with the end of the run."""

    run_id: int = ref("analysis_run.id", primary_key=True)
    name: str = Field(primary_key=True)
    body: bytes
    at: datetime = moment()


class Topic(Table, table=True):
    """A cluster with an id that lasts and a name people can read.

    `given_name` is what an official called it. `held_at`: since when it stays as people made it,
    in every later run; a topic that went into another by an official's hand is `merged`. Pinned
    ones stand first.
    """

    id: int = key()
    consultation_id: int = ref("consultation.id", index=True)
    name: str
    state: str = "living"
    born_run_id: int | None = maybe_ref("analysis_run.id")
    created_at: datetime = moment()
    given_name: str | None = None
    held_at: datetime | None = maybe_moment()
    pinned_at: datetime | None = maybe_moment()
    merged_into: int | None = maybe_ref("topic.id")
    split_from: int | None = maybe_ref("topic.id")


class RunTopic(Table, table=True):
    """A topic as one run saw it. Quotes are opinion ids, so hidden words leave at once. `sides` are
    its people as those of the run.

    `reasons` are words that hold it together, `edge` is a quote from its edge. `parts` are the
    sub-topics of a large topic, each with `no`, `name`, `keywords` and `quotes`.
    """

    __tablename__ = "run_topic"

    run_id: int = ref("analysis_run.id", primary_key=True)
    topic_id: int = ref("topic.id", primary_key=True)
    position: int
    name: str
    size: int
    distinct: int
    people: int
    keywords: list[str] = json_list()
    quotes: list[int] = json_list()
    reasons: list[str] = json_list()
    edge: int | None = Field(default=None, sa_type=BigId, nullable=True)
    parts: list[dict[str, Any]] = json_list()
    sides: list[int] | None = maybe_list()


class Membership(Table, table=True):
    """Where an opinion lay in a run; no topic means on its own.

    `part` is the sub-topic; `family` the opinion that stands for all near copies of this one
    (none: nobody wrote nearly the same); `x` and `y` its place on the map, for looking at only.
    """

    __table_args__ = (
        Index("ix_membership_run_topic", "run_id", "topic_id", "opinion_id"),
        of_few(
            "ix_membership_family", "run_id", "family", "opinion_id", where="family IS NOT NULL"
        ),
    )

    run_id: int = ref("analysis_run.id", primary_key=True)
    opinion_id: int = ref("opinion.id", primary_key=True, index=True)
    topic_id: int | None = maybe_ref("topic.id")
    part: int | None = None
    family: int | None = Field(default=None, sa_type=BigId, nullable=True)
    x: float | None = None
    y: float | None = None


class SmallVoice(Table, table=True):
    """A few opinions about something rare, which would vanish in a large topic: shown beside the
    topics, members of which they stay. Opinions are ids, so hidden words leave at once."""

    __tablename__ = "small_voice"

    run_id: int = ref("analysis_run.id", primary_key=True)
    position: int = Field(primary_key=True)
    name: str
    keywords: list[str] = json_list()
    opinions: list[int] = json_list()


class Family(Table, table=True):
    """Near copies that several people sent, named by the first of them, as one run saw it."""

    __table_args__ = (Index("ix_family_people", "run_id", "people", "opinion_id"),)

    run_id: int = ref("analysis_run.id", primary_key=True)
    opinion_id: int = ref("opinion.id", primary_key=True, index=True)
    people: int
    opinions: int


class Lineage(Table, table=True):
    """How topics of one run came from those of the run before: kept, born, merged, split, died."""

    id: int = key()
    run_id: int = ref("analysis_run.id", index=True)
    change: str
    topic_id: int | None = maybe_ref("topic.id")
    from_topic_id: int | None = maybe_ref("topic.id")
    shared: int = 0


class Picture(Table, table=True):
    """A picture of a run, drawn in one language: its `bars`, or the `map` of its opinions."""

    run_id: int = ref("analysis_run.id", primary_key=True)
    language: str = Field(primary_key=True)
    kind: str = Field(default="bars", primary_key=True)
    png: bytes
