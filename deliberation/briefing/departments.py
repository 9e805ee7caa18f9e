"""A topic is handed to a department: to whom, by which day, with a note. Each is kept."""

from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from deliberation import log, notices
from deliberation.asking.founding import WrongLength, tidy, wrong_length
from deliberation.asking.plan_checks import Passed
from deliberation.briefing.department_names import called, make, wrong_name
from deliberation.dates import NotOnCalendar, NotUnderstood, day
from deliberation.grouping import shapes
from deliberation.grouping.shapes import Place
from deliberation.grouping.tidied import Refusal
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.work import Work
from storage import departments as rows
from storage import people as people_rows
from storage import topics
from storage.models import Agency, Assignment, Consultation, Department, Topic

LONGEST_NOTE = 200
MAY_HAND = ("official", "admin", "head")


@dataclass(frozen=True)
class Handed:
    """Where a topic is, and by when it shall be answered."""

    department: Department
    assignment: Assignment


@dataclass(frozen=True)
class ToWhom:
    """Which department shall have it? `handed` is where it is now."""

    topic: Topic
    departments: tuple[Department, ...]
    handed: Handed | None
    wrong: WrongLength | None = None


@dataclass(frozen=True)
class ByWhen:
    """By which day? `before` is the day that holds until now."""

    topic: Topic
    department: Department
    before: date | None
    wrong: NotOnCalendar | NotUnderstood | Passed | None = None


@dataclass(frozen=True)
class AnyNote:
    """Shall something be said along with it? `due` is the day as it was understood."""

    topic: Topic
    department: Department
    due: date | None
    zone: str
    wrong: WrongLength | None = None


@dataclass(frozen=True)
class HandedOver:
    """`before` is the earlier day that was moved back; `told` are the people who are told."""

    topic: Topic
    handed: Handed
    before: date | None
    told: int


@dataclass(frozen=True)
class Given:
    """What the people of a department are told of."""

    topic: Topic
    agency: Agency
    handed: Handed


def of_topic(work: Work, topic_id: int) -> Handed | None:
    found = rows.handed(work.session, topic_id)
    return Handed(found[1], found[0]) if found else None


def ask(work: Work, person: Person, topic_id: int) -> ToWhom | Refusal:
    """To which department?"""
    place = shapes.found(work, person, topic_id, MAY_HAND)
    return _to_whom(work, place) if isinstance(place, Place) else place


def _to_whom(work: Work, place: Place, wrong: WrongLength | None = None) -> ToWhom:
    there = rows.of_agency(work.session, place.consultation.agency_id)
    return ToWhom(place.topic, tuple(there), of_topic(work, place.topic.id), wrong)


def choose(work: Work, person: Person, topic_id: int, department_id: int) -> ByWhen | Refusal:
    """A department was chosen, or only the date is to be another."""
    place = shapes.found(work, person, topic_id, MAY_HAND)
    if not isinstance(place, Place):
        return place
    found = _own(work, place, department_id)
    return _by_when(work, place, found) if found else NotYours()


def _own(work: Work, place: Place, department_id: int) -> Department | None:
    found = rows.by_id(work.session, department_id)
    return found if found and found.agency_id == place.consultation.agency_id else None


def _by_when(
    work: Work,
    place: Place,
    department: Department,
    wrong: NotOnCalendar | NotUnderstood | Passed | None = None,
) -> ByWhen:
    handed = of_topic(work, place.topic.id)
    return ByWhen(place.topic, department, handed.assignment.due if handed else None, wrong)


def change_date(work: Work, person: Person, topic_id: int) -> ByWhen | ToWhom | Refusal:
    """Another day for the department that has it; where none has it, it is asked for."""
    handed = of_topic(work, topic_id)
    if handed is None:
        return ask(work, person, topic_id)
    return choose(work, person, topic_id, handed.department.id)


def name(work: Work, person: Person, topic_id: int, words: str) -> ByWhen | ToWhom | Refusal:
    """A department was typed: the one that is called so, or a new one."""
    place = shapes.found(work, person, topic_id, MAY_HAND)
    if not isinstance(place, Place):
        return place
    wrong = wrong_name(words)
    if wrong is not None:
        return _to_whom(work, place, wrong)
    found = called(work, place.consultation.agency_id, tidy(words))
    return _by_when(work, place, found or make(work, person, place.consultation.agency_id, words))


