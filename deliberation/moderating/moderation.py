"""What waits for a moderator, one card at a time. What they decide: `decisions` beside this."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from deliberation.moderating.flags import MODERATES, NotShown, OwnOpinion, is_own
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations, flags, people, topics
from storage import opinions as rows
from storage.flags import Waiting
from storage.models import Consultation, Opinion

MOST_VERSIONS = 4096


@dataclass(frozen=True)
class Why:
    """A reason to look at words: by whom (`citizen`, `moderator`, `author`), and how many."""

    source: str
    reason: str
    people: int


@dataclass(frozen=True)
class Card:
    """One message to look at. `stamp` tells these words and what was decided about them so far
    from any later ones; `place` counts from 1; `alone` where it lies in no topic."""

    opinion: Opinion
    consultation: Consultation
    place: int
    waiting: int
    waited: timedelta
    why: tuple[Why, ...]
    topic: str
    alone: bool
    stamp: int


@dataclass(frozen=True)
class QueueEmpty:
    """Nothing to look at, since `at`. `own` messages of the reader's own wait for a colleague;
    `nobody` where they have none."""

    at: datetime | None
    timezone: str
    own: int = 0
    nobody: bool = False


Next = Card | QueueEmpty


def agencies(person: Person) -> set[int]:
    """Where this person moderates."""
    return person.agencies(*MODERATES)


def next_card(
    work: Work, agency_ids: set[int], *, reader: Person | None = None, show: int = 0
) -> Next:
    """What has waited the longest in these agencies, or the opinion `show` if it waits there.

    Who reads is not shown their own words; a room has no one reader.
    """
    queue = waiting(work, agency_ids, reader)
    if not queue:
        return _nothing(work, agency_ids, reader)
    place = next((n for n, each in enumerate(queue) if each.opinion_id == show), 0)
    return _card(work, queue, place)


def waiting(work: Work, agency_ids: set[int], reader: Person | None = None) -> list[Waiting]:
    contact = reader.contact if reader else None
    return flags.waiting(work.session, agency_ids, contact.id if contact else None)


def following(queue: list[Waiting], opinion_id: int) -> int:
    """What comes after this opinion; after the last, and after one that waits no more, the
    first."""
    ids = [each.opinion_id for each in queue]
    if opinion_id not in ids:
        return 0
    return ids[(ids.index(opinion_id) + 1) % len(ids)]


def queue_of(work: Work, person: Person) -> Next:
    return next_card(work, agencies(person), reader=person)


def skip(work: Work, person: Person, opinion_id: int) -> Next:
    """The card after this one; the words stay where they are in the queue."""
    queue = waiting(work, agencies(person), person)
    return show(work, person, following(queue, opinion_id))


def show(work: Work, person: Person, opinion_id: int) -> Next:
    """This card, as it is now; the first where it waits no more."""
    return next_card(work, agencies(person), reader=person, show=opinion_id)


def _card(work: Work, queue: list[Waiting], place: int) -> Card:
    opinion = work.session.get_one(Opinion, queue[place].opinion_id)
    reasons = flags.open_reasons(work.session, opinion.id)
    topic, alone = _place_of(work, opinion)
    return Card(
        opinion,
        work.session.get_one(Consultation, opinion.consultation_id),
        place + 1,
        len(queue),
        waited=max(timedelta(0), work.now - queue[place].since),
        why=tuple(Why(*why, people) for why, people in sorted(reasons.items())),
        topic=topic,
        alone=alone,
        stamp=stamp_of(work, opinion),
    )


def _place_of(work: Work, opinion: Opinion) -> tuple[str, bool]:
    """The name of its topic, and whether it stands on its own instead."""
    run = topics.last_run(work.session, opinion.consultation_id)
    place = topics.place_of(work.session, run.id, opinion.id) if run else None
    topic = topics.topic(work.session, place.topic_id) if place and place.topic_id else None
    return (topic.name if topic else ""), place is not None and topic is None


def stamp_of(work: Work, opinion: Opinion) -> int:
    """How often the words were decided about, and in which version they stand."""
    decided = len(flags.decisions(work.session, opinion.id))
    return decided * MOST_VERSIONS + opinion.version % MOST_VERSIONS


def _nothing(work: Work, agency_ids: set[int], reader: Person | None) -> QueueEmpty:
    own = waiting(work, agency_ids) if reader else []
    return QueueEmpty(
        flags.last_decided(work.session, agency_ids),
        _zone(work, agency_ids),
        len(own),
        any(has_no_colleague(work, reader, each.agency_id) for each in own),
    )


def has_no_colleague(work: Work, reader: Person | None, agency_id: int) -> bool:
    """Whether nobody else could decide about this person's own words."""
    contact = reader.contact if reader else None
    if contact is None:
        return False
    return not flags.has_other(work.session, agency_id, MODERATES, contact.id)


def _zone(work: Work, agency_ids: set[int]) -> str:
    if not agency_ids:
        return work.rules.timezone
    return people.agency(work.session, min(agency_ids)).timezone


def to_flag(work: Work, person: Person, opinion_id: int) -> Opinion | OwnOpinion | NotShown:
    """What a moderator wants to flag: shown words of an agency of theirs, whose reason is asked
    next. Words of another agency read like ones that never were."""
    found = rows.by_id(work.session, opinion_id)
    asked = consultations.by_id(work.session, found.consultation_id) if found else None
    if found is None or asked is None or asked.agency_id not in agencies(person):
        return NotShown()
    if found.state != rows.SHOWN:
        return NotShown()
    return OwnOpinion(found) if is_own(work, person, found) else found
