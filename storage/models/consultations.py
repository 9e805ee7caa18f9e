"""Who consults, what is put to citizens, who works on it, and the record of what was done."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.models.base import (
    Table,
    json_object,
    key,
    maybe_moment,
    maybe_ref,
    moment,
    ref,
)
from storage.types import BigId


class Agency(Table, table=True):
    """A public body that consults."""

    id: int = key()
    slug: str = Field(unique=True)
    name: str
    timezone: str = "Asia/Seoul"
    created_at: datetime = moment()
    settings: dict[str, Any] = json_object()


class Role(Table, table=True):
    """What a person may do at an agency: official, moderator, admin, approver."""

    __table_args__ = (UniqueConstraint("contact_id", "agency_id", "role"),)

    id: int = key()
    contact_id: int = ref("contact.id")
    agency_id: int = ref("agency.id", index=True)
    role: str
    granted_at: datetime = moment()
    granted_by: int | None = maybe_ref("contact.id")


class Invite(Table, table=True):
    """A one-time way into a role. Only the hash of its token is kept."""

    id: int = key()
    agency_id: int = ref("agency.id", index=True)
    role: str
    token_hash: str = Field(unique=True)
    made_by: int | None = maybe_ref("contact.id")
    made_at: datetime = moment()
    expires_at: datetime = moment()
    used_at: datetime | None = maybe_moment()
    used_by: int | None = maybe_ref("contact.id")


class Consultation(Table, table=True):
    """A question put to citizens, with a kind and dates.

    `closes_at` is the hour announced, `closed_at` the hour it really stopped. A message counts
    by the time Telegram gave it. People read all its times in `timezone`.
    """

    id: int = key()
    agency_id: int = ref("agency.id", index=True)
    kind: str = "dialogue"
    slug: str = Field(unique=True)
    title: str
    question: str
    proposal: str | None = None
    state: str = Field(default="open", index=True)
    opens_at: datetime = moment()
    closes_at: datetime = moment(index=True)
    closed_at: datetime | None = maybe_moment()
    answer_due: date | None = None
    department: str = ""
    phone: str = ""
    other_ways: str = ""
    retention_days: int = 365
    notice_version: str = "1"
    timezone: str = "Asia/Seoul"
    created_at: datetime = moment()
    settings: dict[str, Any] = json_object()


class ConsultationDraft(Table, table=True):
    """A consultation being written, one question at a time. `content` holds what was answered,
    `step` is the question that is open; the row goes when the consultation is made."""

    __tablename__ = "consultation_draft"

    id: int = key()
    contact_id: int = ref("contact.id", index=True)
    agency_id: int = ref("agency.id", index=True)
    step: str
    version: int = 1
    content: dict[str, Any] = json_object()
    created_at: datetime = moment()
    changed_at: datetime = moment()


class Room(Table, table=True):
    """A group the bot is in. Nothing said there is kept, only where it is, when it was told what
    the bot does, and for which agency it is the moderators' room.

    `load_*` is the live notice of how much waits: the outbox row of the message that is edited,
    when it was last told, how many waited when that message was new, and what was shown last.
    """

    id: int = key()
    mark: bytes = Field(unique=True)
    sealed_id: bytes
    agency_id: int | None = maybe_ref("agency.id", index=True)
    language: str = "ko"
    greeted_at: datetime | None = maybe_moment()
    told_at: datetime | None = maybe_moment()
    anonymous_told_at: datetime | None = maybe_moment()
    linked_at: datetime | None = maybe_moment()
    linked_by: int | None = maybe_ref("contact.id")
    load_outbox_id: int | None = Field(default=None, sa_type=BigId, nullable=True)
    load_at: datetime | None = maybe_moment()
    load_size: int = 0
    load_shown: str | None = None
    created_at: datetime = moment()


class LogRow(Table, table=True):
    """What was done, by whom and why. Rows are added and never changed: each is sealed by a
    keyed hash over the row before it."""

    __tablename__ = "log"

    id: int = key()
    agency_id: int | None = maybe_ref("agency.id", index=True)
    at: datetime = moment()
    actor: str = Field(index=True)
    action: str
    subject: str = Field(index=True)
    reason: str = ""
    details: dict[str, Any] = json_object()
    seal: bytes
