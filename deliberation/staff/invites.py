"""Invitations: a one-time link leads into a role at an agency. Only its keyed mark is kept."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from deliberation import log, notices, people
from deliberation.asking.consultations import UnknownLink
from deliberation.briefing import department_names as named
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations, departments, teams
from storage import people as rows
from storage.models import Agency, Department, Invite, Role

INVITED = ("official", "approver", "moderator", "head", "admin")
PARTNER = "partner"
"""No role: a way into a consultation as one of an invited group; `deliberation.speaking.partners`.
"""
LIFE = timedelta(days=7)
PREFIX = "i_"  # of the payload of a link; no consultation's name is that short
TOKEN_BYTES = 16


@dataclass(frozen=True)
class Invited:
    """A link was made. `payload` is what stands behind `?start=`, told this one time."""

    invite: Invite
    agency: Agency
    payload: str


@dataclass(frozen=True)
class WhichDepartment:
    """Whoever answers for a department has to have one."""

    agency: Agency
    departments: tuple[Department, ...]


@dataclass(frozen=True)
class Opened:
    """Somebody holds a link that is good, and has not joined by it."""

    invite: Invite
    agency: Agency


@dataclass(frozen=True)
class OwnInvite:
    """Whoever made a link opened it; it is still unused."""


@dataclass(frozen=True)
class AlreadyThere:
    """The person has this very role; a link that is still good stays unused."""

    role: str
    agency: Agency
    unused: bool


@dataclass(frozen=True)
class InviteOver:
    """Used, cancelled, or too late."""


@dataclass(frozen=True)
class Entered:
    """The person has the role from now on."""

    role: Role
    agency: Agency


@dataclass(frozen=True)
class Cancelled:
    """Nobody can join by this link any more."""


NotOpen = OwnInvite | AlreadyThere | InviteOver


def agencies(work: Work, person: Person) -> list[Agency]:
    """Where the person may invite and remove people."""
    return rows.agencies(work.session, person.agencies("admin"))


def make(
    work: Work, person: Person, agency_id: int, role: str, department_id: int | None = None
) -> Invited | WhichDepartment | NotYours:
    """A new link. Raises ValueError for a role that nobody can be invited to."""
    if role not in INVITED:
        raise ValueError(f"nobody is invited as {role}")
    if agency_id not in person.agencies("admin"):
        return NotYours()
    there = departments.of_agency(work.session, agency_id)
    if department_id is not None and department_id not in {each.id for each in there}:
        return NotYours()
    if role == "head" and department_id is None:
        return WhichDepartment(rows.agency(work.session, agency_id), tuple(there))
    return make_for(work, person, agency_id, role, department_id=department_id)


def make_for(
    work: Work,
    person: Person,
    agency_id: int,
    role: str,
    *,
    partner_id: int | None = None,
    department_id: int | None = None,
) -> Invited | NotYours:
    """A link into a role, or into a consultation as one of the group `partner_id`."""
    contact = person.contact
    if contact is None or agency_id not in person.agencies("admin"):
        return NotYours()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invite = Invite(
        agency_id=agency_id,
        role=role,
        partner_id=partner_id,
        department_id=department_id,
        token_hash=_mark(work, token),
        made_by=contact.id,
        made_at=work.now,
        expires_at=work.now + LIFE,
    )
    work.session.add(invite)
    work.session.flush()
    _record(work, person.actor, "invite.made", invite)
    return Invited(invite, rows.agency(work.session, agency_id), PREFIX + token)


def make_head(
    work: Work, person: Person, agency_id: int, name: str
) -> Invited | WhichDepartment | NotYours:
    """A link for the head of the department of this name, which is made where it is not there; it
    is asked for again where that is no name."""
    if agency_id not in person.agencies("admin"):
        return NotYours()
    if named.wrong_name(name) is not None:
        return make(work, person, agency_id, "head")
    return make(work, person, agency_id, "head", named.make(work, person, agency_id, name).id)


def _mark(work: Work, token: str) -> str:
    return work.keys.mark("invite", token).hex()


def open_(work: Work, person: Person, payload: str) -> Opened | NotOpen | UnknownLink:
    """Somebody came by a link. Nothing is kept of them yet, and the link stays unused."""
    token = payload.removeprefix(PREFIX)
    invite = teams.invite_by(work.session, _mark(work, token))
    if invite is None:
        return UnknownLink(len(consultations.open_now(work.session, work.now)))
    agency = rows.agency(work.session, invite.agency_id)
    return _not_open(work, person, invite, agency) or Opened(invite, agency)


def join(work: Work, person: Person, invite_id: int) -> Entered | NotOpen:
    """Take the role. Of two who join by one link at once, one gets in."""
    invite = teams.invite(work.session, invite_id)
    if invite is None or invite.role == PARTNER:
        return InviteOver()
    agency = rows.agency(work.session, invite.agency_id)
    refused = _not_open(work, person, invite, agency)
    if refused is not None:
        return refused
    if not teams.use(work.session, invite.id, work.now):
        return InviteOver()
    return Entered(_enter(work, person, invite), agency)


def usable(work: Work, person: Person, invite_id: int) -> Invite | None:
    """A link for one of a group, as long as this person may use it."""
    invite = teams.invite(work.session, invite_id)
    if invite is None or invite.role != PARTNER:
        return None
    agency = rows.agency(work.session, invite.agency_id)
    return None if _not_open(work, person, invite, agency) else invite


def _not_open(work: Work, person: Person, invite: Invite, agency: Agency) -> NotOpen | None:
    over = invite.used_at is not None or invite.expires_at <= work.now
    contact = person.contact
    if contact and contact.id == invite.made_by and not over:
        return OwnInvite()
    if contact and rows.has_role(work.session, contact.id, invite.agency_id, invite.role):
        return AlreadyThere(invite.role, agency, unused=not over)
    return InviteOver() if over else None


def _enter(work: Work, person: Person, invite: Invite) -> Role:
    contact = people.reachable(work, person.telegram_id, person.language)
    contact.language = contact.language or person.language
    contact.mode, contact.blocked_at = "staff", None
    work.session.add(contact)
    invite.used_by = contact.id
    work.session.add(invite)
    role = people.give(
        work,
        contact,
        invite.agency_id,
        invite.role,
        actor=f"contact:{contact.id}",
        granted_by=invite.made_by,
    )
    role.department_id = invite.department_id
    work.session.add(role)
    _tell_who_invited(work, invite, role)
    return role


def _tell_who_invited(work: Work, invite: Invite, role: Role) -> None:
    host = rows.contact(work.session, invite.made_by) if invite.made_by else None
    if host is not None:
        zone = rows.agency(work.session, invite.agency_id).timezone
        notices.tell(
            work, host, "invite_used", zone=zone, once=f"invite_used:{invite.id}", role=role.id
        )


def cancel(work: Work, person: Person, invite_id: int) -> Cancelled | InviteOver | NotYours:
    """End a link before its time; any administrator of the agency may."""
    invite = teams.invite(work.session, invite_id)
    contact = person.contact
    if invite is None or contact is None or invite.agency_id not in person.agencies("admin"):
        return NotYours()
    if not teams.cancel(work.session, invite.id, work.now):
        return InviteOver()
    _record(work, person.actor, "invite.cancelled", invite)
    return Cancelled()


def cancel_all(work: Work, agency_id: int, made_by: int, *, actor: str) -> None:
    """Whoever is no administrator any more lets nobody in by links they left about."""
    for invite in teams.open_invites(work.session, agency_id, made_by, work.now):
        teams.cancel(work.session, invite.id, work.now)
        _record(work, actor, "invite.cancelled", invite)


def _record(work: Work, actor: str, action: str, invite: Invite) -> None:
    log.keep(
        work,
        actor,
        action,
        f"invite:{invite.id}",
        agency_id=invite.agency_id,
        details={"role": invite.role},
    )
