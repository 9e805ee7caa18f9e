"""How the topics of a run came from those before it: kept with the run, told to officials."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from deliberation.grouping.topics import Descent
from deliberation.work import Work
from storage import topics
from storage.models import AnalysisRun, Lineage, Look, Topic

TOLD = ("born", "split", "merged")
"""What is told of a topic, the first of them first."""


@dataclass(frozen=True)
class Change:
    """What became of a topic and when: it was `born`, `split` from another one, or others
    `merged` into it. `others` are their names. `by_hand`: an official did it."""

    kind: str
    at: datetime
    others: tuple[str, ...]
    by_hand: bool
    run_id: int


def keep(
    work: Work, run: AnalysisRun, descent: Descent, ids: Mapping[int, int], lasting: set[int]
) -> None:
    """One row for each topic of the run and of the one before it. `ids` gives the topic of each
    cluster; `lasting` topics live on though no cluster carries them on."""
    shared = descent.shared
    for cluster, topic_id in descent.carried.items():
        change(work, run, "kept", topic_id, topic_id, shared.get((cluster, topic_id), 0))
    for cluster, parent in descent.born.items():
        named = "split" if cluster in descent.split else "born"
        common = shared.get((cluster, parent), 0) if parent is not None else 0
        change(work, run, named, ids[cluster], parent, common)
    for topic_id, heir in descent.ended.items():
        if topic_id in lasting:
            change(work, run, "kept", topic_id, topic_id, 0)
        else:
            _end(work, run, topic_id, heir, ids, shared)


def _end(
    work: Work,
    run: AnalysisRun,
    topic_id: int,
    heir: int | None,
    ids: Mapping[int, int],
    shared: Mapping[tuple[int, int], int],
) -> None:
    topic = topics.topic(work.session, topic_id)
    if topic is not None:
        topic.state = "ended"
        work.session.add(topic)
    if heir is None:
        change(work, run, "ended", None, topic_id, 0)
    else:
        change(work, run, "merged", ids[heir], topic_id, shared[heir, topic_id])


def change(
    work: Work, run: AnalysisRun, named: str, topic_id: int | None, origin: int | None, shared: int
) -> None:
    """A row: `kept`, `born`, `split`, `merged` or `ended`, with how many opinions came along."""
    work.session.add(
        Lineage(run_id=run.id, change=named, topic_id=topic_id, from_topic_id=origin, shared=shared)
    )


def since(work: Work, look: Look) -> dict[int, Change]:
    """topic id -> what is new about it since somebody looked at its consultation."""
    newest: dict[int, Change] = {}
    for topic_id, found in _changes(work, look.consultation_id):
        new = found.at >= look.at if found.by_hand else found.run_id > (look.run_id or 0)
        if new:
            newest[topic_id] = _first(newest.get(topic_id), found)
    return newest


def _first(known: Change | None, found: Change) -> Change:
    """Of two changes the one to tell; several topics that merged into one are told together."""
    if known is None or TOLD.index(found.kind) < TOLD.index(known.kind):
        return found
    if found.kind == known.kind == "merged":
        return Change("merged", found.at, (*known.others, *found.others), found.by_hand, 0)
    return known


def history(work: Work, topic: Topic) -> tuple[Change, ...]:
    """What became of a topic after the first topics there were, the newest first."""
    every = _changes(work, topic.consultation_id)
    first = min((found.run_id for _, found in every), default=0)
    own = [found for topic_id, found in every if topic_id == topic.id]
    return tuple(found for found in reversed(own) if found.by_hand or found.run_id > first)


def _changes(work: Work, consultation_id: int) -> list[tuple[int, Change]]:
    """(topic id, what became of it), the oldest first."""
    found = []
    for row, run in topics.changes(work.session, consultation_id, TOLD):
        topic = topics.topic(work.session, row.topic_id or 0)
        origin = topics.topic(work.session, row.from_topic_id or 0)
        if topic is not None:
            found.append((topic.id, _change(row, run, topic, origin)))
    return found


def _change(row: Lineage, run: AnalysisRun, topic: Topic, origin: Topic | None) -> Change:
    """Topics are made with their run, or by hand after it; so is what is merged."""
    made = topic.split_from if row.change == "split" else origin and origin.merged_into
    by_hand = row.change != "born" and made is not None
    at = topic.created_at
    if row.change == "merged":
        at = (origin.held_at if origin and by_hand else None) or run.finished_at or run.asked_at
    named = row.change != "born" and origin is not None
    return Change(row.change, at, (origin.name,) if named and origin else (), by_hand, run.id)
