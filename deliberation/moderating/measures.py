"""What somebody may not do for a while who was hidden again and again for the same reason.

A measure is of one agency. It holds for an account, by a keyed mark, so that it outlives being
forgotten; its row goes when it ends. Reading, answers and everything about one's own data go on.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from deliberation import log, notices
from deliberation.moderating.flags import MODERATES, is_own
from deliberation.moderating.moderated import SLIP
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations, measures, people
from storage import opinions as rows
from storage.models import Agency, Consultation, Contact, Measure, Opinion

WARNED, SLOWED, MUTED = KINDS = "warned", "slowed", "muted"
LASTS = {
    "warn": (WARNED, timedelta(days=30)),
    "slow": (SLOWED, timedelta(hours=24)),
    "day": (MUTED, timedelta(days=1)),
    "week": (MUTED, timedelta(days=7)),
}
"""What a moderator can choose: what it is, and when it ends by itself."""
REPEATED = 2
"""How often somebody's words were hidden for one reason before a measure is offered."""
SLOW_GAP = timedelta(minutes=30)
"""Between two opinions of somebody whose words are taken slowly."""


@dataclass(frozen=True)
class Offer:
    """A measure can be taken: the author's words were hidden `times` times for this reason."""

    opinion: Opinion
    reason: str
    times: int


@dataclass(frozen=True)
class Taken:
    """It holds from now on. The person is told at `tells_at`; None where they cannot be."""

    measure: Measure
    tells_at: datetime | None
    zone: str


@dataclass(frozen=True)
class IsColleague:
    """Who works for the agency: only an administrator can mute them."""


@dataclass(frozen=True)
class IsAdministrator:
    """Nobody mutes an administrator; `hide` and `/revoke` are there."""


@dataclass(frozen=True)
class MoreAlready:
    """What holds already is stronger, or lasts as long."""

    until: datetime
    zone: str


@dataclass(frozen=True)
class NoMeasure:
    """No such words, not hidden any more, another agency's, or of somebody nobody can reach."""


@dataclass(frozen=True)
class Muted:
    """No opinions are taken from this person until then; what they wrote was not stored."""

    measure: Measure
    zone: str


@dataclass(frozen=True)
class Slowed:
    """Their next opinion is taken after `next_at`; what they wrote was not stored."""

    measure: Measure
    next_at: datetime
    zone: str


Refused = IsColleague | IsAdministrator | MoreAlready | NoMeasure


def times(work: Work, opinion: Opinion) -> int:
    """How often words of this author are hidden at this agency for the reason these are; 0 where
    nothing could be done about it."""
    found = _place(work, opinion)
    if found is None or opinion.state != "hidden":
        return 0
    asked, author = found
    return measures.hidden_for(work.session, author.id, asked.agency_id, opinion.reason or "")


def offer(work: Work, person: Person, opinion_id: int) -> Offer | Refused:
    """What could be done about the author of hidden words, who is not named."""
    found = _find(work, person, opinion_id)
    if found is None:
        return NoMeasure()
    opinion, asked, author = found
    refused = _refuse(work, person, asked, author)
    return refused or Offer(opinion, opinion.reason or "", times(work, opinion))


def take(work: Work, person: Person, opinion_id: int, choice: str) -> Taken | Refused:
    """Take this measure of LASTS. Raises KeyError for another."""
    kind, length = LASTS[choice]
    found = _find(work, person, opinion_id)
    if found is None:
        return NoMeasure()
    opinion, asked, author = found
    refused = _refuse(work, person, asked, author)
    if refused is not None:
        return refused
    measure = _made(work, person, opinion, asked, author)
    measure.kind, measure.until = kind, work.now + length
    before = measures.by_mark(work.session, measure.mark)
    if before is not None and work.now < before.until and _is_more(before, measure):
        return MoreAlready(before.until, asked.timezone)
    return _keep(work, person, before, measure, asked.timezone)


def _made(
    work: Work, person: Person, opinion: Opinion, asked: Consultation, author: Contact
) -> Measure:
    return Measure(
        agency_id=asked.agency_id,
        mark=_mark(work, asked.agency_id, work.keys.open_id(author.sealed_id)),
        contact_id=author.id,
        kind=WARNED,
        reason=opinion.reason or "",
        times=times(work, opinion),
        opinion_id=opinion.id,
        taken_by=person.contact.id if person.contact else None,
        at=work.now,
        until=work.now,
    )


def _is_more(before: Measure, measure: Measure) -> bool:
    """Whether what holds already is stronger, or as strong and lasts as long."""
    then, now = KINDS.index(before.kind), KINDS.index(measure.kind)
    return (then, before.until) >= (now, measure.until)


def _keep(work: Work, person: Person, before: Measure | None, measure: Measure, zone: str) -> Taken:
    """One measure a person at an agency: a further one takes the place of the one before."""
    if before is not None:
        measures.remove(work.session, before)
    work.session.add(measure)
    work.session.flush()
    until = measure.until.isoformat()
    record(work, person.actor, f"person.{measure.kind}", measure, {"until": until})
    return Taken(measure, _tell(work, measure, "measure", zone, work.now + SLIP), zone)


