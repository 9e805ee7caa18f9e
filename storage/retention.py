"""Queries about words whose time is over: what would go, and statements that let it go.

An opinion's row stays, as a count: without words, without an hour of its own, and of somebody
nobody can find any more. So every number that is told stays what it was.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, null, or_, update
from sqlmodel import Session, col, func, select

from storage import finding
from storage.database import leave_no_trace
from storage.erasing import HANG_ON_OPINIONS
from storage.models import (
    AnalysisRun,
    Answer,
    Audience,
    Consent,
    Consultation,
    Contact,
    Family,
    Likeness,
    Measure,
    Membership,
    Opinion,
    Outbox,
    Participation,
    Picture,
    RunTopic,
    SmallVoice,
    Topic,
)

ENDED = ("closed", "answered", "archived")
NAMELESS = "…"
"""What a topic is called whose name was made of the words of a few."""
ROUNDS = ("thanks", "extended", "closing_soon", "question_changed", "unanswered", "announced")
"""What everybody who takes part is told; the name of each in the outbox ends with who it is."""
TOLD_PEOPLE = (*ROUNDS, "opened", "moderated", "promise")
"""Notices whose names hold keys of rows of those who take part."""
GO_WITH_RUNS = (Membership, Family)
"""Of what hangs on opinions: the first stays as a place, the second goes with its run."""


@dataclass(frozen=True)
class Kept:
    """What there still is of a consultation that points at people."""

    people: int
    opinions: int
    accounts: int
    pictures: int


def ended(session: Session) -> list[Consultation]:
    """The consultations that are over and whose words are not all gone, the oldest first."""
    query = select(Consultation).where(
        col(Consultation.state).in_(ENDED), col(Consultation.erased_at).is_(None)
    )
    return list(session.exec(query.order_by(col(Consultation.id))).all())


def erased(session: Session) -> list[Consultation]:
    """Those whose words are gone, or going, the latest first."""
    query = select(Consultation).where(col(Consultation.erasing_at).is_not(None))
    return list(session.exec(query.order_by(col(Consultation.erasing_at).desc())).all())


def kept(session: Session, consultation_id: int) -> Kept:
    """How much would go."""
    here = col(Participation.consultation_id) == consultation_id
    said = Opinion.consultation_id == consultation_id, Opinion.text != ""
    drawn = (
        select(func.count())
        .select_from(Picture)
        .where(col(Picture.run_id).in_(_runs(consultation_id)))
    )
    return Kept(
        session.exec(select(func.count()).select_from(Participation).where(here)).one(),
        session.exec(select(func.count()).select_from(Opinion).where(*said)).one(),
        session.exec(select(func.count(col(Participation.contact_id))).where(here)).one(),
        session.exec(drawn).one(),
    )


def _runs(consultation_id: int) -> Any:
    return select(AnalysisRun.id).where(AnalysisRun.consultation_id == consultation_id)


def is_sending(session: Session, consultation_id: int) -> bool:
    """Whether an answer is going out to its people."""
    query = select(Answer.id).where(
        Answer.consultation_id == consultation_id, Answer.state == "sending"
    )
    return session.exec(query.limit(1)).first() is not None


def next_people(
    session: Session, consultation_id: int, after: int, most: int
) -> list[Participation]:
    """The next of those who took part, by number, to be changed."""
    query = (
        select(Participation)
        .where(Participation.consultation_id == consultation_id, col(Participation.id) > after)
        .order_by(col(Participation.id))
        .limit(most)
        .with_for_update()
    )
    return list(session.exec(query).all())


def end_waiting_runs(session: Session, consultation_id: int) -> None:
    """No analysis of words that go."""
    waiting = update(AnalysisRun).where(
        col(AnalysisRun.consultation_id) == consultation_id, col(AnalysisRun.state) == "asked"
    )
    session.exec(waiting.values(state="failed", error="words are erased"))


def leave_runs(session: Session, consultation_id: int, few: int) -> None:
    """Of analyses stay the counts and what `few` people or more said: no quote, no small voice, no
    part of a topic, no picture, and no name made of fewer people's words."""
    runs = _runs(consultation_id)
    for table in (SmallVoice, Family, Picture):
        session.exec(delete(table).where(col(table.run_id).in_(runs)))
    for row in session.exec(select(RunTopic).where(col(RunTopic.run_id).in_(runs))).all():
        row.quotes, row.edge, row.parts = [], None, []
        topic = session.get_one(Topic, row.topic_id)
        if row.people < few and topic.given_name is None:
            row.name, row.keywords, row.reasons = NAMELESS, [], []
        session.add(row)
    session.flush()
    _leave_names(session, consultation_id)


