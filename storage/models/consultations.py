"""Who consults, what is put to citizens, who works on it, and the record of what was done."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.models.base import (
    Table,
    json_object,
    key,
    later_object,
    maybe_moment,
    maybe_ref,
    moment,
    ref,
    words,
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
    """What a person may do at an agency: official, moderator, admin, approver, head.

    A `head` answers for a department; an official may belong to one.
    """

    __table_args__ = (UniqueConstraint("contact_id", "agency_id", "role"),)

    id: int = key()
    contact_id: int = ref("contact.id")
    agency_id: int = ref("agency.id", index=True)
    role: str
    department_id: int | None = maybe_ref("department.id")
    granted_at: datetime = moment()
    granted_by: int | None = maybe_ref("contact.id")


class Invite(Table, table=True):
    """A one-time way into a role, or, for the role `partner`, into a consultation as one of an
    invited group. Only the hash of its token is kept."""

    id: int = key()
    agency_id: int = ref("agency.id", index=True)
    role: str
    department_id: int | None = maybe_ref("department.id")
    partner_id: int | None = maybe_ref("partner.id")
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

    `state` goes from `scheduled` over `open` and `closed` to `answered` (every topic has a final
    answer) and `archived` (the time for answers is over). `procedure` is one of
    `deliberation.asking.procedures`. The goal is a number of people to reach and the percentage of
    topics to answer. `background` is one file (`kind`, `file_id`, `name`) or a `link`.

    Words are kept for `retention_days` after the end. From `erasing_at` on they are being erased
    and nobody reads them any more; at `erased_at` nothing is left that points at a person.
    """

    id: int = key()
    agency_id: int = ref("agency.id", index=True)
    kind: str = "dialogue"
    slug: str = Field(unique=True)
    title: str
    question: str
    proposal: str | None = None
    procedure: str = Field(default="free", sa_column_kwargs={"server_default": "free"})
    legal_basis: str = words()
    goal: str = words()
    goal_people: int | None = None
    goal_answered: int | None = None
    background: dict[str, Any] = later_object()
    state: str = Field(default="open", index=True)
    opens_at: datetime = moment()
    closes_at: datetime = moment(index=True)
    closed_at: datetime | None = maybe_moment()
    answered_at: datetime | None = maybe_moment()
    archived_at: datetime | None = maybe_moment()
    answer_due: date | None = None
    department: str = ""
    phone: str = ""
    other_ways: str = ""
    retention_days: int = 365
    erasing_at: datetime | None = maybe_moment()
    erased_at: datetime | None = maybe_moment()
    notice_version: str = "1"
    timezone: str = "Asia/Seoul"
    created_at: datetime = moment()
    settings: dict[str, Any] = json_object()


class Breakdown(Table, table=True):
    """How many people there are of each kind, as it was told last: `cells` hold what is `told`, and
    what was there when that was looked at last (`seen`)."""

    consultation_id: int = ref("consultation.id", primary_key=True)
    name: str = Field(primary_key=True)
    cells: dict[str, Any] = json_object()
    at: datetime = moment()


class ConsultationDraft(Table, table=True):
    """A consultation being written, one question at a time. `content` holds what was answered,
    `step` is the question that is open; the row goes when the consultation is made. While a second
    person looks at it, its `state` is `review`."""

    __tablename__ = "consultation_draft"

    id: int = key()
    contact_id: int = ref("contact.id", index=True)
    agency_id: int = ref("agency.id", index=True)
    step: str
    state: str = Field(default="writing", sa_column_kwargs={"server_default": "writing"})
    version: int = 1
    content: dict[str, Any] = json_object()
    created_at: datetime = moment()
    changed_at: datetime = moment()


class Poster(Table, table=True):
    """A link of a consultation for one place: `t.me/<bot>?start=<slug>_<channel>`."""

    __table_args__ = (UniqueConstraint("consultation_id", "channel"),)

    id: int = key()
    consultation_id: int = ref("consultation.id")
    channel: str
    made_by: int | None = maybe_ref("contact.id")
    made_at: datetime = moment()


class Announcement(Table, table=True):
    """What an agency tells those who follow a consultation. `sent_at` is empty for a draft."""

    id: int = key()
    consultation_id: int = ref("consultation.id", index=True)
    text: str
    written_by: int | None = maybe_ref("contact.id")
    written_at: datetime = moment()
    sent_at: datetime | None = maybe_moment()


class Partner(Table, table=True):
    """A group that was invited to a consultation. What its people say is counted apart."""

    __table_args__ = (UniqueConstraint("consultation_id", "name"),)

    id: int = key()
    consultation_id: int = ref("consultation.id")
    name: str
    made_by: int | None = maybe_ref("contact.id")
    made_at: datetime = moment()


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
