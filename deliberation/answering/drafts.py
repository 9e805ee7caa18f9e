"""An answer before it goes out: begun, given its words, left, handed to a colleague.

Its steps stand in `draft_steps` beside this, how it goes out in `sendings`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from deliberation import notices
from deliberation.answering import attachments
from deliberation.answering.attachments import Attachment
from deliberation.asking.kinds import KINDS
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.staff import reviews, teams
from deliberation.staff.teams import Member
from deliberation.work import Work
from storage import answers as rows
from storage import audiences, opinions, people, topics
from storage import consultations as consultation_rows
from storage.models import Agency, Answer, AnswerVersion, Consultation

LONGEST = 1_200  # UTF-16 units: with the citizen's own words it still fits one message
MAY_ANSWER = ("official", "admin", "head")
INTERIM = "interim"
At = Literal["text", "verdict", "reason", "due", "changes", "file"]
"""What a draft is made of. A file is asked for only by who wants to send one along."""


@dataclass(frozen=True)
class Drafting:
    """A draft waits for its words. `earlier` are those it has; `changing`: they are looked at once
    more. `colleague`: since when a draft of somebody else's has been left. `file` goes along.
    `more`: what comes stands below the words there are."""

    answer: Answer
    people: int
    earlier: str = ""
    colleague: datetime | None = None
    changing: bool = False
    file: Attachment | None = None
    more: bool = False


@dataclass(frozen=True)
class Locked:
    """A colleague is at this answer: of two who write one, one loses their words."""

    answer: Answer
    by: Member | None
    agency: Agency
    since: datetime


@dataclass(frozen=True)
class NobodyThere:
    """Nobody's words are there now: there is nobody to answer. `name` is the topic's."""

    name: str


@dataclass(frozen=True)
class DraftChanged:
    """The button belongs to an earlier version of the draft, or to one that is no draft now."""

    answer: Answer


@dataclass(frozen=True)
class OverAsked:
    """The colleague was asked to hand the draft over."""

    locked: Locked


@dataclass(frozen=True)
class Asker:
    """A colleague who would like to go on with a draft."""

    answer: Answer
    by: Member


@dataclass(frozen=True)
class HandedOver:
    answer: Answer


Begun = Drafting | Locked | NobodyThere | NotYours


def write(work: Work, person: Person, topic_id: int) -> Begun:
    """Begin an answer to a topic, or go on with one's own draft."""
    topic = topics.topic(work.session, topic_id)
    if topic is None:
        return NotYours()
    like = Answer(
        aim="topic",
        consultation_id=topic.consultation_id,
        topic_id=topic.id,
        topic_name=topic.name,
    )
    return begin(work, person, like)


def write_to_newcomers(work: Work, person: Person, answer_id: int) -> Begun:
    """Begin an answer of their own for those who came to a topic after it was answered."""
    answer = rows.by_id(work.session, answer_id)
    if answer is None or answer.topic_id is None:
        return NotYours()
    same = answer.model_dump(include={"consultation_id", "topic_id", "topic_name"})
    return begin(work, person, Answer(aim="newcomers", **same))


def write_to_opinion(work: Work, person: Person, opinion_id: int) -> Begun:
    """The same to whoever wrote one opinion."""
    return _to(work, person, opinion_id, "opinion")


def write_to_family(work: Work, person: Person, opinion_id: int) -> Begun:
    """The same to everybody who sent nearly the words of this opinion."""
    return _to(work, person, opinion_id, "family")


def _to(work: Work, person: Person, opinion_id: int, aim: str) -> Begun:
    opinion = opinions.by_id(work.session, opinion_id)
    if opinion is None:
        return NotYours()
    return begin(
        work,
        person,
        Answer(aim=aim, consultation_id=opinion.consultation_id, opinion_id=opinion.id),
    )


def write_to_everyone(work: Work, person: Person, consultation_id: int) -> Begun:
    """The same to everybody who gave an opinion."""
    return begin(work, person, Answer(aim="everyone", consultation_id=consultation_id))


def begin(work: Work, person: Person, like: Answer) -> Begun:
    """Begin an answer to those whom `like` names; one that is being written is gone on with."""
    contact = person.contact
    if contact is None or not may_answer(work, person, like.consultation_id):
        return NotYours()
    follow(work, like)
    if not people_of(work, like):
        return NobodyThere(like.topic_name if like.aim == "topic" else "")
    mine = rows.draft_of(work.session, contact.id, like)
    other = rows.colleagues_draft(work.session, contact.id, like)
    if mine is None and other is not None and _is_at_it(work, *other):
        return _locked(work, *other)
    draft = mine or Answer(
        **like.model_dump(include={*rows.AIM, "run_id", "topic_name"}),
        written_by=contact.id,
        created_at=work.now,
    )
    return drafting(work, draft, since=other[1].at if other else None)


def _is_at_it(work: Work, draft: Answer, words: AnswerVersion) -> bool:
    """A colleague wrote within the life of a dialogue, or waits for a second person."""
    review = reviews.newest(work, "answer", draft.id)
    waits = review is not None and review.state == "asked"
    return waits or work.now - words.at < work.rules.dialogue_life


def _locked(work: Work, draft: Answer, words: AnswerVersion) -> Locked:
    agency = agency_of(work, draft)
    by = teams.one(work, agency.id, draft.written_by or 0)
    return Locked(draft, by, agency, words.at)


