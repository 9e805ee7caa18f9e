"""The people: how to reach them, what they take part in, what they agreed to, where they stand."""

from datetime import datetime
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
    of_few,
    ref,
)
from storage.types import BigId


class Contact(Table, table=True):
    """The only place of a Telegram id: encrypted, and found by a keyed mark."""

    id: int = key()
    mark: bytes = Field(unique=True)
    sealed_id: bytes
    language: str | None = None
    notices: str = "all"
    mode: str = "staff"
    active_consultation_id: int | None = maybe_ref("consultation.id")
    blocked_at: datetime | None = maybe_moment()
    created_at: datetime = moment()


class Participation(Table, table=True):
    """One person in one consultation, under a pseudonym that is good for this one only.

    `contact_id` is empty for people who were imported without a way to reach them. Who came as one
    of an invited group has a `partner_id`; `names_partner`: they agreed that its name is shown.
    """

    __table_args__ = (
        UniqueConstraint("consultation_id", "pseudonym"),
        UniqueConstraint("contact_id", "consultation_id"),
        Index("ix_participation_consultation", "consultation_id", "id"),
        of_few("ix_participation_partner", "consultation_id", "id", where="partner_id IS NOT NULL"),
    )

    id: int = key()
    contact_id: int | None = maybe_ref("contact.id", index=True)
    consultation_id: int = ref("consultation.id")
    pseudonym: str
    origin: str = "telegram"
    language: str = "ko"
    channel: str | None = None
    partner_id: int | None = Field(default=None, sa_type=BigId, nullable=True)
    names_partner: bool | None = None
    stance: str | None = None
    joined_at: datetime = moment()


class Consent(Table, table=True):
    """One row a purpose: said yes or no, to which version, when, and how."""

    __table_args__ = (
        Index("ix_consent_participation_purpose", "participation_id", "purpose", "id"),
    )

    id: int = key()
    participation_id: int = ref("participation.id")
    purpose: str
    given: bool
    version: str
    how: str
    at: datetime = moment()


class DialogueState(Table, table=True):
    """Where a chat stands: an open step, and the buttons of the newest bubble that has any.

    Found by the chat's keyed mark, because a person may be asked for consent before anything of
    theirs may be kept. Rows end at `expires_at`.
    """

    __tablename__ = "dialogue_state"

    lane: bytes = Field(primary_key=True)
    contact_id: int | None = maybe_ref("contact.id", index=True)
    flow: str | None = None
    step: str | None = None
    payload: dict[str, Any] = json_object()
    buttons: list[dict[str, Any]] = json_list()
    language: str | None = None
    changed_at: datetime = moment()
    expires_at: datetime = moment(index=True)


class Measure(Table, table=True):
    """What is done at an agency about somebody whose words were hidden again and again.

    `mark` is a keyed mark of their account there: it holds for who forgot themselves and came
    back, when `contact_id`, which is for telling them, is empty. `kind`: `warned`, `slowed`,
    `muted`; `times` their words were hidden for the reason, `opinion_id` those that led to it. A
    second look was asked for at `appealed_at` and given at `decided_at`. At `until` the row goes.
    """

    id: int = key()
    agency_id: int = ref("agency.id", index=True)
    mark: bytes = Field(unique=True)
    contact_id: int | None = maybe_ref("contact.id")
    kind: str
    reason: str
    times: int
    opinion_id: int | None = Field(default=None, sa_type=BigId, nullable=True)
    taken_by: int | None = maybe_ref("contact.id")
    at: datetime = moment()
    until: datetime = moment(index=True)
    appealed_at: datetime | None = maybe_moment()
    decided_at: datetime | None = maybe_moment()


class Look(Table, table=True):
    """How much of a consultation an official had seen at the last look, and `before_*` at the one
    before: by that the briefing they read now can be narrowed to what was new in it."""

    contact_id: int = ref("contact.id", primary_key=True)
    consultation_id: int = ref("consultation.id", primary_key=True)
    at: datetime = moment()
    run_id: int | None = maybe_ref("analysis_run.id")
    newest_opinion_id: int = Field(default=0, sa_type=BigId)
    before_at: datetime | None = maybe_moment()
    before_opinion_id: int | None = Field(default=None, sa_type=BigId, nullable=True)


class Digest(Table, table=True):
    """A briefing an official gets regularly, `daily` or `weekly`."""

    contact_id: int = ref("contact.id", primary_key=True)
    every: str
    next_at: datetime = moment(index=True)
