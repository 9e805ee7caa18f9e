"""Groups that are invited to a consultation: what their people say is read beside the citizens'
words and counted apart, so that it never outvotes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deliberation import log, notices
from deliberation.asking import consultations
from deliberation.asking.consultations import Invitation, UnknownLink
from deliberation.asking.founding import LONGEST_TITLE, WrongLength, tidy, wrong_length
from deliberation.outcomes import Closed, NotOpenYet, NotYours
from deliberation.people import Person
from deliberation.staff import invites
from deliberation.staff.invites import InviteOver
from deliberation.work import Work
from storage import consultations as consultation_rows
from storage import counts, people, teams, topics
from storage import partners as rows
from storage.models import Agency, Consultation, Invite, Opinion, Participation, Partner

ROLE = invites.PARTNER


@dataclass(frozen=True)
class WhichConsultation:
    """Groups are invited to one consultation each; these take guests now."""

    agency: Agency
    consultations: tuple[Consultation, ...]


@dataclass(frozen=True)
class WhichGroup:
    """What the group is called. `wrong`: why the name cannot be taken."""

    consultation: Consultation
    wrong: WrongLength | None = None


@dataclass(frozen=True)
class GroupInvited:
    """A link for one person of the group was made; `payload` is told this one time."""

    invite: Invite
    partner: Partner
    consultation: Consultation
    payload: str


@dataclass(frozen=True)
class Guest:
    """Somebody came by such a link. `there`: they take part as a citizen already."""

    invite: Invite
    partner: Partner
    invitation: Invitation

    @property
    def there(self) -> bool:
        return self.invitation.joined


@dataclass(frozen=True)
class GuestEntered:
    """The person is counted as one of the group from now on."""

    partner: Partner
    consultation: Consultation


@dataclass(frozen=True)
class NamesGroup:
    """Whether the group's name stands beside their words."""

    partner: Partner
    shown: bool


@dataclass(frozen=True)
class Newcomer:
    """Somebody came by a link that was made for a group."""

    partner: Partner
    consultation: Consultation


def where(work: Work, person: Person, agency_id: int) -> WhichConsultation | WhichGroup | NotYours:
    """To which consultation a group is invited; with a single one, what the group is called."""
    if agency_id not in person.agencies("admin"):
        return NotYours()
    taking = rows.takes_guests(work.session, agency_id)
    if len(taking) == 1:
        return WhichGroup(taking[0])
    return WhichConsultation(people.agency(work.session, agency_id), tuple(taking))


def ask_name(work: Work, person: Person, consultation_id: int) -> WhichGroup | NotYours:
    asked = _own(work, person, consultation_id)
    return NotYours() if asked is None else WhichGroup(asked)


def _own(work: Work, person: Person, consultation_id: int) -> Consultation | None:
    asked = consultation_rows.by_id(work.session, consultation_id)
    if asked is None or asked.agency_id not in person.agencies("admin"):
        return None
    return asked if asked.state in ("open", "scheduled") else None


def invite(
    work: Work, person: Person, consultation_id: int, name: str
) -> GroupInvited | WhichGroup | NotYours:
    """A link for one person of the group of this name."""
    asked, contact = _own(work, person, consultation_id), person.contact
    if asked is None or contact is None:
        return NotYours()
    wrong = wrong_length("partner", name, LONGEST_TITLE)
    if wrong is not None:
        return WhichGroup(asked, wrong)
    partner = rows.by_name(work.session, asked.id, tidy(name)) or Partner(
        consultation_id=asked.id, name=tidy(name), made_by=contact.id, made_at=work.now
    )
    work.session.add(partner)
    work.session.flush()
    return _invited(work, person, asked, partner)


def invite_again(work: Work, person: Person, partner_id: int) -> GroupInvited | NotYours:
    """A further link, for the next person of a group."""
    partner = rows.by_id(work.session, partner_id)
    asked = _own(work, person, partner.consultation_id) if partner else None
    if partner is None or asked is None or person.contact is None:
        return NotYours()
    return _invited(work, person, asked, partner)


