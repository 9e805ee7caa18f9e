"""Which process works at an analysis, until when it is believed, and how far it has come."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from storage.models import AnalysisRun, Checkpoint, Consultation
from storage.presence import is_present
from storage.topics import AT_WORK, run_under_way


def hour(session: Session, now: datetime) -> datetime:
    """By which leases count: of several machines none has the right hour, their database has."""
    if session.get_bind().dialect.name == "sqlite":
        return now
    told: datetime = session.exec(select(func.clock_timestamp())).one()
    return told


def has_several_analysts(session: Session) -> bool:
    """On SQLite there is one process, and nobody to lease a run from."""
    return session.get_bind().dialect.name != "sqlite"


def asked_run(session: Session, at: datetime) -> AnalysisRun | None:
    """The next run that was asked for, locked; one that rests until later than `at` is passed
    over, and so is one whose consultation is being worked at, or taken just now."""
    other = aliased(AnalysisRun)
    under_way = (
        select(other.id)
        .where(other.consultation_id == AnalysisRun.consultation_id, other.state == "running")
        .exists()
    )
    query = (
        select(AnalysisRun)
        .join(Consultation, col(Consultation.id) == AnalysisRun.consultation_id)
        .where(AT_WORK, AnalysisRun.state == "asked", ~under_way, _over(at))
        .order_by(col(AnalysisRun.id))
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True)
    )
    run = session.exec(query).first()
    if run is None or run_under_way(session, run.consultation_id) is not None:
        return None  # the second look sees what was committed while the first one waited
    return run


def _over(at: datetime) -> ColumnElement[bool]:
    until = col(AnalysisRun.lease_until)
    return until.is_(None) | (until <= at)


def lost(session: Session, at: datetime) -> list[AnalysisRun]:
    """Runs at work whose analyst is gone, or has let the lease run out; locked."""
    query = select(AnalysisRun).where(AT_WORK, AnalysisRun.state == "running")
    found = session.exec(query.with_for_update(skip_locked=True)).all()
    return [run for run in found if _is_lost(session, run, at)]


def _is_lost(session: Session, run: AnalysisRun, at: datetime) -> bool:
    over = run.lease_until is None or run.lease_until <= at
    return over or not is_present(session, run.claimed_by)


def locked(session: Session, run_id: int) -> AnalysisRun:
    """The run as it stands, which nobody else changes before this transaction ends."""
    session.flush()  # what this transaction has changed of it must not be read over
    query = select(AnalysisRun).where(AnalysisRun.id == run_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).one()


def checkpoints(session: Session, run_id: int) -> dict[str, bytes]:
    """name -> body."""
    query = select(Checkpoint.name, Checkpoint.body).where(Checkpoint.run_id == run_id)
    return dict(session.exec(query).all())


def keep_checkpoint(session: Session, checkpoint: Checkpoint) -> None:
    session.merge(checkpoint)


def forget_checkpoints(session: Session, run_id: int) -> None:
    session.exec(delete(Checkpoint).where(col(Checkpoint.run_id) == run_id))
