"""Who is told what becomes of a promise: once a change, by day, some at a time; and its owners,
before its day comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from deliberation import notices
from deliberation.people import Person
from deliberation.promising import commitments
from deliberation.promising.commitments import MAY_PROMISE
from deliberation.work import Work
from storage import commitments as rows
from storage import opinions, people, rounds
from storage.models import (
    Agency,
    Commitment,
    CommitmentChange,
    Consultation,
    Opinion,
    Participation,
)
from storage.opinions import SHOWN

AT_ONCE = 200  # people a tick: more than Telegram lets go out meanwhile
REMIND_DAYS = 7
"""So long before its day the owners of a promise are reminded of it."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """What somebody is told of a promise. `what` is `made`, `news`, or `late`: its day passed and
    nobody wrote anything. `own` are their words it follows from, where some are left; `before`
    the day it was promised for until this change, where that is another."""

    what: str
    commitment: Commitment
    change: CommitmentChange
    agency: Agency
    consultation: Consultation
    own: Opinion | None
    before: date | None = None


@dataclass(frozen=True)
class DueSoon:
    """Its owners are reminded of a promise; `people` are told when it is late."""

    commitment: Commitment
    days: int
    people: int


@dataclass(frozen=True)
class Stopped:
    """The person is told of this promise no more, or again."""

    commitment: Commitment
    follows: bool


def record(
    work: Work, commitment: Commitment, *, by: int | None, note: str = "", evidence: str = ""
) -> CommitmentChange:
    """Write down how a promise stands now, and begin to tell whoever follows it. Who came to be
    concerned by it since follows, too."""
    commitment.changed_at = work.now
    work.session.add(commitment)
    rows.follow(work.session, commitment, work.now)
    change = CommitmentChange(
        commitment_id=commitment.id,
        at=work.now,
        by=by,
        status=commitment.status,
        stage=commitment.stage,
        due=commitment.due,
        note=note,
        evidence=evidence,
        told_to=0,
    )
    work.session.add(change)
    work.session.flush()
    return change


def tell_on(work: Work) -> int:
    """Queue the next notices of every change; how many people they go to. They go on from where
    the last ended, so nobody gets two, however often this is broken off."""
    return sum(_piece(work, change) for change in rows.to_tell(work.session))


def _piece(work: Work, change: CommitmentChange) -> int:
    commitment = rows.by_id(work.session, change.commitment_id)
    if commitment is None:
        return 0
    zone = people.agency(work.session, commitment.agency_id).timezone
    next_ones = rows.followers_after(work.session, commitment.id, change.told_to or 0, AT_ONCE)
    for contact in next_ones:
        once = f"promise:{change.id}:{contact.id}"
        notices.tell(
            work, contact, "promise", zone=zone, once=once, change=change.id, who=contact.id
        )
    change.told_to = next_ones[-1].id if len(next_ones) == AT_ONCE else None
    work.session.add(change)
    return len(next_ones)


def told(work: Work, change_id: int, contact_id: int) -> Told | None:
    """What somebody is told of a change; None for who wants to know no more, and where lateness
    is over already."""
    change = rows.change(work.session, change_id)
    commitment = rows.by_id(work.session, change.commitment_id) if change else None
    asked = commitments.consultation_of(work, commitment) if commitment else None
    if change is None or commitment is None or asked is None:
        return None
    listener = _listener(work, commitment, contact_id)
    history = rows.changes(work.session, commitment.id)
    what = _what(change, first=change.id == history[0].id)
    if listener is None or (what == "late" and change.id != history[-1].id):
        return None
    agency = people.agency(work.session, commitment.agency_id)
    own = _own_words(work, commitment, listener)
    return Told(what, commitment, change, agency, asked, own, _day_before(history, change))


def _day_before(history: Sequence[CommitmentChange], change: CommitmentChange) -> date | None:
    earlier = [each.due for each in history if each.id < change.id]
    return earlier[-1] if earlier and earlier[-1] != change.due else None


def _what(change: CommitmentChange, *, first: bool) -> str:
    if first:
        return "made"
    return "late" if by_itself(change) else "news"


def by_itself(change: CommitmentChange) -> bool:
    """Whether the day passed, and nobody wrote it."""
    return change.by is None and change.status == "late"


def _listener(work: Work, commitment: Commitment, contact_id: int) -> Participation | None:
    """The participation of somebody who follows and still wants notices."""
    follower = rows.follower(work.session, commitment.id, contact_id)
    if follower is None or follower.stopped_at is not None:
        return None
    joined = people.participation(work.session, contact_id, commitment.consultation_id)
    return rounds.listener(work.session, joined.id) if joined else None


def _own_words(work: Work, commitment: Commitment, of: Participation) -> Opinion | None:
    """The first of their words that are shown: of those the answer was to, where there is one."""
    if commitment.answer_id is None:
        said = opinions.of_person(work.session, of.id)
        return next((each for each in said if each.state == SHOWN), None)
    meant = rows.meant_by(work.session, commitment.answer_id, of.id)
    return next(iter(opinions.shown_by_ids(work.session, meant)), None)


def stop(work: Work, person: Person, commitment_id: int, *, follows: bool) -> Stopped | None:
    """Tell this person of the promise no more, or again; None for who never followed it."""
    commitment = rows.by_id(work.session, commitment_id)
    contact = person.contact
    follower = rows.follower(work.session, commitment_id, contact.id) if contact else None
    if commitment is None or follower is None:
        return None
    follower.stopped_at = None if follows else follower.stopped_at or work.now
    work.session.add(follower)
    return Stopped(commitment, follows)


def mark_late(work: Work) -> int:
    """Promises whose day has passed, where the agency is, and of which nobody wrote."""
    late = [
        commitment
        for commitment, agency in rows.due_before(work.session, (work.now + A_DAY).date())
        if commitment.due < commitments.today(work, agency)
    ]
    for commitment in late:
        commitment.status = "late"
        record(work, commitment, by=None)
    return len(late)


def remind(work: Work) -> int:
    """Tell the owners of promises whose day comes near, once for each day that was set."""
    horizon = (work.now + A_DAY * (REMIND_DAYS + 1)).date()
    near = [
        (commitment, agency)
        for commitment, agency in rows.to_remind(work.session, horizon)
        if 0 < days_left(work, commitment, agency) <= REMIND_DAYS
        and work.now - commitment.changed_at >= A_DAY  # who has just written knows
    ]
    return sum(_remind(work, *each) for each in near)


def days_left(work: Work, commitment: Commitment, agency: Agency) -> int:
    return (commitment.due - commitments.today(work, agency)).days


def _remind(work: Work, commitment: Commitment, agency: Agency) -> int:
    commitment.reminded_at = work.now
    work.session.add(commitment)
    owners = rows.owners(work.session, commitment, MAY_PROMISE)
    for contact in owners:
        once = f"promise_due:{commitment.id}:{commitment.due.isoformat()}:{contact.id}"
        notices.tell(
            work,
            contact,
            "promise_due",
            zone=agency.timezone,
            once=once,
            commitment=commitment.id,
            due=commitment.due.isoformat(),
        )
    return len(owners)


def due_soon(work: Work, commitment_id: int, due: str) -> DueSoon | None:
    """What an owner is reminded of; None where it was kept, dropped or put off since."""
    commitment = rows.by_id(work.session, commitment_id)
    if commitment is None or commitment.status not in rows.OPEN:
        return None
    agency = people.agency(work.session, commitment.agency_id)
    left = days_left(work, commitment, agency)
    if commitment.due.isoformat() != due or left < 1:
        return None
    return DueSoon(commitment, left, rows.followers(work.session, commitment.id))
