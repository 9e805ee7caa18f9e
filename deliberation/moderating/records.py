"""The record of moderation, to be read: what was decided, when, why and under which alias.

No opinion's words are in it, no number of one, and nobody's name. It tells of the rows of the log,
whose seals `deliberation.seals` verifies.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from deliberation import accesses
from deliberation.moderating.flags import MODERATES
from deliberation.people import Person
from deliberation.staff import teams
from deliberation.work import Work
from storage import people, sealed
from storage.models import Agency, LogRow

LISTED = (
    "opinion.kept",
    "opinion.shown",
    "opinion.hidden",
    "opinion.masked",
    "opinion.restored",
    "opinion.kept_hidden",
    "opinion.unmasked",
    "opinion.kept_masked",
    "opinion.hiding_undone",
    "opinion.masking_undone",
    "hide.proposed",
    "card.passed",
    "flag.raised",
    "appeal.made",
    "person.warned",
    "person.slowed",
    "person.muted",
    "person.lifted",
    "person.stays",
    "consultation.taken_away",
    "consultation.words_erased",
    *accesses.OF_ALL,
)
"""What moderators do, and who took away or copied what was said, by its name in the log; each has
words."""
PAGE = 15
MOST = 50_000
"""Entries in a file that is taken away in the chat; the latest."""
FIRST_OF = ("moderator", "admin")
"""Whoever has had several roles goes by the first of these."""


@dataclass(frozen=True)
class Alias:
    """Somebody at work, by a role and a number counted over all who ever had it there."""

    role: str
    number: int


@dataclass(frozen=True)
class Entry:
    """One row: `alias` is None for what nobody of the team did."""

    row: LogRow
    agency: Agency
    alias: Alias | None


@dataclass(frozen=True)
class Page:
    """Entries of one day, the latest first, and how often each action was taken that day.
    `earlier` and `later` are the rows by which the next pages are found, if there are any."""

    day: date
    zone: str
    counts: dict[str, int]
    entries: tuple[Entry, ...]
    earlier: int | None
    later: int | None


@dataclass(frozen=True)
class NothingDone:
    """Nothing was decided there so far."""


def page(work: Work, person: Person, until: int = 0) -> Page | NothingDone:
    """What was done at the agencies where this person moderates, until this row of the log; 0 for
    until now."""
    there = person.agencies(*MODERATES)
    rows = sealed.upto(work.session, there, LISTED, until or None, PAGE + 1)
    if not rows:
        return NothingDone()
    zone = people.agency(work.session, min(there)).timezone
    day = _day(rows[0], zone)
    shown = [row for row in rows[:PAGE] if _day(row, zone) == day]
    return Page(
        day,
        zone,
        _counts(work, there, day, zone),
        tuple(_told(work, shown)),
        earlier=rows[len(shown)].id if len(rows) > len(shown) else None,
        later=_later(work, there, rows[0], zone),
    )


def _day(row: LogRow, zone: str) -> date:
    return row.at.astimezone(ZoneInfo(zone)).date()


def _counts(work: Work, there: Collection[int], day: date, zone: str) -> dict[str, int]:
    begins = datetime.combine(day, time(), ZoneInfo(zone))
    ends = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return sealed.counts(work.session, there, LISTED, begins, ends)


def _later(work: Work, there: Collection[int], shown: LogRow, zone: str) -> int | None:
    """The last row of the page after the one that begins with `shown`."""
    rows = sealed.after(work.session, there, LISTED, shown.id, PAGE)
    same_day = list(takewhile(lambda row: _day(row, zone) == _day(rows[0], zone), rows))
    return same_day[-1].id if same_day else None


def _told(work: Work, rows: Sequence[LogRow]) -> list[Entry]:
    """The rows with their agencies and aliases."""
    there = {row.agency_id for row in rows if row.agency_id is not None}
    agencies = {each.id: each for each in people.agencies(work.session, there)}
    aliases = {agency_id: _aliases(work, agency_id) for agency_id in there}
    return [
        Entry(row, agencies[row.agency_id], aliases[row.agency_id].get(row.actor))
        for row in rows
        if row.agency_id is not None
    ]


def _aliases(work: Work, agency_id: int) -> dict[str, Alias]:
    """What each actor of the log is called, also after they have left."""
    found: dict[str, Alias] = {}
    for (contact_id, role), number in teams.numbers(work, agency_id).items():
        actor = f"contact:{contact_id}"
        if actor not in found or _before(role, found[actor].role):
            found[actor] = Alias(role, number)
    return found


def _before(role: str, other: str) -> bool:
    order = {each: at for at, each in enumerate(FIRST_OF)}
    return order.get(role, len(order)) < order.get(other, len(order))


def whole(work: Work, agency_ids: Collection[int], most: int | None = None) -> list[Entry]:
    """All entries of these agencies, the first first; of very many the latest `most`."""
    rows = sealed.upto(work.session, agency_ids, LISTED, None, most)
    return _told(work, rows[::-1])
