"""What waits for a moderator, one card at a time. What they decide: `decisions` beside this."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from deliberation.moderating import appeals, claims, copies, queues, risks, uncovering
from deliberation.moderating.copies import Before, Group
from deliberation.moderating.flags import NotShown, OwnOpinion, is_own
from deliberation.moderating.queues import Queue, agencies
from deliberation.moderating.risks import Risk
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations, flags, handlings, people, topics
from storage import opinions as rows
from storage.models import Consultation, Flag, Opinion


@dataclass(frozen=True)
class Why:
    """A reason to look at words: by whom (`citizen`, `moderator`, `author`, `machine`), and how
    many."""

    source: str
    reason: str
    people: int


@dataclass(frozen=True)
class Card:
    """One message to look at, with its near copies. `stamp` tells these words and what was decided
    about them so far from any later ones; `place` counts from 1; `alone` where it lies in no topic;
    `before` is what was decided of the same words; `proposed` the reason for which a colleague
    wants all of them hidden; `appeal` where the author asks for a second look; `line` why a
    moderator passed it on to the administrators, one of whom reads it. `may_pass`: it can be passed
    on; `found` is what a machine sees in the words. `own` is what the author wrote, where they ask
    for a second look at a part of it that was covered."""

    opinion: Opinion
    consultation: Consultation
    place: int
    waiting: int
    waited: timedelta
    why: tuple[Why, ...]
    topic: str
    alone: bool
    stamp: int
    group: Group
    before: Before | None = None
    proposed: str = ""
    appeal: Flag | None = None
    line: str | None = None
    may_pass: bool = False
    found: tuple[Risk, ...] = ()
    own: str = ""


@dataclass(frozen=True)
class QueueEmpty:
    """Nothing to look at, since `at`. `own` messages of the reader's own wait for a colleague;
    `nobody` where they have none. `taken` are on colleagues' cards, `seconded` wait for one to
    agree with the reader."""

    at: datetime | None
    timezone: str
    own: int = 0
    nobody: bool = False
    taken: int = 0
    seconded: int = 0


@dataclass(frozen=True)
class Differing:
    """How the copies on a card differ from its words: (words, how many times)."""

    opinion: Opinion
    words: tuple[tuple[str, int], ...]
    stamp: int


Next = Card | QueueEmpty


def queue_of(work: Work, person: Person) -> Next:
    """What has waited the longest. The card is this person's for ten minutes."""
    return show(work, person, 0)


def skip(work: Work, person: Person, opinion_id: int) -> Next:
    """The card after this one; the words stay where they are in the queue."""
    queues.hold(work, person)
    queue = queues.of(work, person)
    return _show(work, person, queue, queue.after(opinion_id, _on_card(work, person, opinion_id)))


def _on_card(work: Work, person: Person, opinion_id: int) -> set[int]:
    on_card = handlings.on_card(work.session, opinion_id, person.contact_id)
    return {each.opinion_id for each in on_card}


def show(work: Work, person: Person, opinion_id: int) -> Next:
    """This card, as it is now; the first where it waits no more."""
    queues.hold(work, person)
    return _show(work, person, queues.of(work, person), opinion_id)


def _show(work: Work, person: Person, queue: Queue, opinion_id: int) -> Next:
    if not queue.waiting:
        claims.release(work, person)
        return _nothing(work, person, queue)
    card = queue.waiting[queue.place_of(opinion_id)]
    group = copies.group(work, person, card, queue.waiting)
    stamps = claims.stamps(work, group.versions)
    claims.take(work, person, card.opinion_id, stamps)
    may_pass = not card.passed and queues.may_pass(work, person, card.agency_id)
    shown = _card(work, queue, card.opinion_id, group, stamps[card.opinion_id])
    return replace(shown, may_pass=may_pass)


def _card(work: Work, queue: Queue, opinion_id: int, group: Group, stamp: int) -> Card:
    place = queue.place_of(opinion_id)
    opinion = work.session.get_one(Opinion, opinion_id)
    reasons = flags.open_reasons(work.session, group.versions)
    topic, alone = _place_of(work, opinion)
    handling = handlings.of(work.session, opinion_id)
    return Card(
        opinion,
        work.session.get_one(Consultation, opinion.consultation_id),
        place + 1,
        len(queue.waiting),
        waited=max(timedelta(0), work.now - queue.waiting[place].since),
        why=tuple(Why(*why, people) for why, people in sorted(reasons.items())),
        topic=topic,
        alone=alone,
        stamp=stamp,
        group=group,
        before=copies.known(work, opinion),
        proposed=handling.proposed if handling else "",
        appeal=appeals.of(work, opinion),
        line=handling.line if handling and handling.passed_at else None,
        found=risks.seen(work, opinion),
        own=_own(work, opinion),
    )


def _own(work: Work, opinion: Opinion) -> str:
    if not appeals.of_covered(work, opinion):
        return ""
    return uncovering.own_words(work, opinion, flags.decisions(work.session, opinion.id))


def _place_of(work: Work, opinion: Opinion) -> tuple[str, bool]:
    """The name of its topic, and whether it stands on its own instead."""
    run = topics.last_run(work.session, opinion.consultation_id)
    place = topics.place_of(work.session, run.id, opinion.id) if run else None
    topic = topics.topic(work.session, place.topic_id) if place and place.topic_id else None
    return (topic.name if topic else ""), place is not None and topic is None


def _nothing(work: Work, person: Person, queue: Queue) -> QueueEmpty:
    mine = {each.agency_id for each in queue.own}
    theirs = agencies(person)
    return QueueEmpty(
        flags.last_decided(work.session, theirs),
        _zone(work, theirs),
        len(queue.own),
        any(queues.has_no_colleague(work, person, each) for each in mine),
        queue.taken,
        queue.seconded,
    )


def differing(work: Work, person: Person, opinion_id: int) -> Differing | Next:
    """How the copies on this person's card differ; the card that is open instead where it is
    theirs no more."""
    on_card = _on_card(work, person, opinion_id)
    if opinion_id not in on_card:
        return show(work, person, opinion_id)
    opinion = work.session.get_one(Opinion, opinion_id)
    words = copies.differing(work, opinion, sorted(on_card))
    return Differing(opinion, tuple(words), claims.stamp_of(work, opinion))


def _zone(work: Work, agency_ids: set[int]) -> str:
    if not agency_ids:
        return work.rules.timezone
    return people.agency(work.session, min(agency_ids)).timezone


def to_flag(
    work: Work, person: Person, opinion_id: int, within: int | None = None
) -> Opinion | OwnOpinion | NotShown:
    """What a moderator wants to flag: shown words of an agency of theirs, or of the one they are
    `within`, whose reason is asked next. Words of another read like ones that never were."""
    there = agencies(person) if within is None else agencies(person) & {within}
    found = rows.by_id(work.session, opinion_id)
    asked = consultations.by_id(work.session, found.consultation_id) if found else None
    if found is None or asked is None or asked.agency_id not in there:
        return NotShown()
    if found.state != rows.SHOWN:
        return NotShown()
    return OwnOpinion(found) if is_own(work, person, found) else found
