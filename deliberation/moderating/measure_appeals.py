"""A second look at a measure, because whom it is about asks for it; never by who took it."""

from dataclasses import dataclass

from deliberation import notices
from deliberation.moderating.flags import MODERATES
from deliberation.moderating.measures import record
from deliberation.people import Person
from deliberation.work import Work
from storage import measures, people, teams
from storage.models import Agency, Contact, Measure


@dataclass(frozen=True)
class MeasureAppealed:
    """Somebody else will look; with `nobody` it waits until there is somebody else."""

    nobody: bool


@dataclass(frozen=True)
class MeasureAppealedBefore:
    """A measure is looked at again once; `waits` where that is still to come."""

    waits: bool


@dataclass(frozen=True)
class MeasureOver:
    """It has ended, or was never this person's: told alike."""


@dataclass(frozen=True)
class MeasureDecided:
    """It ends now, or goes on as it was taken."""

    lifted: bool


@dataclass(frozen=True)
class OwnMeasure:
    """Nobody decides about a measure they took, or one against themselves."""


@dataclass(frozen=True)
class MeasureCard:
    """A measure to look at again; whose it is is not told."""

    measure: Measure
    agency: Agency


def make(
    work: Work, person: Person, measure_id: int
) -> MeasureAppealed | MeasureAppealedBefore | MeasureOver:
    measure = _of(work, person, measure_id)
    if measure is None:
        return MeasureOver()
    if measure.appealed_at is not None:
        return MeasureAppealedBefore(measure.decided_at is None)
    measure.appealed_at = work.now
    work.session.add(measure)
    record(work, "", "appeal.made", measure)
    others = _others(work, measure)
    agency = people.agency(work.session, measure.agency_id)
    for contact in others:
        once = f"measure_appeal:{measure.id}:{contact.id}"
        notices.tell(
            work, contact, "measure_appeal", zone=agency.timezone, once=once, measure=measure.id
        )
    return MeasureAppealed(nobody=not others)


def _of(work: Work, person: Person, measure_id: int) -> Measure | None:
    """The measure, if it holds and is about this account."""
    measure = measures.by_id(work.session, measure_id)
    if measure is None or work.now >= measure.until:
        return None
    mark = work.keys.mark("measure", measure.agency_id, person.telegram_id)
    return measure if measure.mark == mark else None


def _others(work: Work, measure: Measure) -> list[Contact]:
    """Everybody who may decide: not who took it, nor whom it is about."""
    there = teams.with_role(work.session, measure.agency_id, *MODERATES)
    return [each for each in there if each.id not in (measure.taken_by, measure.contact_id)]


def next_for(work: Work, person: Person) -> MeasureCard | None:
    """The measure that has waited the longest for a decision this person may take."""
    contact = person.contact
    for measure in measures.appealed(work.session, person.agencies(*MODERATES), work.now):
        if contact is not None and contact.id not in (measure.taken_by, measure.contact_id):
            return MeasureCard(measure, people.agency(work.session, measure.agency_id))
    return None


def card(work: Work, measure_id: int) -> MeasureCard | None:
    """The card of a measure that still waits for a second look."""
    measure = measures.by_id(work.session, measure_id)
    if measure is None or measure.decided_at is not None or work.now >= measure.until:
        return None
    return MeasureCard(measure, people.agency(work.session, measure.agency_id))


def decide(
    work: Work, person: Person, measure_id: int, *, lift: bool
) -> MeasureDecided | OwnMeasure | MeasureOver:
    measure = measures.hold(work.session, measure_id)
    if measure is None or measure.agency_id not in person.agencies(*MODERATES):
        return MeasureOver()
    if person.contact_id in (measure.taken_by, measure.contact_id):
        return OwnMeasure()
    if measure.appealed_at is None or measure.decided_at is not None or work.now >= measure.until:
        return MeasureOver()
    measure.decided_at = work.now
    record(work, person.actor, "person.lifted" if lift else "person.stays", measure)
    _tell(work, measure, lift=lift)
    if lift:
        measures.remove(work.session, measure)
    else:
        work.session.add(measure)
    return MeasureDecided(lift)


def _tell(work: Work, measure: Measure, *, lift: bool) -> None:
    contact = people.contact(work.session, measure.contact_id) if measure.contact_id else None
    zone = people.agency(work.session, measure.agency_id).timezone
    about = "measure_lifted" if lift else "measure_stands"
    if contact is not None:
        once = f"{about}:{measure.id}"
        notices.tell(work, contact, about, zone=zone, once=once, measure=measure.id)