def _invited(
    work: Work, person: Person, asked: Consultation, partner: Partner
) -> GroupInvited | NotYours:
    made = invites.make_for(work, person, asked.agency_id, ROLE, partner_id=partner.id)
    if isinstance(made, NotYours):
        return made
    return GroupInvited(made.invite, partner, asked, made.payload)


def arrive(
    work: Work, person: Person, invited: Invite
) -> Guest | InviteOver | Closed | NotOpenYet | UnknownLink:
    """Somebody came by a group's link. Nothing is kept of them yet, and the link stays unused."""
    partner = rows.by_id(work.session, invited.partner_id or 0)
    asked = consultation_rows.by_id(work.session, partner.consultation_id) if partner else None
    if partner is None or asked is None:
        return InviteOver()
    came = consultations.arrive(work, person, asked.slug)
    return Guest(invited, partner, came) if isinstance(came, Invitation) else came


def enter(work: Work, person: Person, invite_id: int) -> GuestEntered | InviteOver | NotYours:
    """Whoever has agreed is one of the group. Of two who come by one link, one is."""
    invited = teams.invite(work.session, invite_id)
    partner = rows.by_id(work.session, invited.partner_id or 0) if invited else None
    contact = person.contact
    if invited is None or partner is None:
        return InviteOver()
    joined = (
        people.participation(work.session, contact.id, partner.consultation_id) if contact else None
    )
    asked = consultation_rows.by_id(work.session, partner.consultation_id)
    if contact is None or joined is None or asked is None:
        return NotYours()
    if not teams.use(work.session, invited.id, work.now):
        return InviteOver()
    invited.used_by, joined.partner_id = contact.id, partner.id
    work.session.add_all([invited, joined])
    _count_apart(work, joined)
    _record(work, invited, asked)
    return GuestEntered(partner, asked)


def _count_apart(work: Work, joined: Participation) -> None:
    """What they said before is counted with the group's; the next count of everything does it."""
    work.session.flush()
    run = topics.last_run(work.session, joined.consultation_id)
    if run is not None:
        counts.touch(work.session, run.id)
        topics.forget_pictures(work.session, run.id)


def _record(work: Work, invited: Invite, asked: Consultation) -> None:
    """The log tells that a link was used, not by whom: that is a citizen's own matter."""
    log.keep(work, "", "partner.joined", f"invite:{invited.id}", agency_id=asked.agency_id)
    host = people.contact(work.session, invited.made_by or 0)
    if host is not None:
        notices.tell(
            work,
            host,
            "partner_came",
            zone=asked.timezone,
            once=f"invite_used:{invited.id}",
            partner=invited.partner_id or 0,
        )


def newcomer(work: Work, partner_id: int) -> Newcomer | None:
    partner = rows.by_id(work.session, partner_id)
    asked = consultation_rows.by_id(work.session, partner.consultation_id) if partner else None
    return Newcomer(partner, asked) if partner is not None and asked is not None else None


def show_name(
    work: Work, person: Person, consultation_id: int, *, shown: bool
) -> NamesGroup | NotYours:
    """Whether the group's name may stand beside this person's words; the later word holds."""
    contact = person.contact
    joined = people.participation(work.session, contact.id, consultation_id) if contact else None
    partner = rows.by_id(work.session, joined.partner_id or 0) if joined else None
    if joined is None or partner is None:
        return NotYours()
    joined.names_partner = shown
    work.session.add(joined)
    return NamesGroup(partner, shown)


def signed(work: Work, opinions: Iterable[Opinion]) -> Mapping[int, str]:
    """opinion id -> the name of the group it was said for, where its author agreed to that."""
    said = list(opinions)
    names = rows.named(work.session, {each.participation_id for each in said})
    return {
        each.id: names[each.participation_id] for each in said if each.participation_id in names
    }
