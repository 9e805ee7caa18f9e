"""Vectors of a sentence model, kept with their opinions."""

from collections.abc import Sequence

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from storage.models import Opinion, OpinionVector
from storage.opinions import SHOWN

AT_ONCE = 500  # of ids in one statement: databases take only so many values


def known(session: Session, consultation_id: int) -> dict[bytes, bytes]:
    """mark -> vector, of the shown opinions of a consultation."""
    query = (
        select(OpinionVector.mark, OpinionVector.vector)
        .join(Opinion, col(Opinion.id) == OpinionVector.opinion_id)
        .where(Opinion.consultation_id == consultation_id, Opinion.state == SHOWN)
    )
    return dict(session.exec(query).all())


def keep(session: Session, vectors: Sequence[tuple[int, bytes, bytes]]) -> None:
    """Put (opinion id, mark, vector) in the place of what was kept of these opinions."""
    for at in range(0, len(vectors), AT_ONCE):
        some = vectors[at : at + AT_ONCE]
        ids = [opinion_id for opinion_id, _, _ in some]
        session.exec(delete(OpinionVector).where(col(OpinionVector.opinion_id).in_(ids)))
        rows = [{"opinion_id": o, "mark": mark, "vector": vector} for o, mark, vector in some]
        session.execute(insert(OpinionVector), rows)