def _leave_names(session: Session, consultation_id: int) -> None:
    """A topic is called as the last analysis that had it calls it now."""
    for topic in session.exec(select(Topic).where(Topic.consultation_id == consultation_id)).all():
        last = select(RunTopic.name).where(RunTopic.topic_id == topic.id)
        name = session.exec(last.order_by(col(RunTopic.run_id).desc()).limit(1)).first()
        if name in (None, NAMELESS) and topic.given_name is None:
            topic.name = NAMELESS
            session.add(topic)


def erase_words(session: Session, opinions: Sequence[Opinion], at: datetime, now: datetime) -> None:
    """The words of these opinions go with all that hangs on them; what stays is that there was one,
    where it lay, and what was decided about it. Its hours are `at`."""
    leave_no_trace(session)
    finding.erased(session, now)
    ids = [opinion.id for opinion in opinions]
    for table in HANG_ON_OPINIONS:
        if table not in GO_WITH_RUNS:
            session.exec(delete(table).where(col(table.opinion_id).in_(ids)))
    session.exec(delete(Likeness).where(col(Likeness.other_id).in_(ids)))
    lay = update(Membership).where(col(Membership.opinion_id).in_(ids))
    session.exec(lay.values(x=None, y=None, family=None, part=None))
    led_to = update(Measure).where(col(Measure.opinion_id).in_(ids))
    session.exec(led_to.values(opinion_id=None))
    for opinion in opinions:
        _empty(opinion, at)
        session.add(opinion)


def _empty(opinion: Opinion, at: datetime) -> None:
    opinion.text, opinion.source = "", f"gone:{secrets.token_hex(16)}"
    opinion.state = "erased" if opinion.state == "withdrawn" else opinion.state
    opinion.state_before, opinion.erase_at, opinion.version = None, None, 1
    opinion.written_at = opinion.changed_at = at


def part_with(
    session: Session, people: Sequence[Participation], at: datetime, now: datetime
) -> None:
    """These people are nobody's account any more. How they came and which side they are on stays
    with the count; so does what they said of an answer, but no line they wrote to it."""
    ids = [each.id for each in people]
    accounts = [each.contact_id for each in people if each.contact_id is not None]
    _leave_deliveries(session, ids, accounts, now)
    lines = update(Audience).where(col(Audience.participation_id).in_(ids))
    session.exec(lines.values(why="", why_at=None, rated_at=None))
    session.exec(delete(Consent).where(col(Consent.participation_id).in_(ids)))
    here = update(Contact).where(
        col(Contact.id).in_(accounts),
        col(Contact.active_consultation_id).in_({each.consultation_id for each in people}),
    )
    session.exec(here.values(active_consultation_id=None))
    for each in people:
        each.contact_id, each.names_partner = None, None
        each.pseudonym, each.joined_at = secrets.token_hex(16), at
        session.add(each)
    session.flush()


def _leave_deliveries(
    session: Session, ids: Sequence[int], accounts: Sequence[int], now: datetime
) -> None:
    """What was sent still says when and how it ended, but no more to whom, or by its name what
    it was about. What waits will not go out."""
    meant = select(Audience.id).where(col(Audience.participation_id).in_(ids))
    answers = col(Outbox.audience_id).in_(meant)
    mine = col(Outbox.id).in_(_waiting_notices(session, ids, accounts))
    waiting = update(Outbox).where(or_(answers, mine), col(Outbox.state) == "pending")
    session.exec(waiting.values(state="cancelled", ended_at=now))
    bare(session, or_(answers, mine))
    sent = col(Outbox.contact_id).in_(accounts), col(Outbox.ended_at).is_not(None)
    session.exec(
        update(Outbox).where(*sent, _about(TOLD_PEOPLE)).values(dedupe_key=None, message_id=None)
    )


def _waiting_notices(session: Session, ids: Sequence[int], accounts: Sequence[int]) -> list[int]:
    """Notices to these people as those who took part: the name ends with the participation."""
    query = select(Outbox.id, Outbox.dedupe_key).where(
        col(Outbox.contact_id).in_(accounts), col(Outbox.state) == "pending", _about(ROUNDS)
    )
    theirs = {str(each) for each in ids}
    found = session.exec(query).all()
    return [row for row, name in found if str(name).rpartition(":")[2] in theirs]


def _about(what: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(col(Outbox.dedupe_key).startswith(f"{about}:") for about in what))


def bare(session: Session, which: ColumnElement[bool]) -> None:
    """Rows of the outbox name nobody and hold nothing; those on their way are left to arrive."""
    empty: dict[str, Any] = dict.fromkeys(
        ("contact_id", "lane", "address", "dedupe_key", "message_id")
    )
    there = update(Outbox).where(which, col(Outbox.state) != "sending")
    session.exec(there.values(payload=null(), **empty))


def with_opinions_of(session: Session, ids: Collection[int]) -> list[Opinion]:
    """All that these people wrote, whatever became of it."""
    query = select(Opinion).where(col(Opinion.participation_id).in_(ids))
    return list(session.exec(query.order_by(col(Opinion.id)).with_for_update()).all())
