"""What was missing: the one line of somebody whom an answer did not answer. It goes to the agency
without a name."""

from dataclasses import dataclass
from datetime import timedelta

from deliberation.answering import answers
from deliberation.asking import consultations
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.speaking import covering, opinions, wording
from deliberation.work import Work
from storage import answers as rows
from storage import consultations as consultation_rows
from storage import opinions as opinion_rows
from storage import whys as why_rows
from storage.models import Answer, Audience, Consultation, Opinion

LONGEST = 200  # UTF-16 units
LATELY = timedelta(days=7)
"""After an answer words that are no opinion may be meant as a line on it."""


@dataclass(frozen=True)
class WhyKept:
    """The line goes to the agency; `consultation` is where words are opinions again, if it is
    `open`."""

    answer: Answer
    consultation: Consultation
    line: str
    open: bool


@dataclass(frozen=True)
class LineOffered:
    """No opinions are taken: were the words meant as a line on the answer of this number?"""

    audience: Audience
    number: int


@dataclass(frozen=True)
class WhyUnusable:
    """Empty, or too long; nothing was kept."""

    units: int
    most: int


def keep(
    work: Work, person: Person, audience_id: int, words: str
) -> WhyKept | WhyUnusable | NotYours:
    """Keep the line on what was missing; a later one takes its place."""
    outcome = add(work, person, audience_id, words)
    audience = rows.audience(work.session, audience_id)
    if isinstance(outcome, WhyKept) and audience is not None:
        audience.rating = audience.rating or "no"
        audience.rated_at = audience.rated_at or work.now
        work.session.add(audience)
    return outcome


def add(
    work: Work, person: Person, audience_id: int, words: str
) -> WhyKept | WhyUnusable | NotYours:
    """Keep a line on an answer, whatever they said of it."""
    found = _own(work, person, audience_id)
    if found is None:
        return NotYours()
    audience, answer, consultation = found
    line = covering.words(work, person.language, " ".join(words.split()))
    if wording.unusable(line) or wording.units(line) > LONGEST:
        return WhyUnusable(wording.units(line), LONGEST)
    audience.why, audience.why_at = line, work.now
    work.session.add(audience)
    open_still = consultations.accepts(consultation, work.now)
    return WhyKept(answer, consultation, line, open_still)


def offer(work: Work, person: Person, asked: Consultation | None) -> LineOffered | None:
    """Whether words that no consultation takes may be about an answer of late: in the one that was
    closed, or anywhere where none is open."""
    contact, since = person.contact, work.now - LATELY
    if contact is None:
        return None
    where = asked.id if asked else None
    found = why_rows.answered_lately(work.session, contact.id, since, where)
    return LineOffered(found[0], answers.number(work, found[1])) if found else None


def pass_on(
    work: Work, person: Person, audience_id: int, opinion_id: int
) -> WhyKept | WhyUnusable | NotYours:
    """An opinion was meant as the line: it is taken back, and goes to the agency."""
    opinion = opinions.own(work, person, opinion_id)
    if opinion is None or opinion.state != "received":
        return NotYours()
    outcome = keep(work, person, audience_id, opinion.text)
    if isinstance(outcome, WhyKept):
        opinions.withdraw(work, person, opinion.id)
    return outcome


def is_own(work: Work, person: Person, audience_id: int) -> bool:
    """Whether the answer was for this person."""
    return _own(work, person, audience_id) is not None


def just_said(work: Work, source: str) -> Opinion | None:
    """The opinion that a message became."""
    return opinion_rows.by_source(work.session, source)


def _own(
    work: Work, person: Person, audience_id: int
) -> tuple[Audience, Answer, Consultation] | None:
    contact = person.contact
    audience = rows.audience_of(work.session, contact.id, audience_id) if contact else None
    answer = rows.by_id(work.session, audience.answer_id) if audience else None
    asked = consultation_rows.by_id(work.session, answer.consultation_id) if answer else None
    return (audience, answer, asked) if audience and answer and asked else None
