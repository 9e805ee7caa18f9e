"""Who came to a topic after it was answered: told of, and given the same answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from deliberation import log, notices
from deliberation.answering import answers, drafts
from deliberation.hours import next_daytime
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.work import Work
from storage import answers as rows
from storage import audiences, people, topics
from storage import consultations as consultation_rows
from storage.models import Answer, Contact

LOOKED_BACK = timedelta(days=1)
"""Who came is looked for where topics were made anew since."""


@dataclass(frozen=True)
class Newcomers:
    """So many people are in the topic whom no answer to it was for. `answer` is the newest."""

    answer: Answer
    number: int
    people: int


@dataclass(frozen=True)
class Extended:
    """The answer goes to so many more people."""

    answer: Answer
    people: int
    starts: datetime
    timezone: str
    at_night: bool


@dataclass(frozen=True)
class NobodyNew:
    """They have it, or have gone."""


def of_topic(work: Work, topic_id: int) -> Newcomers | None:
    """Of a topic that was answered; None where there are none."""
    answer = rows.newest_to(work.session, topic_id)
    run = topics.last_run(work.session, answer.consultation_id) if answer else None
    if answer is None or run is None:
        return None
    count = audiences.newcomers(work.session, run.id, topic_id)
    return Newcomers(answer, answers.number(work, answer), count) if count else None


def send_same(work: Work, person: Person, answer_id: int) -> Extended | NobodyNew | NotYours:
    """The answer is for them, too. A second press finds nobody new."""
    answer = rows.by_id(work.session, answer_id)
    if answer is None or not drafts.may_answer(work, person, answer.consultation_id):
        return NotYours()
    consultation_rows.hold(work.session, answer.consultation_id)
    work.session.refresh(answer)
    run = topics.last_run(work.session, answer.consultation_id)
    given = answer.state in audiences.GIVEN and answer.topic_id and answer.corrects is None
    if not given or run is None:
        return NotYours()
    last, before = audiences.last(work.session, answer.id), audiences.count(work.session, answer.id)
    new = audiences.extend(work.session, answer, run.id) - before
    return _goes_on(work, person, answer, new, last) if new else NobodyNew()


def _goes_on(work: Work, person: Person, answer: Answer, new: int, last: int) -> Extended:
    zone = drafts.asked_in(work, answer).timezone
    start = next_daytime(work.now, zone, work.rules)
    answer.people += new
    answer.state, answer.status_outbox_id, answer.status_shown = "sending", None, ""
    answer.queued_to = last if answer.queued_to is None else answer.queued_to
    answers.queue(work, answer, start)
    log.keep(
        work,
        person.actor,
        "answer.extended",
        f"answer:{answer.id}",
        agency_id=drafts.agency_of(work, answer).id,
        details={"number": answer.number, "people": new},
    )
    return Extended(answer, new, start, zone, at_night=start > work.now)


def tell(work: Work) -> int:
    """Whoever answered is told of newcomers, once a day at most."""
    told = 0
    for answer in rows.answered_where_gathered(work.session, work.now - LOOKED_BACK):
        contact = who_answers(work, answer)
        found = of_topic(work, answer.topic_id or 0) if contact else None
        if contact is None or found is None or found.answer.id != answer.id:
            continue
        zone = drafts.agency_of(work, answer).timezone
        today = work.now.astimezone(ZoneInfo(zone)).date()
        once = f"newcomers:{answer.topic_id}:{today}"
        queued = notices.tell(work, contact, "newcomers", zone=zone, once=once, answer=answer.id)
        told += queued is not None
    return told


def told_of(work: Work, answer_id: int) -> Newcomers | None:
    """Who came after an answer, as it stands when that is told."""
    answer = rows.by_id(work.session, answer_id)
    return of_topic(work, answer.topic_id) if answer and answer.topic_id else None


def who_answers(work: Work, answer: Answer) -> Contact | None:
    """Who wrote an answer, or else confirmed it, as long as they may answer there."""
    agency = drafts.agency_of(work, answer)
    for contact_id in (answer.written_by, answer.confirmed_by):
        held = people.roles(work.session, contact_id) if contact_id else []
        if (contact_id is not None) and {role for at, role in held if at == agency.id}.intersection(
            drafts.MAY_ANSWER
        ):
            return people.contact(work.session, contact_id)
    return None
