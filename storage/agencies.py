"""Queries over every agency and consultation, for those who keep the bot."""

from sqlmodel import Session, col, select

from storage.models import Agency, Consultation


def by_slug(session: Session, slug: str) -> Agency | None:
    return session.exec(select(Agency).where(Agency.slug == slug)).first()


def every(session: Session) -> list[Agency]:
    """All agencies there are, by number."""
    return list(session.exec(select(Agency).order_by(col(Agency.id))).all())


def is_any(session: Session) -> bool:
    return session.exec(select(Agency.id).limit(1)).first() is not None


def consultations(session: Session) -> list[tuple[Consultation, Agency]]:
    """All consultations with their agency, the newest first."""
    query = (
        select(Consultation, Agency)
        .join(Agency, col(Agency.id) == Consultation.agency_id)
        .order_by(col(Consultation.id).desc())
    )
    return list(session.exec(query).all())
