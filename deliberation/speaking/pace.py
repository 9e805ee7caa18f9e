"""Whether somebody may give an opinion now. Asked here alone, before words are kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from deliberation import limits
from deliberation.limits import Reached, Written
from deliberation.moderating import measures
from deliberation.moderating.measures import Muted, Slowed
from deliberation.people import Person
from deliberation.work import Work
from storage import opinions as rows
from storage.models import Consultation, Contact, Participation


@dataclass(frozen=True)
class AtLimit:
    """As many opinions of this person as are taken here for now; what they wrote was not stored.
    `newcomer`: it is the limit of their first minutes with the bot."""

    limit: Reached
    zone: str
    newcomer: bool = False


@dataclass(frozen=True)
class Speaker:
    """Who wants to say something where. `newest` is the number of their latest opinion there."""

    person: Person
    contact: Contact
    participation: Participation
    newest: int


def refuses(
    work: Work, speaker: Speaker, asked: Consultation, at: datetime
) -> Muted | Slowed | AtLimit | None:
    """What keeps a new opinion of this person, written at this hour, from being taken."""
    return (
        measures.restrains(work, speaker.person, asked, at)
        or _newcomer(work, speaker, asked, at)
        or _everybody(work, speaker, asked, at)
    )


def _everybody(work: Work, speaker: Speaker, asked: Consultation, at: datetime) -> AtLimit | None:
    written = work.rules.limits.person
    found = limits.reached(written, _moments(work, speaker, written), at)
    return AtLimit(found, asked.timezone) if found else None


def _newcomer(work: Work, speaker: Speaker, asked: Consultation, at: datetime) -> AtLimit | None:
    """The limit of the first minutes is over with them, however late in them it was reached."""
    met = speaker.contact.created_at
    written = tuple(
        item for item in work.rules.limits.first if timedelta() <= at - met < limits.span(item)
    )
    found = limits.reached(written, _moments(work, speaker, written), at)
    if found is None:
        return None
    ends = limits.whole_minute(met + found.span)
    return AtLimit(Reached(found.most, found.span, ends), asked.timezone, newcomer=True)


def _moments(work: Work, speaker: Speaker, written: Written) -> list[datetime]:
    """When they said what. Whoever has never said so much need not be looked up."""
    if not written or speaker.newest < limits.fewest(written):
        return []
    return rows.latest_moments(work.session, speaker.participation.id, limits.most(written))


def is_flooded(work: Work, asked: Consultation, at: datetime) -> bool:
    """Whether more comes in at this hour than is shown without a look."""
    written = work.rules.limits.consultation
    if not written:
        return False
    since = at - limits.longest(written)
    moments = rows.moments(work.session, asked.id, since, at, limits.most(written))
    return limits.reached(written, moments, at) is not None
