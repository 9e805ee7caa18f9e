"""Queries for opinions that come from a file: many at once, in few round trips."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from storage.models import Consent, Contact, Opinion, Participation


def known_sources(session: Session, sources: Collection[str]) -> set[str]:
    """Those of the sources that are stored already."""
    query = select(Opinion.source).where(col(Opinion.source).in_(sources))
    return set(session.exec(query).all())


def contacts(session: Session, marks: Collection[bytes]) -> dict[bytes, int]:
    """mark -> contact id, for those of the marks that are known."""
    query = select(Contact.mark, Contact.id).where(col(Contact.mark).in_(marks))
    return dict(session.exec(query).all())


def by_contact(
    session: Session, consultation_id: int, contact_ids: Collection[int]
) -> dict[int, int]:
    """contact id -> participation id, of those who take part already."""
    query = select(Participation.contact_id, Participation.id).where(
        Participation.consultation_id == consultation_id,
        col(Participation.contact_id).in_(contact_ids),
    )
    return {contact: number for contact, number in session.exec(query) if contact is not None}


def by_pseudonym(
    session: Session, consultation_id: int, pseudonyms: Collection[str]
) -> dict[str, int]:
    """pseudonym -> participation id, of those who take part already."""
    query = select(Participation.pseudonym, Participation.id).where(
        Participation.consultation_id == consultation_id,
        col(Participation.pseudonym).in_(pseudonyms),
    )
    return dict(session.exec(query).all())


def last_numbers(session: Session, participation_ids: Collection[int]) -> dict[int, int]:
    """participation id -> the number of the person's latest opinion."""
    query = (
        select(Opinion.participation_id, func.max(Opinion.no))
        .where(col(Opinion.participation_id).in_(participation_ids))
        .group_by(col(Opinion.participation_id))
    )
    return dict(session.exec(query).all())


def add_participations(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    _add(session, Participation, rows)


def add_consents(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    _add(session, Consent, rows)


def add_opinions(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    _add(session, Opinion, rows)


def _add(session: Session, table: type[Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """Columns that no row names take their default; all rows name the same."""
    if rows:
        session.connection().execute(insert(table), rows)
