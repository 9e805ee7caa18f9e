"""What agencies promised, for everybody to read: one promise, a list of them, and its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from deliberation.asking import consultations
from deliberation.outcomes import NotYours
from deliberation.pages import nearest
from deliberation.people import Person
from deliberation.work import Work
from storage import commitments as rows
from storage import consultations as consultation_rows
from storage import people, topics
from storage.models import Agency, Commitment, CommitmentChange, Consultation

MAY_PROMISE = ("official", "admin", "head")
STAGES = ("prompt", "proposal", "prototype", "sustain", "scale", "systemic")
"""The six stages of social innovation."""
PAGE = 5


@dataclass(frozen=True)
class Line:
    """A promise in a list. `place` counts over all pages, from 1."""

    place: int
    commitment: Commitment
    agency: Agency


@dataclass(frozen=True)
class Promises:
    """A page of promises: of one agency, or, where `agency` is None, of all. `more`: others have
    promised something, too."""

    agency: Agency | None
    lines: tuple[Line, ...]
    total: int
    done: int
    late: int
    page: int
    pages: int
    more: bool


@dataclass(frozen=True)
class NoPromises:
    """Nobody has promised anything yet."""


@dataclass(frozen=True)
class OnePromise:
    """A promise whole, with all that became of it, the first first. `follows`: whether whoever
    looks is told of it; None for who never was. `mine`: they may write what became of it."""

    commitment: Commitment
    agency: Agency
    consultation: Consultation
    history: tuple[CommitmentChange, ...]
    follows: bool | None
    mine: bool


@dataclass(frozen=True)
class NoSuchPromise:
    """There is none by this key."""


def read(work: Work, person: Person) -> Promises | NoPromises:
    """The promises of the agency whose consultation the person is in, or else of all."""
    active = consultations.active(work, person)
    here = active.agency_id if active else None
    return listed(work, here if here and rows.counts(work.session, here) else None)


def listed(work: Work, agency_id: int | None, page: int = 0) -> Promises | NoPromises:
    """A page of them, the newest first; the nearest page where there is none of that number."""
    counted = rows.counts(work.session, agency_id)
    total = sum(counted.values())
    if not total:
        return NoPromises()
    at, pages = nearest(page, total, PAGE)
    found = rows.page(work.session, agency_id, offset=at * PAGE, limit=PAGE)
    everywhere = rows.counts(work.session, None) if agency_id else counted
    return Promises(
        agency=found[0][1] if agency_id else None,
        lines=tuple(Line(i, *each) for i, each in enumerate(found, start=at * PAGE + 1)),
        total=total,
        done=counted.get("done", 0),
        late=counted.get("late", 0),
        page=at,
        pages=pages,
        more=sum(everywhere.values()) > total,
    )


def one(work: Work, person: Person, commitment_id: int) -> OnePromise | NoSuchPromise:
    """Anybody may read a promise, whether they agreed to anything or not."""
    commitment = rows.by_id(work.session, commitment_id)
    asked = consultation_of(work, commitment) if commitment else None
    if commitment is None or asked is None:
        return NoSuchPromise()
    contact = person.contact
    follower = rows.follower(work.session, commitment.id, contact.id) if contact else None
    return OnePromise(
        commitment,
        people.agency(work.session, commitment.agency_id),
        asked,
        tuple(rows.changes(work.session, commitment.id)),
        follows=follower.stopped_at is None if follower else None,
        mine=commitment.agency_id in person.agencies(*MAY_PROMISE),
    )


def consultation_of(work: Work, commitment: Commitment) -> Consultation | None:
    return consultation_rows.by_id(work.session, commitment.consultation_id)


def own(work: Work, person: Person, commitment_id: int) -> Commitment | NotYours:
    """A promise that this person may write news of, as it stands now: one writes after the
    other."""
    found = rows.held(work.session, commitment_id)
    if found is None or found.agency_id not in person.agencies(*MAY_PROMISE):
        return NotYours()
    return found


def today(work: Work, agency: Agency) -> date:
    """The day it is where the agency is."""
    return work.now.astimezone(ZoneInfo(agency.timezone)).date()


def numbered(work: Work, person: Person, number: int) -> tuple[Commitment, ...]:
    """The promises of this number that the person may write news of, one an agency."""
    found = rows.numbered(work.session, person.agencies(*MAY_PROMISE), number)
    return tuple(found)


def status_of(work: Work, answer_id: int) -> str | None:
    """What became of the promise that follows from an answer; None where none does."""
    found = rows.of_answer(work.session, answer_id)
    return found.status if found else None


def agencies_of(work: Work, commitments: tuple[Commitment, ...]) -> Mapping[int, Agency]:
    """The agencies of these promises by their keys."""
    keys = {each.agency_id for each in commitments}
    return {each.id: each for each in people.agencies(work.session, keys)}


@dataclass(frozen=True)
class Planned:
    """A promise as a plan of action has it; `topic` is the name of the one it follows from, or
    nothing."""

    commitment: Commitment
    consultation: Consultation
    topic: str


@dataclass(frozen=True)
class ActionPlan:
    """All that an agency promised, the first first."""

    agency: Agency
    entries: tuple[Planned, ...]


def plan(work: Work, agency: Agency) -> ActionPlan:
    """What an agency promised, for a plan of action of the Open Government Partnership."""
    entries = []
    for commitment in rows.of_agency(work.session, agency.id):
        asked = consultation_of(work, commitment)
        topic = topics.topic(work.session, commitment.topic_id or 0)
        if asked is not None:
            entries.append(Planned(commitment, asked, topic.name if topic else ""))
    return ActionPlan(agency, tuple(entries))
