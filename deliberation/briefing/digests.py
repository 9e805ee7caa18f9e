"""The briefing that an official gets regularly, as long as there is something new in it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from deliberation import notices, people
from deliberation.briefing import briefings
from deliberation.briefing.briefings import MAY_READ, Briefing, TooEarly
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations, opinions
from storage import digests as rows
from storage import people as people_rows
from storage.models import Consultation, Digest

EVERY = ("daily", "weekly")
HOUR = time(9)
TOLD_OF = ("open", "closed", "answered")


@dataclass(frozen=True)
class WhenToSend:
    """Asked, or chosen: `daily`, `weekly`, or nothing."""

    every: str | None
    chosen: bool = False


def ask(work: Work, person: Person) -> WhenToSend | NotYours:
    if person.contact is None or not person.agencies(*MAY_READ):
        return NotYours()
    row = rows.of(work.session, person.contact.id)
    return WhenToSend(row.every if row else None)


def choose(work: Work, person: Person, every: str) -> WhenToSend | NotYours:
    """`daily`, `weekly`, or anything else for never."""
    if person.contact is None or not person.agencies(*MAY_READ):
        return NotYours()
    row = rows.of(work.session, person.contact.id)
    if every not in EVERY:
        if row is not None:
            work.session.delete(row)
        return WhenToSend(None, chosen=True)
    row = row or Digest(contact_id=person.contact.id, every=every, next_at=work.now)
    row.every, row.next_at = every, _next(work, every)
    work.session.add(row)
    return WhenToSend(every, chosen=True)


def _next(work: Work, every: str) -> datetime:
    """Nine o'clock of the next day, or of the next Monday."""
    zone = ZoneInfo(work.rules.timezone)
    today = work.now.astimezone(zone).date()
    days = 1 if every == "daily" else 7 - today.weekday()
    return datetime.combine(today + timedelta(days=days), HOUR, zone).astimezone(work.now.tzinfo)


def send(work: Work) -> int:
    """Queue what is due; how many briefings."""
    return sum(_send(work, row) for row in rows.due(work.session, work.now))


def _send(work: Work, row: Digest) -> int:
    row.next_at = _next(work, row.every)
    work.session.add(row)
    person = people.by_contact(work, row.contact_id)
    if person is None:
        return 0
    listed = consultations.of_agencies(work.session, person.agencies(*MAY_READ))
    living = [one for one in listed if one.state in TOLD_OF]
    return sum(_tell(work, person, one) for one in living)


def _tell(work: Work, person: Person, asked: Consultation) -> int:
    """Once for the newest opinion there is; nothing where the official has seen that one."""
    newest = opinions.newest(work.session, asked.id)
    if person.contact is None or newest <= _seen(work, person.contact.id, asked.id):
        return 0
    told = notices.tell(
        work,
        person.contact,
        "digest",
        zone=work.rules.timezone,
        once=f"digest:{person.contact.id}:{asked.id}:{newest}",
        who=person.contact.id,
        consultation=asked.id,
    )
    return int(told is not None)


def _seen(work: Work, contact_id: int, consultation_id: int) -> int:
    look = people_rows.look(work.session, contact_id, consultation_id)
    return look.newest_opinion_id if look else 0


def briefing(work: Work, contact_id: int, consultation_id: int) -> Briefing | TooEarly | None:
    """What is told, as it stands now; None for who may not read it any more. It is no look: what
    is new in it stays new until they look themselves."""
    person = people.by_contact(work, contact_id)
    asked = briefings.readable(work, person, consultation_id) if person else None
    if person is None or asked is None:
        return None
    return briefings.brief(work, person, asked, remember=False)
