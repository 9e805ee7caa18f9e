"""What citizens wrote, verbatim, how it changed, and who asked to look at it."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.models.base import Table, key, maybe_moment, maybe_ref, moment, ref, words
from storage.types import BigId


class Opinion(Table, table=True):
    """What one citizen wrote. `text` is the words as they stand now; earlier ones are revisions.

    `no` counts the person's own opinions in the consultation. `source` is where it came from
    (one Telegram update, one imported row) and makes it impossible to record that twice.
    """

    __table_args__ = (
        UniqueConstraint("participation_id", "no"),
        Index("ix_opinion_consultation_state", "consultation_id", "state", "id"),
        Index("ix_opinion_written", "consultation_id", "written_at"),
    )

    id: int = key()
    consultation_id: int = ref("consultation.id")
    participation_id: int = ref("participation.id")
    no: int
    source: str = Field(unique=True)
    origin: str = "telegram"
    state: str = "received"
    state_before: str | None = None
    reason: str | None = None
    language: str
    text: str
    version: int = 1
    written_at: datetime = moment()
    changed_at: datetime = moment()
    erase_at: datetime | None = maybe_moment(index=True)


class OpinionMessage(Table, table=True):
    """Which Telegram messages an opinion came in: an edit of one of them revises it.

    `text` is kept only where Telegram cut the words into several messages.
    """

    __tablename__ = "opinion_message"

    contact_id: int = ref("contact.id", primary_key=True)
    message_id: int = Field(primary_key=True, sa_type=BigId)
    opinion_id: int = ref("opinion.id", index=True)
    position: int = 0
    text: str | None = None
    sent_at: datetime = moment()


class OpinionVector(Table, table=True):
    """What a sentence model made of an opinion's words, so that it need not be asked twice.

    `mark` is a hash of the words and the model: after an edit the row is of no use any more.
    """

    __tablename__ = "opinion_vector"

    opinion_id: int = ref("opinion.id", primary_key=True)
    mark: bytes
    vector: bytes


class Likeness(Table, table=True):
    """What a person said when told that others wrote nearly the same as this opinion."""

    opinion_id: int = ref("opinion.id", primary_key=True)
    other_id: int = ref("opinion.id", index=True)
    same: bool
    at: datetime = moment()


class Revision(Table, table=True):
    """Words that stood before: version 1 is the first a citizen wrote."""

    id: int = key()
    opinion_id: int = ref("opinion.id", index=True)
    version: int
    text: str
    written_at: datetime = moment()
    replaced_at: datetime = moment()


class Flag(Table, table=True):
    """ "Look at this", by a person or by nlp.

    `flagged_by` is the flagger's pseudonym in the consultation: one flag a person, also of
    somebody who only reads. `version` is the opinion's at that time. `state` is `open`, or what a
    moderator decided: `kept`, `hidden`; `gone` where the words went away by themselves.
    """

    __table_args__ = (UniqueConstraint("opinion_id", "flagged_by"),)

    id: int = key()
    opinion_id: int = ref("opinion.id")
    participation_id: int | None = maybe_ref("participation.id", index=True)
    contact_id: int | None = maybe_ref("contact.id", index=True)
    flagged_by: str = Field(index=True)
    version: int = 1
    source: str = "citizen"
    reason: str
    note: str = ""
    state: str = Field(default="open", index=True)
    at: datetime = moment()
    decided_at: datetime | None = maybe_moment(index=True)


class Rush(Table, table=True):
    """A time in which unusually many people who were new to the bot spoke in a consultation for the
    first time: `people` of them so far. `usual` is how many do in another hour there, nought where
    there was none to compare with. Moderators' rooms were told of it at `told_at`.
    """

    id: int = key()
    consultation_id: int = ref("consultation.id", index=True)
    begins_at: datetime = moment()
    ends_at: datetime = moment()
    people: int
    usual: int
    told_at: datetime | None = maybe_moment()


class Handling(Table, table=True):
    """What is being done about words that wait for a moderator; gone once they are decided.

    `card` is the opinion on whose card they stand: their own, or that of which they are a near
    copy. `taken_by` has that card until `taken_until` and saw the words as `stamp` says.
    `passed_by` handed them to the administrators at `passed_at`, and wrote the `line`.
    `proposed_by` wants them hidden for the reason `proposed`, with so many others that a second
    person has to agree.
    """

    opinion_id: int = ref("opinion.id", primary_key=True)
    card: int = Field(sa_type=BigId)
    stamp: int = Field(default=0, sa_type=BigId)
    taken_by: int | None = maybe_ref("contact.id", index=True)
    taken_until: datetime | None = maybe_moment()
    passed_by: int | None = maybe_ref("contact.id")
    passed_at: datetime | None = maybe_moment()
    line: str = words()
    proposed_by: int | None = maybe_ref("contact.id")
    proposed: str = words()
