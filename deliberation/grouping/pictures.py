"""What pictures of a run show, as it may be shown now: bars of topics, and the map of opinions."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from deliberation.briefing import splits, topic_lines
from deliberation.briefing.splits import Split
from deliberation.briefing.topic_lines import TopicLine
from deliberation.work import Work
from storage import consultations, maps, topics
from storage.models import AnalysisRun, Consultation

Point = tuple[float, float]


@dataclass(frozen=True)
class Head:
    """What stands above a picture."""

    title: str
    at: datetime
    timezone: str
    people: int
    opinions: int


@dataclass(frozen=True)
class TopicBar:
    """The people of a topic; `place` is its number in the briefing."""

    place: int
    name: str
    people: int
    split: Split | None


@dataclass(frozen=True)
class Bars:
    """A bar a topic with its people, the small voices together, and who stands alone."""

    head: Head
    topics: tuple[TopicBar, ...]
    voices: tuple[str, ...]
    voices_people: int
    alone: int


@dataclass(frozen=True)
class TopicPoints:
    """Where the opinions of a topic lie."""

    place: int
    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Map:
    """Where all opinions lie, by topic; `alone` are those that fit none."""

    head: Head
    topics: tuple[TopicPoints, ...]
    alone: tuple[Point, ...]


def bars(work: Work, run_id: int) -> Bars:
    run, asked = _of(work, run_id)
    voices, people = maps.small_voices(work.session, run_id)
    return Bars(
        _head(work, run, asked),
        tuple(
            TopicBar(line.place, line.name, line.people, line.split)
            for line in _lines(work, run, asked)
        ),
        tuple(voices),
        people,
        topics.shown_counts(work.session, run_id).get(None, (0, 0))[0],
    )


def opinions_on_map(work: Work, run_id: int) -> Map:
    run, asked = _of(work, run_id)
    points: dict[int | None, list[Point]] = defaultdict(list)
    for topic_id, x, y in maps.places(work.session, run_id):
        points[topic_id].append((x, y))
    found = tuple(
        TopicPoints(line.place, line.name, tuple(points[line.topic.id]))
        for line in _lines(work, run, asked)
        if points[line.topic.id]
    )
    return Map(_head(work, run, asked), found, tuple(points[None]))


def has_map(work: Work, run_id: int) -> bool:
    """Whether the run knows where its opinions lie."""
    return maps.has_places(work.session, run_id)


def _of(work: Work, run_id: int) -> tuple[AnalysisRun, Consultation | None]:
    run = topics.run(work.session, run_id)
    return run, consultations.by_id(work.session, run.consultation_id)


def _lines(work: Work, run: AnalysisRun, asked: Consultation | None) -> list[TopicLine]:
    """The topics that still hold shown words."""
    shown = topics.shown_counts(work.session, run.id)
    by_stance = splits.of_run(work, run, asked)
    return [line for line in topic_lines.lines(work, run, shown, by_stance) if line.people]


def _head(work: Work, run: AnalysisRun, asked: Consultation | None) -> Head:
    return Head(
        title=asked.title if asked else "",
        at=run.started_at or run.asked_at,
        timezone=asked.timezone if asked else work.rules.timezone,
        people=run.people,
        opinions=run.opinions,
    )
