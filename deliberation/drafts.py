"""An answer before it goes out: begun, written, shown as a citizen will get it, confirmed once."""

from dataclasses import dataclass
from datetime import datetime

from deliberation import log, wording
from deliberation.answers import Letter, letter_of, queue
from deliberation.hours import next_daytime
from deliberation.kinds import KINDS
from deliberation.outcomes import Confirmed, NobodyLeft, NotYours
from deliberation.people import Person
from deliberation.work import Work
from storage import answers as rows
from storage import consultations as consultation_rows
from storage import topics
from storage.models import Answer, AnswerVersion, Consultation, Topic

LONGEST = 1_200  # UTF-16 units: with the citizen's own words it still fits one message
MAY_ANSWER = ("official", "admin")


@dataclass(frozen=True)
class Drafting:
    """A draft waits for its words. `colleague`: since when somebody else writes one, too."""

    answer: Answer
    topic: Topic
    people: int
    earlier: str = ""
    colleague: datetime | None = None


@dataclass(frozen=True)
class TopicEmpty:
    """Nobody's words are in the topic now: there is nobody to answer."""

    topic: Topic


@dataclass(frozen=True)
class AnswerUnusable:
    """Empty, or too long; the draft stands as it was."""

    answer: Answer
    units: int
    most: int


@dataclass(frozen=True)
class Drafted:
    """The draft with its words, as one of the citizens would see it.

    `unreachable` of the `people` cannot be written to.
    """

    answer: Answer
    letter: Letter
    people: int
    unreachable: int = 0


@dataclass(frozen=True)
class DraftChanged:
    """The button belongs to an earlier version of the draft, or to one that is no draft now."""

    answer: Answer


@dataclass(frozen=True)
class AnsweredMeanwhile:
    """A colleague answered the topic after this draft was shown; nothing was sent."""

    at: datetime
    again: Drafted | AnswerUnusable | NobodyLeft | DraftChanged | NotYours


def write(work: Work, person: Person, topic_id: int) -> Drafting | TopicEmpty | NotYours:
    """Begin an answer to a topic, or go on with one's own draft."""
    topic = topics.topic(work.session, topic_id)
    if topic is None or person.contact is None or not _may_answer(work, person, topic):
        return NotYours()
    last = topics.last_run(work.session, topic.consultation_id)
    if last is None or not rows.people_reached(work.session, last.id, topic.id):
        return TopicEmpty(topic)
    draft = rows.draft_of(work.session, person.contact.id, topic_id) or Answer(
        consultation_id=topic.consultation_id,
        topic_id=topic.id,
        written_by=person.contact.id,
        created_at=work.now,
    )
    return _drafting(work, draft, topic)


def _drafting(work: Work, draft: Answer, topic: Topic) -> Drafting:
    _follow(work, draft, topic)
    reached = rows.people_reached(work.session, draft.run_id or 0, topic.id)
    earlier = rows.words(work.session, draft)
    other = rows.colleagues_draft(work.session, draft.written_by or 0, topic.id)
    since = other.at if other else None
    return Drafting(draft, topic, reached, earlier.text if earlier else "", since)


def _follow(work: Work, draft: Answer, topic: Topic) -> None:
    """The draft is for those who are in the topic now, under the name it has now."""
    last = topics.last_run(work.session, topic.consultation_id)
    if last is not None and rows.people_reached(work.session, last.id, topic.id):
        draft.run_id = last.id
    draft.topic_name = topic.name
    work.session.add(draft)
    work.session.flush()


def _may_answer(work: Work, person: Person, topic: Topic) -> bool:
    consultation = consultation_rows.by_id(work.session, topic.consultation_id)
    return (
        consultation is not None
        and KINDS[consultation.kind].answers
        and consultation.agency_id in person.agencies(*MAY_ANSWER)
    )


def _own(work: Work, person: Person, answer_id: int) -> tuple[Answer, Topic] | None:
    """One's own answer and its topic, while one may still answer there."""
    answer = rows.by_id(work.session, answer_id)
    if answer is None or person.contact is None or answer.written_by != person.contact.id:
        return None
    topic = topics.topic(work.session, answer.topic_id or 0)
    return (answer, topic) if topic is not None and _may_answer(work, person, topic) else None


def reopen(work: Work, person: Person, answer_id: int) -> Drafting | DraftChanged | NotYours:
    """Write one's own draft anew."""
    own = _own(work, person, answer_id)
    if own is None:
        return NotYours()
    answer, topic = own
    return DraftChanged(answer) if answer.state != "draft" else _drafting(work, answer, topic)


