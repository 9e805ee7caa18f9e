"""The file of an answer on its way: a row of its own, behind the letter to each person."""

from datetime import datetime

from sqlmodel import Session, select

from storage import traffic
from storage.models import Outbox


def queue(session: Session, delivery: Outbox, now: datetime) -> None:
    """A row for the file behind this delivery, unless there is one."""
    named = f"answer_file:{delivery.audience_id}"
    if traffic.queued(session, [named]):
        return
    same = delivery.model_dump(include={"rank", "lane", "contact_id", "audience_id"})
    row = {**same, "dedupe_key": named, "kind": "answer_file", "method": ""}
    traffic.enqueue(session, [{**row, "created_at": now, "not_before": now}])


def delivery(session: Session, audience_id: int) -> Outbox | None:
    """The delivery of an answer to one person."""
    query = select(Outbox).where(Outbox.audience_id == audience_id, Outbox.kind == "answer")
    return session.exec(query).first()
