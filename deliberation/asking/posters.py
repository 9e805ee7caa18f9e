"""Links of a consultation for one place each, and how many people came by each."""

from dataclasses import dataclass

from deliberation.asking.consultations import CHANNEL, record
from deliberation.asking.founding import tidy
from deliberation.asking.planning import MAY_PLAN
from deliberation.briefing import channels
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations as rows
from storage import posters, topics
from storage.models import Consultation, Poster


@dataclass(frozen=True)
class Link:
    """One way in. `channel` is empty for the link without a place, `poster` None for a place that
    somebody wrote into the address by hand. Counted are people with words there, as
    it may be told."""

    channel: str
    poster: Poster | None
    people: int = 0


@dataclass(frozen=True)
class Links:
    consultation: Consultation
    links: tuple[Link, ...]


@dataclass(frozen=True)
class WherePut:
    """A name for the place is asked for."""

    consultation: Consultation
    wrong: bool = False


@dataclass(frozen=True)
class PosterMade:
    """`payload` is what the link carries."""

    consultation: Consultation
    payload: str
    channel: str


def links(work: Work, person: Person, consultation_id: int) -> Links | NotYours:
    """Every way in, the link without a place first, then those by which most people came."""
    own = _own(work, person, consultation_id)
    if own is None:
        return NotYours()
    came = channels.cells(work, own.id, topics.last_run(work.session, own.id))
    made = {poster.channel: poster for poster in posters.of(work.session, own.id)}
    found = [
        Link(channel, made.get(channel), came.get(channel, 0))
        for channel in sorted({"", *made, *came}, key=lambda name: (-came.get(name, 0), name))
    ]
    return Links(own, tuple(sorted(found, key=lambda link: link.channel != "")))


def ask(work: Work, person: Person, consultation_id: int) -> WherePut | NotYours:
    """Where is the next one put up?"""
    own = _own(work, person, consultation_id)
    return WherePut(own) if own else NotYours()


def make(
    work: Work, person: Person, consultation_id: int, name: str
) -> PosterMade | WherePut | NotYours:
    """A link for a place; for one that has one already, the same again."""
    own = _own(work, person, consultation_id)
    if own is None or person.contact is None:
        return NotYours()
    channel = tidy(name)
    if not CHANNEL.fullmatch(channel):
        return WherePut(own, wrong=True)
    if channel not in {poster.channel for poster in posters.of(work.session, own.id)}:
        made = Poster(
            consultation_id=own.id, channel=channel, made_by=person.contact.id, made_at=work.now
        )
        work.session.add(made)
        record(work, own, "poster_made", person.actor, channel=channel)
    return _made(own, channel)


def again(
    work: Work, person: Person, consultation_id: int, poster_id: int
) -> PosterMade | NotYours:
    """The picture of a link there is; without a poster, of the one without a place."""
    own = _own(work, person, consultation_id)
    poster = posters.by_id(work.session, poster_id) if poster_id else None
    if own is None or (poster_id and (poster is None or poster.consultation_id != own.id)):
        return NotYours()
    return _made(own, poster.channel if poster else "")


def _made(own: Consultation, channel: str) -> PosterMade:
    return PosterMade(own, f"{own.slug}_{channel}" if channel else own.slug, channel)


def _own(work: Work, person: Person, consultation_id: int) -> Consultation | None:
    found = rows.by_id(work.session, consultation_id)
    if found is None or found.state == "draft":
        return None
    return found if found.agency_id in person.agencies(*MAY_PLAN) else None
