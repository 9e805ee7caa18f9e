"""Queries about breakdowns as they were told last."""

from datetime import datetime

from sqlmodel import Session, col, select

from storage.models import Breakdown

Cells = dict[str, dict[str, int]]
"""What was `told`, and what was `seen` at the last look, by kind."""


def of(session: Session, consultation_id: int) -> dict[str, Cells]:
    """All that were told of a consultation, by name."""
    session.flush()
    query = select(Breakdown).where(Breakdown.consultation_id == consultation_id)
    found = session.exec(
        query.order_by(col(Breakdown.name)), execution_options={"populate_existing": True}
    )
    return {each.name: each.cells for each in found}


def keep(session: Session, consultation_id: int, name: str, cells: Cells, at: datetime) -> None:
    session.merge(Breakdown(consultation_id=consultation_id, name=name, cells=cells, at=at))
