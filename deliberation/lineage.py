"""How the topics of a run came from those before it: kept with the run."""

from collections.abc import Mapping

from deliberation.topics import Descent
from deliberation.work import Work
from storage import topics
from storage.models import AnalysisRun, Lineage


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
