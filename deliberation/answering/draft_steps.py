"""The steps of an answer: its words, what becomes of the opinions, why, and what a correction puts
right. Each is one question; what is known is shown with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from deliberation import dates
from deliberation.answering import attachments, drafts, sendings
from deliberation.answering.attachments import Attachment, FileTooBig, NotTaken
from deliberation.answering.drafts import INTERIM, At, Begun, DraftChanged, Drafting
from deliberation.answering.sendings import Drafted
from deliberation.dates import NotOnCalendar, NotUnderstood
from deliberation.outcomes import NobodyLeft, NotYours
from deliberation.people import Person
from deliberation.speaking import wording
from deliberation.staff import reviews
from deliberation.work import Work
from storage import answers as rows
from storage.models import Answer

VERDICTS = ("adopted", "partly", "not_adopted", "later", INTERIM)
LONGEST_REASON = 150
LONGEST_CHANGES = 200
"""UTF-16 units."""

LONGEST: Mapping[str, int] = {
    "text": drafts.LONGEST,
    "reason": LONGEST_REASON,
    "changes": LONGEST_CHANGES,
}


@dataclass(frozen=True)
class Choosing:
    """What becomes of the opinions is to be chosen; `earlier` was."""

    answer: Answer
    earlier: str = ""
    corrects: bool = False


@dataclass(frozen=True)
class Asked:
    """A reason, a day or the changes are to be written, or a file sent; `earlier` were."""

    answer: Answer
    at: At
    earlier: str = ""
    due: date | None = None
    file: Attachment | None = None


@dataclass(frozen=True)
class Unusable:
    """Empty, or too long; the draft stands as it was."""

    answer: Answer
    at: At
    units: int
    most: int


@dataclass(frozen=True)
class NoSuchDay:
    """The day of the final answer cannot be read, or is over."""

    answer: Answer
    why: NotOnCalendar | NotUnderstood | None
    day: date | None = None


Next = Drafting | Choosing | Asked | Drafted | NobodyLeft | DraftChanged | NotYours
Put = Next | Unusable | NoSuchDay


@dataclass(frozen=True)
class Attached:
    """The file goes with the answer, in place of one that was there; `then` is what comes next."""

    file: Attachment
    then: Put


@dataclass(frozen=True)
class FileRefused:
    """The file stays behind; `then` is what comes next, where words came with it."""

    answer: Answer
    at: At
    why: FileTooBig | NotTaken
    then: Put | None = None


def write_interim(work: Work, person: Person, topic_id: int) -> Begun:
    """Begin an answer in the meantime to a topic; a draft that has words stays as it is."""
    begun = drafts.write(work, person, topic_id)
    if isinstance(begun, Drafting) and not begun.earlier:
        change(work, begun.answer, verdict=INTERIM)
    return begun


def put(
    work: Work, person: Person, answer_id: int, at: At, text: str, *, more: bool = False
) -> Put:
    """Give the draft the words that were asked for; earlier words stay as an earlier version.
    `more`: they stand below those that are there."""
    answer = editable(work, person, answer_id)
    if not isinstance(answer, Answer):
        return answer
    if at == "text" and more and not wording.unusable(text):
        text = below(work, answer, text)
    if at in ("verdict", "file"):
        return ask(work, person, answer_id, at)
    if at == "due":
        return _put_due(work, person, answer, text)
    if wording.unusable(text) or wording.units(text) > LONGEST[at]:
        return Unusable(answer, at, wording.units(text), LONGEST[at])
    change(work, answer, **{at: text})
    return go_on(work, person, answer.id)


def put_file(
    work: Work,
    person: Person,
    answer_id: int,
    at: At,
    file: Attachment | None,
    text: str,
    *,
    more: bool = False,
) -> Attached | FileRefused | Next:
    """A file or a picture came, maybe with the words that were asked for below it."""
    answer = editable(work, person, answer_id)
    if not isinstance(answer, Answer):
        return answer
    why = attachments.refusal(file)
    if file is None or why is not None:
        then = put(work, person, answer_id, at, text, more=more) if text else None
        return FileRefused(answer, at, why or NotTaken(), then)
    change(work, answer, attachment=attachments.kept(file))
    if not text or at == "file":
        return Attached(file, go_on(work, person, answer_id))
    return Attached(file, put(work, person, answer_id, at, text, more=more))


def take_off(work: Work, person: Person, answer_id: int, version: int) -> Next:
    """The answer goes without a file."""
    answer = editable(work, person, answer_id)
    if not isinstance(answer, Answer):
        return answer
    if version != answer.version:
        return DraftChanged(answer)
    change(work, answer, attachment={})
    return go_on(work, person, answer_id)


def choose(work: Work, person: Person, answer_id: int, version: int, verdict: str) -> Next:
    """What becomes of the opinions; the reason for it, or the day of the final answer, is next."""
    answer = editable(work, person, answer_id)
    if not isinstance(answer, Answer):
        return answer
    if version != answer.version or verdict not in VERDICTS:
        return DraftChanged(answer)
    words = rows.words(work.session, answer)
    if words is not None and words.verdict != verdict:
        change(work, answer, verdict=verdict, final_due=None)
    return ask(work, person, answer_id, "due" if verdict == INTERIM else "reason")


def below(work: Work, answer: Answer, text: str) -> str:
    """Words behind those that the draft has."""
    words = rows.words(work.session, answer)
    return "\n\n".join(filter(None, (words.text if words else "", text)))


def _put_due(work: Work, person: Person, answer: Answer, text: str) -> Put:
    zone = ZoneInfo(drafts.asked_in(work, answer).timezone)
    read = dates.day(text, work.now, zone)
    if not isinstance(read, date):
        return NoSuchDay(answer, read)
    if read < work.now.astimezone(zone).date():
        return NoSuchDay(answer, None, read)
    change(work, answer, final_due=read)
    return go_on(work, person, answer.id)


def ask(work: Work, person: Person, answer_id: int, at: At) -> Next:
    """The question of a step, with what is known."""
    answer = editable(work, person, answer_id)
    if not isinstance(answer, Answer):
        return answer
    words = rows.words(work.session, answer)
    if at == "text" or words is None:
        return drafts.drafting(work, answer, changing=words is not None and bool(words.text))
    if at == "verdict":
        return Choosing(answer, words.verdict or "", corrects=answer.corrects is not None)
    if at == "due":
        return Asked(answer, at, due=words.final_due)
    if at == "file":
        return Asked(answer, at, file=attachments.found(words.attachment))
    return Asked(answer, at, words.reason if at == "reason" else words.changes)


def after(work: Work, person: Person, answer_id: int, at: At) -> Next:
    """What this step holds is kept as it is: on to the next."""
    answer = editable(work, person, answer_id)
    if not isinstance(answer, Answer):
        return answer
    if at == "text":
        return ask(work, person, answer_id, "verdict")
    words = rows.words(work.session, answer)
    if at == "verdict" and words is not None:
        return ask(work, person, answer_id, "due" if words.verdict == INTERIM else "reason")
    if at in ("reason", "due") and answer.corrects is not None:
        return ask(work, person, answer_id, "changes")
    return go_on(work, person, answer_id)


def go_on(work: Work, person: Person, answer_id: int) -> Next:
    """The first question that has no answer; with all answered, the preview."""
    answer = editable(work, person, answer_id)
    if not isinstance(answer, Answer):
        return answer
    missing = drafts.first_missing(answer, rows.words(work.session, answer))
    if missing is not None:
        return ask(work, person, answer_id, missing)
    return sendings.preview(work, person, answer_id)


def editable(work: Work, person: Person, answer_id: int) -> Answer | DraftChanged | NotYours:
    """One's own draft, as long as it is one."""
    answer = drafts.own(work, person, answer_id)
    if answer is None:
        return NotYours()
    return answer if answer.state == "draft" else DraftChanged(answer)


def change(work: Work, answer: Answer, **changed: Any) -> None:
    """What was whole stays as an earlier version; a second look at it is over."""
    words = rows.words(work.session, answer)
    if words is not None and drafts.first_missing(answer, words) is not None:
        words.sqlmodel_update({**changed, "at": work.now})
        work.session.add(words)
        work.session.flush()
        return
    reviews.void(work, "answer", answer.id)
    kept = words.model_dump() if words else {"text": ""}
    new = {"version": answer.version + 1, "at": work.now, "written_by": answer.written_by}
    rows.add_version(work.session, answer, {**kept, **changed, **new})
