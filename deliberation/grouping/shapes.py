"""A topic as people shape it: where that may be done, by what name, and what holds afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deliberation import log
from deliberation.answering.drafts import MAY_ANSWER
from deliberation.grouping import analysis, counts
from deliberation.grouping.tidied import (
    MergedBefore,
    NameTaken,
    NameTooLong,
    NoName,
    Refusal,
    TopicGone,
    Unusable,
)
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.speaking import wording
from deliberation.work import Work
from storage import answers, consultations, topics
from storage.models import AnalysisRun, Consultation, LogRow, RunTopic, Topic

LONGEST_NAME = 30  # UTF-16 units: it fits a bar of the picture


@dataclass(frozen=True)
class Place:
    """A topic where it may be tidied: in the last run of its consultation."""

    topic: Topic
    consultation: Consultation
    run: AnalysisRun
    row: RunTopic


def found(
    work: Work, person: Person, topic_id: int, roles: Sequence[str] = MAY_ANSWER
) -> Place | Refusal:
    topic = topics.topic(work.session, topic_id)
    asked = consultations.by_id(work.session, topic.consultation_id) if topic else None
    if topic is None or asked is None or asked.agency_id not in person.agencies(*roles):
        return NotYours()
    consultations.hold(work.session, asked.id)  # one acts after the other
    work.session.refresh(topic)
    if topic.state == "merged":
        return MergedBefore(topic, heir(work, topic))
    run = topics.last_run(work.session, asked.id)
    row = topics.row(work.session, run.id, topic.id) if run else None
    if run is None or row is None or asked.erasing_at is not None:
        return TopicGone(topic)
    return Place(topic, asked, run, row)


def heir(work: Work, topic: Topic) -> Topic:
    """The topic it is part of now: joined topics may have been joined again."""
    while topic.merged_into is not None:
        topic = work.session.get_one(Topic, topic.merged_into)
    return topic


def one_line(name: str) -> str:
    return " ".join(name.split())


def unusable(work: Work, place: Place, name: str) -> Unusable | None:
    if wording.unusable(name):
        return NoName()
    if wording.units(name) > LONGEST_NAME:
        return NameTooLong(wording.units(name), LONGEST_NAME)
    other = _called(work, place, name)
    return NameTaken(other) if other is not None else None


def _called(work: Work, place: Place, name: str) -> Topic | None:
    """Another topic of the run with that name, whatever its spaces and signs."""
    for row in topics.topics_of(work.session, place.run.id):
        topic = work.session.get_one(Topic, row.topic_id)
        if topic.id != place.topic.id and wording.same_words(topic.name, name):
            return topic
    return None


def free_name(work: Work, place: Place, name: str) -> str:
    """The sub-topic's name; a number is put to it where another topic is called so."""
    tries = [name, *(f"{name[: LONGEST_NAME - 3]} {n}" for n in range(2, 100))]
    taken = [place.topic.name]
    return next(
        each
        for each in tries
        if _called(work, place, each) is None
        and not any(wording.same_words(each, other) for other in taken)
    )


def hold(work: Work, place: Place, name: str | None = None) -> None:
    """From now on the topic stays as it is; with a name, under that name."""
    if name is not None:
        place.topic.given_name = place.topic.name = place.row.name = name
        work.session.add(place.row)
    place.topic.held_at = work.now
    work.session.add(place.topic)


def close(work: Work, person: Person, place: Place, action: str, details: dict[str, Any]) -> LogRow:
    """Count anew, have whatever was begun from the old topics begun again, and keep the act."""
    work.session.flush()
    counts.recount(work, place.run)
    analysis.put_back(work, place.consultation.id)
    answers.show_drafts_anew(work.session, place.topic.id, work.now)
    return log.keep(
        work,
        person.actor,
        action,
        f"topic:{place.topic.id}",
        agency_id=place.consultation.agency_id,
        details={"run": place.run.id, **details},
    )
