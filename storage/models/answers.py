"""What an agency says to a topic, and whom it reached."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.models.base import (
    Table,
    counter,
    json_list,
    key,
    maybe_moment,
    maybe_ref,
    moment,
    ref,
)
from storage.types import BigId


class Answer(Table, table=True):
    """An answer of an agency to a topic; `number`, given at confirmation, is what people quote.

    `people` are those it is for. `queued_to` is the last of them with a delivery in the outbox,
    as long as others wait for theirs to be put there.
    """

    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: int = key()
    consultation_id: int = ref("consultation.id", index=True)
    topic_id: int | None = maybe_ref("topic.id", index=True)
    run_id: int | None = maybe_ref("analysis_run.id")
    number: int | None = None
    state: str = Field(default="draft", index=True)
    version: int = 0
    topic_name: str = ""
    people: int = counter()
    queued_to: int | None = Field(default=None, sa_type=BigId, nullable=True)
    verdict: str | None = None
    written_by: int | None = maybe_ref("contact.id", index=True)
    confirmed_by: int | None = maybe_ref("contact.id")
    created_at: datetime = moment()
    confirmed_at: datetime | None = maybe_moment()
    status_outbox_id: int | None = Field(default=None, sa_type=BigId, nullable=True)
    status_shown: str = ""
    status_at: datetime | None = maybe_moment()


class AnswerVersion(Table, table=True):
    """The words of an answer as they stood; a correction is a new version."""

    __tablename__ = "answer_version"

    answer_id: int = ref("answer.id", primary_key=True)
    version: int = Field(primary_key=True)
    text: str
    reason: str = ""
    written_by: int | None = maybe_ref("contact.id")
    at: datetime = moment()


class Audience(Table, table=True):
    """One person whom an answer is for, with the opinions it answers, fixed at confirmation."""

    __table_args__ = (UniqueConstraint("answer_id", "participation_id"),)

    id: int = key()
    answer_id: int = ref("answer.id")
    participation_id: int = ref("participation.id", index=True)
    opinion_ids: list[int] = json_list()
    rating: str | None = None
    rated_at: datetime | None = maybe_moment()
