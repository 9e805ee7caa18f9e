"""When topics are made anew, what an analysis is given, and how its result is kept."""

from collections import Counter
from dataclasses import dataclass

from deliberation.topics import Descent, descend
from deliberation.work import Work
from nlp.results import Analysis
from nlp.results import Topic as Cluster
from storage import answers, consultations, opinions, topics
from storage.models import AnalysisRun, Consultation, Lineage, RunTopic, Topic

SEED = 0


@dataclass(frozen=True)
class Task:
    """What an analysis is given: the words that are shown, and the question's own."""

    run_id: int
    consultation_id: int
    texts: tuple[tuple[int, str], ...]
    question: str
    seed: int


def ask(work: Work, consultation_id: int, contact_id: int | None) -> AnalysisRun:
    """Have topics made anew as soon as possible; two who ask share one run."""
    waiting = topics.waiting_run(work.session, consultation_id)
    if waiting is not None:
        waiting.asked_by = waiting.asked_by or contact_id
        return waiting
    run = AnalysisRun(
        consultation_id=consultation_id, asked_by=contact_id, asked_at=work.now, seed=SEED
    )
    work.session.add(run)
    work.session.flush()
    return run


def ask_where_due(work: Work) -> int:
    """Ask for a run wherever enough is new and the last run is old enough."""
    asked = 0
    for consultation_id, newest in topics.with_new_opinions(work.session):
        if _is_due(work, consultation_id, newest):
            ask(work, consultation_id, None)
            asked += 1
    return asked


def _is_due(work: Work, consultation_id: int, newest: int) -> bool:
    last = topics.last_run(work.session, consultation_id)
    seen = last.newest_opinion_id if last else 0
    if newest <= seen:
        return False
    began = topics.latest_start(work.session, consultation_id)
    if began is not None and work.now - began < work.rules.analyse_pause:
        return False
    return opinions.newer_than(work.session, consultation_id, seen) >= work.rules.analyse_after


def begin(work: Work) -> Task | None:
    """Take the next run that was asked for; None where none is."""
    asked = topics.asked_runs(work.session)
    if not asked:
        return None
    run = asked[0]
    consultation = consultations.by_id(work.session, run.consultation_id)
    shown = opinions.shown(work.session, run.consultation_id)
    run.state, run.started_at = "running", work.now
    run.newest_opinion_id = max((opinion.id for opinion in shown), default=0)
    work.session.add(run)
    texts = tuple((opinion.id, opinion.text) for opinion in shown)
    return Task(run.id, run.consultation_id, texts, _own_words(consultation), run.seed)


def _own_words(consultation: Consultation | None) -> str:
    return f"{consultation.title} {consultation.question}" if consultation else ""


def begin_again(work: Work) -> int:
    """After a crash: what was running is asked for again."""
    lost = topics.running(work.session)
    for run in lost:
        run.state, run.started_at = "asked", None
        work.session.add(run)
    return len(lost)


def run_of(work: Work, run_id: int) -> AnalysisRun:
    return topics.run(work.session, run_id)


def fail(work: Work, run_id: int, reason: str) -> AnalysisRun:
    """The run ended badly; the last good one stands."""
    run = topics.run(work.session, run_id)
    run.state, run.error, run.finished_at = "failed", reason, work.now
    work.session.add(run)
    return run


def finish(work: Work, run_id: int, analysis: Analysis) -> AnalysisRun:
    """Keep the result with topic ids that last. A run is finished once."""
    run = topics.run(work.session, run_id)
    if run.state != "running":
        return run
    now = {int(opinion): cluster for opinion, cluster in analysis.assignments}
    before = _members_before(work, run.consultation_id)
    descent = descend(before, now)
    ids = _topic_ids(work, run, analysis, descent)
    placed = {opinion: ids[c] if c is not None else None for opinion, c in now.items()}
    _keep_answered(work, run, descent, before, placed)
    topics.keep_members(
        work.session,
        [{"run_id": run.id, "opinion_id": o, "topic_id": t} for o, t in placed.items()],
    )
    _keep_topics(work, run, analysis, ids)
    _keep_lineage(work, run, descent, ids)
    return _close(work, run, analysis, placed)


