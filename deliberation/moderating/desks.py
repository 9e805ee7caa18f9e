"""The moderators' room of an agency: chosen by its administrators, told how much waits there.

What goes there are counts and times. The words themselves are read in private: not everybody in a
room moderates, and what stands in a room can never be taken out of everybody's telephone again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from deliberation.hours import next_daytime
from deliberation.moderating import rooms, rushes
from deliberation.people import Person
from deliberation.work import Work
from storage import flags, people, traffic
from storage import rooms as rows
from storage.models import Agency, Consultation, Outbox, Room, Rush

ADMIN = "admin"
TELL_EVERY = timedelta(minutes=10)


@dataclass(frozen=True)
class Offered:
    """The room may become that of one of these agencies."""

    agencies: tuple[Agency, ...]


@dataclass(frozen=True)
class InUse:
    """The room is the agency's already; `since` when, as far as known."""

    agency: Agency
    since: datetime | None = None


@dataclass(frozen=True)
class Taken:
    """The room is another agency's."""


@dataclass(frozen=True)
class NotInUse:
    """The room is not, or no longer, that of the agency the question was about."""


@dataclass(frozen=True)
class NotTheirs:
    """Who acts is no administrator of the agency."""


@dataclass(frozen=True)
class Linked:
    agency: Agency


@dataclass(frozen=True)
class Unlinked:
    agency: Agency


@dataclass(frozen=True)
class Load:
    """How much waits for the moderators of an agency, since when the first of it does, and where
    unusually many new people spoke within the last day."""

    agency: Agency
    waiting: int
    oldest: datetime | None
    rushes: tuple[tuple[Rush, Consultation], ...] = ()

    @property
    def shown(self) -> str:
        """The same as long as the words would be."""
        came = (f" {rush.id}:{rush.people}" for rush, _ in self.rushes)
        return f"{self.waiting} {self.oldest or ''}{''.join(came)}"

    @property
    def untold(self) -> list[Rush]:
        """The rushes no room was told of yet."""
        return [rush for rush, _ in self.rushes if rush.told_at is None]


def ask(work: Work, person: Person, room: Room) -> Offered | InUse | Taken:
    """What an administrator may do with the room."""
    theirs = person.agencies(ADMIN)
    if room.agency_id is None:
        return Offered(tuple(people.agencies(work.session, theirs)))
    if room.agency_id in theirs:
        return InUse(people.agency(work.session, room.agency_id), room.linked_at)
    return Taken()


def of_person(work: Work, person: Person) -> tuple[InUse, ...]:
    """The rooms in use of the agencies this person administers."""
    return tuple(
        InUse(agency, room.linked_at)
        for agency in people.agencies(work.session, person.agencies(ADMIN))
        for room in rows.of_agency(work.session, agency.id)
    )


def link(
    work: Work, person: Person, room: Room, agency_id: int
) -> Linked | InUse | Taken | NotTheirs:
    """The room becomes the agency's moderators' room, in place of the one it had."""
    if agency_id not in person.agencies(ADMIN) or person.contact is None:
        return NotTheirs()
    agency = people.agency(work.session, agency_id)
    if room.agency_id is not None:
        return InUse(agency, room.linked_at) if room.agency_id == agency_id else Taken()
    for other in rows.of_agency(work.session, agency_id):
        _part(work, other, person.actor, "moved")
    room.agency_id, room.linked_at, room.linked_by = agency_id, work.now, person.contact.id
    rooms.begin_notices(room)
    work.session.add(room)
    work.session.flush()
    rooms.record(work, room, agency_id, person.actor, "room.linked")
    return Linked(agency)


def unlink(
    work: Work, person: Person, room: Room, agency_id: int
) -> Unlinked | NotInUse | NotTheirs:
    if agency_id not in person.agencies(ADMIN) or person.contact is None:
        return NotTheirs()
    if room.agency_id != agency_id:
        return NotInUse()
    _part(work, room, person.actor, "asked")
    return Unlinked(people.agency(work.session, agency_id))


def _part(work: Work, room: Room, actor: str, reason: str) -> None:
    """The room is the agency's no more, and its live notice says so."""
    rooms.record(work, room, room.agency_id or 0, actor, "room.unlinked", reason)
    room.agency_id = room.linked_at = room.linked_by = None
    work.session.add(room)
    first = traffic.editable(work.session, room.load_outbox_id)
    if first is not None:
        work.session.add(_row(work, room, edits=first))
    work.session.flush()


def load(work: Work, room: Room) -> Load | None:
    """What the room is told; None where it is no moderators' room."""
    if room.agency_id is None:
        return None
    waiting = flags.waiting(work.session, [room.agency_id])
    oldest = waiting[0].since if waiting else None
    agency = people.agency(work.session, room.agency_id)
    return Load(agency, len(waiting), oldest, tuple(rushes.recent(work, {room.agency_id})))


def tell_rooms(work: Work) -> int:
    """Keep each moderators' room informed: one notice that changes, every ten minutes at most,
    and a new one when there is twice as much as in the last, or a rush. How many rooms were
    told."""
    return sum(_tell(work, room) for room in rows.linked(work.session))


def _tell(work: Work, room: Room) -> bool:
    now_there = load(work, room)
    if now_there is None or not _is_due(work, room, now_there):
        return False
    first, untold = traffic.editable(work.session, room.load_outbox_id), now_there.untold
    if first is None or untold or now_there.waiting >= max(1, 2 * room.load_size):
        if not (now_there.waiting or untold):
            return False
        first, room.load_size = None, now_there.waiting
    elif not now_there.waiting:
        room.load_size = 0  # whatever comes next is worth a new notice
    row = _row(work, room, edits=first)
    work.session.add(row)
    work.session.flush()
    room.load_outbox_id, room.load_at = first or row.id, work.now
    room.load_shown = now_there.shown
    for rush in untold:
        rush.told_at = work.now
    work.session.add_all((room, *untold))
    return True


def _is_due(work: Work, room: Room, now_there: Load) -> bool:
    if now_there.shown == room.load_shown:
        return False
    if room.load_at is not None and work.now - room.load_at < TELL_EVERY:
        return False
    return next_daytime(work.now, now_there.agency.timezone, work.rules) == work.now


def _row(work: Work, room: Room, edits: int | None) -> Outbox:
    return Outbox(
        kind="load",
        rank=1,
        lane=work.keys.lane_of(room.sealed_id),
        address=room.sealed_id,
        method="",
        edits=edits,
        created_at=work.now,
        not_before=work.now,
    )
