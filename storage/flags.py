"""Queries about flags: who asked to look at which words, what waits, and what was decided."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from storage.models import Consultation, Flag, Handling, LogRow, Opinion, Participation, Role

LOOKED_AT = ("received", "held", "hidden")
"""States of words a moderator decides on. What was taken back waits for its author alone."""


@dataclass(frozen=True)
class Waiting:
    """Words that wait for a moderator, since their first flag that is open. `by` wrote them;
    `taken_by` has them on
    a card until `taken_until`; `passed` on to the administrators; `proposed_by` wants them hidden,
    and a second person has to agree."""

    opinion_id: int
    agency_id: int
    consultation_id: int
    state: str
    since: datetime
    by: int | None = None
    taken_by: int | None = None
    taken_until: datetime | None = None
    passed: bool = False
    proposed_by: int | None = None


def of_person(session: Session, opinion_id: int, flagged_by: str) -> Flag | None:
    """The flag of this person, who is named by a pseudonym."""
    query = select(Flag).where(Flag.opinion_id == opinion_id, Flag.flagged_by == flagged_by)
    return session.exec(query).first()


def by_source(session: Session, opinion_id: int, source: str) -> list[Flag]:
    """The flags of an opinion that come from citizens, moderators, its author or a machine."""
    query = select(Flag).where(Flag.opinion_id == opinion_id, Flag.source == source)
    return list(session.exec(query.order_by(col(Flag.id))).all())


def latest_of(session: Session, flagged_by: str, most: int) -> list[datetime]:
    """When this person raised their latest flags, the newest first."""
    query = select(Flag.at).where(Flag.flagged_by == flagged_by).order_by(col(Flag.at).desc())
    return list(session.exec(query.limit(most)).all())


def open_reasons(session: Session, opinion_ids: Collection[int]) -> Counter[tuple[str, str]]:
    """(source, reason) -> how many people's open flags on any of these give it."""
    people = func.count(func.distinct(Flag.flagged_by))
    query = (
        select(Flag.source, Flag.reason, people)
        .where(col(Flag.opinion_id).in_(opinion_ids), Flag.state == "open")
        .group_by(col(Flag.source), col(Flag.reason))
    )
    return Counter({(source, reason): count for source, reason, count in session.exec(query)})


def waiting(session: Session, agency_ids: Collection[int]) -> list[Waiting]:
    """What waits in these agencies, the longest first."""
    first = (
        select(Flag.opinion_id, func.min(Flag.at).label("since"))
        .where(Flag.state == "open")
        .group_by(col(Flag.opinion_id))
        .subquery()
    )
    tables = Opinion.metadata.tables
    opinion, handling = tables["opinion"].c, tables["handling"].c
    query = (
        columns(
            opinion.id,
            tables["consultation"].c.agency_id,
            opinion.consultation_id,
            opinion.state,
            first.c.since,
            tables["participation"].c.contact_id,
            handling.taken_by,
            handling.taken_until,
            handling.passed_at.is_not(None),
            handling.proposed_by,
        )
        .join(first, first.c.opinion_id == Opinion.id)
        .join(Consultation, col(Consultation.id) == Opinion.consultation_id)
        .join(Participation, col(Participation.id) == Opinion.participation_id)
        .join(Handling, col(Handling.opinion_id) == Opinion.id, isouter=True)
        .where(col(Consultation.agency_id).in_(agency_ids), col(Opinion.state).in_(LOOKED_AT))
        .order_by(first.c.since, col(Opinion.id))
    )
    return [Waiting(*row) for row in session.connection().execute(query)]


def decide(session: Session, opinion_ids: Collection[int], state: str, now: datetime) -> int:
    """End the open flags of these opinions; how many there were."""
    ended = (
        update(Flag)
        .where(col(Flag.opinion_id).in_(opinion_ids), col(Flag.state) == "open")
        .values(state=state, decided_at=now)
    )
    return session.exec(ended).rowcount


def reopen(session: Session, opinion_ids: Collection[int], state: str, decided_at: datetime) -> int:
    """The flags on these opinions that came to this state at this moment wait again; how many
    there are."""
    opened = (
        update(Flag)
        .where(
            col(Flag.opinion_id).in_(opinion_ids),
            col(Flag.state) == state,
            col(Flag.decided_at) == decided_at,
        )
        .values(state="open", decided_at=None)
    )
    return session.exec(opened).rowcount


