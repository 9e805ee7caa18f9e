"""Queries about who works for an agency, and the invitations that lead there."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, func, select

from storage.models import (
    Agency,
    Answer,
    Consultation,
    ConsultationDraft,
    Contact,
    DialogueState,
    Invite,
    LogRow,
    Role,
)


def hold(session: Session, agency_id: int) -> None:
    """Others who change the same team wait until this transaction is over. (On SQLite all
    writers wait for each other anyway.)"""
    query = select(Agency.id).where(Agency.id == agency_id).with_for_update()
    session.exec(query).one()


def roles(session: Session, agency_id: int) -> list[Role]:
    """Everybody's roles at an agency, in the order they were given."""
    query = select(Role).where(Role.agency_id == agency_id).order_by(col(Role.id))
    return list(session.exec(query).all())


def role(session: Session, role_id: int) -> Role | None:
    return session.exec(select(Role).where(Role.id == role_id)).first()


def remove(session: Session, role: Role) -> None:
    session.exec(delete(Role).where(col(Role.id) == role.id))


def staff(session: Session) -> list[Contact]:
    """Everybody with a role anywhere."""
    with_role = col(Contact.id).in_(select(Role.contact_id))
    return list(session.exec(select(Contact).where(with_role).order_by(col(Contact.id))).all())


def with_role(session: Session, agency_id: int, *roles: str) -> list[Contact]:
    """Everybody with one of these roles at an agency, each once."""
    held = select(Role.contact_id).where(Role.agency_id == agency_id, col(Role.role).in_(roles))
    query = select(Contact).where(col(Contact.id).in_(held)).order_by(col(Contact.id))
    return list(session.exec(query).all())


def granted(session: Session, agency_id: int) -> list[LogRow]:
    """Every role that was ever given at an agency, the first first."""
    query = (
        select(LogRow)
        .where(LogRow.agency_id == agency_id, LogRow.action == "role.granted")
        .order_by(col(LogRow.id))
    )
    return list(session.exec(query).all())


def last_seen(session: Session, contact_ids: Collection[int]) -> dict[int, datetime]:
    """When the dialogue with each of these last went on."""
    query = (
        select(DialogueState.contact_id, func.max(DialogueState.changed_at))
        .where(col(DialogueState.contact_id).in_(contact_ids))
        .group_by(col(DialogueState.contact_id))
    )
    return {contact: at for contact, at in session.exec(query).all() if contact is not None}


def drafts(session: Session, contact_id: int, agency_id: int) -> int:
    """How many answers and consultations this person is in the middle of writing there."""
    answers = (
        select(func.count())
        .select_from(Answer)
        .join(Consultation, col(Consultation.id) == Answer.consultation_id)
        .where(
            Consultation.agency_id == agency_id,
            Answer.written_by == contact_id,
            Answer.state == "draft",
        )
    )
    planned = (
        select(func.count())
        .select_from(ConsultationDraft)
        .where(ConsultationDraft.contact_id == contact_id, ConsultationDraft.agency_id == agency_id)
    )
    return session.exec(answers).one() + session.exec(planned).one()


def invite(session: Session, invite_id: int) -> Invite | None:
    return session.get(Invite, invite_id)


def invite_by(session: Session, token_hash: str) -> Invite | None:
    return session.exec(select(Invite).where(Invite.token_hash == token_hash)).first()


def use(session: Session, invite_id: int, now: datetime) -> bool:
    """Use an invitation up. False where it is used or over: of two at once, one gets it."""
    usable = col(Invite.used_at).is_(None), col(Invite.expires_at) > now
    taken = update(Invite).where(col(Invite.id) == invite_id, *usable).values(used_at=now)
    return session.exec(taken).rowcount == 1


def cancel(session: Session, invite_id: int, now: datetime) -> bool:
    """End an invitation before its time; False where it is used or over."""
    usable = col(Invite.used_at).is_(None), col(Invite.expires_at) > now
    ended = update(Invite).where(col(Invite.id) == invite_id, *usable).values(expires_at=now)
    return session.exec(ended).rowcount == 1


def open_invites(session: Session, agency_id: int, made_by: int, now: datetime) -> list[Invite]:
    """What this person's invitations can still be used for."""
    query = select(Invite).where(
        Invite.agency_id == agency_id,
        Invite.made_by == made_by,
        col(Invite.used_at).is_(None),
        col(Invite.expires_at) > now,
    )
    return list(session.exec(query).all())
