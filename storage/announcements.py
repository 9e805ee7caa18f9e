"""Queries about what agencies tell those who follow a consultation."""

from sqlalchemy import delete
from sqlmodel import Session, col

from storage.models import Announcement


def by_id(session: Session, announcement_id: int) -> Announcement | None:
    return session.get(Announcement, announcement_id)


def held(session: Session, announcement_id: int) -> Announcement | None:
    """The same as it stands now: others who change it wait."""
    return session.get(Announcement, announcement_id, with_for_update=True, populate_existing=True)


def forget_drafts(session: Session, consultation_id: int, contact_id: int) -> None:
    """What this person wrote and did not send."""
    unsent = delete(Announcement).where(
        col(Announcement.consultation_id) == consultation_id,
        col(Announcement.written_by) == contact_id,
        col(Announcement.sent_at).is_(None),
    )
    session.exec(unsent)
