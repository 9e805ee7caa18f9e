"""Consultations: who asks what until when, and what opens and closes by itself."""

import re
from dataclasses import dataclass
from datetime import datetime

from deliberation import log, notices, people
from deliberation.asking import rounds
from deliberation.asking.kinds import KINDS, LOOK_FIRST
from deliberation.outcomes import Closed, NotOpenYet
from deliberation.people import Person
from deliberation.privacy import erasures
from deliberation.work import Work
from storage import consultations, opinions
from storage import people as rows
from storage.models import Agency, Consultation, LogRow

SLUG = re.compile(r"[a-z0-9-]{3,32}")
ERASED_AT_ONCE = 500  # a tick
CHANNEL = re.compile(r"[A-Za-z0-9-]{1,31}")


@dataclass(frozen=True)
class Invitation:
    """What a citizen sees first: who asks, and the question."""

    consultation: Consultation
    agency: Agency
    joined: bool
    channel: str | None = None


@dataclass(frozen=True)
class UnknownLink:
    open: int


def arrive(
    work: Work, person: Person, payload: str
) -> Invitation | Closed | NotOpenYet | UnknownLink:
    """A person came by a link `<slug>` or `<slug>_<channel>`."""
    slug, _, channel = payload.partition("_")
    found = consultations.by_slug(work.session, slug) if SLUG.fullmatch(slug) else None
    if found is None or found.state == "draft":
        return UnknownLink(len(consultations.open_now(work.session, work.now)))
    if work.now < found.opens_at:
        return NotOpenYet(found)
    if not accepts(found, work.now):
        return Closed(found)
    joined = people.agreed(work, person.contact, found.id) is not None
    if joined and person.contact is not None:
        people.enter(work, person.contact, found)
    agency = rows.agency(work.session, found.agency_id)
    return Invitation(found, agency, joined, channel if CHANNEL.fullmatch(channel) else None)


def tell_when_open(work: Work, person: Person, consultation_id: int) -> Consultation | None:
    """Somebody wants to be told when it opens: for that their address is kept. None where it is
    not still to open."""
    found = by_key(work, consultation_id)
    if found is None or found.state != "scheduled" or work.now >= found.opens_at:
        return None
    contact = people.reachable(work, person.telegram_id, person.language)
    notices.tell(
        work,
        contact,
        "opened",
        zone=found.timezone,
        once=f"opened:{found.id}:{contact.id}",
        after=found.opens_at,
        consultation=found.id,
    )
    return found


def looks_first(consultation: Consultation) -> bool:
    """Whether a moderator looks at every message before it is shown, counted or analysed."""
    return consultation.settings.get("moderation") == LOOK_FIRST


def by_key(work: Work, consultation_id: int) -> Consultation | None:
    """The consultation of a button, if citizens may know of it."""
    found = consultations.by_id(work.session, consultation_id)
    return None if found is None or found.state == "draft" else found


def agency_of(work: Work, consultation: Consultation) -> Agency:
    return rows.agency(work.session, consultation.agency_id)


def accepts(consultation: Consultation, at: datetime) -> bool:
    """Whether words of this hour count: the hour Telegram gave them, not when they were read."""
    end = consultation.closed_at or consultation.closes_at
    return KINDS[consultation.kind].opinions and consultation.opens_at <= at < end


def active(work: Work, person: Person) -> Consultation | None:
    """Where plain words of this person go; None where nothing was chosen."""
    contact = person.contact
    if contact is None or contact.active_consultation_id is None:
        return None
    return consultations.by_id(work.session, contact.active_consultation_id)


def listed(work: Work) -> tuple[tuple[Consultation, str], ...]:
    """What is open now, with the agency's name."""
    return tuple(consultations.open_now(work.session, work.now))


def others(work: Work, person: Person, consultation: Consultation) -> tuple[Consultation, ...]:
    """Further open consultations the person has joined."""
    if person.contact is None:
        return ()
    joined = rows.participations(work.session, person.contact.id)
    return tuple(
        other for _, other in joined if other.id != consultation.id and accepts(other, work.now)
    )


def found(work: Work, agency_ids: set[int], slug: str) -> Consultation | None:
    """A consultation of these agencies; another agency's reads like one that is not there."""
    one = consultations.by_slug(work.session, slug)
    return one if one is not None and one.agency_id in agency_ids else None


def turn_over(work: Work) -> list[Consultation]:
    """Open and close what is due, however long ago. Returns the consultations that changed."""
    to_open = consultations.to_open(work.session, work.now)
    for consultation in to_open:
        consultation.state = "open"
        record(work, consultation, "opened", "clock")
    to_close = consultations.to_close(work.session, work.now)  # also of those opened just now
    for consultation in to_close:
        close(work, consultation, consultation.closes_at, "clock")
    return [*to_open, *to_close]


def close(work: Work, consultation: Consultation, at: datetime, actor: str) -> None:
    """No words that were written at this hour or later count. Whoever takes part is thanked."""
    consultation.state, consultation.closed_at = "closed", at
    rounds.keep_counts(work, consultation)
    done = record(work, consultation, "closed", actor)
    rounds.begin(work, consultation, "thanks", done)


def record(
    work: Work,
    consultation: Consultation,
    what: str,
    actor: str,
    reason: str = "",
    **details: str,
) -> LogRow:
    """Keep a change of the consultation, and who made it, in the log."""
    work.session.add(consultation)
    return log.keep(
        work,
        actor,
        f"consultation.{what}",
        f"consultation:{consultation.id}",
        agency_id=consultation.agency_id,
        reason=reason,
        details=details,
    )


def erase_withdrawn(work: Work) -> int:
    """Erase the words of opinions whose time for coming back is over."""
    due = opinions.to_erase(work.session, work.now, ERASED_AT_ONCE)
    for opinion in due:
        erasures.erased(work, opinion)
        opinions.erase(work.session, opinion, work.now)
    return len(due)
