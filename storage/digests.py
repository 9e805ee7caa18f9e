"""Queries about briefings that officials get regularly."""

from datetime import datetime

from sqlmodel import Session, col, select

from storage.models import Digest


def of(session: Session, contact_id: int) -> Digest | None:
    return session.get(Digest, contact_id)


def due(session: Session, now: datetime) -> list[Digest]:
    query = select(Digest).where(Digest.next_at <= now).order_by(col(Digest.contact_id))
    return list(session.exec(query.with_for_update(skip_locked=True)).all())
