"""A citizen's own words, what has become of each, and the answers that came."""

from dataclasses import dataclass
from datetime import datetime

from deliberation.answering import answers
from deliberation.answering.drafts import INTERIM
from deliberation.asking import consultations
from deliberation.moderating import appeals
from deliberation.outcomes import Gone
from deliberation.pages import nearest
from deliberation.people import Person
from deliberation.promising import commitments
from deliberation.speaking import opinions
from deliberation.work import Work
from storage import answers as answer_rows
from storage import consultations as consultation_rows
from storage import opinions as rows
from storage import people, reading, topics
from storage.models import Answer, Audience, Consultation, Opinion

PAGE = 5


@dataclass(frozen=True)
class StateOf:
    """Where an opinion stands. `name` is a key of `state.opinion`; the rest is what it needs."""

    name: str
    topic: str = ""
    people: int = 0
    at: datetime | None = None
    reason: str = ""
    promise: str = ""


@dataclass(frozen=True)
class OwnWords:
    """A page of one's own opinions in a consultation."""

    consultation: Consultation
    lines: tuple[tuple[Opinion, StateOf], ...]
    total: int
    page: int
    pages: int
    answers: int
    elsewhere: bool = False


@dataclass(frozen=True)
class OwnOpinion:
    """One of one's own opinions. `answer` is the audience row of an answer that came for it."""

    opinion: Opinion
    consultation: Consultation
    state: StateOf
    may_change: bool
    answer: Audience | None
    may_appeal: bool = False


@dataclass(frozen=True)
class NoOwnWords:
    """Nothing written in this consultation yet."""

    consultation: Consultation
    answers: int


