"""Queries about contacts, roles, participations, consents and where a dialogue stands."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, update
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, func, select

from storage.models import (
    Agency,
    Consent,
    Consultation,
    Contact,
    DialogueState,
    Look,
    Participation,
    Role,
)
from storage.upserts import replacing

# Built once: what every message asks for costs more to say than to look up.
_MET = (
    select(Contact, Role.agency_id, Role.role)
    .join(Role, col(Role.contact_id) == Contact.id, isouter=True)
    .where(col(Contact.mark) == bindparam("mark"))
)
_PARTICIPATIONS = (
    select(Participation, Consultation)
    .join(Consultation, col(Consultation.id) == Participation.consultation_id)
    .where(col(Participation.contact_id) == bindparam("contact_id"))
    .order_by(col(Participation.joined_at).desc(), col(Participation.id).desc())
)
_CONSENTS = (
    select(Consent)
    .where(col(Consent.participation_id) == bindparam("participation_id"))
    .order_by(col(Consent.id))
)


def met(session: Session, mark: bytes) -> tuple[Contact | None, tuple[tuple[int, str], ...]]:
    """The contact with this mark and their (agency id, role) pairs, read afresh each time: a role
    may end in mid-dialogue."""
    found = session.exec(_MET, params={"mark": mark}).all()
    roles_held = tuple((agency_id, role) for _, agency_id, role in found if role is not None)
    return (found[0][0] if found else None), roles_held


def contact_by_mark(session: Session, mark: bytes) -> Contact | None:
    return session.exec(select(Contact).where(Contact.mark == mark)).first()


def contact(session: Session, contact_id: int) -> Contact | None:
    return session.get(Contact, contact_id)


def roles(session: Session, contact_id: int) -> list[tuple[int, str]]:
    """(agency id, role) of a person, read afresh each time: a role may end in mid-dialogue."""
    query = select(Role.agency_id, Role.role).where(Role.contact_id == contact_id)
    return list(session.exec(query).all())


def has_role(session: Session, contact_id: int, agency_id: int, role: str) -> Role | None:
    query = select(Role).where(
        Role.contact_id == contact_id, Role.agency_id == agency_id, Role.role == role
    )
    return session.exec(query).first()


def agency(session: Session, agency_id: int) -> Agency:
    return session.get_one(Agency, agency_id)


def agencies(session: Session, agency_ids: Collection[int]) -> list[Agency]:
    """These agencies, by name."""
    query = select(Agency).where(col(Agency.id).in_(agency_ids))
    return list(session.exec(query.order_by(col(Agency.name), col(Agency.id))).all())


def every_agency(session: Session) -> list[Agency]:
    return list(session.exec(select(Agency).order_by(col(Agency.id))).all())


def participation(session: Session, contact_id: int, consultation_id: int) -> Participation | None:
    query = select(Participation).where(
        Participation.contact_id == contact_id, Participation.consultation_id == consultation_id
    )
    return session.exec(query).first()


def participation_by_id(session: Session, participation_id: int) -> Participation | None:
    return session.get(Participation, participation_id)


def participations(session: Session, contact_id: int) -> list[tuple[Participation, Consultation]]:
    """What the person takes part in, the latest joined first."""
    return list(session.exec(_PARTICIPATIONS, params={"contact_id": contact_id}).all())


def latest_consents(session: Session, participation_id: int) -> dict[str, Consent]:
    """The latest word on each purpose."""
    said = session.exec(_CONSENTS, params={"participation_id": participation_id})
    return {row.purpose: row for row in said}


def agreed(participation_id: Mapped[int], purpose: str) -> ColumnElement[bool]:
    """Whether the latest word on this purpose is yes; for queries that have this column."""
    latest = (
        select(func.max(Consent.id))
        .where(col(Consent.participation_id) == participation_id, Consent.purpose == purpose)
        .correlate_except(Consent)
        .scalar_subquery()
    )
    return select(Consent.id).where(Consent.id == latest, col(Consent.given).is_(True)).exists()


def dialogue(session: Session, lane: bytes) -> DialogueState | None:
    return session.get(DialogueState, lane)


def keep_dialogue(session: Session, before: DialogueState | None, row: dict[str, Any]) -> None:
    """Keep where a dialogue stands, as a whole row, in place of what stood there `before`."""
    session.connection().execute(replacing(session, DialogueState, "lane"), row)
    if before is not None and before in session:
        session.expire(before)


def end_dialogues(session: Session, now: datetime) -> int:
    """Forget where strangers' dialogues stood, and words that were asked about in vain."""
    over = col(DialogueState.expires_at) < now
    strangers = delete(DialogueState).where(over, col(DialogueState.contact_id).is_(None))
    asked = (
        update(DialogueState)
        .where(over, col(DialogueState.flow) == "asked")
        .values(flow=None, payload={})
    )
    return session.exec(strangers).rowcount + session.exec(asked).rowcount


def look(session: Session, contact_id: int, consultation_id: int) -> Look | None:
    return session.get(Look, (contact_id, consultation_id))


def last_look(
    session: Session, contact_id: int, agency_ids: Collection[int]
) -> Consultation | None:
    """The consultation of these agencies whose briefing this person opened last."""
    query = (
        select(Consultation)
        .join(Look, col(Look.consultation_id) == Consultation.id)
        .where(
            Look.contact_id == contact_id,
            col(Consultation.agency_id).in_(agency_ids),
            Consultation.state != "draft",
        )
        .order_by(col(Look.at).desc(), col(Consultation.id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def blocked_count(session: Session) -> int:
    query = select(func.count()).where(col(Contact.blocked_at).is_not(None))
    return session.exec(query).one()
