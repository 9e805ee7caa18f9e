"""Words that are hidden or shown again: everywhere, and at once. What that does to topics and
counts is worked out once for many copies, not for each of them."""

from collections import defaultdict
from collections.abc import Sequence

from deliberation.grouping import analysis, counts
from deliberation.moderating import uncovering
from deliberation.work import Work
from storage import opinions as rows
from storage import topics
from storage.models import AnalysisRun, Opinion


def turn(work: Work, opinions: Sequence[Opinion], state: str, reason: str) -> None:
    """Hide words, or show them again: all of one consultation, and in one state until now. What was
    covered in them before they were hidden is covered still."""
    if not opinions:
        return
    hidden, was = state == "hidden", opinions[0].state
    covered = uncovering.reasons(work, opinions) if was == "hidden" else {}
    for each in opinions:
        each.state_before, each.state = (was if hidden else None), state
        each.reason = (reason if hidden else covered.get(each.id)) or None
    work.session.add_all(opinions)
    if was == rows.SHOWN:
        counts.went(work, *opinions)
    elif state == rows.SHOWN:
        counts.came(work, *opinions)
    if hidden:
        name_anew(work, opinions, [each.text for each in opinions])


def name_anew(work: Work, opinions: Sequence[Opinion], gone: Sequence[str]) -> None:
    """Have topics made anew where one has its name from these words alone, which are read no more;
    `gone`: of each opinion, which of its words."""
    consultation_id = opinions[0].consultation_id
    run = topics.last_run(work.session, consultation_id)
    if run is None:
        return
    places = topics.places_of(work.session, run.id, [each.id for each in opinions])
    by_topic: dict[int, list[str]] = defaultdict(list)
    for each, words in zip(opinions, gone, strict=True):
        place = places.get(each.id)
        if place is not None and place.topic_id is not None:
            by_topic[place.topic_id].append(words)
    if any(_was_named_by(work, run, topic_id, words) for topic_id, words in by_topic.items()):
        analysis.ask(work, consultation_id, None)


def _was_named_by(work: Work, run: AnalysisRun, topic_id: int, gone: Sequence[str]) -> bool:
    """Whether the topic has one of its keywords from these words alone."""
    row = topics.row(work.session, run.id, topic_id)
    keywords = row.keywords if row else []
    theirs = [word for word in keywords if any(word in words for words in gone)]
    return any(not topics.says(work.session, run.id, topic_id, word) for word in theirs)
