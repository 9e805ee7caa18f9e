"""What somebody at work for an agency may do is changed: a role more, a role less, a department."""

from dataclasses import dataclass

from deliberation import log, people
from deliberation.briefing import department_names
from deliberation.outcomes import NotYours
from deliberation.people import STAFF_ROLES, Person
from deliberation.staff import menus, teams
from deliberation.staff.teams import LastAdmin, Member, NotThere
from deliberation.work import Work
from storage import departments as department_rows
from storage import people as rows
from storage import teams as team_rows
from storage.models import Agency, Contact, Department, Role

IN_DEPARTMENT = ("official", "head")


@dataclass(frozen=True)
class Duties:
    """What a member does: `department` is theirs, where they belong to one."""

    agency: Agency
    member: Member
    department: Department | None
    departments: tuple[Department, ...]


@dataclass(frozen=True)
class LastRole:
    """Without it they would not be there any more: that is a removal."""


Changed = Duties | LastRole | LastAdmin | NotThere | NotYours


def of_member(work: Work, person: Person, role_id: int) -> Duties | NotThere | NotYours:
    """What the member named by one of their roles does."""
    role = team_rows.role(work.session, role_id)
    if role is None:
        return NotThere()
    if role.agency_id not in person.agencies("admin"):
        return NotYours()
    return _duties(work, person, role.agency_id, role.contact_id)


def _duties(work: Work, person: Person, agency_id: int, contact_id: int) -> Duties:
    member = next(
        each for each in teams.members(work, agency_id, person) if each.contact_id == contact_id
    )
    held = _held(work, agency_id, contact_id)
    own = next((role.department_id for role in held if role.department_id), 0)
    department = department_rows.by_id(work.session, own) if own else None
    there = department_rows.of_agency(work.session, agency_id)
    return Duties(rows.agency(work.session, agency_id), member, department, tuple(there))


def _held(work: Work, agency_id: int, contact_id: int) -> list[Role]:
    everybody = team_rows.roles(work.session, agency_id)
    return [role for role in everybody if role.contact_id == contact_id]


def give(work: Work, person: Person, role_id: int, role: str) -> Changed:
    """They may do this, too, from their next step on."""
    duties = _to_change(work, person, role_id)
    if not isinstance(duties, Duties) or role not in STAFF_ROLES or role in duties.member.roles:
        return duties
    contact = _contact(work, duties)
    given = people.give(
        work,
        contact,
        duties.agency.id,
        role,
        actor=person.actor,
        granted_by=person.contact.id if person.contact else None,
    )
    if role in IN_DEPARTMENT and duties.department is not None:
        given.department_id = duties.department.id
    work.session.flush()
    return _duties(work, person, duties.agency.id, contact.id)


def take(work: Work, person: Person, role_id: int, role: str) -> Changed:
    """They may do this no more, from their next step on."""
    duties = _to_change(work, person, role_id)
    if not isinstance(duties, Duties) or role not in duties.member.roles:
        return duties
    if duties.member.roles == (role,):
        return LastRole()
    contact_id, agency_id = duties.member.contact_id, duties.agency.id
    if role == "admin" and teams.is_last_admin(work, contact_id, agency_id):
        return LastAdmin()
    for held in _held(work, agency_id, contact_id):
        if held.role == role:
            team_rows.remove(work.session, held)
    _keep(work, person, duties, "role.revoked", role)
    menus.renew(work, _contact(work, duties))
    return _duties(work, person, agency_id, contact_id)


def put_into(work: Work, person: Person, role_id: int, department_id: int) -> Changed:
    """Their work is for this department from now on; for none with 0."""
    duties = _to_change(work, person, role_id)
    if not isinstance(duties, Duties):
        return duties
    if department_id and department_id not in {each.id for each in duties.departments}:
        return NotYours()
    for held in _held(work, duties.agency.id, duties.member.contact_id):
        if held.role in IN_DEPARTMENT:
            held.department_id = department_id or None
            work.session.add(held)
    work.session.flush()
    return _duties(work, person, duties.agency.id, duties.member.contact_id)


def put_into_named(work: Work, person: Person, role_id: int, name: str) -> Changed | None:
    """The same by the department's name, which is made where it is not there; None where it is no
    name."""
    duties = _to_change(work, person, role_id)
    if not isinstance(duties, Duties):
        return duties
    if department_names.wrong_name(name) is not None:
        return None
    made = department_names.make(work, person, duties.agency.id, name)
    return put_into(work, person, role_id, made.id)


def _to_change(work: Work, person: Person, role_id: int) -> Duties | NotThere | NotYours:
    """Two administrators who change the same team: one acts after the other."""
    role = team_rows.role(work.session, role_id)
    if role is not None:
        team_rows.hold(work.session, role.agency_id)
    return of_member(work, person, role_id)


def _contact(work: Work, duties: Duties) -> Contact:
    return work.session.get_one(Contact, duties.member.contact_id)


def _keep(work: Work, person: Person, duties: Duties, action: str, role: str) -> None:
    log.keep(
        work,
        person.actor,
        action,
        f"contact:{duties.member.contact_id}",
        agency_id=duties.agency.id,
        details={"role": role},
    )
