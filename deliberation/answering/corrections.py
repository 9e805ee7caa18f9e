"""An answer that went out is put right: by a further one, which says what changed and goes to those
who got the first."""

from deliberation.answering import answers, drafts
from deliberation.answering.drafts import Begun, Drafting
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.work import Work
from storage import answers as rows
from storage import audiences
from storage.models import Answer


def begin(work: Work, person: Person, answer_id: int) -> Begun:
    """Begin a correction with all that the answer says now, or go on with one's own."""
    answer = first(work, answer_id)
    if answer is None or answer.state not in audiences.GIVEN:
        return NotYours()
    same = answer.model_dump(include={*rows.AIM, "run_id", "topic_name"})
    begun = drafts.begin(work, person, Answer(**{**same, "corrects": answer.id}))
    if not isinstance(begun, Drafting) or begun.answer.version:
        return begun
    words, _ = answers.stands(work, answer)
    if words is not None:
        new = {"version": 1, "changes": "", "at": work.now, "written_by": begun.answer.written_by}
        rows.add_version(work.session, begun.answer, {**words.model_dump(), **new})
    return drafts.drafting(work, begun.answer, changing=True)


def first(work: Work, answer_id: int) -> Answer | None:
    """The answer itself, or the one it corrects."""
    answer = rows.by_id(work.session, answer_id)
    corrected = answer.corrects if answer else None
    return rows.by_id(work.session, corrected) if corrected else answer
