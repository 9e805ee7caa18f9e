"""What was done, by whom, about what: one sealed row each, in the transaction that does it."""

from typing import Any

from deliberation.work import Work
from storage import consultations
from storage.models import LogRow


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
    return consultations.record(
        work.session,
        work.keys,
        at=work.now,
        actor=actor,
        action=action,
        subject=subject,
        agency_id=agency_id,
        reason=reason,
        details=details,
    )
