"""What people are told without having asked: queued here, by day, and once.

Only what it is about is queued. The words are made when it goes out (`bot.sending.notices`), so
that whatever was erased or undone meanwhile is not told.
"""

from datetime import datetime
from typing import Any

from deliberation import people
from deliberation.hours import next_daytime
from deliberation.work import Work
from storage import traffic
from storage.models import Contact, Outbox


def tell(
    work: Work,
    contact: Contact,
    about: str,
    *,
    zone: str,
    once: str,
    after: datetime | None = None,
    **values: int | str,
) -> Outbox | None:
    """Queue a notice; None where the person wants none, has blocked us, or was told before.

    `zone` is the time zone whose day counts, `once` names what is told only one time, `after` is
    the hour before which it may not go. `values` are what the words need: keys of rows, no words
    of citizens.
    """
    if not people.wants_notices(contact) or contact.blocked_at is not None:
        return None
    if traffic.is_queued(work.session, once):
        return None
    row = Outbox(
        dedupe_key=once,
        kind="notice",
        rank=1,
        lane=work.keys.lane_of(contact.sealed_id),
        contact_id=contact.id,
        method="",
        payload=_payload(about, zone, values),
        created_at=work.now,
        not_before=next_daytime(max(work.now, after or work.now), zone, work.rules),
    )
    work.session.add(row)
    work.session.flush()
    return row


def _payload(about: str, zone: str, values: dict[str, int | str]) -> dict[str, Any]:
    return {"about": about, "zone": zone, **values}


def take_back(work: Work, once: str) -> bool:
    """Keep a notice from going out; False where it has gone, or is on its way. Its name is free
    again then."""
    return traffic.take_back(work.session, once)
