"""Queries about accounts to which nothing belongs any more, and how they go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, null, update
from sqlmodel import Session, col, select

from storage.erasing import NAMED, OWNED, erase_contacts
from storage.models import (
    Commitment,
    CommitmentChange,
    Consultation,
    Contact,
    DialogueState,
    Follower,
    Outbox,
    Participation,
)

SETTLED = ("done", "dropped")


def next_ones(session: Session, after: int, most: int) -> list[tuple[int, datetime]]:
    """(account, when it came) of the next accounts by number, however young: to look for old ones
    would read all there are where none is."""
    query = select(Contact.id, Contact.created_at).where(col(Contact.id) > after)
    return list(session.exec(query.order_by(col(Contact.id)).limit(most)).all())


def end_follows(session: Session, until: datetime) -> None:
    """Promises that were settled until then, of consultations whose words are gone, have nothing
    left to tell: who followed them is let go."""
    told = select(CommitmentChange.id).where(
        CommitmentChange.commitment_id == Commitment.id, col(CommitmentChange.told_to).is_not(None)
    )
    settled = (
        select(Commitment.id)
        .join(Consultation, col(Consultation.id) == Commitment.consultation_id)
        .where(
            col(Consultation.erased_at).is_not(None),
            col(Commitment.status).in_(SETTLED),
            col(Commitment.changed_at) <= until,
            ~told.exists(),
        )
    )
    session.exec(delete(Follower).where(col(Follower.commitment_id).in_(settled)))


def with_nothing(session: Session, ids: Sequence[int]) -> list[int]:
    """Those of the accounts that take part in nothing, work nowhere, wait for nothing and are named
    by nothing; held, so that whoever is about to give them something finds nobody."""
    left = set(ids)
    for held in _holding(ids):
        if not left:
            return []
        left -= {each for each in session.exec(held) if each is not None}
    query = select(Contact.id).where(col(Contact.id).in_(left)).with_for_update()
    return sorted(session.exec(query))


def _holding(ids: Sequence[int]) -> list[Any]:
    """Queries for whoever of them has something, the commonest first."""
    takes_part = col(Participation.contact_id)
    queries = [select(takes_part).where(takes_part.in_(ids))]
    for table, name in (*OWNED, *NAMED):
        column = getattr(table, name)
        query = select(column).where(column.in_(ids)).distinct()
        if table is Outbox:
            query = query.where(col(Outbox.ended_at).is_(None))
        if table is DialogueState:
            query = query.where(col(DialogueState.flow).is_not(None))
        if table is Follower:
            query = query.where(col(Follower.stopped_at).is_(None))
        queries.append(query)
    return queries


def let_go(session: Session, ids: Sequence[int]) -> None:
    """These accounts go, with the marks of their chats."""
    bare: dict[str, Any] = dict.fromkeys(("lane", "dedupe_key", "message_id"))
    sent = update(Outbox).where(col(Outbox.contact_id).in_(ids))
    session.exec(sent.values(payload=null(), **bare))
    erase_contacts(session, ids)