def record(
    work: Work, actor: str, action: str, measure: Measure, details: dict[str, str] | None = None
) -> None:
    """The log names the measure and not whose it is: its row goes, and the number says nothing."""
    log.keep(
        work,
        actor,
        action,
        f"measure:{measure.id}",
        agency_id=measure.agency_id,
        reason=measure.reason,
        details=details,
    )


def _tell(
    work: Work, measure: Measure, about: str, zone: str, after: datetime | None = None
) -> datetime | None:
    contact = people.contact(work.session, measure.contact_id) if measure.contact_id else None
    if contact is None:
        return None
    once = f"{about}:{measure.id}"
    queued = notices.tell(
        work,
        contact,
        about,
        zone=zone,
        once=once,
        after=after,
        measure=measure.id,
        kind=measure.kind,
    )
    return queued.not_before if queued else None


def _find(
    work: Work, person: Person, opinion_id: int
) -> tuple[Opinion, Consultation, Contact] | None:
    """Words hidden again for the same reason, where this person moderates, and their author."""
    opinion = rows.hold(work.session, opinion_id)
    found = _place(work, opinion) if opinion else None
    if opinion is None or found is None or found[0].agency_id not in person.agencies(*MODERATES):
        return None
    if is_own(work, person, opinion) or times(work, opinion) < REPEATED:
        return None
    return opinion, *found


def _place(work: Work, opinion: Opinion) -> tuple[Consultation, Contact] | None:
    asked = consultations.by_id(work.session, opinion.consultation_id)
    author = rows.author(work.session, opinion)
    return (asked, author) if asked and author else None


def _refuse(
    work: Work, person: Person, asked: Consultation, author: Contact
) -> IsColleague | IsAdministrator | None:
    roles = {role for at, role in people.roles(work.session, author.id) if at == asked.agency_id}
    if "admin" in roles:
        return IsAdministrator()
    return IsColleague() if roles and asked.agency_id not in person.agencies("admin") else None


def _mark(work: Work, agency_id: int, telegram_id: int) -> bytes:
    return work.keys.mark("measure", agency_id, telegram_id)


def of(work: Work, telegram_id: int, agency_id: int) -> Measure | None:
    """What holds for this account at the agency."""
    found = measures.by_mark(work.session, _mark(work, agency_id, telegram_id))
    return found if found is not None and work.now < found.until else None


def held(work: Work, telegram_id: int) -> list[tuple[Measure, Agency]]:
    """What holds for this account anywhere."""
    everywhere = measures.agencies(work.session)
    found = ((of(work, telegram_id, each.id), each) for each in everywhere)
    return [(measure, agency) for measure, agency in found if measure is not None]


def mutes(work: Work, person: Person, asked: Consultation, at: datetime) -> Muted | None:
    """Whether words this person wrote at this hour are taken nowhere at the agency."""
    return _muted(of(work, person.telegram_id, asked.agency_id), asked, at)


def _muted(found: Measure | None, asked: Consultation, at: datetime) -> Muted | None:
    """What was written before the mute is taken; Telegram tells the hour in whole seconds."""
    if found is None or found.kind != MUTED or at < found.at.replace(microsecond=0):
        return None
    return Muted(found, asked.timezone)


def restrains(
    work: Work, person: Person, asked: Consultation, at: datetime
) -> Muted | Slowed | None:
    """The same of a new opinion, which may also come too soon."""
    found = of(work, person.telegram_id, asked.agency_id)
    if found is None or found.kind != SLOWED or person.contact is None:
        return _muted(found, asked, at)
    last = measures.last_written(work.session, person.contact.id, asked.agency_id)
    if last is None or at - last >= SLOW_GAP:
        return None
    return Slowed(found, last + SLOW_GAP, asked.timezone)


def told(work: Work, measure_id: int) -> tuple[Measure, Agency] | None:
    """What a notice of a measure says when it goes out; None where it holds no more."""
    measure = measures.by_id(work.session, measure_id)
    if measure is None or work.now >= measure.until:
        return None
    return measure, people.agency(work.session, measure.agency_id)


def undone(work: Work, opinion_ids: Collection[int]) -> None:
    """The hiding that led to a measure was a slip: nobody is told of either."""
    for measure in measures.of_opinions(work.session, opinion_ids):
        notices.take_back(work, f"measure:{measure.id}")
        measures.remove(work.session, measure)


def end(work: Work) -> int:
    """Measures whose time is over go, and the person is told by day; how many."""
    over = measures.over(work.session, work.now)
    for measure in over:
        zone = people.agency(work.session, measure.agency_id).timezone
        if measure.kind != WARNED:
            _tell(work, measure, "measure_ended", zone)
        measures.remove(work.session, measure)
    return len(over)
