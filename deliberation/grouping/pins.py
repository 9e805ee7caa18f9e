"""A topic that an official puts first, in the briefing and for everybody."""

from dataclasses import dataclass

from deliberation import log
from deliberation.grouping import shapes
from deliberation.grouping.shapes import Place
from deliberation.grouping.tidied import Refusal
from deliberation.people import Person
from deliberation.work import Work
from storage import topics
from storage.models import Topic


@dataclass(frozen=True)
class Pinned:
    """The topic stands first from now on, or not any more."""

    topic: Topic
    pinned: bool


def pin(work: Work, person: Person, topic_id: int, *, pinned: bool) -> Pinned | Refusal:
    """Put a topic first, behind those that were put there before; or where it belongs by size."""
    place = shapes.found(work, person, topic_id)
    if not isinstance(place, Place):
        return place
    place.topic.pinned_at = (place.topic.pinned_at or work.now) if pinned else None
    work.session.add(place.topic)
    topics.forget_pictures(work.session, place.run.id)
    log.keep(
        work,
        person.actor,
        "topic.pinned" if pinned else "topic.unpinned",
        f"topic:{place.topic.id}",
        agency_id=place.consultation.agency_id,
    )
    return Pinned(place.topic, pinned)
