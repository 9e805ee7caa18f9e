"""A person asks to be forgotten: everything goes, or the words stay and nobody knows whose.

What that means for each table stands in `docs/decisions/forgetting.md`.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from deliberation import log
from deliberation.grouping import counts
from deliberation.moderating import measures
from deliberation.people import Person
from deliberation.privacy import erasures, holdings
from deliberation.speaking import stances
from deliberation.staff import invites, menus, teams
from deliberation.work import Work
from nlp import screening
from storage import consultations, erasing, finding, likeness, people, topics
from storage import teams as team_rows
from storage.models import Contact, Opinion, Participation
from storage.opinions import SHOWN

KNOWN_BY = 24  # characters of words that are quoted at some length
CUT_SHORT = (17, 7)  # characters of a quote where a briefing has little room
TELLING = 5  # characters that a piece between covered numbers must have, to be told by
TAKEN_BACK = ("withdrawn", "erased")  # is left to nobody


@dataclass(frozen=True)
class ForgetAsked:
    """What the person is told before they confirm. `roles` are (agency, role) pairs that go too;
    `measures` are (agency, until) pairs of what an agency decided about them, which stays."""

    backups_until: date
    roles: tuple[tuple[str, str], ...] = ()
    measures: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True)
class OnlyAdmin:
    """Nobody else administers these agencies, so nothing was erased."""

    agencies: tuple[str, ...]


@dataclass(frozen=True)
class NothingHeld:
    """There is nothing that names this person."""


@dataclass(frozen=True)
class Forgotten:
    """The person is a stranger now."""


def ask(work: Work, person: Person) -> ForgetAsked | OnlyAdmin | NothingHeld:
    """What would happen; nothing is changed yet."""
    if not holdings.is_known(work, person):
        return NothingHeld()
    alone = _only_admin_of(work, person)
    if alone:
        return OnlyAdmin(alone)
    roles = tuple((people.agency(work.session, at).name, role) for at, role in person.roles)
    here = work.now.astimezone(ZoneInfo(work.rules.timezone)).date()
    stays = tuple((by.name, each.until) for each, by in measures.held(work, person.telegram_id))
    return ForgetAsked(here + timedelta(days=work.rules.backup_days), roles, stays)


def forget(work: Work, person: Person, *, keep_words: bool) -> Forgotten | OnlyAdmin | NothingHeld:
    """Erase all that is held about the person. With `keep_words` their opinions stay as they are
    shown, without anything that tells, or lets anybody work out, whose they are."""
    if not holdings.is_known(work, person):
        return NothingHeld()
    alone = _only_admin_of(work, person)
    if alone:
        return OnlyAdmin(alone)
    erasures.forgotten(work, person, holdings.pseudonyms(work, person), keep_words=keep_words)
    _forget(work, person, keep_words=keep_words)
    return Forgotten()


def forget_again(work: Work, person: Person, *, keep_words: bool) -> None:
    """After a restore, which asks nobody: it was confirmed before. Nobody is told once more."""
    _forget(work, person, keep_words=keep_words)
    menu = work.keys.mark("menu", person.telegram_id)
    erasing.end_outbox(work.session, None, menu, work.now)


def _forget(work: Work, person: Person, *, keep_words: bool) -> None:
    session, contact = work.session, person.contact
    session.flush()
    if contact is not None:
        _forget_contact(work, person, contact, keep_words=keep_words)
    erasing.erase_flags_by(session, holdings.pseudonyms(work, person))
    erasing.end_outbox(session, None, person.lane, work.now)
    erasing.erase_dialogue(session, person.lane)
    erasing.erase_updates(session, person.lane)


def _only_admin_of(work: Work, person: Person) -> tuple[str, ...]:
    """The agencies that would be left without an administrator."""
    if person.contact is None:
        return ()
    administered = sorted(person.agencies("admin"))
    for agency_id in administered:
        team_rows.hold(work.session, agency_id)  # two may not leave at the same moment
    return tuple(
        people.agency(work.session, agency_id).name
        for agency_id in administered
        if teams.is_last_admin(work, person.contact.id, agency_id)
    )


def _forget_contact(work: Work, person: Person, contact: Contact, *, keep_words: bool) -> None:
    session = work.session
    joined = [joined for joined, _ in people.participations(session, contact.id)]
    for place in sorted(each.consultation_id for each in joined):
        consultations.hold(session, place)  # no answer is confirmed meanwhile
    erasing.hold(session, contact.id, [each.id for each in joined])
    erasing.end_outbox(session, contact.id, person.lane, work.now)
    _leave_teams(work, person, contact)
    _record(work, contact, "contact.forgotten")
    said = erasing.opinions_of(session, [each.id for each in joined])
    kept = [each for each in said if keep_words and each.state not in TAKEN_BACK]
    _erase_words(work, joined, {each.id for each in said} - {each.id for each in kept})
    _part_with(work, joined, kept)
    erasing.erase_unsent_answers(session, contact.id)
    erasing.leave_askers(session, contact.id)
    session.flush()
    erasing.erase_contact(session, contact.id)


def _erase_words(work: Work, joined: Sequence[Participation], gone: set[int]) -> None:
    """Words that do not stay, wherever they stand; counts and pictures follow at once."""
    session, ids = work.session, [each.id for each in joined]
    places = [each.consultation_id for each in joined]
    seen_in = erasing.runs_with(session, sorted(gone))
    words = [opinion.text for opinion in erasing.opinions_of(session, ids) if opinion.id in gone]
    erasing.leave_bubbles(session, beginnings(words))
    erasing.leave_quotes(session, places, gone)
    erasing.leave_audiences(session, ids, gone)
    session.flush()
    for opinion in erasing.opinions_of(session, ids):
        if opinion.id in gone and opinion.state == SHOWN:
            opinion.state = "erased"  # for the moment until the row goes
            counts.went(work, opinion)
    erasing.erase_opinions(session, sorted(gone))
    finding.erased(session, work.now)
    erasing.erase_revisions(session, ids)
    for run_id in seen_in:
        topics.forget_pictures(session, run_id)


def beginnings(words: Sequence[str]) -> list[str]:
    """By what each of the words is known where it is quoted, also cut or with numbers covered."""
    covered = [screening.masked(each, dict.fromkeys(screening.COVERED, "")) for each in words]
    parts = [" ".join(part.split()) for each in covered for part in each.split("[]")]
    whole = [" ".join(each.split()) for each in words]
    telling = [each[:KNOWN_BY] for each in parts if len(each) > TELLING]
    cut = [f"“{each[:most].rstrip()}…" for each in whole for most in CUT_SHORT]
    return [each[:KNOWN_BY] for each in whole if each] + telling + cut


def _part_with(work: Work, joined: Sequence[Participation], kept: Sequence[Opinion]) -> None:
    """Where words stay, somebody nobody knows said them; else the person was never there.

    What pseudonym and source were made of can be made again from a Telegram account, so chance
    takes their place.
    """
    said_in = {opinion.participation_id for opinion in kept}
    likeness.drop(work.session, sorted(said_in))
    erasing.leave_appeals(work.session, [opinion.id for opinion in kept])
    for opinion in kept:
        opinion.source = f"left:{secrets.token_hex(16)}"
        work.session.add(opinion)
    for each in joined:
        if each.id in said_in:
            stances.drop(work, each)
            each.contact_id, each.channel, each.names_partner = None, None, None
            each.pseudonym = secrets.token_hex(16)
            work.session.add(each)
    work.session.flush()
    empty = [each.id for each in joined if each.id not in said_in]
    erasing.erase_participations(work.session, empty)


def _leave_teams(work: Work, person: Person, contact: Contact) -> None:
    """Roles end, with the invitations that are still open, and the menu in the chat."""
    me = f"contact:{contact.id}"
    for agency_id in {agency for agency, _ in person.roles}:
        invites.cancel_all(work, agency_id, contact.id, actor=me)
    for agency_id, role in person.roles:
        _record(work, contact, "role.revoked", agency_id=agency_id, role=role)
    if person.roles:
        menus.take_away(work, person.telegram_id)


def _record(
    work: Work, contact: Contact, action: str, agency_id: int | None = None, **details: str
) -> None:
    """The log keeps the numbers of rows that exist no more."""
    log.keep(
        work,
        f"contact:{contact.id}",
        action,
        f"contact:{contact.id}",
        agency_id=agency_id,
        reason="forgotten",
        details=details,
    )
