"""Queries about small voices: few who say something rare, beside the topics."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from storage.models import AnalysisRun, Opinion, SmallVoice
from storage.opinions import SHOWN


def of_run(session: Session, run_id: int) -> list[SmallVoice]:
    """As the run found them, the most surprising first."""
    query = select(SmallVoice).where(SmallVoice.run_id == run_id).order_by(col(SmallVoice.position))
    return list(session.exec(query).all())


def shown_words(session: Session, run: AnalysisRun, opinions: Collection[int]) -> list[Opinion]:
    """Those of the opinions that are shown now in the run's consultation, by id."""
    query = (
        select(Opinion)
        .where(
            col(Opinion.id).in_(opinions),
            Opinion.consultation_id == run.consultation_id,
            Opinion.state == SHOWN,
        )
        .order_by(col(Opinion.id))
    )
    return list(session.exec(query).all())
