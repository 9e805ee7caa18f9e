"""What an agency says to a topic: delivered beside each citizen's own words, and weighed by them.

How an answer is written and confirmed stands in `deliberation.answering.drafts` and its neighbours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from deliberation.answering import attachments
from deliberation.answering.attachments import Attachment
from deliberation.hours import next_daytime
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.work import Work
from storage import answer_files, audiences, opinions, people, queueing
from storage import answers as rows
from storage import consultations as consultation_rows
from storage import whys as why_rows
from storage.models import (
    Agency,
    Answer,
    AnswerVersion,
    Audience,
    Consultation,
    Opinion,
    Outbox,
)

RATINGS = ("yes", "no")
WHYS = 3  # lines that are shown
LOOKED_BACK = timedelta(minutes=1)
LEAST_ARRIVED = 10
"""How fast an answer goes out is told from so many deliveries of the last minute."""
AT_ONCE = 1_000  # deliveries put into the outbox in one transaction


@dataclass(frozen=True)
class Letter:
    """An answer as one citizen gets it, beside their own words of the topic.

    A draft's letter shows the number and the hour it would have if it went out now. `version` is
    what it says; `corrected`: other words were sent before. `why` is what the citizen said
    was missing.
    """

    answer: Answer
    version: AnswerVersion
    consultation: Consultation
    agency: Agency
    own: tuple[Opinion, ...]
    people: int
    number: int
    at: datetime
    again: bool = False
    corrected: bool = False
    why: str = ""

    @property
    def text(self) -> str:
        return self.version.text

    @property
    def verdict(self) -> str | None:
        """None for an answer from before there were any."""
        return self.version.verdict

    @property
    def file(self) -> Attachment | None:
        """What goes with it."""
        return attachments.found(self.version.attachment)


@dataclass(frozen=True)
class Progress:
    """How far an answer has come: people by the state of their delivery. `begun`: not waiting
    for the morning any more. `ends`: about when it has all gone out, as it went of late; where a
    night comes first, it `goes_on` in the morning."""

    answer: Answer
    states: Mapping[str, int]
    begun: bool = True
    ends: datetime | None = None
    goes_on: datetime | None = None

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
    """What citizens said of an answer. `sent` are the people it went to; of those who got it or
    looked it up, `yes` and `no` are people who chose, `silent` those who did not. `whys` are the
    newest of `why_count` lines on what was missing."""

    answer: Answer
    number: int
    sent: int
    yes: int
    no: int
    silent: int
    whys: tuple[str, ...] = ()
    why_count: int = 0


def letter_of(
    work: Work, answer: Answer, version: AnswerVersion, own: Sequence[Opinion], reached: int
) -> Letter:
    """The letter to one person of the `reached` people. Raises LookupError without a place."""
    consultation = consultation_rows.by_id(work.session, answer.consultation_id)
    if consultation is None:
        raise LookupError(f"answer {answer.id} has no consultation")
    agency = people.agency(work.session, consultation.agency_id)
    at = answer.confirmed_at or work.now
    return Letter(
        answer, version, consultation, agency, tuple(own), reached, number(work, answer), at
    )


def number(work: Work, answer: Answer) -> int:
    """What people call it by: a correction is called by the answer it corrects, a draft by the
    number it would get now."""
    corrected = rows.by_id(work.session, answer.corrects) if answer.corrects else None
    given = corrected.number if corrected else answer.number
    return given or rows.next_number(work.session, answer.consultation_id)


def letter(work: Work, audience_id: int, *, again: bool = False) -> Letter | None:
    """What one delivery says, made when it goes out: words hidden, withdrawn or erased since the
    confirmation are left out, and an answer that was corrected says what is right. None where none
    of the person's words are left."""
    audience = rows.audience(work.session, audience_id)
    answer = rows.by_id(work.session, audience.answer_id) if audience else None
    if audience is None or answer is None:
        return None
    version, corrected = stands(work, answer)
    shown = opinions.shown_by_ids(work.session, audience.opinion_ids)
    # Words moved to another consultation meanwhile are no words of this one.
    own = [each for each in shown if each.consultation_id == answer.consultation_id]
    if not own or version is None:
        return None
    made = letter_of(work, answer, version, own, answer.people)
    return replace(made, again=again, corrected=corrected, why=audience.why)


