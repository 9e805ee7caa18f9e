"""What people are told without having asked: queued here, by day, and once.

Only what it is about is queued. The words are made when it goes out (`bot.sending.notices`), so
that whatever was erased or undone meanwhile is not told.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
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
    queued = tell_all(work, about, [Notice(contact, once, values)], zone=zone, after=after)
    return queued[0] if queued else None


@dataclass(frozen=True)
class Notice:
    """One of several that are queued at once: to whom, its name, and what its words need."""

    contact: Contact
    once: str
    values: Mapping[str, int | str]


def tell_all(
    work: Work,
    about: str,
    notices: Sequence[Notice],
    *,
    zone: str,
    after: datetime | None = None,
) -> list[Outbox]:
    """The same for several people; the rows of those who are told."""
    wanted = [each for each in notices if _may_tell(each.contact)]
    before = traffic.queued(work.session, [each.once for each in wanted])
    not_before = next_daytime(max(work.now, after or work.now), zone, work.rules)
    rows = [
        Outbox(
            dedupe_key=each.once,
            kind="notice",
            rank=1,
            lane=work.keys.lane_of(each.contact.sealed_id),
            contact_id=each.contact.id,
            method="",
            payload=_payload(about, zone, each.values),
            created_at=work.now,
            not_before=not_before,
        )
        for each in wanted
        if each.once not in before
    ]
    work.session.add_all(rows)
    work.session.flush()
    return rows


def _may_tell(contact: Contact) -> bool:
    return people.wants_notices(contact) and contact.blocked_at is None


def _payload(about: str, zone: str, values: Mapping[str, int | str]) -> dict[str, Any]:
    return {"about": about, "zone": zone, **values}


def take_back(work: Work, once: str) -> bool:
    """Keep a notice from going out; False where it has gone, or is on its way. Its name is free
    again then."""
    return take_back_all(work, [once]) == {once}


def take_back_all(work: Work, once: Collection[str]) -> set[str]:
    """The same of several; which could be kept."""
    return traffic.take_back(work.session, once)
