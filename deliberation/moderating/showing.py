"""Words that are hidden or shown again: everywhere, and at once."""

from deliberation.grouping import analysis, counts
from deliberation.work import Work
from storage import opinions as rows
from storage import topics
from storage.models import AnalysisRun, Opinion


def turn(work: Work, opinion: Opinion, state: str, reason: str) -> None:
    """Hide words, or show them again: everywhere, and at once."""
    hidden, was = state == "hidden", opinion.state
    opinion.state_before, opinion.state = (was if hidden else None), state
    opinion.reason = reason or None
    work.session.add(opinion)
    if was == rows.SHOWN:
        counts.went(work, opinion)
    elif state == rows.SHOWN:
        counts.came(work, opinion)
    if hidden:
        name_anew(work, opinion, opinion.text)


def name_anew(work: Work, opinion: Opinion, gone: str) -> None:
    """Have topics made anew where one has its name from these words alone, which are read no
    more."""
    run = topics.last_run(work.session, opinion.consultation_id)
    place = topics.place_of(work.session, run.id, opinion.id) if run else None
    if run is None or place is None or place.topic_id is None:
        return
    if _was_named_by(work, run, place.topic_id, gone):
        analysis.ask(work, opinion.consultation_id, None)


def _was_named_by(work: Work, run: AnalysisRun, topic_id: int, hidden: str) -> bool:
    """Whether the topic has one of its keywords from these words alone."""
    row = topics.row(work.session, run.id, topic_id)
    keywords = [word for word in row.keywords if word in hidden] if row else []
    return any(not topics.says(work.session, run.id, topic_id, word) for word in keywords)
