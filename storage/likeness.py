"""What people said when told that others wrote nearly the same."""

from sqlmodel import Session, col, select

from storage.models import Likeness, Opinion


def pairs(session: Session, consultation_id: int) -> list[tuple[int, int, bool]]:
    """(opinion, the other one, whether they mean the same), by opinion."""
    query = (
        select(Likeness.opinion_id, Likeness.other_id, Likeness.same)
        .join(Opinion, col(Opinion.id) == Likeness.opinion_id)
        .where(Opinion.consultation_id == consultation_id)
        .order_by(col(Likeness.opinion_id))
    )
    return list(session.exec(query).all())
