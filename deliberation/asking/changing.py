"""What an official changes of a consultation that was put to citizens already.

The end is put off by `closing` beside this. Another question is told to everybody who wrote.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from deliberation.answering.attachments import Attachment
from deliberation.asking import consultations, plan_checks, rounds
from deliberation.asking.founding import LONGEST_QUESTION, WrongLength, tidy, wrong_length
from deliberation.asking.kinds import SHOW_FIRST
from deliberation.asking.plan_checks import Accepted, Passed, SoFar, Wrong
from deliberation.asking.plan_drafts import background_of
from deliberation.asking.planning import MAY_PLAN
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations as rows
from storage import people as person_rows
from storage import rounds as round_rows
from storage.models import Consultation

PARTS = ("question", "department", "background", "answer_due", "moderation")
OF_THE_LIVING = ("scheduled", "open", "closed", "answered")


@dataclass(frozen=True)
class MayChange:
    """What shall be changed? `people` who wrote would be told of another question."""

    consultation: Consultation
    people: int
    asks_still: bool


@dataclass(frozen=True)
class Awaited:
    """The new words of one part are asked for; `wrong`: why those that came cannot be taken."""

    consultation: Consultation
    part: str
    people: int
    wrong: Wrong | None = None


@dataclass(frozen=True)
class Changed:
    """`people` are going to be told. `before` is the day of the answer, where it was moved back."""

    consultation: Consultation
    part: str
    people: int = 0
    before: date | None = None


@dataclass(frozen=True)
class Over:
    """It cannot be changed any more: the question once it is closed, the rest once it is over."""

    consultation: Consultation


def ask(work: Work, person: Person, consultation_id: int) -> MayChange | Over | NotYours:
    """What can be changed of it now."""
    own = _own(work, person, consultation_id)
    if not isinstance(own, Consultation):
        return own
    people = round_rows.count_writers(work.session, own.id)
    return MayChange(own, people, _asks_still(work, own))


def choose(
    work: Work, person: Person, consultation_id: int, part: str
) -> Awaited | Over | NotYours:
    """One part was chosen."""
    own = _own(work, person, consultation_id)
    if not isinstance(own, Consultation) or part not in PARTS:
        return NotYours() if isinstance(own, Consultation) else own
    if part == "question" and not _asks_still(work, own):
        return Over(own)
    return Awaited(own, part, round_rows.count_writers(work.session, own.id))


def put(
    work: Work,
    person: Person,
    consultation_id: int,
    part: str,
    text: str,
    file: Attachment | None = None,
) -> Changed | Awaited | Over | NotYours:
    """The new words of the part came, or a file."""
    asked = choose(work, person, consultation_id, part)
    if not isinstance(asked, Awaited):
        return asked
    own = asked.consultation
    if part == "question":
        return _put_question(work, person, asked, text)
    if part == "answer_due":
        return _put_due(work, person, asked, text)
    if part == "moderation":
        return _put_moderation(work, person, asked, text)
    agency = person_rows.agency(work.session, own.agency_id)
    check = plan_checks.department if part == "department" else plan_checks.background
    read = check(SoFar(work, agency, {}, file), text)
    if not isinstance(read, Accepted):
        return Awaited(own, part, asked.people, read)
    if part == "department":
        own.department, own.phone = read.content["department"], read.content["phone"]
    else:
        own.background = background_of(read.content)
    consultations.record(work, own, "changed", person.actor, part=part)
    return Changed(own, part)


def _put_question(work: Work, person: Person, asked: Awaited, text: str) -> Changed | Awaited:
    own, before = asked.consultation, asked.consultation.question
    wrong: WrongLength | None = wrong_length("question", text, LONGEST_QUESTION)
    if wrong is not None:
        return Awaited(own, asked.part, asked.people, wrong)
    own.question = tidy(text)
    if own.question == before:
        return Changed(own, asked.part)
    done = consultations.record(
        work, own, "question_changed", person.actor, before=before, question=own.question
    )
    rounds.begin(work, own, "question_changed", done)
    return Changed(own, asked.part, asked.people)


def _put_due(work: Work, person: Person, asked: Awaited, text: str) -> Changed | Awaited:
    """The day of the answer: none before the closing, none that is over. One moved back stays on
    record."""
    own, zone = asked.consultation, ZoneInfo(asked.consultation.timezone)
    agency = person_rows.agency(work.session, own.agency_id)
    so_far = SoFar(work, agency, {"closes": (own.closed_at or own.closes_at).isoformat()})
    read = plan_checks.answer_due(so_far, text)
    if not isinstance(read, Accepted):
        return Awaited(own, asked.part, asked.people, read)
    due, before = date.fromisoformat(read.content["answer_due"]), own.answer_due
    if due < work.now.astimezone(zone).date():
        return Awaited(own, asked.part, 0, Passed(datetime.combine(due, time(), zone)))
    own.answer_due = due
    was = before.isoformat() if before else ""
    consultations.record(
        work, own, "answer_due_changed", person.actor, before=was, answer_due=due.isoformat()
    )
    return Changed(own, asked.part, before=before if before and due > before else None)


def _put_moderation(work: Work, person: Person, asked: Awaited, text: str) -> Changed | Awaited:
    """Shown or looked at first, from now on: what waits for a look goes on waiting."""
    own = asked.consultation
    agency = person_rows.agency(work.session, own.agency_id)
    read = plan_checks.moderation(SoFar(work, agency, {}), text)
    if not isinstance(read, Accepted):
        return Awaited(own, asked.part, asked.people, read)
    before = own.settings.get("moderation") or SHOW_FIRST
    own.settings = {**own.settings, **read.content}
    consultations.record(
        work, own, "moderation_changed", person.actor, before=before, **read.content
    )
    return Changed(own, asked.part)


def _asks_still(work: Work, own: Consultation) -> bool:
    return own.state in ("scheduled", "open") and work.now < own.closes_at


def _own(work: Work, person: Person, consultation_id: int) -> Consultation | Over | NotYours:
    """A consultation of the person's agency; one changes it after the other."""
    found = rows.held(work.session, consultation_id)
    if found is None or found.agency_id not in person.agencies(*MAY_PLAN):
        return NotYours()
    if found.state == "archived":
        return Over(found)
    return found if found.state in OF_THE_LIVING else NotYours()
