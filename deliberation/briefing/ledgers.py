"""The ledger of a consultation: every opinion by its number, and what became of it."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from deliberation.answering import answers as given_answers
from deliberation.answering import attachments
from deliberation.briefing.reported import AnswerReport, Entry, latest
from deliberation.work import Work
from storage import reports as rows
from storage import topics
from storage.models import Answer, AnswerVersion, Consultation

ByKey = Mapping[int, AnswerReport]
NO_RUN = 0


def answers(work: Work, asked: Consultation, departments: Mapping[int, str]) -> ByKey:
    """What was answered, by key and the oldest first; `departments` by topic."""
    given = rows.answers(work.session, asked.id)
    numbers = {answer.id: answer.number or 0 for answer, _ in given}
    return {
        answer.id: _answer(
            work,
            answer,
            words,
            number=answer.number or numbers.get(answer.corrects or 0, 0),
            department=departments.get(answer.topic_id or 0, asked.department),
        )
        for answer, words in given
    }


def _answer(
    work: Work, answer: Answer, words: AnswerVersion, *, number: int, department: str
) -> AnswerReport:
    said = given_answers.shares(work, answer)
    return AnswerReport(
        answer.id,
        number,
        answer.aim,
        answer.corrects is not None,
        answer.topic_name if answer.topic_id else "",
        words.verdict or "",
        words.text,
        attachments.found(words.attachment),
        words.reason,
        words.changes or "",
        department,
        answer.confirmed_at,
        words.final_due,
        answer.people,
        said.yes,
        said.no,
    )


def outcomes(work: Work, asked: Consultation, given: ByKey) -> ByKey:
    """By opinion, the answer that counts for it. Words that are shown no more count for nothing."""
    found: dict[int, AnswerReport] = {}
    shown = topics.shown_ids(work.session, asked.id)
    for answer_id, opinions in rows.answered(work.session, asked.id):
        for each in shown.intersection(opinions):
            before = [found[each]] if each in found else []
            found[each] = latest([given[answer_id], *before])
    return found


def ledger(
    work: Work, asked: Consultation, run_id: int | None, names: Mapping[int, str], came_of: ByKey
) -> tuple[Entry, ...]:
    """All that is shown, by number. `names` are those of the run's topics, `came_of` is
    what `outcomes` found."""
    zone = ZoneInfo(asked.timezone)
    return tuple(
        Entry(
            each.id,
            _day(each.written_at, zone),
            each.text,
            "topic" if each.topic_id else "alone" if each.in_run else "new",
            names.get(each.topic_id or 0, ""),
            each.invited,
            each.partner or "",
            each.quotable,
            came_of.get(each.id),
        )
        for each in rows.written(work.session, asked.id, run_id or NO_RUN)
    )


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
