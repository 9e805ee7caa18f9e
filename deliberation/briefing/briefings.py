"""The picture of a consultation for an official: what came in, in which topics, what is new."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from deliberation.answering import drafts, newcomers
from deliberation.answering.newcomers import Newcomers
from deliberation.asking import consultations
from deliberation.briefing import channels, departments, splits, topic_lines, voice_lines
from deliberation.briefing.departments import Handed
from deliberation.briefing.reported import Channel
from deliberation.briefing.splits import Split
from deliberation.briefing.topic_lines import TopicLine
from deliberation.briefing.voice_lines import VoiceLine
from deliberation.grouping import analysis, counts, families, lineage, pictures
from deliberation.grouping.families import Copies
from deliberation.grouping.lineage import Change
from deliberation.outcomes import NotYours
from deliberation.pages import nearest
from deliberation.people import Person
from deliberation.speaking import partners
from deliberation.work import Work
from storage import answers as answer_rows
from storage import consultations as consultation_rows
from storage import opinions, people, topics
from storage import partners as partner_rows
from storage.models import AnalysisRun, Consultation, Look, Opinion

MAY_READ = ("official", "admin", "approver", "head")
EARLY = 10  # fewer opinions than this are shown as they came
PAGE = 5
A_PAGE = 3  # topics under one picture


@dataclass(frozen=True)
class SinceLastLook:
    """What changed since this official looked last; `at` is None at the first look."""

    at: datetime | None
    opinions: int
    topics: int


@dataclass(frozen=True)
class Briefing:
    """The last run, as of when, how many opinions are newer, and a page of its topics by size;
    pages count from 0.

    `since` is None where only a page is turned: that is no new look. `split` is everybody's by
    stance, where there is a proposal. `people` are citizens; `invited` are people and opinions of
    invited groups, which `opinions` holds and no other number. `came_by` says where people came
    from, where there are links for that.
    """

    consultation: Consultation
    run: AnalysisRun
    people: int
    opinions: int
    distinct: int
    newer: int
    topics: tuple[TopicLine, ...]
    alone: int
    alone_quote: Opinion | None
    since: SinceLastLook | None
    under_way: bool
    now: datetime
    split: Split | None = None
    has_map: bool = False
    voices: tuple[VoiceLine, ...] = ()
    invited: tuple[int, int] = (0, 0)
    page: int = 0
    pages: int = 1
    came_by: tuple[Channel, ...] = ()


@dataclass(frozen=True)
class TooEarly:
    """Too few opinions for topics, or none grouped yet: the latest are shown as they came.

    `enough`: there could be topics, they have only not been made yet. `waits`: for machines that
    are away.
    """

    consultation: Consultation
    opinions: tuple[Opinion, ...]
    count: int
    under_way: bool
    enough: bool
    waits: bool = False


@dataclass(frozen=True)
class Which:
    """Several consultations fit."""

    consultations: tuple[Consultation, ...]


@dataclass(frozen=True)
class TopicView:
    """One topic: its quotes and the texts that many sent, or a page of its words. Pages count
    from 1. `history` is what became of it since there are topics, the newest first; `parts` are
    its sub-topics with their opinions; `handed` is the department that has it; `signed` names the
    invited groups of words on the page whose authors agreed. Who may not answer only reads."""

    consultation: Consultation
    line: TopicLine
    page: tuple[Opinion, ...] = ()
    page_number: int = 0
    pages: int = 1
    copies: tuple[Copies, ...] = ()
    history: tuple[Change, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()
    handed: Handed | None = None
    signed: Mapping[int, str] = field(default_factory=dict)
    newcomers: Newcomers | None = None
    may_answer: bool = True

    @property
    def next_page(self) -> int | None:
        return self.page_number + 1 if self.page_number < self.pages else None


@dataclass(frozen=True)
class MapReady:
    """There is a map of the run to be looked at."""

    consultation: Consultation
    run: AnalysisRun


@dataclass(frozen=True)
class NoMap:
    """It is not drawn yet, or the run is from before there were maps."""

    consultation: Consultation


@dataclass(frozen=True)
class Gathering:
    """A new analysis was asked for."""

    consultation: Consultation
    newer: int
    run: AnalysisRun
    since: datetime | None

    @property
    def waits(self) -> bool:
        """For machines that are away."""
        return analysis.waits(self.run)


@dataclass(frozen=True)
class WordsGone:
    """Its words were erased when their time was over: there is nothing to gather."""

    consultation: Consultation


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
    work: Work, person: Person, consultation_id: int, *, look: bool = True, page: int = 0
) -> Briefing | TooEarly | NotYours:
    """The briefing by key. Turning its pages is no new look."""
    one = readable(work, person, consultation_id)
    return brief(work, person, one, look=look, page=page) if one else NotYours()


def readable(work: Work, person: Person, consultation_id: int) -> Consultation | None:
    """The consultation, if it is one of this official's agency."""
    one = consultation_rows.by_id(work.session, consultation_id)
    return one if one is not None and one.agency_id in person.agencies(*MAY_READ) else None