def last_decided(session: Session, agency_ids: Collection[int]) -> datetime | None:
    """When the latest flag in these agencies was decided."""
    query = (
        select(Flag.decided_at)
        .join(Opinion, col(Opinion.id) == Flag.opinion_id)
        .join(Consultation, col(Consultation.id) == Opinion.consultation_id)
        .where(col(Consultation.agency_id).in_(agency_ids), col(Flag.decided_at).is_not(None))
        .order_by(col(Flag.decided_at).desc())
        .limit(1)
    )
    return session.exec(query).first()


def decisions(session: Session, opinion_id: int) -> list[LogRow]:
    """What was decided about an opinion, the latest last."""
    query = (
        select(LogRow)
        .where(
            LogRow.subject == f"opinion:{opinion_id}",
            col(LogRow.action).startswith("opinion."),
        )
        .order_by(col(LogRow.id))
    )
    return list(session.exec(query).all())


def decisions_on(session: Session, opinion_ids: Collection[int]) -> list[LogRow]:
    """The same of several opinions at once."""
    query = (
        select(LogRow)
        .where(
            col(LogRow.subject).in_([f"opinion:{each}" for each in opinion_ids]),
            col(LogRow.action).startswith("opinion."),
        )
        .order_by(col(LogRow.id))
    )
    return list(session.exec(query).all())


def appealed(session: Session, opinion_ids: Collection[int]) -> set[int]:
    """Those of these opinions whose author waits for a second look."""
    query = select(Flag.opinion_id).where(
        col(Flag.opinion_id).in_(opinion_ids), Flag.flagged_by == "appeal", Flag.state == "open"
    )
    return set(session.exec(query))


def drop(session: Session, opinion_ids: Collection[int], flagged_by: str) -> None:
    """This flag was never raised on any of these."""
    theirs = col(Flag.opinion_id).in_(opinion_ids), col(Flag.flagged_by) == flagged_by
    session.exec(delete(Flag).where(*theirs))


def was_kept(session: Session, opinion_id: int, version: int, reason: str) -> bool:
    """Whether a moderator kept an opinion's words as of this version in spite of this reason."""
    query = select(Flag.id).where(
        Flag.opinion_id == opinion_id,
        Flag.version == version,
        Flag.reason == reason,
        Flag.state == "kept",
    )
    return session.exec(query.limit(1)).first() is not None


def decided_counts(session: Session, opinion_ids: Collection[int]) -> Counter[int]:
    """Opinion -> how often it was decided about."""
    subjects = {f"opinion:{each}": each for each in opinion_ids}
    query = (
        select(LogRow.subject, func.count())
        .where(col(LogRow.subject).in_(subjects), col(LogRow.action).startswith("opinion."))
        .group_by(col(LogRow.subject))
    )
    return Counter({subjects[subject]: count for subject, count in session.exec(query)})


def decided_words(
    session: Session, consultation_id: int, most: int
) -> list[tuple[str, str, str | None, datetime]]:
    """(words, kept or hidden, the reason, when) of what was decided in a consultation and stands
    as it did then, the latest first."""
    query = (
        select(Opinion.text, Flag.state, Opinion.reason, Flag.decided_at)
        .join(Flag, col(Flag.opinion_id) == Opinion.id)
        .where(
            Opinion.consultation_id == consultation_id,
            col(Flag.state).in_(("kept", "hidden")),
            Flag.version == Opinion.version,
            col(Flag.decided_at).is_not(None),
        )
        .order_by(col(Flag.decided_at).desc(), col(Flag.id).desc())
        .limit(most)
    )
    return [(text, state, reason, at) for text, state, reason, at in session.exec(query) if at]


def done_at_once(session: Session, row: LogRow) -> list[LogRow]:
    """What one person decided in the same moment and the same way as this."""
    query = select(LogRow).where(
        LogRow.actor == row.actor, LogRow.at == row.at, LogRow.action == row.action
    )
    return list(session.exec(query.order_by(col(LogRow.id))).all())


def has_role(session: Session, agency_id: int, roles: Collection[str], contact_id: int) -> bool:
    """Whether this person has one of these roles at the agency."""
    query = select(Role.id).where(
        Role.agency_id == agency_id, col(Role.role).in_(roles), Role.contact_id == contact_id
    )
    return session.exec(query.limit(1)).first() is not None


def has_other(session: Session, agency_id: int, roles: Collection[str], contact_id: int) -> bool:
    """Whether anybody else has one of these roles at the agency."""
    query = select(Role.id).where(
        Role.agency_id == agency_id, col(Role.role).in_(roles), Role.contact_id != contact_id
    )
    return session.exec(query.limit(1)).first() is not None
