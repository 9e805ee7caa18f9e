"""The topics of a run as they are listed: by size, with their own words and their answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from deliberation.answering import answers
from deliberation.briefing.splits import Split, Splits
from deliberation.grouping.lineage import Change
from deliberation.speaking import partners
from deliberation.work import Work
from storage import answers as answer_rows
from storage import partners as partner_rows
from storage import shaping, topics
from storage.models import AnalysisRun, Opinion, RunTopic, Topic

QUOTES = 3
Shown = dict[int | None, tuple[int, int]]
"""topic id -> (people, opinions) of what is shown now; None is what stands on its own."""


@dataclass(frozen=True)
class TopicLine:
    """A topic in the briefing. `share` is the part of all people, 0 to 1. `split` is by stance,
    where there is a proposal; `news` is what is new since the last look. `reasons` are the words
    that hold it together, `edge` is a quote from its edge. `invited` are people and opinions of
    invited groups, which `opinions` holds and no other number; `signed` names the groups of
    quotes whose authors agreed."""

    place: int
    topic: Topic
    name: str
    people: int
    opinions: int
    distinct: int
    share: float
    keywords: tuple[str, ...]
    quotes: tuple[Opinion, ...]
    answers: tuple[answers.Shares, ...]
    reasons: tuple[str, ...] = ()
    edge: Opinion | None = None
    split: Split | None = None
    news: Change | None = None
    invited: tuple[int, int] = (0, 0)
    signed: Mapping[int, str] = field(default_factory=dict)


def lines(
    work: Work,
    run: AnalysisRun,
    shown: Shown,
    by_stance: Splits | None = None,
    news: Mapping[int, Change] = MappingProxyType({}),
    only: Collection[int] | None = None,
) -> tuple[TopicLine, ...]:
    """The topics of a run with all that is told of each, the largest first. `only` some of them,
    by key: each costs some questions, and there may be many."""
    invited = partner_rows.counted(work.session, run.id)
    return tuple(
        replace(
            _line(work, row, place, shown.get(row.topic_id, (0, 0)), run.people),
            invited=invited.get(row.topic_id, (0, 0)),
            split=by_stance.of(row.topic_id) if by_stance else None,
            news=news.get(row.topic_id),
        )
        for place, row in enumerate(ordered(work, run, shown), start=1)
        if only is None or row.topic_id in only
    )


def ordered(work: Work, run: AnalysisRun, shown: Shown) -> list[RunTopic]:
    """The topics that still hold shown words or were answered: those that were put first, and then
    the largest first."""
    answered = answer_rows.answered_topics(work.session, run.consultation_id)
    rows = [
        row
        for row in topics.topics_of(work.session, run.id)
        if shown.get(row.topic_id) or row.topic_id in answered
    ]
    pinned = topics.pinned(work.session, run.consultation_id)

    by_size = sorted(rows, key=lambda row: (-shown.get(row.topic_id, (0, 0))[0], row.position))
    first = [row for row in by_size if row.topic_id in pinned]
    rest = [row for row in by_size if row.topic_id not in pinned]
    return [*sorted(first, key=lambda row: pinned[row.topic_id]), *rest]


def _line(
    work: Work, row: RunTopic, place: int, counted: tuple[int, int], everybody: int
) -> TopicLine:
    topic = work.session.get_one(Topic, row.topic_id)
    people, opinions = counted
    quotes = topics.shown_quotes(work.session, row.run_id, row.topic_id, row.quotes)
    if not quotes:
        quotes = topics.shown_members(work.session, row.run_id, row.topic_id, limit=QUOTES)
    given = answer_rows.of_topic(work.session, topic.id)
    edge = _edge(work, row, quotes)
    return TopicLine(
        place,
        topic,
        topic.name,
        people,
        opinions,
        distinct=row.distinct,
        share=people / everybody if everybody else 0.0,
        keywords=tuple(row.keywords),
        quotes=tuple(quotes),
        answers=tuple(answers.shares(work, answer) for answer in given),
        reasons=tuple(row.reasons or row.keywords),
        edge=edge,
        signed=partners.signed(work, [*quotes, edge] if edge else quotes),
    )


def _edge(work: Work, row: RunTopic, quotes: Sequence[Opinion]) -> Opinion | None:
    """The quote from the edge, as long as it is shown and is not quoted anyway."""
    if row.edge is None or any(quote.id == row.edge for quote in quotes):
        return None
    shown = topics.shown_quotes(work.session, row.run_id, row.topic_id, [row.edge])
    return shown[0] if shown else None


def parts(work: Work, run_id: int, topic_id: int) -> tuple[tuple[str, int], ...]:
    """The sub-topics of a large topic, with how many opinions of each are shown now."""
    row = topics.row(work.session, run_id, topic_id)
    if row is None or not row.parts:
        return ()
    shown = shaping.parts(work.session, run_id, topic_id)
    counted = [(part["name"], len(shown.get(part["no"], ()))) for part in row.parts]
    return tuple((name, count) for name, count in counted if count)
