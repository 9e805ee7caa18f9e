"""The picture of a consultation for an official: what came in, in which topics, what is new."""

from dataclasses import dataclass
from datetime import datetime

from deliberation import analysis, answers, consultations
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.work import Work
from storage import answers as answer_rows
from storage import consultations as consultation_rows
from storage import opinions, people, topics
from storage.models import AnalysisRun, Consultation, Look, Opinion, RunTopic, Topic

MAY_READ = ("official", "admin", "approver")
EARLY = 10  # fewer opinions than this are shown as they came
QUOTES = 3
PAGE = 5


@dataclass(frozen=True)
class TopicLine:
    """A topic in the briefing. `share` is the part of all people, 0 to 1."""

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


@dataclass(frozen=True)
class SinceLastLook:
    """What changed since this official looked last; `at` is None at the first look."""

    at: datetime | None
    opinions: int
    topics: int


@dataclass(frozen=True)
class Briefing:
    """The last run, as of when, how many opinions are newer, and the topics by size."""

    consultation: Consultation
    run: AnalysisRun
    people: int
    opinions: int
    distinct: int
    newer: int
    topics: tuple[TopicLine, ...]
    alone: int
    alone_quote: Opinion | None
    since: SinceLastLook
    under_way: bool
    now: datetime


@dataclass(frozen=True)
class PictureOf:
    """What the picture of a run shows: a bar a topic with its people, and the small voices."""

    title: str
    at: datetime
    people: int
    opinions: int
    bars: tuple[tuple[str, int], ...]
    alone: int


@dataclass(frozen=True)
class TooEarly:
    """Too few opinions for topics, or none grouped yet: they are shown as they came."""

    consultation: Consultation
    opinions: tuple[Opinion, ...]
    count: int
    under_way: bool


@dataclass(frozen=True)
class Which:
    """Several consultations fit."""

    consultations: tuple[Consultation, ...]


@dataclass(frozen=True)
class TopicView:
    """One topic: its quotes, or a page of its words. Pages count from 1."""

    consultation: Consultation
    line: TopicLine
    page: tuple[Opinion, ...] = ()
    page_number: int = 0
    pages: int = 1

    @property
    def next_page(self) -> int | None:
        return self.page_number + 1 if self.page_number < self.pages else None


@dataclass(frozen=True)
class Gathering:
    """A new analysis was asked for."""

    consultation: Consultation
    newer: int
    run: AnalysisRun
    since: datetime | None


def summary(
    work: Work, person: Person, slug: str | None = None
) -> Briefing | TooEarly | Which | NotYours:
    """The briefing of the consultation named, or of the only one there is."""
    agencies = person.agencies(*MAY_READ)
    if slug:
        one = consultations.found(work, agencies, slug)
        return brief(work, person, one) if one else NotYours()
    listed = consultation_rows.of_agencies(work.session, agencies)
    if len(listed) == 1:
        return brief(work, person, listed[0])
    return Which(tuple(listed))


def by_id(
    work: Work, person: Person, consultation_id: int, *, look: bool = True
) -> Briefing | TooEarly | NotYours:
    """The briefing by key. Turning its pages is no new look."""
    one = readable(work, person, consultation_id)
    return brief(work, person, one, look=look) if one else NotYours()


def readable(work: Work, person: Person, consultation_id: int) -> Consultation | None:
    """The consultation, if it is one of this official's agency."""
    one = consultation_rows.by_id(work.session, consultation_id)
    return one if one is not None and one.agency_id in person.agencies(*MAY_READ) else None


def brief(
    work: Work, person: Person, consultation: Consultation, *, look: bool = True
) -> Briefing | TooEarly:
    people_now, opinions_now, newest = opinions.counts(work.session, consultation.id)
    run = topics.last_run(work.session, consultation.id)
    under_way = _under_way(work, consultation.id)
    if run is None or opinions_now < EARLY:
        shown = opinions.shown(work.session, consultation.id)[-EARLY + 1 :]
        _remember_look(work, person, consultation.id, None, newest)
        return TooEarly(consultation, tuple(shown), opinions_now, under_way)
    counts = topics.shown_counts(work.session, run.id)
    lines = _lines(work, run, counts, people_now)
    alone = topics.shown_members(work.session, run.id, None, limit=1)
    since = _since(work, person, consultation.id, newest)
    if look:
        _remember_look(work, person, consultation.id, run.id, newest)
    return Briefing(
        consultation,
        run,
        people=people_now,
        opinions=opinions_now,
        distinct=run.distinct,
        newer=opinions.newer_than(work.session, consultation.id, run.newest_opinion_id),
        topics=lines,
        alone=counts.get(None, (0, 0))[1],
        alone_quote=alone[0] if alone else None,
        since=since,
        under_way=under_way,
        now=work.now,
    )


def _under_way(work: Work, consultation_id: int) -> bool:
    waiting = topics.waiting_run(work.session, consultation_id)
    running = (run.consultation_id for run in topics.running(work.session))
    return waiting is not None or consultation_id in running


