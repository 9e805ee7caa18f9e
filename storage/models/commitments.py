"""What an agency promised, and what became of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.models.base import (
    Table,
    json_list,
    json_object,
    key,
    maybe_moment,
    maybe_ref,
    moment,
    ref,
)
from storage.types import BigId


class Commitment(Table, table=True):
    """A promise, as it stands now; its history is in `CommitmentChange`. `number` counts the
    agency's.

    `stage` is one of the six of social innovation, `status` is `planned`, `in_progress`, `done`,
    `late` or `dropped`. `lead` is who answers for it, `partners` who helps. `milestones` have a
    `what`, a `due` day and `done`. The fields are those of an Open Government Partnership action
    plan.
    """

    __table_args__ = (
        UniqueConstraint("agency_id", "number"),
        Index("ix_commitment_status_due", "status", "due"),
    )

    id: int = key()
    agency_id: int = ref("agency.id")
    consultation_id: int = ref("consultation.id", index=True)
    answer_id: int | None = maybe_ref("answer.id", index=True)
    topic_id: int | None = maybe_ref("topic.id")
    department_id: int | None = maybe_ref("department.id")
    number: int
    what: str
    lead: str
    partners: list[str] = json_list()
    milestones: list[dict[str, Any]] = json_list()
    measure: str
    starts: date | None = None
    due: date
    stage: str
    status: str = "planned"
    evidence: str = ""
    reason: str = ""
    made_by: int | None = maybe_ref("contact.id")
    made_at: datetime = moment()
    changed_at: datetime = moment()
    reminded_at: datetime | None = maybe_moment()


class CommitmentDraft(Table, table=True):
    """A promise being written, one question at a time, as `ConsultationDraft` is. With an answer
    it follows from that; without one from the consultation."""

    __tablename__ = "commitment_draft"

    id: int = key()
    contact_id: int = ref("contact.id", index=True)
    agency_id: int = ref("agency.id")
    consultation_id: int = ref("consultation.id")
    answer_id: int | None = maybe_ref("answer.id", index=True)
    step: str
    version: int = 1
    content: dict[str, Any] = json_object()
    created_at: datetime = moment()
    changed_at: datetime = moment()


class CommitmentChange(Table, table=True):
    """One change of a promise; rows are added and never changed, but for `told_to`: the last of
    the followers with a notice in the outbox, as long as others wait for theirs."""

    __tablename__ = "commitment_change"

    id: int = key()
    commitment_id: int = ref("commitment.id", index=True)
    at: datetime = moment()
    by: int | None = maybe_ref("contact.id")
    status: str
    stage: str
    due: date
    note: str = ""
    evidence: str = ""
    told_to: int | None = Field(default=None, sa_type=BigId, nullable=True)


class Follower(Table, table=True):
    """Somebody who is told what becomes of a promise, until they want it no more."""

    commitment_id: int = ref("commitment.id", primary_key=True)
    contact_id: int = ref("contact.id", primary_key=True, index=True)
    since: datetime = moment()
    stopped_at: datetime | None = maybe_moment()
