"""Queries about what citizens wrote. What is shown is `received`; the rest is kept from view."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, tuple_
from sqlmodel import Session, col, func, select

from storage import finding
from storage.database import leave_no_trace
from storage.models import Contact, Opinion, OpinionMessage, Participation, Revision

SHOWN = "received"
HAS_WORDS = col(Opinion.text) != ""
"""Not those whose time is over: they are counted, and there is nothing to read."""
STANDING = (SHOWN, "held")
"""States of words nobody has anything against: shown, or not looked at yet."""


# Built once: what every message asks for costs more to say than to look up.
_ADD = insert(Opinion.metadata.tables["opinion"]).returning(Opinion.metadata.tables["opinion"].c.id)
_ADD_MESSAGE = insert(Opinion.metadata.tables["opinion_message"])
_LAST_MESSAGE = (
    select(OpinionMessage, Opinion)
    .join(Opinion, col(Opinion.id) == OpinionMessage.opinion_id)
    .where(col(OpinionMessage.contact_id) == bindparam("contact_id"))
    .order_by(col(OpinionMessage.message_id).desc())
    .limit(1)
)
_LATEST_OWN = (
    select(Opinion.id, Opinion.no, Opinion.state, Opinion.text)
    .where(col(Opinion.participation_id) == bindparam("participation_id"))
    .order_by(col(Opinion.no).desc())
    .limit(bindparam("most"))
)
_MOMENTS = (
    select(Opinion.written_at)
    .where(
        col(Opinion.consultation_id) == bindparam("consultation_id"),
        col(Opinion.written_at) > bindparam("since"),
        col(Opinion.written_at) <= bindparam("until"),
    )
    .order_by(col(Opinion.written_at).desc())
    .limit(bindparam("most"))
)


def by_id(session: Session, opinion_id: int) -> Opinion | None:
    return session.get(Opinion, opinion_id)


def keep_version(session: Session, opinion: Opinion, at: datetime) -> None:
    """Keep the words as they stand: others take their place now."""
    session.add(
        Revision(
            opinion_id=opinion.id,
            version=opinion.version,
            text=opinion.text,
            written_at=opinion.changed_at,
            replaced_at=at,
        )
    )


def hold(session: Session, opinion_id: int) -> Opinion | None:
    """The opinion as it stands now. Others who hold the same one wait until this transaction is
    over. (On SQLite all writers wait for each other anyway.)"""
    session.flush()
    query = select(Opinion).where(Opinion.id == opinion_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def hold_all(session: Session, ids: Collection[int]) -> list[Opinion]:
    """The same of several, in the order of their numbers, so that two people never lock each
    other."""
    session.flush()
    query = select(Opinion).where(col(Opinion.id).in_(ids)).order_by(col(Opinion.id))
    held = query.with_for_update().execution_options(populate_existing=True)
    return list(session.exec(held).all())


def author(session: Session, opinion: Opinion) -> Contact | None:
    """Who wrote it, if they can be written to."""
    query = (
        select(Contact)
        .join(Participation, col(Participation.contact_id) == Contact.id)
        .where(Participation.id == opinion.participation_id)
    )
    return session.exec(query).first()


def authors(session: Session, opinion_ids: Collection[int]) -> dict[int, Contact]:
    """opinion id -> who wrote it, of those whose authors can be written to."""
    query = (
        select(Opinion.id, Contact)
        .join(Participation, col(Participation.id) == Opinion.participation_id)
        .join(Contact, col(Contact.id) == Participation.contact_id)
        .where(col(Opinion.id).in_(opinion_ids))
    )
    return dict(session.exec(query).all())


def channel(session: Session, opinion: Opinion) -> str | None:
    """The poster whose link brought its author."""
    query = select(Participation.channel).where(Participation.id == opinion.participation_id)
    return session.exec(query).first()


def words_at(session: Session, opinion: Opinion, version: int) -> str:
    """An opinion's words as they stood at this version."""
    query = select(Revision.text).where(
        Revision.opinion_id == opinion.id, Revision.version == version
    )
    before = session.exec(query).first() if version != opinion.version else None
    return opinion.text if before is None else before


def take_versions(session: Session, versions: Mapping[int, int]) -> dict[int, str]:
    """The words of these opinions at these versions, which are versions no more: the words are to
    stand again."""
    theirs = tuple_(col(Revision.opinion_id), col(Revision.version)).in_(list(versions.items()))
    query = select(Revision.opinion_id, Revision.text).where(theirs)
    words = dict(session.exec(query).all())
    session.exec(delete(Revision).where(theirs))
    return words


def by_source(session: Session, source: str) -> Opinion | None:
    return session.exec(select(Opinion).where(Opinion.source == source)).first()


def add(session: Session, values: dict[str, Any]) -> Opinion:
    """Insert an opinion at once, without flushing whatever else is pending. What comes back is
    for reading: it is not attached to the session."""
    opinion_id: int = session.connection().execute(_ADD, values).scalar_one()
    return Opinion(**values, id=opinion_id)


def add_message(session: Session, message: OpinionMessage) -> None:
    """Insert a message the person never sent before, without flushing."""
    session.connection().execute(_ADD_MESSAGE, message.model_dump())


def next_no(session: Session, participation_id: int) -> int:
    query = select(func.max(Opinion.no)).where(Opinion.participation_id == participation_id)
    return (session.exec(query).one() or 0) + 1