def _lines(
    work: Work, run: AnalysisRun, counts: dict[int | None, tuple[int, int]], everybody: int
) -> tuple[TopicLine, ...]:
    """The topics that still hold shown words or were answered, the largest first."""
    rows = [
        row
        for row in topics.topics_of(work.session, run.id)
        if counts.get(row.topic_id) or answer_rows.of_topic(work.session, row.topic_id)
    ]
    rows.sort(key=lambda row: (-counts.get(row.topic_id, (0, 0))[0], row.position))
    lines = []
    for place, row in enumerate(rows, start=1):
        line = _line(work, row, place, counts.get(row.topic_id, (0, 0)), everybody)
        lines += [line] if line else []
    return tuple(lines)


def _line(
    work: Work, row: RunTopic, place: int, counted: tuple[int, int], everybody: int
) -> TopicLine | None:
    topic = topics.topic(work.session, row.topic_id)
    if topic is None:
        return None
    people_in, opinions_in = counted
    quotes = opinions.shown_by_ids(work.session, row.quotes)
    if not quotes:
        quotes = topics.shown_members(work.session, row.run_id, row.topic_id, limit=QUOTES)
    given = answer_rows.of_topic(work.session, topic.id)
    return TopicLine(
        place,
        topic,
        topic.name,
        people_in,
        opinions_in,
        distinct=min(row.distinct, opinions_in),
        share=people_in / everybody if everybody else 0.0,
        keywords=tuple(row.keywords),
        quotes=tuple(quotes),
        answers=tuple(answers.shares(work, answer) for answer in given),
    )


def _since(work: Work, person: Person, consultation_id: int, newest: int) -> SinceLastLook:
    look = _look(work, person, consultation_id)
    if look is None:
        return SinceLastLook(None, 0, 0)
    new = opinions.newer_than(work.session, consultation_id, look.newest_opinion_id)
    born = topics.born_since(work.session, consultation_id, look.run_id or 0)
    return SinceLastLook(look.at, new, born)


def _look(work: Work, person: Person, consultation_id: int) -> Look | None:
    if person.contact is None:
        return None
    return people.look(work.session, person.contact.id, consultation_id)


def _remember_look(
    work: Work, person: Person, consultation_id: int, run_id: int | None, newest: int
) -> None:
    if person.contact is None:
        return
    look = _look(work, person, consultation_id) or Look(
        contact_id=person.contact.id, consultation_id=consultation_id, at=work.now
    )
    look.at, look.newest_opinion_id = work.now, newest
    look.run_id = run_id or look.run_id
    work.session.add(look)


def picture_of(work: Work, run_id: int) -> PictureOf:
    """The bars of a run, as they are shown now."""
    run = topics.run(work.session, run_id)
    consultation = consultation_rows.by_id(work.session, run.consultation_id)
    counts = topics.shown_counts(work.session, run.id)
    lines = _lines(work, run, counts, run.people)
    bars = tuple((line.name, line.people) for line in lines if line.people)
    return PictureOf(
        title=consultation.title if consultation else "",
        at=run.started_at or run.asked_at,
        people=run.people,
        opinions=run.opinions,
        bars=bars,
        alone=counts.get(None, (0, 0))[0],
    )


def view(work: Work, person: Person, topic_id: int, page: int) -> TopicView | NotYours:
    """A topic of the last run. Page 0 holds its quotes, the pages from 1 on all its words."""
    topic = topics.topic(work.session, topic_id)
    consultation = readable(work, person, topic.consultation_id) if topic else None
    run = topics.last_run(work.session, consultation.id) if consultation else None
    if topic is None or consultation is None or run is None:
        return NotYours()
    everybody, _, _ = opinions.counts(work.session, consultation.id)
    lines = _lines(work, run, topics.shown_counts(work.session, run.id), everybody)
    line = next((line for line in lines if line.topic.id == topic_id), None)
    if line is None:
        return NotYours()
    pages = max(1, -(-line.opinions // PAGE))
    shown: list[Opinion] = []
    if page > 0:
        page = min(page, pages)
        start = (page - 1) * PAGE
        shown = topics.shown_members(work.session, run.id, topic_id, offset=start, limit=PAGE)
    return TopicView(consultation, line, tuple(shown), page, pages)


def refresh(work: Work, person: Person, consultation_id: int) -> Gathering | NotYours:
    """Have the topics made anew; whoever asked is told when they are there."""
    consultation = readable(work, person, consultation_id)
    if consultation is None or person.contact is None:
        return NotYours()
    last = topics.last_run(work.session, consultation.id)
    seen = last.newest_opinion_id if last else 0
    run = analysis.ask(work, consultation.id, person.contact.id)
    newer = opinions.newer_than(work.session, consultation.id, seen)
    return Gathering(consultation, newer, run, last.finished_at if last else None)
