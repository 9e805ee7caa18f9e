"""What an agency says to citizens, and whom it reached."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.models.base import (
    Table,
    counter,
    json_list,
    key,
    later_object,
    maybe_moment,
    maybe_ref,
    moment,
    of_few,
    ref,
    words,
)
from storage.types import BigId


class Answer(Table, table=True):
    """An answer of an agency; `number`, given at confirmation, is what people quote.

    `aim` says to whom: a `topic`, the `newcomers` to one that was answered, a `family` of near
    copies or one `opinion` (`opinion_id` stands for either), or `everyone` who gave an opinion. A
    correction is a row of its own, without a number, that `corrects` an earlier one. `verdict` and
    `final_due` are those of the version that went out; the verdict `interim` says that the final
    answer is still to come, by `final_due`.
    `people` are those it is for. `queued_to` is the last row of the audience with a delivery in the
    outbox, as long as others wait for theirs to be put there.
    """

    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: int = key()
    consultation_id: int = ref("consultation.id", index=True)
    aim: str = Field(default="topic", sa_column_kwargs={"server_default": "topic"})
    topic_id: int | None = maybe_ref("topic.id", index=True)
    opinion_id: int | None = Field(default=None, sa_type=BigId, nullable=True)
    corrects: int | None = maybe_ref("answer.id", index=True)
    run_id: int | None = maybe_ref("analysis_run.id")
    number: int | None = None
    state: str = Field(default="draft", index=True)
    version: int = 0
    topic_name: str = ""
    people: int = counter()
    queued_to: int | None = Field(default=None, sa_type=BigId, nullable=True)
    verdict: str | None = None
    final_due: date | None = None
    written_by: int | None = maybe_ref("contact.id", index=True)
    confirmed_by: int | None = maybe_ref("contact.id")
    created_at: datetime = moment()
    confirmed_at: datetime | None = maybe_moment()
    status_outbox_id: int | None = Field(default=None, sa_type=BigId, nullable=True)
    status_shown: str = ""
    status_at: datetime | None = maybe_moment()


class AnswerVersion(Table, table=True):
    """All that people read of an answer, as it stood.

    `attachment` is one file or picture: its `kind`, Telegram's `file_id` and its `name`. `changes`
    says what a correction puts right.
    """

    __tablename__ = "answer_version"

    answer_id: int = ref("answer.id", primary_key=True)
    version: int = Field(primary_key=True)
    text: str
    reason: str = ""
    verdict: str | None = None
    final_due: date | None = None
    attachment: dict[str, Any] = later_object()
    changes: str = words()
    written_by: int | None = maybe_ref("contact.id")
    at: datetime = moment()


class Audience(Table, table=True):
    """One person whom an answer is for, with the opinions it answers, fixed at confirmation.

    `why` is a line of theirs on it, as what was missing, shown to the agency without a name.
    """

    __table_args__ = (
        UniqueConstraint("answer_id", "participation_id"),
        of_few("ix_audience_rated", "answer_id", "rating", where="rating IS NOT NULL"),
        of_few("ix_audience_why", "answer_id", where="why <> ''"),
    )

    id: int = key()
    answer_id: int = ref("answer.id")
    participation_id: int = ref("participation.id", index=True)
    opinion_ids: list[int] = json_list()
    rating: str | None = None
    rated_at: datetime | None = maybe_moment()
    why: str = words()
    why_at: datetime | None = maybe_moment()


class Paragraph(Table, table=True):
    """Words an agency uses again and again in its answers."""

    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    id: int = key()
    agency_id: int = ref("agency.id")
    name: str
    text: str
    made_by: int | None = maybe_ref("contact.id")
    at: datetime = moment()
