"""Who is speaking, what they agreed to, and what they want to receive."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from deliberation import log
from deliberation.staff import menus
from deliberation.work import Work
from storage import answers, people
from storage.models import Consent, Consultation, Contact, Participation, Role

PURPOSES = ("opinions", "sensitive", "quoted", "notices")
NEEDED = "opinions"
LANGUAGES = ("ko", "en")
STAFF_ROLES = ("official", "admin", "approver", "moderator", "head")


@dataclass(frozen=True)
class Person:
    """Who acts in one update. `contact` is None as long as nothing of theirs may be kept."""

    telegram_id: int
    lane: bytes
    language: str
    contact: Contact | None
    roles: tuple[tuple[int, str], ...] = ()

    def agencies(self, *roles: str) -> set[int]:
        """The agencies where this person has one of these roles."""
        return {agency for agency, role in self.roles if role in roles}

    @property
    def contact_id(self) -> int:
        """Their number; 0, which nobody has, for who is not known to us."""
        return self.contact.id if self.contact else 0

    @property
    def actor(self) -> str:
        """What the log calls them; empty for who is not known to us."""
        return f"contact:{self.contact.id}" if self.contact else ""

    @property
    def as_staff(self) -> bool:
        """Whether what they write is meant as an official's, not as a citizen's."""
        return bool(self.roles) and self.contact is not None and self.contact.mode == "staff"


def meet(work: Work, telegram_id: int, language_code: str | None) -> Person:
    """Read who this is from the database; nothing is written."""
    contact, roles = people.met(work.session, work.keys.mark("contact", telegram_id))
    lane = work.keys.lane(telegram_id)
    chosen = contact.language if contact else _language_of_dialogue(work, lane)
    language = chosen or _language_of_telegram(language_code, work.rules.language)
    return Person(telegram_id, lane, language, contact, roles)


def by_contact(work: Work, contact_id: int) -> Person | None:
    """Somebody to write to who has not just written."""
    contact = people.contact(work.session, contact_id)
    if contact is None:
        return None
    telegram_id = work.keys.open_id(contact.sealed_id)
    roles = tuple(people.roles(work.session, contact.id))
    language = contact.language or work.rules.language
    return Person(telegram_id, work.keys.lane(telegram_id), language, contact, roles)


def again(work: Work, person: Person) -> Person:
    """The same person, read afresh after a contact row or a role may have been made."""
    contact, roles = people.met(work.session, work.keys.mark("contact", person.telegram_id))
    return replace(person, contact=contact, roles=roles)


def _language_of_dialogue(work: Work, lane: bytes) -> str | None:
    state = people.dialogue(work.session, lane)
    return state.language if state else None


def _language_of_telegram(code: str | None, default: str) -> str:
    if not code:
        return default
    return "ko" if code.lower().startswith("ko") else "en"


def reachable(work: Work, telegram_id: int, language: str | None = None) -> Contact:
    """The contact row of a Telegram account, made when it is not there yet."""
    mark = work.keys.mark("contact", telegram_id)
    contact = people.contact_by_mark(work.session, mark)
    if contact is None:
        contact = Contact(
            mark=mark,
            sealed_id=work.keys.seal_id(telegram_id),
            language=language,
            created_at=work.now,
        )
        work.session.add(contact)
        work.session.flush()
    return contact


def join(
    work: Work,
    person: Person,
    consultation: Consultation,
    consents: Mapping[str, bool],
    *,
    how: str,
    channel: str | None = None,
) -> Participation:
    """Take the person in, with each consent kept by itself. Saying it again renews it."""
    contact = reachable(work, person.telegram_id, person.language)
    participation = people.participation(work.session, contact.id, consultation.id)
    if participation is None:
        participation = Participation(
            contact_id=contact.id,
            consultation_id=consultation.id,
            pseudonym=work.keys.pseudonym(consultation.id, person.telegram_id),
            language=person.language,
            channel=channel,
            joined_at=work.now,
        )
        work.session.add(participation)
        work.session.flush()
    for purpose in PURPOSES:
        _keep_consent(work, participation, consultation, purpose, consents[purpose], how)
    contact.active_consultation_id = consultation.id
    contact.blocked_at = None
    work.session.add(contact)
    work.session.flush()
    return participation


def _keep_consent(  # one row a purpose, never changed: a later word is a later row
    work: Work,
    participation: Participation,
    consultation: Consultation,
    purpose: str,
    given: bool,
    how: str,
) -> None:
    work.session.add(
        Consent(
            participation_id=participation.id,
            purpose=purpose,
            given=given,
            version=consultation.notice_version,
            how=how,
            at=work.now,
        )
    )


def refuse(work: Work, person: Person, consultation: Consultation) -> None:
    """Somebody says no. Of who never agreed nothing is kept; who had agreed takes it back."""
    participation = agreed(work, person.contact, consultation.id)
    if participation is not None:
        _keep_consent(work, participation, consultation, NEEDED, given=False, how="single")


def stop_news(work: Work, person: Person, participation_id: int) -> bool:
    """Somebody wants no more notices of one consultation; False where it is not theirs."""
    found = people.participation_by_id(work.session, participation_id)
    if found is None or person.contact is None or found.contact_id != person.contact.id:
        return False
    said = people.latest_consents(work.session, found.id).get("notices")
    if said is not None and said.given:
        taken_back = Consent(
            participation_id=found.id,
            purpose="notices",
            given=False,
            version=said.version,
            how="single",
            at=work.now,
        )
        work.session.add(taken_back)
    return True


def has_said(
    work: Work, person: Person, consultation: Consultation, consents: Mapping[str, bool]
) -> bool:
    """Whether the person's latest word is this very one, on this version of the notice."""
    if person.contact is None:
        return False
    found = people.participation(work.session, person.contact.id, consultation.id)
    latest = people.latest_consents(work.session, found.id) if found else {}
    said = {purpose: (row.given, row.version) for purpose, row in latest.items()}
    return said == {name: (given, consultation.notice_version) for name, given in consents.items()}


