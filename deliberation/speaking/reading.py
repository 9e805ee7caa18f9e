"""What citizens read of each other: topics, and the words of those who agreed to be shown.

Reading needs no consent and no contact. Nothing that was hidden, taken back or erased is in it,
from the moment it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from deliberation.answering import answers, attachments
from deliberation.answering.attachments import Attachment
from deliberation.asking import consultations
from deliberation.briefing import topic_lines
from deliberation.moderating import flags
from deliberation.pages import nearest
from deliberation.people import Person
from deliberation.speaking import partners
from deliberation.work import Work
from storage import answers as answer_rows
from storage import consultations as consultation_rows
from storage import opinions, people, reading, topics
from storage.models import (
    Agency,
    AnalysisRun,
    Answer,
    AnswerVersion,
    Consultation,
    Opinion,
    RunTopic,
    Topic,
)

TOPICS = 5
WORDS = 5
MOST = 1_000  # words of a topic that can be turned to: nobody turns more than 200 pages


@dataclass(frozen=True)
class Line:
    """A topic of the list. `people` are citizens whose words are in it, shown to others or not;
    `invited`: only people of invited groups said something there."""

    place: int
    topic: Topic
    people: int
    answered: bool
    invited: bool = False


@dataclass(frozen=True)
class Topics:
    """A page of the topics of a consultation, as of the hour of its analysis."""

    consultation: Consultation
    at: datetime
    people: int
    lines: tuple[Line, ...]
    alone: int
    page: int
    pages: int


@dataclass(frozen=True)
class NoTopics:
    """Nothing was gathered into topics yet; `opinions` came in so far."""

    consultation: Consultation
    opinions: int


@dataclass(frozen=True)
class Which:
    """Several consultations are open, or none, and the person has chosen none."""

    open: tuple[tuple[Consultation, str], ...]


@dataclass(frozen=True)
class Unknown:
    """No consultation that citizens may know of."""


@dataclass(frozen=True)
class Words:
    """A page of a topic's words; without a topic, of what stands on its own.

    `people` and `opinions` count what is shown to officials, `said` are words whose authors
    agreed, `signed` names the invited groups they were said for, where that is agreed to.
    `by_id`: the reader moderates here, so words are called by the number moderators use.
    """

    consultation: Consultation
    topic: Topic | None
    people: int
    opinions: int
    said: tuple[Opinion, ...]
    page: int
    pages: int
    answer: Answer | None
    by_id: bool
    signed: Mapping[int, str] = field(default_factory=dict)

    @property
    def numbered(self) -> tuple[tuple[int, Opinion], ...]:
        """The words of the page, each with the number the reader calls it by."""
        return tuple(
            (each.id if self.by_id else no, each) for no, each in enumerate(self.said, start=1)
        )


@dataclass(frozen=True)
class TopicGone:
    """The last analysis has no such topic."""

    consultation: Consultation


@dataclass(frozen=True)
class PublicAnswer:
    """What the agency said to a topic, without anybody's words. `earlier`: the one before.
    `corrected`: it says now what is right, and not what was sent first."""

    answer: Answer
    version: AnswerVersion
    number: int
    consultation: Consultation
    agency: Agency
    earlier: Answer | None
    corrected: bool = False

    @property
    def file(self) -> Attachment | None:
        """What goes with it."""
        return attachments.found(self.version.attachment)


def read(
    work: Work, person: Person, slug: str = "", *, asked_about: int | None = None
) -> Topics | NoTopics | Which | Unknown:
    """The topics of the named consultation; without a name, of the one whose question the person
    has before them, of the one they are in, or of the only one that is open."""
    if slug:
        named = consultation_rows.by_slug(work.session, slug)
        return topics_of(work, named.id) if named else Unknown()
    active = consultations.active(work, person)
    here = asked_about or (active.id if active else 0)
    if _readable(work, here):
        return topics_of(work, here)
    choice = which(work)
    return topics_of(work, choice.open[0][0].id) if len(choice.open) == 1 else choice


def which(work: Work) -> Which:
    return Which(consultations.listed(work))


def _readable(work: Work, consultation_id: int) -> Consultation | None:
    """The consultation, once it has opened; also after it has closed."""
    found = consultation_rows.by_id(work.session, consultation_id)
    if found is None or found.state in reading.UNREADABLE or work.now < found.opens_at:
        return None
    return found


def topics_of(work: Work, consultation_id: int, page: int = 0) -> Topics | NoTopics | Unknown:
    """A page of its topics; the nearest page where there is none of that number."""
    consultation = _readable(work, consultation_id)
    if consultation is None:
        return Unknown()
    run = topics.last_run(work.session, consultation.id)
    shown = topics.counted(work.session, run) if run else {}
    rows = _rows(work, run, shown) if run else []
    alone = shown.get(None, (0, 0))[1]
    if run is None or not (rows or alone):
        return NoTopics(consultation, opinions.counts(work.session, consultation.id)[1])
    at, pages = nearest(page, len(rows), TOPICS)
    first = at * TOPICS
    lines = tuple(
        _line(work, row, place, shown)
        for place, row in enumerate(rows[first : first + TOPICS], start=first + 1)
    )
    gathered = run.started_at or run.asked_at
    return Topics(consultation, gathered, run.people, lines, alone, at, pages)


def _rows(work: Work, run: AnalysisRun, shown: topic_lines.Shown) -> list[RunTopic]:
    """The topics with words, or with an answer that can be read, the largest first."""
    return [
        row
        for row in topic_lines.ordered(work, run, shown)
        if shown.get(row.topic_id) or _answers(work, row.topic_id)
    ]


def _line(work: Work, row: RunTopic, place: int, shown: topic_lines.Shown) -> Line:
    topic = work.session.get_one(Topic, row.topic_id)
    people, words = shown.get(row.topic_id, (0, 0))
    answered = bool(_answers(work, topic.id))
    return Line(place, topic, people, answered, invited=words > 0 and not people)


def _answers(work: Work, topic_id: int) -> list[Answer]:
    """Answers to a topic that are on their way or there, the newest first: who wrote is told
    before others can read it."""
    given = answer_rows.of_topic(work.session, topic_id)
    return [answer for answer in given if answers.has_begun(work, answer)]


def words(
    work: Work, person: Person, consultation_id: int, topic_id: int, page: int = 0
) -> Words | TopicGone | Unknown:
    """A page of a topic's words in the last analysis, whichever it was when the reader began;
    topic 0 is what stands on its own."""
    consultation = _readable(work, consultation_id)
    if consultation is None:
        return Unknown()
    run = topics.last_run(work.session, consultation.id)
    rows = topics.topics_of(work.session, run.id) if run else []
    if run is None or (topic_id and topic_id not in {row.topic_id for row in rows}):
        return TopicGone(consultation)
    key = topic_id or None
    at, pages = nearest(page, reading.quotable_count(work.session, run.id, key, MOST), WORDS)
    said = reading.quotable(work.session, run.id, key, most=MOST, offset=at * WORDS, limit=WORDS)
    counted = topics.counted(work.session, run).get(key, (0, 0))
    given = _answers(work, topic_id) if key else []
    return Words(
        consultation,
        topics.topic(work.session, topic_id) if key else None,
        *counted,
        said=tuple(said),
        page=at,
        pages=pages,
        answer=given[0] if given else None,
        by_id=consultation.agency_id in person.agencies(*flags.MODERATES),
        signed=partners.signed(work, said),
    )


def one(work: Work, opinion_id: int) -> Opinion | flags.NotShown:
    """Somebody's words, to be read whole."""
    found = opinions.by_id(work.session, opinion_id)
    if found is None or not reading.is_quotable(work.session, opinion_id):
        return flags.NotShown()
    return found if _readable(work, found.consultation_id) else flags.NotShown()