def read_due(
    work: Work, person: Person, topic_id: int, department_id: int, words: str | None
) -> AnyNote | ByWhen | Refusal:
    """The day was typed; None where it shall have none."""
    place = shapes.found(work, person, topic_id, MAY_HAND)
    if not isinstance(place, Place):
        return place
    found = _own(work, place, department_id)
    if found is None:
        return NotYours()
    if words is None:
        return AnyNote(place.topic, found, None, place.consultation.timezone)
    due = _due(work, place.consultation, words)
    if not isinstance(due, date):
        return _by_when(work, place, found, due)
    return AnyNote(place.topic, found, due, place.consultation.timezone)


def _due(
    work: Work, asked: Consultation, words: str
) -> date | NotOnCalendar | NotUnderstood | Passed:
    zone = ZoneInfo(asked.timezone)
    due = day(words, work.now, zone)
    if isinstance(due, date) and due < work.now.astimezone(zone).date():
        return Passed(work.now.astimezone(zone).combine(due, time(), zone))
    return due


def hand(
    work: Work,
    person: Person,
    topic_id: int,
    department_id: int,
    due: date | None,
    note: str,
) -> HandedOver | AnyNote | Refusal:
    """It is the department's from now on, and its people are told. What held before ends."""
    place = shapes.found(work, person, topic_id, MAY_HAND)
    if not isinstance(place, Place):
        return place
    found = _own(work, place, department_id)
    if found is None or person.contact is None:
        return NotYours()
    wrong = wrong_length("note", note, LONGEST_NOTE) if note else None
    if wrong is not None:
        return AnyNote(place.topic, found, due, place.consultation.timezone, wrong)
    before = _end(work, topic_id)
    given = Assignment(
        topic_id=topic_id,
        department_id=found.id,
        due=due,
        note=tidy(note),
        given_by=person.contact.id,
        at=work.now,
    )
    work.session.add(given)
    work.session.flush()
    _keep(work, person, place, given, before)
    moved = before is not None and (due is None or due > before)
    told = _tell(work, person, place, given)
    return HandedOver(place.topic, Handed(found, given), before if moved else None, told)


def _end(work: Work, topic_id: int) -> date | None:
    """What held until now ends; the day that was set."""
    handed = of_topic(work, topic_id)
    if handed is None:
        return None
    handed.assignment.ended_at = work.now
    work.session.add(handed.assignment)
    return handed.assignment.due


def _keep(work: Work, person: Person, place: Place, given: Assignment, before: date | None) -> None:
    log.keep(
        work,
        person.actor,
        "topic.handed",
        f"topic:{place.topic.id}",
        agency_id=place.consultation.agency_id,
        details={
            "department": given.department_id,
            "due": given.due.isoformat() if given.due else None,
            "before": before.isoformat() if before else None,
        },
    )


def _tell(work: Work, person: Person, place: Place, given: Assignment) -> int:
    """Everybody in the department but for who handed it over."""
    there = rows.members(work.session, given.department_id)
    others = [one for one in there if person.contact is None or one.id != person.contact.id]
    for contact in others:
        notices.tell(
            work,
            contact,
            "handed",
            zone=place.consultation.timezone,
            once=f"handed:{given.id}:{contact.id}",
            assignment=given.id,
        )
    return len(others)


def follow(work: Work, topic_id: int, into_id: int) -> None:
    """A topic went into another: so does its hand-over, unless that one has one of its own."""
    handed = of_topic(work, topic_id)
    if handed is None:
        return
    if of_topic(work, into_id) is None:
        handed.assignment.topic_id = into_id
    else:
        handed.assignment.ended_at = work.now
    work.session.add(handed.assignment)
    work.session.flush()


def given(work: Work, assignment_id: int) -> Given | None:
    """What the people of the department are told; None where it is theirs no more."""
    row = rows.assignment(work.session, assignment_id)
    topic = topics.topic(work.session, row.topic_id) if row else None
    department = rows.by_id(work.session, row.department_id) if row else None
    if row is None or topic is None or department is None or row.ended_at is not None:
        return None
    agency = people_rows.agency(work.session, department.agency_id)
    return Given(topic, agency, Handed(department, row))
