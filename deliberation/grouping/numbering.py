"""The topic somebody means by its number: of the consultation they looked at last."""

from dataclasses import dataclass

from deliberation.briefing import topic_lines
from deliberation.briefing.briefings import MAY_READ
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations, people, topics
from storage.models import Consultation, Topic


@dataclass(frozen=True)
class NoSuchNumber:
    """No topic is called by that in the briefing."""


def topic_at(work: Work, person: Person, number: str) -> Topic | NoSuchNumber:
    """The topic with this place in the briefing, typed as it is shown there: 3."""
    asked = looked_at(work, person)
    run = topics.last_run(work.session, asked.id) if asked else None
    if run is None or not (number.isascii() and number.isdigit()):
        return NoSuchNumber()
    rows = topic_lines.ordered(work, run, topics.counted(work.session, run))
    place = int(number[:9])
    if not 0 < place <= len(rows):
        return NoSuchNumber()
    return topics.topic(work.session, rows[place - 1].topic_id) or NoSuchNumber()


def looked_at(work: Work, person: Person) -> Consultation | None:
    """The consultation whose briefing this person opened last; else the newest."""
    agencies = person.agencies(*MAY_READ)
    contact_id = person.contact_id
    last = people.last_look(work.session, contact_id, agencies)
    listed = consultations.of_agencies(work.session, agencies)
    return last or next(iter(listed), None)