def agreed(work: Work, contact: Contact | None, consultation_id: int) -> Participation | None:
    """The participation of somebody who agreed that opinions are kept; None otherwise."""
    if contact is None:
        return None
    participation = people.participation(work.session, contact.id, consultation_id)
    if participation is None:
        return None
    return participation if has_agreed(work, participation) else None


def has_agreed(work: Work, participation: Participation) -> bool:
    """Whether this person's opinions may be kept."""
    said = people.latest_consents(work.session, participation.id).get(NEEDED)
    return said is not None and said.given


def enter(work: Work, contact: Contact, consultation: Consultation) -> None:
    """Make this the consultation that plain words go to."""
    contact.active_consultation_id = consultation.id
    work.session.add(contact)


def choose_language(work: Work, contact: Contact, language: str) -> None:
    contact.language = language
    work.session.add(contact)
    if people.roles(work.session, contact.id):
        menus.renew(work, contact)


def comes_to_work(work: Work, person: Person) -> None:
    """Staff who press Start: before, no menu could reach them, nor was their language known."""
    contact = person.contact
    if contact is None or not person.roles:
        return
    if contact.language is None:
        choose_language(work, contact, person.language)
    else:
        menus.renew(work, contact)


def choose_notices(work: Work, contact: Contact, wanted: str) -> None:
    """`all`, `answers` (only answers to own words) or `none`."""
    contact.notices = wanted
    work.session.add(contact)
    if wanted == "none":
        answers.stop_for(work.session, contact.id, work.now)


def wants_notices(contact: Contact) -> bool:
    """Whether anything may be told unasked: looked at when it is queued and when it goes out."""
    return contact.notices != "none"


def act_as(work: Work, contact: Contact, mode: str) -> None:
    """`staff` or `citizen`: what plain words are taken for."""
    contact.mode = mode
    work.session.add(contact)


def has_blocked(work: Work, contact: Contact) -> None:
    if contact.blocked_at is None:
        contact.blocked_at = work.now
        work.session.add(contact)


def is_back(work: Work, contact: Contact) -> bool:
    """Take the mark of a block away; True where there was one."""
    was = contact.blocked_at is not None
    contact.blocked_at = None
    work.session.add(contact)
    return was


def grant(work: Work, telegram_id: int, agency_id: int, role: str, *, actor: str) -> bool:
    """Give a role, also to somebody who never wrote. False where they have it already."""
    if role not in STAFF_ROLES:
        raise ValueError(f"no such role: {role}")
    contact = reachable(work, telegram_id)
    if people.has_role(work.session, contact.id, agency_id, role):
        return False
    give(work, contact, agency_id, role, actor=actor)
    return True


def give(
    work: Work,
    contact: Contact,
    agency_id: int,
    role: str,
    *,
    actor: str,
    granted_by: int | None = None,
) -> Role:
    """Give a role the person does not have yet; `granted_by` is the contact who invited them."""
    given = Role(
        contact_id=contact.id,
        agency_id=agency_id,
        role=role,
        granted_at=work.now,
        granted_by=granted_by,
    )
    work.session.add(given)
    log.keep(
        work,
        actor,
        "role.granted",
        f"contact:{contact.id}",
        agency_id=agency_id,
        details={"role": role},
    )
    menus.renew(work, contact)
    return given
