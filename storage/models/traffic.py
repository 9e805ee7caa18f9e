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
    of_few,
)
from storage.types import BigId, Json


class Inbox(Table, table=True):
    """An update as Telegram sent it: raw bytes, sealed, cleared in the transaction that ends it."""

    __table_args__ = (
        Index("ix_inbox_state_update", "state", "update_id"),
        of_few("ix_inbox_lane", "lane", "update_id", where="state IN ('new', 'failed')"),
    )

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
    `claimed_by` is the sender that has it on its way, `lease_until` the hour, by the database's
    own clock, after which nobody waits for that one any more; both are empty on SQLite, where
    there is one.
    """

    __table_args__ = (
        of_few("ix_outbox_due", "rank", "not_before", "id", where="state = 'pending'"),
        of_few("ix_outbox_sending", "lease_until", where="state = 'sending'"),
        of_few("ix_outbox_lane", "lane", "state", "id", where="lane IS NOT NULL"),
        of_few("ix_outbox_shown", "state", where="state NOT IN ('sent', 'cancelled')"),
        of_few(
            "ix_outbox_answer",
            *("answer_id", "kind", "state", "not_before"),
            where="answer_id IS NOT NULL",
        ),
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
    claimed_by: str | None = None
    lease_until: datetime | None = maybe_moment()
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


class LaneRest(Table, table=True):
    """A chat that must wait: Telegram said 429, or it was written to a moment ago.

    Before `since` it does not wait: the clock was set back meanwhile.
    """

    __tablename__ = "lane_rest"

    lane: bytes = Field(primary_key=True)
    since: datetime = moment()
    until: datetime = moment(index=True)
