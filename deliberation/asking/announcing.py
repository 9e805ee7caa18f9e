"""What an agency tells those who follow a consultation: written, shown, sent once."""

from dataclasses import dataclass
from datetime import datetime

from deliberation.asking import consultations, rounds
from deliberation.asking.founding import WrongLength
from deliberation.asking.planning import MAY_PLAN
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.speaking.wording import units, unusable
from deliberation.work import Work
from storage import announcements
from storage import consultations as rows
from storage import rounds as round_rows
from storage.models import Announcement, Consultation

LONGEST = 400  # UTF-16 units
UNTOLD = ("draft", "scheduled")
"""States of a consultation that nobody follows yet."""


@dataclass(frozen=True)
class WhatToTell:
    """The words are asked for, for `people` who follow."""

    consultation: Consultation
    people: int
    wrong: WrongLength | None = None


@dataclass(frozen=True)
class Written:
    """As it would go out."""

    announcement: Announcement
    consultation: Consultation
    people: int


@dataclass(frozen=True)
class Sent:
    """It goes out, by day; `already` where it did before."""

    consultation: Consultation
    people: int
    at: datetime
    already: bool = False


@dataclass(frozen=True)
class AnnouncementGone:
    """Written anew, or left for good."""


def ask(work: Work, person: Person, consultation_id: int) -> WhatToTell | NotYours:
    """What shall those who follow be told?"""
    own = _own(work, person, consultation_id)
    return WhatToTell(own, _people(work, own)) if own else NotYours()


def write(
    work: Work, person: Person, consultation_id: int, text: str
) -> Written | WhatToTell | NotYours:
    """The words came; those written before and not sent are gone."""
    own = _own(work, person, consultation_id)
    if own is None or person.contact is None:
        return NotYours()
    people = _people(work, own)
    length = 0 if unusable(text) else units(text)
    if not 0 < length <= LONGEST:
        return WhatToTell(own, people, WrongLength("announcement", length, LONGEST))
    announcements.forget_drafts(work.session, own.id, person.contact.id)
    written = Announcement(
        consultation_id=own.id, text=text, written_by=person.contact.id, written_at=work.now
    )
    work.session.add(written)
    work.session.flush()
    return Written(written, own, people)


def send(work: Work, person: Person, announcement_id: int) -> Sent | AnnouncementGone | NotYours:
    """Send it to who follows now. Whoever presses twice sends once."""
    written = announcements.held(work.session, announcement_id)
    own = _own(work, person, written.consultation_id) if written else None
    if written is None:
        return AnnouncementGone() if person.agencies(*MAY_PLAN) else NotYours()
    if own is None or person.contact is None or written.written_by != person.contact.id:
        return NotYours()
    people = _people(work, own)
    if written.sent_at is not None:
        return Sent(own, people, written.sent_at, already=True)
    written.sent_at = work.now
    work.session.add(written)
    done = consultations.record(work, own, "announced", person.actor, announcement=str(written.id))
    rounds.begin(work, own, "announced", done)
    return Sent(own, people, work.now)


def _people(work: Work, own: Consultation) -> int:
    return round_rows.count_listeners(work.session, own.id)


def _own(work: Work, person: Person, consultation_id: int) -> Consultation | None:
    found = rows.held(work.session, consultation_id)
    if found is None or found.agency_id not in person.agencies(*MAY_PLAN):
        return None
    return None if found.state in UNTOLD else found
