"""One opinion by its number, with what belongs to it: where it lies, and what became of it."""

from dataclasses import dataclass

from deliberation.briefing.briefings import MAY_READ
from deliberation.moderating import flags
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations, families, opinions, topics
from storage.models import Consultation, Opinion, Topic

TOLD = ("received", "hidden")


@dataclass(frozen=True)
class InContext:
    """An opinion of the official's agency. `copies` are others that say nearly the same;
    `imported` came from a file. Of hidden words only that they are hidden is told."""

    opinion: Opinion
    consultation: Consultation
    topic: Topic | None
    copies: int
    channel: str
    imported: bool

    @property
    def is_shown(self) -> bool:
        return self.opinion.state == opinions.SHOWN


@dataclass(frozen=True)
class NoSuchOpinion:
    """It was never there, is another agency's, or was taken back: told alike."""


def one(work: Work, person: Person, number: str) -> InContext | NoSuchOpinion:
    """The opinion with this number, as it was typed: 12."""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return NoSuchOpinion()
    return by_id(work, person, int(number))


def by_id(work: Work, person: Person, opinion_id: int) -> InContext | NoSuchOpinion:
    opinion = opinions.by_id(work.session, opinion_id)
    asked = consultations.by_id(work.session, opinion.consultation_id) if opinion else None
    if opinion is None or asked is None or asked.agency_id not in person.agencies(*MAY_READ):
        return NoSuchOpinion()
    return _in_context(work, opinion, asked) if opinion.state in TOLD else NoSuchOpinion()


def _in_context(work: Work, opinion: Opinion, asked: Consultation) -> InContext:
    run = topics.last_run(work.session, asked.id)
    place = topics.place_of(work.session, run.id, opinion.id) if run else None
    topic = topics.topic(work.session, place.topic_id) if place and place.topic_id else None
    family = place.family if place else None
    copies = families.count(work.session, place.run_id, family)[1] if place and family else 1
    return InContext(
        opinion,
        asked,
        topic,
        max(0, copies - 1),
        opinions.channel(work.session, opinion) or "",
        opinion.origin != "telegram",
    )


def tell_moderator(work: Work, person: Person, opinion_id: int) -> flags.Raised:
    """Have a moderator look at it; an opinion of another agency reads like none."""
    found = by_id(work, person, opinion_id)
    if not isinstance(found, InContext):
        return flags.NotShown()
    return flags.raise_(work, person, opinion_id, "other")
