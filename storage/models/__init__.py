"""The tables. Kinds, states, roles and reasons are text, checked in Python: a new one needs no
migration. There are no relationships: joins stand in the query functions."""

from storage.models.answers import Answer, AnswerVersion, Audience, Paragraph
from storage.models.commitments import Commitment, CommitmentChange, CommitmentDraft, Follower
from storage.models.consultations import (
    Agency,
    Announcement,
    Breakdown,
    Consultation,
    ConsultationDraft,
    Invite,
    LogRow,
    Partner,
    Poster,
    Role,
    Room,
)
from storage.models.desk import Assignment, Department, Review
from storage.models.opinions import (
    Flag,
    Handling,
    Likeness,
    Opinion,
    OpinionMessage,
    OpinionVector,
    Revision,
    Rush,
)
from storage.models.people import (
    Consent,
    Contact,
    DialogueState,
    Digest,
    Look,
    Measure,
    Participation,
)
from storage.models.topics import (
    AnalysisRun,
    Checkpoint,
    Family,
    Lineage,
    Membership,
    Picture,
    RunTopic,
    SmallVoice,
    Topic,
)
from storage.models.traffic import BotState, Inbox, LaneRest, Outbox

__all__ = [
    "Agency",
    "AnalysisRun",
    "Announcement",
    "Answer",
    "AnswerVersion",
    "Assignment",
    "Audience",
    "BotState",
    "Breakdown",
    "Checkpoint",
    "Commitment",
    "CommitmentChange",
    "CommitmentDraft",
    "Consent",
    "Consultation",
    "ConsultationDraft",
    "Contact",
    "Department",
    "DialogueState",
    "Digest",
    "Family",
    "Flag",
    "Follower",
    "Handling",
    "Inbox",
    "Invite",
    "LaneRest",
    "Likeness",
    "Lineage",
    "LogRow",
    "Look",
    "Measure",
    "Membership",
    "Opinion",
    "OpinionMessage",
    "OpinionVector",
    "Outbox",
    "Paragraph",
    "Participation",
    "Partner",
    "Picture",
    "Poster",
    "Review",
    "Revision",
    "Role",
    "Room",
    "RunTopic",
    "Rush",
    "SmallVoice",
    "Topic",
]

# SQLite would give a deleted row's number to the next one; a log that names it must not lie.
for _table in Contact.metadata.tables.values():
    if "id" in _table.c:
        _table.dialect_kwargs["sqlite_autoincrement"] = True