def to_flag(
    work: Work, person: Person, opinion_id: int
) -> Opinion | flags.OwnOpinion | flags.NotShown:
    """Words that somebody wants a moderator to look at."""
    found = one(work, opinion_id)
    if isinstance(found, Opinion) and flags.is_own(work, person, found):
        return flags.OwnOpinion(found)
    return found


def answer(work: Work, answer_id: int) -> PublicAnswer | flags.NotShown:
    """An answer to a topic, for anybody to read."""
    found = answer_rows.by_id(work.session, answer_id)
    consultation = _readable(work, found.consultation_id) if found else None
    version, corrected = answers.stands(work, found) if found else (None, False)
    given = _answers(work, found.topic_id) if found and found.topic_id else []
    if found is None or consultation is None or version is None or found not in given:
        return flags.NotShown()
    return PublicAnswer(
        found,
        version,
        answers.number(work, found),
        consultation,
        people.agency(work.session, consultation.agency_id),
        earlier=_after(given, found),
        corrected=corrected,
    )


def _after(given: Sequence[Answer], answer: Answer) -> Answer | None:
    return next(iter(given[given.index(answer) + 1 :]), None)


def past(work: Work) -> tuple[tuple[Consultation, str], ...]:
    """What is over and can be read, with the agencies' names."""
    return tuple(reading.over(work.session))
