"""Queries about consultations and the record of what was done."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from storage.keys import Keys
from storage.models import Agency, Consultation, LogRow

_LOCK_LOG = text("LOCK TABLE log IN SHARE ROW EXCLUSIVE MODE")


def by_slug(session: Session, slug: str) -> Consultation | None:
    return session.exec(select(Consultation).where(Consultation.slug == slug)).first()


def by_id(session: Session, consultation_id: int) -> Consultation | None:
    return session.get(Consultation, consultation_id)


def has_lost_words(session: Session, consultation_id: int) -> bool:
    """Whether what was said there is erased, or being erased, because its time is over."""
    found = by_id(session, consultation_id)
    return found is not None and found.erasing_at is not None


def hold(session: Session, consultation_id: int) -> None:
    """Others who hold the same consultation wait until this transaction is over. (On SQLite all
    writers wait for each other anyway.)"""
    query = select(Consultation.id).where(Consultation.id == consultation_id).with_for_update()
    session.exec(query).one()


def open_now(session: Session, now: datetime) -> list[tuple[Consultation, str]]:
    """Open consultations with their agency's name, the one that closes first first."""
    query = (
        select(Consultation, Agency.name)
        .join(Agency, col(Agency.id) == Consultation.agency_id)
        .where(
            Consultation.state == "open",
            Consultation.opens_at <= now,
            Consultation.closes_at > now,
        )
        .order_by(col(Consultation.closes_at), col(Consultation.id))
    )
    return list(session.exec(query).all())


def of_agencies(session: Session, agency_ids: set[int]) -> list[Consultation]:
    """What these agencies put to citizens, the newest first."""
    query = (
        select(Consultation)
        .where(col(Consultation.agency_id).in_(agency_ids), Consultation.state != "draft")
        .order_by(col(Consultation.id).desc())
    )
    return list(session.exec(query).all())


def to_open(session: Session, now: datetime) -> list[Consultation]:
    query = select(Consultation).where(
        Consultation.state == "scheduled", Consultation.opens_at <= now
    )
    return list(session.exec(query.with_for_update()).all())


def to_close(session: Session, now: datetime) -> list[Consultation]:
    query = select(Consultation).where(Consultation.state == "open", Consultation.closes_at <= now)
    return list(session.exec(query.with_for_update()).all())


def held(session: Session, consultation_id: int) -> Consultation | None:
    """The consultation as it stands now, to be changed: others wait, as for `hold`."""
    query = select(Consultation).where(Consultation.id == consultation_id).with_for_update()
    return session.exec(query, execution_options={"populate_existing": True}).first()


def record(
    session: Session,
    keys: Keys,
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    agency_id: int | None = None,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> LogRow:
    """Add a sealed row to the log."""
    row = LogRow(
        agency_id=agency_id,
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        reason=reason,
        details=details or {},
        seal=b"",
    )
    record_all(session, keys, [row])
    return row


def record_all(session: Session, keys: Keys, rows: Sequence[LogRow]) -> None:
    """Seal these rows in their order, and add them to the log. One who does this at a time: each
    seal covers the one before."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyway
        session.connection().execute(_LOCK_LOG)
    last = session.exec(select(LogRow.seal).order_by(col(LogRow.id).desc()).limit(1)).first()
    before = last or b""
    for row in rows:
        row.details = json.loads(json.dumps(row.details))  # sealed as it will be read
        row.seal = before = keys.seal_of(before, sealed_words(row))
    session.add_all(rows)
    session.flush()


def sealed_words(row: LogRow) -> dict[str, Any]:
    """The part of a log row that its seal covers."""
    return {
        "agency": row.agency_id,
        "at": row.at.isoformat(),
        "actor": row.actor,
        "action": row.action,
        "subject": row.subject,
        "reason": row.reason,
        "details": row.details,
    }


def log_row(session: Session, log_id: int) -> LogRow | None:
    return session.get(LogRow, log_id)


def log(session: Session) -> list[LogRow]:
    return list(session.exec(select(LogRow).order_by(col(LogRow.id))).all())