def _members_before(work: Work, consultation_id: int) -> dict[int, int | None]:
    last = topics.last_run(work.session, consultation_id)
    return topics.members(work.session, last.id) if last else {}


def _topic_ids(
    work: Work, run: AnalysisRun, analysis: Analysis, descent: Descent
) -> dict[int, int]:
    """cluster -> lasting topic id; a cluster that carries none on becomes a new topic."""
    return {
        cluster.id: _carried(work, cluster, descent.carried[cluster.id])
        if cluster.id in descent.carried
        else _born(work, run, cluster)
        for cluster in analysis.topics
    }


def _carried(work: Work, cluster: Cluster, topic_id: int) -> int:
    topic = topics.topic(work.session, topic_id)
    if topic is not None:
        topic.state = "living"
        if not answers.of_topic(work.session, topic_id):
            topic.name = cluster.label  # people know an answered topic by its name
        work.session.add(topic)
    return topic_id


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


def _keep_answered(
    work: Work,
    run: AnalysisRun,
    descent: Descent,
    before: dict[int, int | None],
    placed: dict[int, int | None],
) -> None:
    """An answered topic never vanishes: where no cluster carries it on, it stays in the list,
    with those of its opinions that found no other place. An unanswered one ends."""
    for topic_id in descent.ended:
        topic = topics.topic(work.session, topic_id)
        if topic is None:
            continue
        if not answers.of_topic(work.session, topic_id):
            topic.state = "ended"
            work.session.add(topic)
            continue
        for opinion, place in placed.items():
            if place is None and before.get(opinion) == topic_id:
                placed[opinion] = topic_id
        size = Counter(placed.values())[topic_id]
        _keep_topic(work, run, topic, position=1000 + topic_id, size=size)


def _keep_topics(work: Work, run: AnalysisRun, analysis: Analysis, ids: dict[int, int]) -> None:
    for position, cluster in enumerate(analysis.topics, start=1):
        topic = topics.topic(work.session, ids[cluster.id])
        if topic is None:
            continue
        row = _keep_topic(work, run, topic, position=position, size=cluster.size)
        row.distinct = cluster.distinct
        row.keywords = list(cluster.keywords)
        row.quotes = [int(quote.id) for quote in cluster.quotes]
        people = opinions.people_of(work.session, [int(member) for member in cluster.members])
        row.people = len(set(people.values()))


def _keep_topic(
    work: Work, run: AnalysisRun, topic: Topic, *, position: int, size: int
) -> RunTopic:
    row = RunTopic(
        run_id=run.id,
        topic_id=topic.id,
        position=position,
        name=topic.name,
        size=size,
        distinct=size,
        people=size,
    )
    work.session.add(row)
    return row


def _keep_lineage(work: Work, run: AnalysisRun, descent: Descent, ids: dict[int, int]) -> None:
    for cluster, topic_id in descent.carried.items():
        shared = descent.shared[cluster, topic_id]
        _keep_change(work, run, "kept", topic_id, topic_id, shared)
    for cluster, parent in descent.born.items():
        shared = descent.shared.get((cluster, parent), 0) if parent is not None else 0
        _keep_change(work, run, "born", ids[cluster], parent, shared)
    for topic_id, heir in descent.ended.items():
        change = "merged" if heir is not None else "ended"
        _keep_change(work, run, change, ids[heir] if heir is not None else None, topic_id, 0)


def _keep_change(
    work: Work, run: AnalysisRun, change: str, topic_id: int | None, origin: int | None, shared: int
) -> None:
    work.session.add(
        Lineage(
            run_id=run.id, change=change, topic_id=topic_id, from_topic_id=origin, shared=shared
        )
    )


def _close(
    work: Work, run: AnalysisRun, analysis: Analysis, placed: dict[int, int | None]
) -> AnalysisRun:
    people, _, _ = opinions.counts(work.session, run.consultation_id)
    run.state, run.finished_at = "done", work.now
    run.people, run.opinions, run.distinct = people, len(placed), analysis.distinct
    run.alone = sum(place is None for place in placed.values())
    run.method, run.quality = dict(analysis.method), dict(analysis.quality)
    work.session.add(run)
    return run
