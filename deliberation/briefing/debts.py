"""What waits for an answer, what is over its date, and how answering went until now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from deliberation import notices
from deliberation.asking import consultations
from deliberation.briefing import departments
from deliberation.briefing.briefings import MAY_READ
from deliberation.briefing.departments import Handed
from deliberation.outcomes import NotYours
from deliberation.pages import nearest
from deliberation.people import Person
from deliberation.work import Work
from storage import debts as rows
from storage import departments as department_rows
from storage import people as people_rows
from storage import teams, topics
from storage.models import Agency, Assignment, Consultation, Contact, Topic

PAGE = 5


@dataclass(frozen=True)
class Waiting:
    """A topic without a final answer. `people` are citizens: none where only invited groups spoke.
    `due` is the department's day, else the consultation's; `over` is how many days ago that
    was."""

    topic: Topic
    consultation: Consultation
    people: int
    days: int
    due: date | None
    over: int
    handed: Handed | None


@dataclass(frozen=True)
class Figures:
    """How answering went. `days` is the median from a topic's birth to its answer; `yes` and `no`
    are people who said whether an answer answered them."""

    days: int | None
    yes: int
    no: int

    @property
    def share(self) -> float | None:
        """The part of yes, 0 to 1; None where nobody said."""
        said = self.yes + self.no
        return self.yes / said if said else None


@dataclass(frozen=True)
class Debt:
    """A page of what waits; `first` is the place of its first line. Somebody in two topics is
    among `people` twice."""

    waiting: tuple[Waiting, ...]
    count: int
    people: int
    first: int
    page: int
    pages: int
    figures: Figures


@dataclass(frozen=True)
class About:
    """What everybody may know of how an agency answers."""

    agency: Agency
    consultation: Consultation
    consultations: int
    people: int
    waiting: int
    figures: Figures
    promised: int
    kept: int
    late: int


@dataclass(frozen=True)
class NobodyAsks:
    """There is no consultation to tell of."""


@dataclass(frozen=True)
class Overdue:
    """What a department, or its head, is told."""

    waiting: Waiting
    handed: Handed


def board(work: Work, person: Person, page: int = 0) -> Debt | NotYours:
    """What waits at the person's agencies: over its date first, then by date and by people."""
    agencies = person.agencies(*MAY_READ)
    if not agencies:
        return NotYours()
    every = sorted(_waiting(work, agencies), key=_order)
    at, pages = nearest(page, len(every), PAGE)
    first = at * PAGE
    return Debt(
        tuple(every[first : first + PAGE]),
        len(every),
        sum(one.people for one in every),
        first + 1,
        at,
        pages,
        figures(work, agencies),
    )


def _order(one: Waiting) -> tuple[int, date, int, int]:
    return -one.over, one.due or date.max, -one.people, one.topic.id


def _waiting(work: Work, agencies: Collection[int]) -> list[Waiting]:
    found = rows.waiting(work.session, agencies)
    handed = department_rows.handed_of(work.session, [topic.id for _, _, topic in found])
    made = {topic_id: Handed(whose, row) for topic_id, (row, whose) in handed.items()}
    return [_one(work, topic, asked, row.people, made.get(topic.id)) for asked, row, topic in found]


def _one(
    work: Work, topic: Topic, asked: Consultation, people: int, handed: Handed | None
) -> Waiting:
    due = (handed.assignment.due if handed else None) or asked.answer_due
    today = _today(work, asked)
    over = max(0, (today - due).days) if due else 0
    return Waiting(topic, asked, people, _days(topic.created_at, work.now), due, over, handed)


def _today(work: Work, asked: Consultation) -> date:
    return work.now.astimezone(ZoneInfo(asked.timezone)).date()


def _days(born: datetime, until: datetime) -> int:
    return max(0, (until - born).days)


def figures(work: Work, agencies: Collection[int]) -> Figures:
    """How these agencies answered until now."""
    took = [_days(born, at) for born, at in rows.answered(work.session, agencies)]
    said = rows.ratings(work.session, agencies)
    return Figures(round(median(took)) if took else None, said["yes"], said["no"])


def about(work: Work, person: Person) -> About | NobodyAsks:
    """How the agency answers whose consultation the person is in; else of what is open now."""
    asked = consultations.active(work, person)
    if asked is None:
        listed = consultations.listed(work)
        if not listed:
            return NobodyAsks()
        asked = listed[0][0]
    agency = people_rows.agency(work.session, asked.agency_id)
    count, people = rows.reached(work.session, agency.id)
    promised = rows.promises(work.session, agency.id)
    return About(
        agency,
        asked,
        count,
        people,
        len(rows.waiting(work.session, [agency.id])),
        figures(work, [agency.id]),
        promised.total(),
        promised["done"],
        promised["late"],
    )


def push(work: Work) -> int:
    """Tell each department once that a topic is over its date, and after some days its head."""
    latest = (work.now + timedelta(days=1)).date()  # somewhere it may be that day already
    told = 0
    for row, topic, asked in rows.overdue(work.session, latest):
        over = (_today(work, asked) - row.due).days if row.due else 0
        if over > 0 and not rows.has_word(work.session, topic.id, row.at):
            told += _push(work, row, asked, over)
    return told


def _push(work: Work, row: Assignment, asked: Consultation, over: int) -> int:
    told = 0
    if row.told_at is None:
        row.told_at = work.now
        told += _tell(work, row, asked, _department(work, row), "department")
    if over > work.rules.overdue_days and row.head_told_at is None:
        row.head_told_at = work.now
        told += _tell(work, row, asked, _heads(work, row, asked), "head")
    work.session.add(row)
    return told


def _department(work: Work, row: Assignment) -> list[Contact]:
    """Its officials; where it has none, who handed it over."""
    there = department_rows.members(work.session, row.department_id, ("official",))
    giver = people_rows.contact(work.session, row.given_by) if row.given_by else None
    return there or ([giver] if giver else [])


def _heads(work: Work, row: Assignment, asked: Consultation) -> list[Contact]:
    """Who answers for it; where nobody does, the agency's administrators."""
    heads = department_rows.members(work.session, row.department_id, ("head",))
    return heads or teams.with_role(work.session, asked.agency_id, "admin")


def _tell(work: Work, row: Assignment, asked: Consultation, whom: list[Contact], who: str) -> int:
    for contact in whom:
        notices.tell(
            work,
            contact,
            "overdue",
            zone=asked.timezone,
            once=f"overdue:{row.id}:{who}:{contact.id}",
            assignment=row.id,
        )
    return len(whom)


def overdue(work: Work, assignment_id: int) -> Overdue | None:
    """What is told of a topic over its date; None where it was answered or is elsewhere now."""
    row = department_rows.assignment(work.session, assignment_id)
    topic = topics.topic(work.session, row.topic_id) if row else None
    if row is None or topic is None or row.ended_at is not None:
        return None
    found = next(
        (
            (asked, seen)
            for asked, seen, one in rows.waiting(work.session, [_agency_of(work, row)])
            if one.id == topic.id
        ),
        None,
    )
    handed = departments.of_topic(work, topic.id)
    if found is None or handed is None or rows.has_word(work.session, topic.id, row.at):
        return None
    one = _one(work, topic, found[0], found[1].people, handed)
    return Overdue(one, handed) if one.over else None


def _agency_of(work: Work, row: Assignment) -> int:
    department = department_rows.by_id(work.session, row.department_id)
    return department.agency_id if department else 0
