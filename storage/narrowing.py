"""Queries about a part of what was said: of a time, by people who came one way, or of one side."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from storage.models import Membership, Opinion, Participation
from storage.opinions import HAS_WORDS, SHOWN
from storage.partners import Counted
from storage.stances import CITIZEN

INVITED = col(Participation.partner_id).is_not(None)
UNSAID = "unsaid"


@dataclass(frozen=True)
class Part:
    """Opinions written `since`, or numbered `after`; or those of citizens who came by `channel`
    ("" for none), or whose stance it is: `for`, `against` or `unsaid`."""

    since: datetime | None = None
    after: int | None = None
    channel: str | None = None
    stance: str | None = None


def by_topic(session: Session, run_id: int, part: Part) -> dict[tuple[int | None, bool], Counted]:
    """(topic id, whether by invited groups) -> (people, opinions) of what is shown of the part;
    no topic is what stands on its own."""
    query = (
        select(
            Membership.topic_id,
            INVITED,
            func.count(func.distinct(Opinion.participation_id)),
            func.count(),
        )
        .join(Opinion, col(Opinion.id) == Membership.opinion_id)
        .join(Participation, col(Participation.id) == Opinion.participation_id)
        .where(*_in(run_id, part))
        .group_by(col(Membership.topic_id), INVITED)
    )
    return {
        (topic, bool(invited)): (people, opinions)
        for topic, invited, people, opinions in session.exec(query)
    }


def everybody(session: Session, run_id: int, part: Part) -> dict[bool, Counted]:
    """The same of the whole part, each person once."""
    query = (
        select(INVITED, func.count(func.distinct(Opinion.participation_id)), func.count())
        .join(Opinion, col(Opinion.participation_id) == Participation.id)
        .join(Membership, col(Membership.opinion_id) == Opinion.id)
        .where(*_in(run_id, part))
        .group_by(INVITED)
    )
    return {bool(invited): (people, opinions) for invited, people, opinions in session.exec(query)}


def words(
    session: Session, run_id: int, topic_id: int | None, part: Part, *, offset: int, limit: int
) -> list[Opinion]:
    """Shown opinions of the part in a topic, by id; `offset` and `limit` turn pages."""
    query = (
        select(Opinion)
        .join(Membership, col(Membership.opinion_id) == Opinion.id)
        .join(Participation, col(Participation.id) == Opinion.participation_id)
        .where(*_in(run_id, part), Membership.topic_id == topic_id, HAS_WORDS)
        .order_by(col(Membership.opinion_id))
    )
    return list(session.exec(query.offset(offset or None).limit(limit)).all())


def _in(run_id: int, part: Part) -> list[Any]:
    return [Membership.run_id == run_id, Opinion.state == SHOWN, *_of(part)]


def _of(part: Part) -> list[Any]:
    if part.since is not None:
        return [col(Opinion.written_at) >= part.since]
    if part.after is not None:
        return [col(Opinion.id) > part.after]
    if part.channel is not None:
        return [CITIZEN, func.coalesce(col(Participation.channel), "") == part.channel]
    said = None if part.stance == UNSAID else part.stance
    return [CITIZEN, Participation.stance == said]
