"""Queries about answers of which nobody knows whether they arrived."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal_column
from sqlmodel import Session, col, func, select, update

from storage.claims import UNCERTAIN
from storage.keys import Keys
from storage.models import Answer, Consultation, Contact, Outbox

_DOUBTED = col(Outbox.state) == literal_column(f"'{UNCERTAIN}'")


@dataclass(frozen=True)
class Doubted:
    """An answer and how many of its deliveries are uncertain."""

    answer_id: int
    slug: str
    number: int | None
    deliveries: int


def doubted(session: Session) -> list[Doubted]:
    """Answers with uncertain deliveries, by consultation and number."""
    query = (
        select(Answer.id, Consultation.slug, Answer.number, func.count())
        .join(Outbox, col(Outbox.answer_id) == Answer.id)
        .join(Consultation, col(Consultation.id) == Answer.consultation_id)
        .where(_DOUBTED, Outbox.kind == "answer", col(Outbox.contact_id).is_not(None))
        .group_by(col(Answer.id), Consultation.slug, col(Answer.number))
        .order_by(Consultation.slug, col(Answer.number))
    )
    return [Doubted(*row) for row in session.exec(query)]


def send_again(session: Session, keys: Keys, answer_id: int, now: datetime) -> int:
    """Put the uncertain deliveries of an answer back; how many. Each carries the answer's number,
    and is put into words when it goes out, as it was the first time."""
    query = (
        select(Outbox.id, Contact.sealed_id)
        .join(Contact, col(Contact.id) == Outbox.contact_id)
        .where(_DOUBTED, Outbox.kind == "answer", Outbox.answer_id == answer_id)
        .with_for_update(of=Outbox)
    )
    found = session.exec(query).all()
    for row_id, sealed_id in found:
        again = update(Outbox).where(col(Outbox.id) == row_id)
        session.exec(
            again.values(
                state="pending",
                error=UNCERTAIN,
                attempts=0,
                not_before=now,
                ended_at=None,
                lane=keys.lane_of(sealed_id),
            )
        )
    return len(found)
