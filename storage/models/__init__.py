"""The tables. Kinds, states, roles and reasons are text, checked in Python: a new one needs no
migration. There are no relationships: joins stand in the query functions."""

from storage.models.answers import Answer, AnswerVersion, Audience
from storage.models.consultations import (
    Agency,
    Consultation,
    ConsultationDraft,
    Invite,
    LogRow,
    Role,
    Room,
)
from storage.models.opinions import (
    Flag,
    Likeness,
    Opinion,
    OpinionMessage,
    OpinionVector,
    Revision,
)
from storage.models.people import Consent, Contact, DialogueState, Look, Participation
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
    "Answer",
    "AnswerVersion",
    "Audience",
    "BotState",
    "Checkpoint",
    "Consent",
    "Consultation",
    "ConsultationDraft",
    "Contact",
    "DialogueState",
    "Family",
    "Flag",
    "Inbox",
    "Invite",
    "LaneRest",
    "Likeness",
    "Lineage",
    "LogRow",
    "Look",
    "Membership",
    "Opinion",
    "OpinionMessage",
    "OpinionVector",
    "Outbox",
    "Participation",
    "Picture",
    "Revision",
    "Role",
    "Room",
    "RunTopic",
    "SmallVoice",
    "Topic",
]

# SQLite would give a deleted row's number to the next one; a log that names it must not lie.
for _table in Contact.metadata.tables.values():
    if "id" in _table.c:
        _table.dialect_kwargs["sqlite_autoincrement"] = True