def of_message(session: Session, contact_id: int, message_id: int) -> OpinionMessage | None:
    return session.get(OpinionMessage, (contact_id, message_id))


def messages(session: Session, opinion_id: int) -> list[OpinionMessage]:
    """The Telegram messages an opinion came in, in the order they were sent."""
    query = (
        select(OpinionMessage)
        .where(OpinionMessage.opinion_id == opinion_id)
        .order_by(col(OpinionMessage.position))
    )
    return list(session.exec(query).all())


def last_message(session: Session, contact_id: int) -> tuple[OpinionMessage, Opinion] | None:
    """The newest Telegram message that became an opinion, or part of one."""
    return session.exec(_LAST_MESSAGE, params={"contact_id": contact_id}).first()


def latest_own(
    session: Session, participation_id: int, limit: int
) -> list[tuple[int, int, str, str]]:
    """(id, no, state, text) of a person's newest opinions, the newest first."""
    given = {"participation_id": participation_id, "most": limit}
    return list(session.exec(_LATEST_OWN, params=given).all())


def latest_moments(session: Session, participation_id: int, most: int) -> list[datetime]:
    """When a person wrote their newest opinions, also those taken back or erased since."""
    query = (
        select(Opinion.written_at)
        .where(Opinion.participation_id == participation_id)
        .order_by(col(Opinion.no).desc())
        .limit(most)
    )
    return list(session.exec(query).all())


def moments(
    session: Session, consultation_id: int, since: datetime, until: datetime, most: int
) -> list[datetime]:
    """When the newest opinions of a consultation were written in this time, whoever wrote them."""
    given = {
        "consultation_id": consultation_id,
        "since": since,
        "until": until,
        "most": most,
    }
    return list(session.exec(_MOMENTS, params=given).all())


def of_person(session: Session, participation_id: int) -> list[Opinion]:
    """A person's own opinions, as long as their words are kept, in the order written."""
    query = (
        select(Opinion)
        .where(Opinion.participation_id == participation_id, Opinion.state != "erased")
        .order_by(col(Opinion.no))
    )
    return list(session.exec(query).all())


def owned(session: Session, contact_id: int, opinion_id: int) -> Opinion | None:
    """The opinion, if this person wrote it."""
    query = (
        select(Opinion)
        .join(Participation, col(Participation.id) == Opinion.participation_id)
        .where(Opinion.id == opinion_id, Participation.contact_id == contact_id)
    )
    return session.exec(query).first()


def shown(session: Session, consultation_id: int) -> list[Opinion]:
    query = (
        select(Opinion)
        .where(Opinion.consultation_id == consultation_id, Opinion.state == SHOWN)
        .order_by(col(Opinion.id))
    )
    return list(session.exec(query).all())


def shown_by_ids(session: Session, ids: Sequence[int]) -> list[Opinion]:
    """Those of the opinions that are shown, in the order of `ids`."""
    query = select(Opinion).where(col(Opinion.id).in_(ids), Opinion.state == SHOWN, HAS_WORDS)
    found = {opinion.id: opinion for opinion in session.exec(query)}
    return [found[number] for number in ids if number in found]


def counts(session: Session, consultation_id: int) -> tuple[int, int, int]:
    """(people, opinions, newest opinion id) of what is shown."""
    query = select(
        func.count(func.distinct(Opinion.participation_id)),
        func.count(),
        func.max(Opinion.id),
    ).where(Opinion.consultation_id == consultation_id, Opinion.state == SHOWN)
    people, opinions, newest = session.exec(query).one()
    return people, opinions, newest or 0


def count(session: Session, consultation_id: int) -> int:
    """How many are shown."""
    query = select(func.count()).where(
        Opinion.consultation_id == consultation_id, Opinion.state == SHOWN
    )
    return session.exec(query).one()


def newest(session: Session, consultation_id: int) -> int:
    """The newest opinion that is shown; 0 where there is none."""
    query = select(func.max(Opinion.id)).where(
        Opinion.consultation_id == consultation_id, Opinion.state == SHOWN
    )
    return session.exec(query).one() or 0


def newer_than(session: Session, consultation_id: int, opinion_id: int) -> int:
    query = select(func.count()).where(
        Opinion.consultation_id == consultation_id,
        Opinion.state == SHOWN,
        col(Opinion.id) > opinion_id,
    )
    return session.exec(query).one()


def forget_pieces(session: Session, opinion_ids: Collection[int]) -> None:
    """The words of these opinions are not the sum of several messages any more."""
    pieces = delete(OpinionMessage).where(
        col(OpinionMessage.opinion_id).in_(opinion_ids), col(OpinionMessage.text).is_not(None)
    )
    session.exec(pieces)


def to_erase(session: Session, now: datetime, most: int) -> list[Opinion]:
    query = select(Opinion).where(Opinion.state == "withdrawn", col(Opinion.erase_at) <= now)
    return list(session.exec(query.order_by(col(Opinion.erase_at)).limit(most)).all())


def erase(session: Session, opinion: Opinion, now: datetime) -> None:
    """The words go, everywhere they stood; that there was an opinion stays."""
    leave_no_trace(session)
    finding.erased(session, now)
    session.exec(delete(Revision).where(col(Revision.opinion_id) == opinion.id))
    session.exec(delete(OpinionMessage).where(col(OpinionMessage.opinion_id) == opinion.id))
    opinion.text = ""
    opinion.state = "erased"
    opinion.erase_at = None
    opinion.changed_at = now
    session.add(opinion)
