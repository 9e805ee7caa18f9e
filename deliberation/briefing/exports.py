"""What an official takes away as a file: of which consultation, and that it was taken."""

from dataclasses import dataclass

from deliberation import log
from deliberation.briefing import channels, splits
from deliberation.briefing.briefings import MAY_READ, Which, readable
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations, opinions, topics
from storage.models import Consultation


@dataclass(frozen=True)
class MayTake:
    """Which kind of file is wanted?"""

    consultation: Consultation


@dataclass(frozen=True)
class NothingThere:
    """No opinion is shown there."""

    consultation: Consultation


@dataclass(frozen=True)
class BeingMade:
    """The file of this kind is being made, and comes by itself."""

    consultation: Consultation
    kind: str


Offered = MayTake | NothingThere | Which | NotYours
Taken = BeingMade | NothingThere | NotYours


def offered(work: Work, person: Person, slug: str | None = None) -> Offered:
    """The consultation named, or the only one there is."""
    listed = consultations.of_agencies(work.session, person.agencies(*MAY_READ))
    fitting = [one for one in listed if slug in (None, one.slug)]
    if slug and not fitting:
        return NotYours()
    return _offer(work, fitting[0]) if len(fitting) == 1 else Which(tuple(fitting))


def offered_of(
    work: Work, person: Person, consultation_id: int
) -> MayTake | NothingThere | NotYours:
    """The same by key."""
    asked = readable(work, person, consultation_id)
    return _offer(work, asked) if asked else NotYours()


def _offer(work: Work, asked: Consultation) -> MayTake | NothingThere:
    there = opinions.newest(work.session, asked.id)
    return MayTake(asked) if there else NothingThere(asked)


def look(work: Work, asked: Consultation) -> None:
    """The numbers of the file are those told at this moment: making it only reads them."""
    run = topics.last_run(work.session, asked.id)
    channels.told(work, asked.id, run)
    if run is not None:
        splits.of_run(work, run, asked)


def take(work: Work, person: Person, consultation_id: int, kind: str) -> Taken:
    """Somebody takes the consultation away in a file of this kind: that is kept in the log."""
    offer = offered_of(work, person, consultation_id)
    if not isinstance(offer, MayTake):
        return offer
    asked = offer.consultation
    look(work, asked)
    log.keep(
        work,
        person.actor,
        "consultation.taken_away",
        f"consultation:{asked.id}",
        agency_id=asked.agency_id,
        details={"kind": kind},
    )
    return BeingMade(asked, kind)