def drafting(
    work: Work, draft: Answer, *, since: datetime | None = None, changing: bool = False
) -> Drafting:
    """The question for the words of a draft."""
    follow(work, draft)
    work.session.add(draft)
    work.session.flush()
    words = rows.words(work.session, draft)
    file = attachments.found(words.attachment) if words else None
    earlier = words.text if words else ""
    return Drafting(draft, people_of(work, draft), earlier, since, changing, file)


def follow(work: Work, draft: Answer) -> None:
    """The draft is for those who are there now, under the name the topic has now."""
    last = topics.last_run(work.session, draft.consultation_id)
    topic = topics.topic(work.session, draft.topic_id) if draft.topic_id else None
    draft.topic_name = topic.name if topic else draft.topic_name
    if last is None or draft.run_id == last.id or draft.corrects is not None:
        return
    before, draft.run_id = draft.run_id, last.id
    if before is not None and not audiences.people(work.session, draft):
        draft.run_id = before


def people_of(work: Work, draft: Answer) -> int:
    """How many people the draft is for: a correction is for those who were written to."""
    if draft.corrects is not None:
        return audiences.count(work.session, draft.corrects)
    return audiences.people(work.session, draft)


def first_missing(answer: Answer, words: AnswerVersion | None) -> At | None:
    """What the draft still needs before it can go out."""
    if words is None or not words.text:
        return "text"
    if words.verdict is None:
        return "verdict"
    if words.verdict == INTERIM and words.final_due is None:
        return "due"
    if words.verdict != INTERIM and not words.reason:
        return "reason"
    return "changes" if answer.corrects is not None and not words.changes else None


def may_answer(work: Work, person: Person, consultation_id: int) -> bool:
    consultation = consultation_rows.by_id(work.session, consultation_id)
    return (
        consultation is not None
        and KINDS[consultation.kind].answers
        and consultation.agency_id in person.agencies(*MAY_ANSWER)
    )


def asked_in(work: Work, answer: Answer) -> Consultation:
    """The consultation of an answer. Raises LookupError without one."""
    consultation = consultation_rows.by_id(work.session, answer.consultation_id)
    if consultation is None:
        raise LookupError(f"answer {answer.id} has no consultation")
    return consultation


def agency_of(work: Work, answer: Answer) -> Agency:
    return people.agency(work.session, asked_in(work, answer).agency_id)


def own(work: Work, person: Person, answer_id: int) -> Answer | None:
    """One's own answer, while one may still answer there."""
    answer = rows.by_id(work.session, answer_id)
    if answer is None or person.contact is None or answer.written_by != person.contact.id:
        return None
    return answer if may_answer(work, person, answer.consultation_id) else None


def discard(work: Work, person: Person, answer_id: int) -> bool:
    """Leave a draft for good. False for one that went out: it stays as it is."""
    answer = own(work, person, answer_id)
    if answer is None or answer.state != "draft":
        return False
    answer.state = "discarded"
    work.session.add(answer)
    reviews.void(work, "answer", answer.id)
    return True


def ask_over(work: Work, person: Person, answer_id: int) -> OverAsked | Drafting | NotYours:
    """Ask the colleague who writes an answer to hand it over. One that was left meanwhile is free
    to be written."""
    answer = rows.by_id(work.session, answer_id)
    if answer is None or person.contact is None:
        return NotYours()
    again = begin(work, person, answer) if answer.state == "draft" else NotYours()
    if isinstance(again, NobodyThere):
        return NotYours()
    if not isinstance(again, Locked):
        return again
    author = rows.author(work.session, answer)
    if author is not None:
        notices.tell(
            work,
            author,
            "take_over",
            zone=again.agency.timezone,
            once=f"take_over:{answer.id}:{answer.version}:{person.contact.id}",
            answer=answer.id,
            by=person.contact.id,
        )
    return OverAsked(again)


def under_way(work: Work, answer_id: int) -> Answer | None:
    """An answer that is still a draft."""
    answer = rows.by_id(work.session, answer_id)
    return answer if answer is not None and answer.state == "draft" else None


def asks_over(work: Work, answer_id: int, by_id: int) -> Asker | None:
    """Who asks for a draft; None where it is no draft now, or they have left."""
    answer = under_way(work, answer_id)
    if answer is None:
        return None
    by = teams.one(work, agency_of(work, answer).id, by_id)
    return Asker(answer, by) if by else None


def hand_over(
    work: Work, person: Person, answer_id: int, to_id: int
) -> HandedOver | DraftChanged | NotYours:
    """Give one's draft to a colleague, who is told."""
    answer = own(work, person, answer_id)
    to = people.contact(work.session, to_id)
    if answer is None or to is None:
        return NotYours()
    agency = agency_of(work, answer)
    works_there = {role for at, role in people.roles(work.session, to.id) if at == agency.id}
    if answer.state != "draft" or not works_there.intersection(MAY_ANSWER):
        return DraftChanged(answer)
    answer.written_by = to.id
    work.session.add(answer)
    reviews.void(work, "answer", answer.id)
    once = f"handed_over:{answer.id}:{answer.version}:{to.id}"
    notices.tell(work, to, "handed_over", zone=agency.timezone, once=once, answer=answer.id)
    return HandedOver(answer)