def brief(
    work: Work,
    person: Person,
    consultation: Consultation,
    *,
    look: bool = True,
    remember: bool = True,
    page: int = 0,
) -> Briefing | TooEarly:
    """All counts are of the run and of what is shown of it now; newer opinions are counted apart,
    as they are not in its picture either. Without `remember` what is new stays new."""
    newest = opinions.newest(work.session, consultation.id)
    few = topics.are_new(work.session, consultation.id, 0, EARLY) < EARLY
    run = topics.last_run(work.session, consultation.id)
    seen = _look(work, person, consultation.id) if look else None
    news = lineage.since(work, seen) if seen else {}
    since = _since(work, consultation.id, seen, news, run) if look else None
    if look and remember:
        _remember_look(work, person, consultation.id, run, newest)
    answered = answer_rows.answered_topics(work.session, consultation.id)
    if run is None or (few and not answered):
        return _early(work, person, consultation)
    if run.changes != run.counted:
        counts.recount(work, run)
    shown = topics.counted(work.session, run)
    listed = topic_lines.ordered(work, run, shown)
    at, pages = nearest(page, len(listed), A_PAGE)
    on_page = {row.topic_id for row in listed[at * A_PAGE : (at + 1) * A_PAGE]}
    alone = topics.shown_members(work.session, run.id, None, limit=1)
    by_stance = splits.of_run(work, run, consultation)
    return Briefing(
        consultation,
        run,
        people=run.people,
        opinions=run.opinions,
        distinct=run.distinct,
        newer=max(0, opinions.count(work.session, consultation.id) - run.opinions),
        topics=topic_lines.lines(work, run, shown, by_stance, news, on_page),
        alone=run.alone,
        alone_quote=alone[0] if alone else None,
        since=since,
        under_way=_under_way(work, consultation.id),
        now=work.now,
        split=by_stance.everybody if by_stance else None,
        has_map=pictures.has_map(work, run.id),
        voices=voice_lines.of_run(work, run),
        invited=partner_rows.everybody(work.session, run.id),
        page=at,
        pages=pages,
        came_by=channels.of_run(work, run),
    )


def _early(work: Work, person: Person, consultation: Consultation) -> TooEarly:
    """Who looks while the first topics are being made is told when they are there."""
    count = opinions.count(work.session, consultation.id)
    latest = topics.last_shown(work.session, consultation.id, EARLY - 1)
    contact_id = person.contact.id if person.contact else None
    under_way = analysis.wait(work, consultation.id, contact_id)
    waiting = topics.waiting_run(work.session, consultation.id)
    waits = waiting is not None and analysis.waits(waiting)
    return TooEarly(
        consultation, tuple(latest), count, under_way, enough=count >= EARLY, waits=waits
    )


def _under_way(work: Work, consultation_id: int) -> bool:
    waiting = topics.waiting_run(work.session, consultation_id)
    return (waiting or topics.run_under_way(work.session, consultation_id)) is not None


def _since(
    work: Work,
    consultation_id: int,
    look: Look | None,
    news: Mapping[int, Change],
    run: AnalysisRun | None,
) -> SinceLastLook:
    if look is None:
        return SinceLastLook(None, 0, 0)
    new = opinions.newer_than(work.session, consultation_id, look.newest_opinion_id)
    there = {row.topic_id for row in topics.topics_of(work.session, run.id)} if run else set()
    made = [each for each in there & set(news) if news[each].kind != "merged"]
    return SinceLastLook(look.at, new, len(made))