def discard(work: Work, person: Person, answer_id: int) -> bool:
    """Leave a draft for good. False for one that went out: it stays as it is."""
    own = _own(work, person, answer_id)
    if own is None or own[0].state != "draft":
        return False
    own[0].state = "discarded"
    work.session.add(own[0])
    return True


def put(
    work: Work, person: Person, answer_id: int, text: str
) -> Drafted | AnswerUnusable | DraftChanged | NobodyLeft | NotYours:
    """Give the draft its words; earlier words stay as an earlier version."""
    own = _own(work, person, answer_id)
    if own is None:
        return NotYours()
    answer = own[0]
    if answer.state != "draft":
        return DraftChanged(answer)
    if wording.unusable(text) or wording.units(text) > LONGEST:
        return AnswerUnusable(answer, wording.units(text), LONGEST)
    answer.version += 1
    work.session.add(answer)
    work.session.add(
        AnswerVersion(
            answer_id=answer.id,
            version=answer.version,
            text=text,
            written_by=answer.written_by,
            at=work.now,
        )
    )
    work.session.flush()
    return preview(work, person, answer.id)


def preview(
    work: Work, person: Person, answer_id: int
) -> Drafted | DraftChanged | NobodyLeft | NotYours:
    """The draft as one of its citizens would see it, and how many it is for."""
    own = _own(work, person, answer_id)
    version = rows.words(work.session, own[0]) if own else None
    if own is None or version is None:
        return NotYours()
    answer, topic = own
    if answer.state != "draft":
        return DraftChanged(answer)
    _follow(work, answer, topic)
    run_id = answer.run_id or 0
    some = topics.shown_members(work.session, run_id, topic.id, limit=1)
    if not some:
        return NobodyLeft(answer, topic)
    theirs = topics.shown_of_person(work.session, run_id, topic.id, some[0].participation_id)
    reached = rows.people_reached(work.session, run_id, topic.id)
    nowhere = rows.people_without_contact(work.session, run_id, topic.id)
    return Drafted(answer, letter_of(work, answer, version.text, theirs, reached), reached, nowhere)


def confirm(
    work: Work, person: Person, answer_id: int, version: int
) -> Confirmed | DraftChanged | AnsweredMeanwhile | NobodyLeft | NotYours:
    """Send the draft out, once: whom it is for is fixed here. A second press changes nothing."""
    own = _own(work, person, answer_id)
    words = rows.words(work.session, own[0]) if own else None
    if own is None or words is None:
        return NotYours()
    answer, topic = own
    consultation_rows.hold(work.session, answer.consultation_id)  # one confirms after the other
    if answer.state in ("sending", "sent"):
        return _confirmed_before(work, answer)
    if answer.state != "draft" or version != answer.version:
        return DraftChanged(answer)
    other = rows.confirmed_since(work.session, topic.id, words.at)
    if other is not None:
        again = put(work, person, answer.id, words.text)
        return AnsweredMeanwhile(other.confirmed_at or work.now, again)
    return _confirmed(work, person, answer, topic)


def _confirmed_before(work: Work, answer: Answer) -> Confirmed | NotYours:
    consultation = consultation_rows.by_id(work.session, answer.consultation_id)
    if consultation is None:
        return NotYours()
    at = answer.confirmed_at or work.now
    return Confirmed(answer, answer.people, at, consultation.timezone, already=True)


def _confirmed(
    work: Work, person: Person, answer: Answer, topic: Topic
) -> Confirmed | NobodyLeft | NotYours:
    consultation = consultation_rows.by_id(work.session, answer.consultation_id)
    if consultation is None:
        return NotYours()
    reached = rows.fix_audience(work.session, answer, answer.run_id or 0, topic.id)
    if not reached:
        return NobodyLeft(answer, topic)
    answer.people = reached
    zone = consultation.timezone
    start = next_daytime(work.now, zone, work.rules)
    _send(work, person, answer, consultation, start)
    return Confirmed(answer, reached, start, zone, at_night=start > work.now)


def _send(
    work: Work, person: Person, answer: Answer, consultation: Consultation, start: datetime
) -> None:
    contact = person.contact
    answer.number = rows.next_number(work.session, answer.consultation_id)
    answer.state, answer.confirmed_at = "sending", work.now
    answer.confirmed_by = contact.id if contact else None
    work.session.add(answer)
    queue(work, answer, start)
    log.keep(
        work,
        person.actor,
        "answer.confirmed",
        f"answer:{answer.id}",
        agency_id=consultation.agency_id,
        details={"number": answer.number, "version": answer.version},
    )