def file_after(work: Work, delivery: Outbox) -> None:
    """The file of an answer goes out behind a letter, in a row of its own: once, however often the
    letter is tried."""
    answer_files.queue(work.session, delivery, work.now)


def letter_with_file(work: Work, audience_id: int) -> tuple[Letter, Outbox] | None:
    """A letter whose file goes out now, with its delivery; None where that did not arrive, or
    there is nothing to send any more."""
    delivery = answer_files.delivery(work.session, audience_id)
    if delivery is None or delivery.state not in rows.REACHED:
        return None
    made = letter(work, audience_id)
    return (made, delivery) if made is not None and made.file is not None else None


def stands(work: Work, answer: Answer) -> tuple[AnswerVersion | None, bool]:
    """What an answer says now, and whether that was put right after it had gone out."""
    correction = rows.correction(work.session, answer.id)
    return rows.words(work.session, correction or answer), correction is not None


def progress(work: Work, answer: Answer) -> Progress:
    states = rows.deliveries(work.session, answer.id)
    states["pending"] += answer.people - states.total()  # theirs are not in the outbox yet
    made = Progress(answer, +states, has_begun(work, answer))
    ends = _end(work, made)
    if ends is None:
        return made
    morning = next_daytime(ends, _zone(work, answer), work.rules)
    return replace(made, ends=ends) if morning == ends else replace(made, goes_on=morning)


def _end(work: Work, made: Progress) -> datetime | None:
    """When the last would have gone out; None where nothing is left, or too little went."""
    arrived, first = rows.pace(work.session, made.answer.id, work.now - LOOKED_BACK)
    if not made.under_way or first is None or arrived < LEAST_ARRIVED:
        return None
    return work.now + (work.now - first) / arrived * made.under_way


def has_begun(work: Work, answer: Answer) -> bool:
    """Whether deliveries do not wait for the morning any more."""
    if answer.status_outbox_id is not None:
        return True
    first = rows.first_hour(work.session, answer.id)
    return first is None or first <= work.now


def settle(work: Work, answer: Answer) -> bool:
    """Note that every delivery has come to an end; True where that is so now."""
    if answer.state == "sending" and not is_under_way(work, answer):
        answer.state = "sent"
        work.session.add(answer)
        return True
    return False


def is_under_way(work: Work, answer: Answer) -> bool:
    """Whether a delivery waits, is on its way, or is not even in the outbox."""
    return answer.queued_to is not None or rows.waits(work.session, answer.id)


def queue(work: Work, answer: Answer, start: datetime) -> int:
    """Put the next deliveries of an answer into the outbox; how many. They go on from where the
    last ended, so nobody gets two, however often this is broken off."""
    told = audiences.after(work.session, answer.id, answer.queued_to or 0, AT_ONCE)
    lanes = {
        each.contact_id: work.keys.lane_of(each.sealed_id)
        for each in told
        if each.contact_id and each.sealed_id
    }
    queueing.queue(work.session, answer, told, lanes=lanes, now=work.now, start=start)
    answer.queued_to = told[-1].audience_id if len(told) == AT_ONCE else None
    work.session.add(answer)
    return len(told)


def queue_on(work: Work) -> int:
    """The same for every answer whose deliveries are not all in the outbox yet."""
    waiting = rows.to_queue(work.session)
    return sum(queue(work, each, _start(work, each)) for each in waiting)


def _start(work: Work, answer: Answer) -> datetime:
    return next_daytime(work.now, _zone(work, answer), work.rules)


def _zone(work: Work, answer: Answer) -> str:
    consultation = consultation_rows.by_id(work.session, answer.consultation_id)
    return consultation.timezone if consultation else work.rules.timezone


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
    sent = rows.deliveries(work.session, answer.id)["sent"]
    count, lines = why_rows.lines(work.session, answer.id, WHYS)
    chose = said["yes"], said["no"], said[None]
    return Shares(answer, number(work, answer), sent, *chose, tuple(lines), count)
