"""Whoever gets to see what points at people leaves a row in the log; nobody's data are in it."""

from deliberation import log
from deliberation.people import Person
from deliberation.work import Work
from storage import agencies

OWN = "person.read_own"
OF_ALL = ("database.copied", "keys.rotated", "keys.dropped")
"""What an operator did at the terminal that opens, or might open, everybody's."""


def own(work: Work, person: Person) -> None:
    """Somebody asked for all that is held about themselves."""
    if person.contact is not None:
        log.keep(work, person.actor, OWN, person.actor, agency_id=None)


def of_all(work: Work, action: str) -> None:
    """One row for each agency, as each has the right to know."""
    for agency in agencies.every(work.session):
        log.keep(work, "operator", action, "database:1", agency_id=agency.id)
