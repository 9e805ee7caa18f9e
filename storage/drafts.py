"""Queries about consultations that are being written."""

from sqlmodel import Session, select

from storage.models import ConsultationDraft


def by_id(session: Session, draft_id: int) -> ConsultationDraft | None:
    return session.get(ConsultationDraft, draft_id)


def of(session: Session, contact_id: int, agency_id: int) -> ConsultationDraft | None:
    """The one draft a person has at an agency."""
    query = select(ConsultationDraft).where(
        ConsultationDraft.contact_id == contact_id, ConsultationDraft.agency_id == agency_id
    )
    return session.exec(query).first()
