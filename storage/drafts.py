"""Queries about consultations that are being written."""

from sqlmodel import Session, col, select

from storage.models import Agency, ConsultationDraft


def by_id(session: Session, draft_id: int) -> ConsultationDraft | None:
    return session.get(ConsultationDraft, draft_id)


def of(session: Session, contact_id: int, agency_id: int) -> ConsultationDraft | None:
    """The one draft a person has at an agency."""
    query = select(ConsultationDraft).where(
        ConsultationDraft.contact_id == contact_id, ConsultationDraft.agency_id == agency_id
    )
    return session.exec(query).first()


def agencies(session: Session, ids: set[int]) -> list[Agency]:
    """These agencies, by name."""
    query = select(Agency).where(col(Agency.id).in_(ids)).order_by(col(Agency.name))
    return list(session.exec(query).all())
