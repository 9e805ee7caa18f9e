"""Who works for an agency, under an alias each, and how somebody is removed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from deliberation import log, notices
from deliberation.outcomes import NotYours
from deliberation.pages import nearest
from deliberation.people import Person
from deliberation.staff import invites, menus
from deliberation.work import Work
from storage import people as rows
from storage import teams
from storage.models import Agency, Role

PAGE = 10


@dataclass(frozen=True)
class Member:
    """Somebody at work for an agency. No name is kept: they are called by the role they were
    given first and a `number`, counted over all who ever had that role there.

    `role_id` names the member; `seen` is the day their dialogue last went on.
    """

    role_id: int
    contact_id: int
    roles: tuple[str, ...]
    number: int
    seen: date | None = None
    me: bool = False


@dataclass(frozen=True)
class Team:
    """A page of those at work; `first` is the place of the first of them, from 1."""

    agency: Agency
    count: int
    members: tuple[Member, ...]
    first: int
    page: int
    pages: int


@dataclass(frozen=True)
class Newcomer:
    """Somebody who has a role since a short while."""

    role: Role
    agency: Agency
    member: Member


@dataclass(frozen=True)
class Removal:
    """Somebody is about to be removed; `drafts` is what they are in the middle of writing."""

    agency: Agency
    member: Member
    drafts: int


@dataclass(frozen=True)
class LastAdmin:
    """Nobody would be left who can let anybody in."""


@dataclass(frozen=True)
class NotThere:
    """The person was removed meanwhile."""


@dataclass(frozen=True)
class Removed:
    agency: Agency
    member: Member


def team(work: Work, person: Person, agency_id: int, page: int = 0) -> Team | NotYours:
    """Who works there, the longest first."""
    if agency_id not in person.agencies("admin"):
        return NotYours()
    everybody = members(work, agency_id, person)
    at, pages = nearest(page, len(everybody), PAGE)
    first = at * PAGE
    shown = everybody[first : first + PAGE]
    agency = rows.agency(work.session, agency_id)
    return Team(agency, len(everybody), shown, first + 1, at, pages)


def members(work: Work, agency_id: int, asking: Person | None = None) -> tuple[Member, ...]:
    """Everybody with a role at the agency, in the order in which they came."""
    held: dict[int, list[Role]] = {}
    for role in teams.roles(work.session, agency_id):
        held.setdefault(role.contact_id, []).append(role)
    given = numbers(work, agency_id)
    zone = ZoneInfo(rows.agency(work.session, agency_id).timezone)
    seen = teams.last_seen(work.session, held)
    me = asking.contact.id if asking is not None and asking.contact is not None else None
    return tuple(
        Member(
            role_id=roles[0].id,
            contact_id=contact_id,
            roles=tuple(role.role for role in roles),
            number=given.get((contact_id, roles[0].role), 0),
            seen=seen[contact_id].astimezone(zone).date() if contact_id in seen else None,
            me=contact_id == me,
        )
        for contact_id, roles in held.items()
    )


def numbers(work: Work, agency_id: int) -> dict[tuple[int, str], int]:
    """Whether each person was the first, second, third to be given a role, as the log has it: a
    number that was somebody's is nobody else's later."""
    given: Counter[str] = Counter()
    found = {}
    for row in teams.granted(work.session, agency_id):
        role = str(row.details["role"])
        given[role] += 1
        found[int(row.subject.removeprefix("contact:")), role] = given[role]
    return found


def newcomer(work: Work, role_id: int) -> Newcomer | None:
    """Somebody who was given a role; None where it ended already."""
    role = teams.role(work.session, role_id)
    if role is None:
        return None
    member = _member(members(work, role.agency_id), role)
    return Newcomer(role, rows.agency(work.session, role.agency_id), member)


def one(work: Work, agency_id: int, contact_id: int) -> Member | None:
    """Somebody at work there; None where they have left."""
    return next((m for m in members(work, agency_id) if m.contact_id == contact_id), None)


def left(work: Work, contact_id: int, agency_id: int) -> Agency | None:
    """The agency, if this person has no role there."""
    back = any(agency == agency_id for agency, _ in rows.roles(work.session, contact_id))
    return None if back else rows.agency(work.session, agency_id)


def _member(everybody: Iterable[Member], role: Role) -> Member:
    return next(each for each in everybody if each.contact_id == role.contact_id)


def ask_removal(
    work: Work, person: Person, role_id: int
) -> Removal | LastAdmin | NotThere | NotYours:
    """What removing this person would mean."""
    role = teams.role(work.session, role_id)
    if role is None:
        return NotThere()
    if role.agency_id not in person.agencies("admin"):
        return NotYours()
    everybody = members(work, role.agency_id, person)
    member = _member(everybody, role)
    if _is_last_admin(member, everybody):
        return LastAdmin()
    agency = rows.agency(work.session, role.agency_id)
    return Removal(agency, member, teams.drafts(work.session, member.contact_id, agency.id))


def remove(work: Work, person: Person, role_id: int) -> Removed | LastAdmin | NotThere | NotYours:
    """Take all roles of this person at the agency away. It holds from their next step on."""
    role = teams.role(work.session, role_id)
    if role is not None:  # two administrators who remove each other at once: one stays
        teams.hold(work.session, role.agency_id)
    outcome = ask_removal(work, person, role_id)
    if not isinstance(outcome, Removal):
        return outcome
    _take_roles(work, person, outcome)
    return Removed(outcome.agency, outcome.member)


def is_last_admin(work: Work, contact_id: int, agency_id: int) -> bool:
    """Whether the agency would be left without an administrator."""
    everybody = members(work, agency_id)
    return any(
        _is_last_admin(each, everybody) for each in everybody if each.contact_id == contact_id
    )


def _is_last_admin(member: Member, everybody: Iterable[Member]) -> bool:
    admins = [each.contact_id for each in everybody if "admin" in each.roles]
    return admins == [member.contact_id]


def _take_roles(work: Work, person: Person, removal: Removal) -> None:
    member, agency = removal.member, removal.agency
    for role in teams.roles(work.session, agency.id):
        if role.contact_id == member.contact_id:
            teams.remove(work.session, role)
            _record(work, person.actor, role)
    invites.cancel_all(work, agency.id, member.contact_id, actor=person.actor)
    contact = rows.contact(work.session, member.contact_id)
    if contact is None:
        return
    menus.renew(work, contact)
    if not member.me:
        notices.tell(
            work,
            contact,
            "role_ended",
            zone=agency.timezone,
            once=f"role_ended:{member.role_id}",
            who=contact.id,
            agency=agency.id,
        )


def _record(work: Work, actor: str, role: Role) -> None:
    log.keep(
        work,
        actor,
        "role.revoked",
        f"contact:{role.contact_id}",
        agency_id=role.agency_id,
        details={"role": role.role},
    )
