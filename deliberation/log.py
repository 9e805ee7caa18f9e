"""What was done, by whom, about what: one sealed row each, in the transaction that does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deliberation.work import Work
from storage import consultations
from storage.models import LogRow


@dataclass(frozen=True)
class Entry:
    """One row of several that are kept at once. `subject` names a row by kind and number."""

    subject: str
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def keep(
    work: Work,
    actor: str,
    action: str,
    subject: str,
    *,
    agency_id: int | None,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> LogRow:
    """Add a row at this hour. `actor` and `subject` name rows by kind and number (contact:3)."""
    entry = Entry(subject, reason, details or {})
    return keep_all(work, actor, action, [entry], agency_id=agency_id)[0]


def keep_all(
    work: Work, actor: str, action: str, entries: Sequence[Entry], *, agency_id: int | None
) -> list[LogRow]:
    """Add rows of one act, in this order."""
    rows = [
        LogRow(
            agency_id=agency_id,
            at=work.now,
            actor=actor,
            action=action,
            subject=each.subject,
            reason=each.reason,
            details=dict(each.details),
            seal=b"",
        )
        for each in entries
    ]
    consultations.record_all(work.session, work.keys, rows)
    return rows
