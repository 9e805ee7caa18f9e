"""Work that is shared among the staff: departments, what was handed to them, second looks."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.models.base import Table, key, maybe_moment, maybe_ref, moment, of_few, ref
from storage.types import BigId


class Department(Table, table=True):
    """A part of an agency that topics are handed to."""

    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    id: int = key()
    agency_id: int = ref("agency.id")
    name: str
    phone: str = ""
    created_at: datetime = moment()


class Assignment(Table, table=True):
    """A topic handed to a department. Handing it on, or another date, is a new row; the one that
    counts has no `ended_at`.

    `told_at` and `head_told_at`: when the department, and then its head, were last reminded that
    the date is over.
    """

    __table_args__ = (
        of_few("ix_assignment_open", "due", "topic_id", where="ended_at IS NULL"),
        Index("ix_assignment_topic", "topic_id", "id"),
    )

    id: int = key()
    topic_id: int = ref("topic.id")
    department_id: int = ref("department.id", index=True)
    due: date | None = None
    note: str = ""
    given_by: int | None = maybe_ref("contact.id")
    at: datetime = moment()
    ended_at: datetime | None = maybe_moment()
    told_at: datetime | None = maybe_moment()
    head_told_at: datetime | None = maybe_moment()


class Review(Table, table=True):
    """A second person was asked to look at something before it goes out.

    `kind` says of which table `subject_id` is a row: `answer` or `consultation` (its draft).
    `version` is the one that was shown: when it changes, the look is `void`. `state` is `asked`,
    `approved`, `changes` (with a `line` on what to change) or `void`.
    """

    __table_args__ = (Index("ix_review_subject", "kind", "subject_id", "id"),)

    id: int = key()
    agency_id: int = ref("agency.id", index=True)
    kind: str
    subject_id: int = Field(sa_type=BigId)
    version: int
    state: str = "asked"
    asked_by: int | None = maybe_ref("contact.id")
    asked_at: datetime = moment()
    decided_by: int | None = maybe_ref("contact.id")
    decided_at: datetime | None = maybe_moment()
    line: str = ""