def _look(work: Work, person: Person, consultation_id: int) -> Look | None:
    if person.contact is None:
        return None
    return people.look(work.session, person.contact.id, consultation_id)


def _remember_look(
    work: Work, person: Person, consultation_id: int, run: AnalysisRun | None, newest: int
) -> None:
    if person.contact is None:
        return
    look = _look(work, person, consultation_id)
    if look is None:
        look = Look(contact_id=person.contact.id, consultation_id=consultation_id, at=work.now)
    else:
        look.before_at, look.before_opinion_id = look.at, look.newest_opinion_id
    look.at, look.newest_opinion_id = work.now, newest
    look.run_id = run.id if run else look.run_id
    work.session.add(look)


def view(work: Work, person: Person, topic_id: int, page: int) -> TopicView | NotYours:
    """A topic of the last run. Page 0 holds its quotes, the pages from 1 on all its words."""
    topic = topics.topic(work.session, topic_id)
    consultation = readable(work, person, topic.consultation_id) if topic else None
    run = topics.last_run(work.session, consultation.id) if consultation else None
    if topic is None or consultation is None or run is None:
        return NotYours()
    by_stance = splits.of_run(work, run, consultation)
    shown_now = topics.shown_counts(work.session, run.id)
    lines = topic_lines.lines(work, run, shown_now, by_stance, only=(topic_id,))
    line = next(iter(lines), None)
    if line is None:
        return NotYours()
    pages = max(1, -(-line.opinions // PAGE))
    shown: list[Opinion] = []
    if page > 0:
        page = min(page, pages)
        start = (page - 1) * PAGE
        shown = topics.shown_members(work.session, run.id, topic_id, offset=start, limit=PAGE)
    copies = () if page else families.largest(work, run, topic_id)
    within = () if page else topic_lines.parts(work, run.id, topic_id)
    become = lineage.history(work, topic)
    late = newcomers.of_topic(work, topic.id) if line.answers and not page else None
    return TopicView(
        consultation,
        line,
        tuple(shown),
        page,
        pages,
        copies,
        become,
        within,
        handed=departments.of_topic(work, topic_id),
        newcomers=late,
        signed=partners.signed(work, shown),
        may_answer=drafts.may_answer(work, person, consultation.id),
    )


def seen_last(work: Work, person: Person) -> Consultation | None:
    """The consultation whose briefing the official read last, or the only one there is."""
    agencies = person.agencies(*MAY_READ)
    contact = person.contact
    seen = people.last_look(work.session, contact.id, agencies) if contact else None
    listed = consultation_rows.of_agencies(work.session, agencies)
    return seen or (listed[0] if len(listed) == 1 else None)


def topic_at(work: Work, person: Person, place: int) -> int | None:
    """The topic with this number in that briefing."""
    consultation = seen_last(work, person)
    run = topics.last_run(work.session, consultation.id) if consultation else None
    if run is None:
        return None
    listed = topic_lines.ordered(work, run, topics.shown_counts(work.session, run.id))
    return listed[place - 1].topic_id if 0 < place <= len(listed) else None


def on_map(work: Work, person: Person, consultation_id: int) -> MapReady | NoMap | NotYours:
    """The map of the last run."""
    consultation = readable(work, person, consultation_id)
    run = topics.last_run(work.session, consultation.id) if consultation else None
    if consultation is None or run is None:
        return NotYours()
    if topics.picture(work.session, run.id, person.language, "map") is None:
        return NoMap(consultation)
    return MapReady(consultation, run)


def refresh(work: Work, person: Person, consultation_id: int) -> Gathering | WordsGone | NotYours:
    """Have the topics made anew; whoever asked is told when they are there."""
    consultation = readable(work, person, consultation_id)
    if consultation is None or person.contact is None:
        return NotYours()
    if consultation.erasing_at is not None:
        return WordsGone(consultation)
    last = topics.last_run(work.session, consultation.id)
    newer = topics.newer(work.session, consultation.id, last.id if last else 0)
    run = analysis.ask(work, consultation.id, person.contact.id)
    return Gathering(consultation, newer, run, last.finished_at if last else None)
