"""What comes in and what goes out, and what the bot must remember of itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from storage.models.base import (
    Table,
    json_object,
    key,
    maybe_moment,
    maybe_ref,
    moment,
)
from storage.types import BigId, Json


class Inbox(Table, table=True):
    """An update as Telegram sent it: raw bytes, sealed, cleared in the transaction that ends it."""

    __table_args__ = (Index("ix_inbox_state_update", "state", "update_id"),)

    bot_id: int = Field(primary_key=True, sa_type=BigId)
    update_id: int = Field(primary_key=True, sa_type=BigId)
    lane: bytes | None = None
    body: bytes | None = None
    state: str = "new"
    attempts: int = 0
    received_at: datetime = moment(index=True)
    next_at: datetime = moment()
    error: str | None = None


class Outbox(Table, table=True):
    """One call to Telegram on its way.

    `rank` orders lanes: 0 replies, 1 notices, 2 broadcasts. `address` is the sealed chat id of
    somebody who has no contact row; it goes when the row has reached its end, with the payload.
    """

    __table_args__ = (
        Index("ix_outbox_due", "state", "rank", "id"),
        Index("ix_outbox_lane", "lane", "state", "id"),
        Index("ix_outbox_answer", "answer_id", "state"),
    )

    id: int = key()
    dedupe_key: str | None = Field(default=None, unique=True)
    kind: str
    rank: int = 0
    lane: bytes | None = None
    contact_id: int | None = maybe_ref("contact.id", index=True)
    address: bytes | None = None
    method: str
    payload: dict[str, Any] | None = Field(default=None, sa_type=Json, nullable=True)
    edits: int | None = maybe_ref("outbox.id")
    answer_id: int | None = Field(default=None, sa_type=BigId, nullable=True)
    audience_id: int | None = maybe_ref("audience.id", index=True)
    state: str = "pending"
    attempts: int = 0
    created_at: datetime = moment()
    not_before: datetime = moment()
    ended_at: datetime | None = maybe_moment()
    message_id: int | None = Field(default=None, sa_type=BigId, nullable=True)
    error: str | None = None


class BotState(Table, table=True):
    """What the bot remembers of itself: the pepper's fingerprint, pauses, the last poll."""

    __tablename__ = "bot_state"

    name: str = Field(primary_key=True)
    value: dict[str, Any] = json_object()
    changed_at: datetime = moment()
