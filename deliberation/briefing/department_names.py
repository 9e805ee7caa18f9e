"""Departments by their names: the one that is called so, or a new one."""

from deliberation import log
from deliberation.asking.founding import WrongLength, tidy, wrong_length
from deliberation.people import Person
from deliberation.speaking import wording
from deliberation.work import Work
from storage import departments as rows
from storage.models import Department

LONGEST_NAME = 20  # UTF-16 units


def wrong_name(words: str) -> WrongLength | None:
    return wrong_length("department", words, LONGEST_NAME)


def called(work: Work, agency_id: int, words: str) -> Department | None:
    """The department of that name, whatever its spaces and signs."""
    there = rows.of_agency(work.session, agency_id)
    return next((one for one in there if wording.same_words(one.name, words)), None)


def make(work: Work, person: Person, agency_id: int, words: str) -> Department:
    """A new department of the agency, or the one that somebody made meanwhile."""
    rows.hold(work.session, agency_id)
    found = called(work, agency_id, tidy(words))
    if found is not None:
        return found
    made = Department(agency_id=agency_id, name=tidy(words), created_at=work.now)
    work.session.add(made)
    work.session.flush()
    subject = f"department:{made.id}"
    log.keep(work, person.actor, "department.made", subject, agency_id=agency_id)
    return made
