"""What becomes of a consultation by itself on its way to the end: a reminder before it closes, that
all is answered, and that the time for answers is over."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from deliberation.asking import rounds
from deliberation.asking.consultations import record
from deliberation.grouping import analysis
from deliberation.work import Work
from storage import endings, topics
from storage.models import AnalysisRun, Consultation

REMIND = timedelta(days=3)


def remind(work: Work) -> int:
    """Three days before the end, once for each end there is, whoever wants notices is told. Who
    came to one that is open no longer than that needs no reminder."""
    soon = endings.closing_between(work.session, work.now, work.now + REMIND)
    due = [each for each in soon if _is_to_be_reminded_of(each)]
    for consultation in due:
        closes = consultation.closes_at.isoformat()
        consultation.settings = {**consultation.settings, "reminded": closes}
        done = record(work, consultation, "reminded", "clock", closes=closes)
        rounds.begin(work, consultation, "closing_soon", done)
    return len(due)


def _is_to_be_reminded_of(consultation: Consultation) -> bool:
    closes = consultation.closes_at
    told = consultation.settings.get("reminded") == closes.isoformat()
    return not told and closes - consultation.opens_at > REMIND


def end(work: Work) -> int:
    """What is closed is answered when every topic is, and over when its time is."""
    ended = 0
    for consultation in endings.in_states(work.session, "closed", "answered"):
        if over_at(work, consultation) <= work.now:
            _archive(work, consultation)
            ended += 1
        elif consultation.state == "closed" and _is_answered(work, consultation):
            consultation.state, consultation.answered_at = "answered", work.now
            record(work, consultation, "answered", "clock")
            ended += 1
    return ended


def over_at(work: Work, consultation: Consultation) -> datetime:
    """When its time for answers is over: with the day that was promised, or some time after the
    end where none was."""
    if consultation.answer_due is not None:
        day_after = consultation.answer_due + timedelta(days=1)
        there = ZoneInfo(consultation.timezone)
        return datetime.combine(day_after, time(), there).astimezone(UTC)
    return (consultation.closed_at or consultation.closes_at) + work.rules.answers_for


def _archive(work: Work, consultation: Consultation) -> None:
    consultation.state, consultation.archived_at = "archived", work.now
    done = record(work, consultation, "archived", "clock")
    rounds.begin(work, consultation, "unanswered", done)


def _is_answered(work: Work, consultation: Consultation) -> bool:
    """Whether every topic has its final answer. Words no analysis has seen are looked at first."""
    run = topics.last_run(work.session, consultation.id)
    if run is None or not _all_have_answers(work, consultation, run):
        return False
    if consultation.erasing_at or not topics.newer(work.session, consultation.id, run.id):
        return topics.run_under_way(work.session, consultation.id) is None
    analysis.ask(work, consultation.id, None)
    return False


def _all_have_answers(work: Work, consultation: Consultation, run: AnalysisRun) -> bool:
    spoken = {row.topic_id for row in topics.topics_of(work.session, run.id) if row.size}
    if not spoken:
        return False
    answered = endings.finally_answered(work.session, consultation.id)
    return spoken <= answered or endings.answers_everyone(work.session, consultation.id)
