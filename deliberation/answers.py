"""What an agency says to a topic: drafted, shown, confirmed once, delivered, weighed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from deliberation import wording
from deliberation.hours import next_daytime
from deliberation.kinds import KINDS
from deliberation.outcomes import Confirmed, NobodyLeft, NotYours
from deliberation.people import Person
from deliberation.work import Work
from storage import answers as rows
from storage import consultations as consultation_rows
from storage import opinions, people, topics
from storage.models import (
    Agency,
    Answer,
    AnswerVersion,
    Audience,
    Consultation,
    Opinion,
    Topic,
)

LONGEST = 1_200  # UTF-16 units: with the citizen's own words it still fits one message
MAY_ANSWER = ("official", "admin")
RATINGS = ("yes", "no")


@dataclass(frozen=True)
class Drafting:
    """A draft waits for its words."""

    answer: Answer
    topic: Topic
    people: int
    earlier: str = ""


@dataclass(frozen=True)
class AnswerUnusable:
    """Empty, or too long; the draft stands as it was."""

    answer: Answer
    units: int
    most: int


@dataclass(frozen=True)
class Drafted:
    """The draft with its words, as one of the citizens would see it."""

    answer: Answer
    letter: "Letter"
    people: int
    unreachable: int = 0


@dataclass(frozen=True)
class DraftChanged:
    """The button belongs to an earlier version of the draft."""

    answer: Answer


@dataclass(frozen=True)
class Letter:
    """An answer as one citizen gets it, beside their own words of the topic."""

    answer: Answer
    text: str
    consultation: Consultation
    agency: Agency
    own: tuple[Opinion, ...]
    people: int
    again: bool = False


@dataclass(frozen=True)
class Progress:
    """How far an answer has come: people by the state of their delivery."""

    answer: Answer
    states: Mapping[str, int]

    @property
    def people(self) -> int:
        return sum(self.states.values())

    @property
    def under_way(self) -> int:
        return self.states.get("pending", 0) + self.states.get("sending", 0)


@dataclass(frozen=True)
class Rated:
    rating: str
    answer: Answer


@dataclass(frozen=True)
class Shares:
    """What citizens said of an answer. The three numbers are people."""

    answer: Answer
    yes: int
    no: int
    silent: int


def write(work: Work, person: Person, topic_id: int) -> Drafting | NotYours:
    """Begin an answer to a topic, or go on with one's own draft."""
    topic = topics.topic(work.session, topic_id)
    if topic is None or person.contact is None or not _may_answer(work, person, topic):
        return NotYours()
    last = topics.last_run(work.session, topic.consultation_id)
    if last is None:
        return NotYours()
    draft = rows.draft_of(work.session, person.contact.id, topic_id)
    if draft is None:
        draft = Answer(
            consultation_id=topic.consultation_id,
            topic_id=topic.id,
            topic_name=topic.name,
            written_by=person.contact.id,
            created_at=work.now,
        )
    draft.run_id = last.id
    work.session.add(draft)
    work.session.flush()
    return _drafting(work, draft, topic)


def _drafting(work: Work, draft: Answer, topic: Topic) -> Drafting:
    reached = rows.people_reached(work.session, draft.run_id or 0, topic.id)
    earlier = rows.words(work.session, draft)
    return Drafting(draft, topic, reached, earlier.text if earlier else "")


def _may_answer(work: Work, person: Person, topic: Topic) -> bool:
    consultation = consultation_rows.by_id(work.session, topic.consultation_id)
    return (
        consultation is not None
        and KINDS[consultation.kind].answers
        and consultation.agency_id in person.agencies(*MAY_ANSWER)
    )


def draft(work: Work, person: Person, answer_id: int) -> Answer | None:
    """One's own draft, while one may still answer and it has not gone out."""
    answer = rows.by_id(work.session, answer_id)
    if answer is None or person.contact is None or answer.topic_id is None:
        return None
    topic = topics.topic(work.session, answer.topic_id)
    own = answer.written_by == person.contact.id
    return answer if own and topic is not None and _may_answer(work, person, topic) else None


def reopen(work: Work, person: Person, answer_id: int) -> Drafting | NotYours:
    """Write one's own draft anew."""
    answer = draft(work, person, answer_id)
    topic = topics.topic(work.session, answer.topic_id or 0) if answer else None
    if answer is None or topic is None or answer.state != "draft":
        return NotYours()
    return _drafting(work, answer, topic)


def discard(work: Work, person: Person, answer_id: int) -> None:
    """Leave a draft for good; one that went out stays as it is."""
    answer = draft(work, person, answer_id)
    if answer is not None and answer.state == "draft":
        answer.state = "discarded"
        work.session.add(answer)


def put(
    work: Work, person: Person, answer_id: int, text: str
) -> Drafted | AnswerUnusable | NobodyLeft | NotYours:
    """Give the draft its words; earlier words stay as an earlier version."""
    answer = draft(work, person, answer_id)
    if answer is None or answer.state != "draft":
        return NotYours()
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