@dataclass(frozen=True)
class Received:
    """A page of the answers that came to one, or were kept, each under its audience's id."""

    letters: tuple[tuple[int, answers.Letter], ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class NoSuchNumber:
    no: int


@dataclass(frozen=True)
class TakesPartNowhere:
    """The person has joined no consultation."""


def page(
    work: Work, person: Person, consultation_id: int | None, number: int = 0
) -> OwnWords | NoOwnWords | TakesPartNowhere:
    """A page of own words; without a consultation, of the one the person is in."""
    joined = people.participations(work.session, person.contact.id) if person.contact else []
    wanted = consultation_id or (person.contact.active_consultation_id if person.contact else None)
    found = next((each for each in joined if each[1].id == wanted), joined[0] if joined else None)
    if found is None:
        return TakesPartNowhere()
    participation, consultation = found
    own = rows.of_person(work.session, participation.id)
    received = len(_letters(work, person))
    if not own:
        return NoOwnWords(consultation, received)
    at, pages = nearest(number, len(own), PAGE)
    lines = tuple(
        (opinion, state_of(work, opinion)) for opinion in own[at * PAGE : at * PAGE + PAGE]
    )
    return OwnWords(consultation, lines, len(own), at, pages, received, elsewhere=len(joined) > 1)


def next_place(work: Work, person: Person, consultation_id: int) -> int:
    """The consultation whose words come after these when one looks at another."""
    if person.contact is None:
        return consultation_id
    ids = [each.id for _, each in people.participations(work.session, person.contact.id)]
    at = ids.index(consultation_id) if consultation_id in ids else -1
    return ids[(at + 1) % len(ids)] if ids else consultation_id


def one(work: Work, person: Person, opinion_id: int) -> OwnOpinion | Gone:
    opinion = opinions.own(work, person, opinion_id)
    if opinion is None:
        return Gone()
    consultation = consultation_rows.by_id(work.session, opinion.consultation_id)
    if consultation is None:
        return Gone()
    return OwnOpinion(
        opinion,
        consultation,
        state_of(work, opinion),
        may_change=opinion.state != "withdrawn" and consultations.accepts(consultation, work.now),
        answer=_answer_for(work, opinion),
        may_appeal=appeals.may_ask(work, opinion),
    )


def numbered(work: Work, person: Person, no: int) -> OwnOpinion | NoSuchNumber | Gone:
    """By the person's own number, in the consultation they are in."""
    contact = person.contact
    if contact is None or contact.active_consultation_id is None:
        return NoSuchNumber(no)
    participation = people.participation(work.session, contact.id, contact.active_consultation_id)
    own = rows.of_person(work.session, participation.id) if participation else []
    found = next((opinion for opinion in own if opinion.no == no), None)
    return one(work, person, found.id) if found else NoSuchNumber(no)


def state_of(work: Work, opinion: Opinion) -> StateOf:
    if opinion.state == "withdrawn":
        return StateOf("withdrawn", at=opinion.erase_at)
    if opinion.reason and appeals.of(work, opinion) is not None:
        return StateOf("appealed")
    if opinion.state != "received":
        return StateOf(opinion.state, reason=opinion.reason or "")
    answered = _answer_for(work, opinion)
    if answered is not None:
        answer = answer_rows.by_id(work.session, answered.answer_id)
        promise = commitments.status_of(work, answered.answer_id)
        if promise is not None:
            return StateOf("promised", promise=promise)
        interim = answer is not None and answer.verdict == INTERIM
        at = answer.confirmed_at if answer else None
        return StateOf("answered_interim" if interim else "answered", at=at)
    consultation = consultation_rows.by_id(work.session, opinion.consultation_id)
    if consultation is not None and consultation.state == "archived":
        return StateOf("unanswered")
    if opinion.reason:
        return StateOf("masked", reason=opinion.reason)
    return _place(work, opinion)


def _place(work: Work, opinion: Opinion) -> StateOf:
    run = topics.last_run(work.session, opinion.consultation_id)
    place = topics.place_of(work.session, run.id, opinion.id) if run else None
    if run is None or place is None:
        return StateOf("received")
    topic = topics.topic(work.session, place.topic_id) if place.topic_id else None
    if topic is None:
        return StateOf("alone")
    counted = topics.row(work.session, run.id, topic.id)
    return StateOf("in_topic", topic=topic.name, people=max(counted.people, 1) if counted else 1)


def _answer_for(work: Work, opinion: Opinion) -> Audience | None:
    received = answer_rows.received(work.session, opinion.participation_id)
    return next((audience for _, audience in received if opinion.id in audience.opinion_ids), None)


def answer(work: Work, person: Person, audience_id: int) -> answers.Letter | Gone:
    """An answer that was meant for this person, to be read again."""
    if person.contact is None:
        return Gone()
    audience = answer_rows.audience_of(work.session, person.contact.id, audience_id)
    return (answers.letter(work, audience.id) if audience else None) or Gone()


def received(work: Work, person: Person, number: int = 0) -> Received:
    """A page of the answers that came to this person, or were kept for them, anywhere."""
    letters = _letters(work, person)
    at, pages = nearest(number, len(letters), PAGE)
    return Received(tuple(letters[at * PAGE : at * PAGE + PAGE]), len(letters), at, pages)


def _letters(work: Work, person: Person) -> list[tuple[int, answers.Letter]]:
    """Those that can still be read: an answer to words that are gone went with them."""
    kept = reading.answers_kept(work.session, person.contact.id) if person.contact else []
    letters = ((number, answers.letter(work, number)) for number in kept)
    return [(number, letter) for number, letter in letters if letter is not None]


def missed(work: Work, person: Person) -> list[tuple[Answer, Audience]]:
    """Answers that a block kept away from this person."""
    if person.contact is None:
        return []
    kept_away = answer_rows.missed(work.session, person.contact.id)
    found = []
    for row in kept_away:
        audience = answer_rows.audience(work.session, row.audience_id or 0)
        given = answer_rows.by_id(work.session, row.answer_id or 0)
        if audience is not None and given is not None:
            found.append((given, audience))
    return found
