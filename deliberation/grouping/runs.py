"""How the result of an analysis is kept: topics whose ids last, and counts of what is shown."""

from collections.abc import Iterable, Mapping
from typing import Any

from deliberation.grouping import counts, families, lineage
from deliberation.grouping.topics import Descent, descend
from deliberation.work import Work
from nlp.results import Analysis, Quote
from nlp.results import Topic as Cluster
from storage import answers, topics, vectors
from storage.models import AnalysisRun, RunTopic, SmallVoice, Topic

Places = dict[int, int | None]
"""opinion id -> lasting topic id, None for on its own."""

FOUND = ("keywords", "reasons", "quotes", "edge", "parts")
AFTER_THE_CLUSTERS = 1000  # the position of lasting topics that no cluster carries on


def keep(work: Work, run: AnalysisRun, analysis: Analysis) -> None:
    """Keep topics, memberships and lineage. What was hidden, taken back, erased or moved while
    the analysis was at work is in none of its topics."""
    shown = topics.shown_ids(work.session, run.consultation_id)
    now = {int(o): cluster for o, cluster in analysis.assignments if int(o) in shown}
    last = topics.last_run(work.session, run.consultation_id)
    before = topics.members(work.session, last.id) if last else {}
    carries = {each.id: each.carries for each in analysis.topics if each.carries is not None}
    descent = descend(before, now, carries)
    filled = set(now.values())
    clusters = [cluster for cluster in analysis.topics if cluster.id in filled]
    ids = {cluster.id: _topic_id(work, run, cluster, descent) for cluster in clusters}
    placed = {opinion: ids[c] if c is not None else None for opinion, c in now.items()}
    kept = _keep_lasting(work, run, set(ids.values()), before, placed)
    _keep_members(work, run, placed, analysis)
    for position, cluster in enumerate(clusters, start=1):
        _keep_topic(work, run, cluster, ids[cluster.id], position)
    lineage.keep(work, run, descent, ids, kept)
    _keep_voices(work, run, analysis, shown)
    _keep_vectors(work, analysis, shown)
    work.session.flush()
    counts.recount(work, run)
    run.counted_at = None  # what changed at this very moment is looked for once more


def _topic_id(work: Work, run: AnalysisRun, cluster: Cluster, descent: Descent) -> int:
    """The topic that the cluster carries on; else a new one."""
    carried = topics.topic(work.session, descent.carried.get(cluster.id, 0))
    return _born(work, run, cluster) if carried is None else _carried(work, cluster, carried)


def _carried(work: Work, cluster: Cluster, topic: Topic) -> int:
    topic.state = "living"
    if topic.given_name is None and not answers.of_topic(work.session, topic.id):
        topic.name = cluster.label  # people know an answered topic by its name
    work.session.add(topic)
    return topic.id


def _born(work: Work, run: AnalysisRun, cluster: Cluster) -> int:
    topic = Topic(
        consultation_id=run.consultation_id,
        name=cluster.label,
        born_run_id=run.id,
        created_at=work.now,
    )
    work.session.add(topic)
    work.session.flush()
    return topic.id


def lasting(work: Work, consultation_id: int) -> set[int]:
    """Topics that never vanish: people have answered them, or named or shaped them."""
    answered = answers.answered_topics(work.session, consultation_id)
    return (answered - topics.merged(work.session, consultation_id)) | topics.held(
        work.session, consultation_id
    )


def _keep_lasting(
    work: Work, run: AnalysisRun, carried: set[int], before: Places, placed: Places
) -> set[int]:
    """A topic that never vanishes stays in the list where no cluster carries it on, with those
    of its opinions that found no other place. Returns these topics."""
    left = lasting(work, run.consultation_id) - carried
    for opinion, place in placed.items():
        was = before.get(opinion)
        if place is None and was in left:
            placed[opinion] = was
    for topic_id in sorted(left):
        _keep_row_of(work, run, topic_id)
    return left


def _keep_row_of(work: Work, run: AnalysisRun, topic_id: int) -> None:
    """A topic as the last run that had it saw it."""
    topic = topics.topic(work.session, topic_id)
    last = topics.latest_row(work.session, topic_id)
    if topic is None or last is None:
        return
    found = {name: getattr(last, name) for name in FOUND}
    _add_row(work, run, topic, AFTER_THE_CLUSTERS + topic_id, found)


def _keep_topic(
    work: Work, run: AnalysisRun, cluster: Cluster, topic_id: int, position: int
) -> None:
    topic = topics.topic(work.session, topic_id)
    if topic is not None:
        _add_row(work, run, topic, position, _found(cluster))


def _found(cluster: Cluster) -> dict[str, Any]:
    """What a run says of a topic, with opinions as their numbers."""
    return {
        "keywords": list(cluster.keywords),
        "reasons": [word for word, _ in cluster.reasons],
        "quotes": _numbers_of(cluster.quotes),
        "edge": int(cluster.edge.id) if cluster.edge else None,
        "parts": [
            {
                "no": part.no,
                "name": part.label,
                "keywords": list(part.keywords),
                "quotes": _numbers_of(part.quotes),
            }
            for part in cluster.parts
        ],
    }


def _numbers_of(quotes: Iterable[Quote]) -> list[int]:
    return [int(quote.id) for quote in quotes]


def _add_row(
    work: Work, run: AnalysisRun, topic: Topic, position: int, found: Mapping[str, Any]
) -> None:
    work.session.add(
        RunTopic(
            run_id=run.id,
            topic_id=topic.id,
            position=position,
            name=topic.name,
            size=0,
            distinct=0,
            people=0,
            **found,
        )
    )


def _keep_members(work: Work, run: AnalysisRun, placed: Places, analysis: Analysis) -> None:
    """Where every opinion lies: its topic, the part of it, its family, its point on the map."""
    parts = {int(m): p.no for topic in analysis.topics for p in topic.parts for m in p.members}
    points = {int(opinion): (x, y) for opinion, x, y in analysis.places}
    family_of = families.named(analysis.families)
    rows: list[dict[str, Any]] = []
    for opinion, topic_id in placed.items():
        x, y = points.get(opinion, (None, None))
        part = parts.get(opinion) if topic_id is not None else None
        rows.append(
            {
                "run_id": run.id,
                "opinion_id": opinion,
                "topic_id": topic_id,
                "part": part,
                "family": family_of.get(opinion),
                "x": x,
                "y": y,
            }
        )
    topics.keep_members(work.session, rows)


def _keep_voices(work: Work, run: AnalysisRun, analysis: Analysis, shown: set[int]) -> None:
    for position, voice in enumerate(analysis.voices, start=1):
        opinions = [int(member) for member in voice.members if int(member) in shown]
        if len(opinions) > 1:
            work.session.add(
                SmallVoice(
                    run_id=run.id,
                    position=position,
                    name=voice.label,
                    keywords=list(voice.keywords),
                    opinions=opinions,
                )
            )


def _keep_vectors(work: Work, analysis: Analysis, shown: set[int]) -> None:
    """New vectors stay with opinions that are still shown: what was erased leaves none behind."""
    new = [(int(o), mark, vector) for o, mark, vector in analysis.vectors if int(o) in shown]
    vectors.keep(work.session, new)