def preview(work: Work, person: Person, answer_id: int) -> Drafted | NobodyLeft | NotYours:
    """The draft as one of its citizens would see it, and how many it reaches."""
    answer = draft(work, person, answer_id)
    version = rows.words(work.session, answer) if answer else None
    if answer is None or version is None or answer.run_id is None or answer.topic_id is None:
        return NotYours()
    reached = rows.people_reached(work.session, answer.run_id, answer.topic_id)
    shown = topics.shown_members(work.session, answer.run_id, answer.topic_id, limit=1)
    topic = topics.topic(work.session, answer.topic_id)
    if not shown and topic is not None:
        return NobodyLeft(answer, topic)
    letter = _letter(work, answer, version.text, tuple(shown), reached)
    nowhere = rows.people_without_contact(work.session, answer.run_id, answer.topic_id)
    return Drafted(answer, letter, reached, nowhere)


def _letter(
    work: Work, answer: Answer, text: str, own: tuple[Opinion, ...], reached: int
) -> Letter:
    consultation = consultation_rows.by_id(work.session, answer.consultation_id)
    if consultation is None:
        raise LookupError(f"answer {answer.id} has no consultation")
    agency = people.agency(work.session, consultation.agency_id)
    return Letter(answer, text, consultation, agency, own, reached)


def confirm(
    work: Work, person: Person, answer_id: int, version: int
) -> Confirmed | DraftChanged | NobodyLeft | NotYours:
    """Send the draft out, once: whom it is for is fixed here. A second press changes nothing."""
    answer = draft(work, person, answer_id)
    if answer is None or answer.topic_id is None or answer.run_id is None:
        return NotYours()
    consultation = consultation_rows.by_id(work.session, answer.consultation_id)
    topic = topics.topic(work.session, answer.topic_id)
    if consultation is None or topic is None:
        return NotYours()
    zone = people.agency(work.session, consultation.agency_id).timezone
    start = next_daytime(work.now, zone, work.rules)
    if answer.state != "draft":
        counted = sum(rows.deliveries(work.session, answer.id).values())
        return Confirmed(answer, counted, answer.confirmed_at or work.now, already=True)
    if version != answer.version or version == 0:
        return DraftChanged(answer)
    reached = rows.fix_audience(work.session, answer, answer.run_id, answer.topic_id)
    if not reached:
        return NobodyLeft(answer, topic)
    _send(work, person, answer, consultation, start)
    return Confirmed(answer, reached, start, at_night=start > work.now)


def _send(
    work: Work, person: Person, answer: Answer, consultation: Consultation, start: datetime
) -> None:
    contact = person.contact
    answer.number = rows.next_number(work.session, answer.consultation_id)
    answer.state, answer.confirmed_at = "sending", work.now
    answer.confirmed_by = contact.id if contact else None
    work.session.add(answer)
    lanes = {
        each.id: work.keys.lane(work.keys.open_id(each.sealed_id))
        for each in rows.audience_contacts(work.session, answer.id)
    }
    rows.queue_deliveries(work.session, answer, lanes=lanes, now=work.now, start=start)
    consultation_rows.record(
        work.session,
        work.keys,
        at=work.now,
        actor=f"contact:{contact.id}" if contact else "",
        action="answer.confirmed",
        subject=f"answer:{answer.id}",
        agency_id=consultation.agency_id,
        details={"number": answer.number, "version": answer.version},
    )


def letter(work: Work, audience_id: int, *, again: bool = False) -> Letter | None:
    """What one delivery says, made when it goes out: words hidden, withdrawn or erased since the
    confirmation are left out. None where none of the person's words are left."""
    audience = rows.audience(work.session, audience_id)
    answer = rows.by_id(work.session, audience.answer_id) if audience else None
    version = rows.words(work.session, answer) if answer else None
    if audience is None or answer is None or version is None:
        return None
    own = tuple(opinions.shown_by_ids(work.session, audience.opinion_ids))
    if not own:
        return None
    reached = sum(rows.deliveries(work.session, answer.id).values())
    return replace(_letter(work, answer, version.text, own, reached), again=again)


def progress(work: Work, answer: Answer) -> Progress:
    return Progress(answer, rows.deliveries(work.session, answer.id))


def settle(work: Work, answer: Answer) -> bool:
    """Note that every delivery has come to an end; True where that is so now."""
    if answer.state == "sending" and not progress(work, answer).under_way:
        answer.state = "sent"
        work.session.add(answer)
        return True
    return False


def rate(work: Work, person: Person, audience_id: int, rating: str) -> Rated | NotYours:
    """A citizen says whether the answer answered them; the later word stands."""
    audience = _audience(work, person, audience_id)
    answer = rows.by_id(work.session, audience.answer_id) if audience else None
    if audience is None or answer is None or rating not in RATINGS:
        return NotYours()
    audience.rating, audience.rated_at = rating, work.now
    work.session.add(audience)
    return Rated(rating, answer)


def _audience(work: Work, person: Person, audience_id: int) -> Audience | None:
    if person.contact is None:
        return None
    return rows.audience_of(work.session, person.contact.id, audience_id)


def shares(work: Work, answer: Answer) -> Shares:
    said = rows.ratings(work.session, answer.id)
    return Shares(answer, said["yes"], said["no"], said[None])
