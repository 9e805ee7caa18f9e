"""Statements that erase a person: every row that is theirs goes, every row that names them loses
the name.

`OWNED` and `NAMED` hold every column that refers to a contact, but for the participation, which
may stay without one: a test names a column that is in neither.
"""

import html
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, null, or_, update
from sqlmodel import Session, col, select

from storage.database import leave_no_trace
from storage.models import (
    AnalysisRun,
    Announcement,
    Answer,
    AnswerVersion,
    Assignment,
    Audience,
    Commitment,
    CommitmentChange,
    CommitmentDraft,
    Consent,
    ConsultationDraft,
    Contact,
    DialogueState,
    Digest,
    Family,
    Flag,
    Follower,
    Handling,
    Inbox,
    Invite,
    Likeness,
    Look,
    Measure,
    Membership,
    Opinion,
    OpinionMessage,
    OpinionVector,
    Outbox,
    Paragraph,
    Participation,
    Partner,
    Poster,
    Review,
    Revision,
    Role,
    Room,
    RunTopic,
    SmallVoice,
)

OWNED: tuple[tuple[type[Any], str], ...] = (
    (Role, "contact_id"),
    (ConsultationDraft, "contact_id"),
    (CommitmentDraft, "contact_id"),
    (OpinionMessage, "contact_id"),
    (Flag, "contact_id"),
    (DialogueState, "contact_id"),
    (Look, "contact_id"),
    (Digest, "contact_id"),
    (Follower, "contact_id"),
)
NAMED: tuple[tuple[type[Any], str], ...] = (
    (Role, "granted_by"),
    (Invite, "made_by"),
    (Invite, "used_by"),
    (Room, "linked_by"),
    (Answer, "written_by"),
    (Answer, "confirmed_by"),
    (AnswerVersion, "written_by"),
    (Paragraph, "made_by"),
    (Poster, "made_by"),
    (Announcement, "written_by"),
    (Partner, "made_by"),
    (Assignment, "given_by"),
    (Review, "asked_by"),
    (Review, "decided_by"),
    (Handling, "taken_by"),
    (Handling, "passed_by"),
    (Handling, "proposed_by"),
    (Commitment, "made_by"),
    (CommitmentChange, "by"),
    (Measure, "contact_id"),
    (Measure, "taken_by"),
    (Outbox, "contact_id"),
)
HANG_ON_OPINIONS: tuple[type[Any], ...] = (
    Revision,
    OpinionMessage,
    OpinionVector,
    Likeness,
    Family,
    Flag,
    Handling,
    Membership,
)
UNSENT = ("draft", "discarded")
EDITS = ("editMessageText", "editMessageCaption")
AT_ONCE = 500  # of ids in one statement: databases take only so many values


def hold(session: Session, contact_id: int, participation_ids: Sequence[int]) -> None:
    """Whoever is about to write something that names this person waits, and then finds nobody.
    (On SQLite all writers wait for each other anyway.)"""
    held = (
        select(Contact.id).where(Contact.id == contact_id),
        select(Participation.id).where(col(Participation.id).in_(participation_ids)),
        select(Opinion.id).where(col(Opinion.participation_id).in_(participation_ids)),
    )
    for query in held:
        session.exec(query.with_for_update()).all()


def erase_opinions(session: Session, ids: Sequence[int]) -> None:
    """Opinions with all that hangs on them. In answers' audiences and in quotes only numbers are
    left of them: see `leave_quotes` and `leave_audiences`."""
    for some in _parts(ids):
        for table in HANG_ON_OPINIONS:
            session.exec(delete(table).where(col(table.opinion_id).in_(some)))
        session.exec(delete(Likeness).where(col(Likeness.other_id).in_(some)))
        session.exec(delete(Opinion).where(col(Opinion.id).in_(some)))


def erase_revisions(session: Session, participation_ids: Sequence[int]) -> None:
    theirs = select(Opinion.id).where(col(Opinion.participation_id).in_(participation_ids))
    session.exec(delete(Revision).where(col(Revision.opinion_id).in_(theirs)))


def erase_participations(session: Session, ids: Sequence[int]) -> None:
    """Participations whose opinions are gone, with consents and places in audiences."""
    audiences = select(Audience.id).where(col(Audience.participation_id).in_(ids))
    unlinked = update(Outbox).where(col(Outbox.audience_id).in_(audiences))
    session.exec(unlinked.values(audience_id=None))
    for table in (Audience, Consent):
        session.exec(delete(table).where(col(table.participation_id).in_(ids)))
    unsigned = update(Flag).where(col(Flag.participation_id).in_(ids))
    session.exec(unsigned.values(participation_id=None))
    session.exec(delete(Participation).where(col(Participation.id).in_(ids)))


def erase_flags_by(session: Session, pseudonyms: Sequence[str]) -> int:
    """The flags somebody raised; how many."""
    gone = delete(Flag).where(col(Flag.flagged_by).in_(pseudonyms))
    return session.exec(gone).rowcount


def leave_appeals(session: Session, opinion_ids: Sequence[int]) -> None:
    """What authors wrote to have hidden words looked at again goes; that they asked stays."""
    for some in _parts(opinion_ids):
        asked = col(Flag.opinion_id).in_(some), col(Flag.flagged_by) == "appeal"
        session.exec(update(Flag).where(*asked).values(note=""))


def erase_early_flags(session: Session, pseudonyms: Sequence[str], until: datetime) -> None:
    """Flags that stood when their flagger was forgotten; later ones are of who came back."""
    early = col(Flag.flagged_by).in_(pseudonyms), col(Flag.at) <= until
    session.exec(delete(Flag).where(*early))


def erase_unsent_answers(session: Session, contact_id: int) -> None:
    """Answers this person wrote that never went out, words and all."""
    theirs = select(Answer.id).where(Answer.written_by == contact_id, col(Answer.state).in_(UNSENT))
    mine = list(session.exec(theirs))
    session.exec(delete(AnswerVersion).where(col(AnswerVersion.answer_id).in_(mine)))
    session.exec(delete(Answer).where(col(Answer.id).in_(mine)))


def erase_contact(session: Session, contact_id: int) -> None:
    """What is theirs goes, what names them loses the name, and then the address itself goes."""
    erase_contacts(session, [contact_id])


def erase_contacts(session: Session, ids: Sequence[int]) -> None:
    """The same of several."""
    leave_no_trace(session)
    for table, name in OWNED:
        session.exec(delete(table).where(getattr(table, name).in_(ids)))
    for table, name in NAMED:
        unnamed = update(table).where(getattr(table, name).in_(ids))
        session.exec(unnamed.values({name: None}))
    session.exec(delete(Contact).where(col(Contact.id).in_(ids)))


def erase_dialogue(session: Session, lane: bytes) -> None:
    session.exec(delete(DialogueState).where(col(DialogueState.lane) == lane))


def erase_updates(session: Session, lane: bytes) -> int:
    """Sealed updates of this chat that were given up; how many. What waits is still answered."""
    over = update(Inbox).where(col(Inbox.lane) == lane, col(Inbox.state) == "dead")
    return session.exec(over.values(body=None, lane=None)).rowcount


def end_updates(session: Session, lane: bytes, until: datetime) -> None:
    """Whatever came from this chat until then is over: it was answered in a time that is lost."""
    early = col(Inbox.lane) == lane, col(Inbox.received_at) <= until
    session.exec(update(Inbox).where(*early).values(state="done", body=None, lane=None))


def end_outbox(session: Session, contact_id: int | None, lane: bytes, now: datetime) -> None:
    """What waits for this person is cancelled. What is on its way may arrive, and is not tried
    again; its chat stays in order until then. No row keeps words, address or name."""
    theirs = or_(col(Outbox.lane) == lane, _is(contact_id))
    bare = {"payload": null(), "address": None, "contact_id": None, "dedupe_key": None}
    ends: tuple[tuple[ColumnElement[bool], dict[str, Any]], ...] = (
        (col(Outbox.state) == "sending", {}),
        (
            col(Outbox.state) == "pending",
            {"state": "cancelled", "ended_at": now, "lane": None},
        ),
        (col(Outbox.ended_at).is_not(None), {"lane": None, "message_id": None}),
    )
    for which, values in ends:
        session.exec(update(Outbox).where(theirs, which).values({**bare, **values}))


def leave_bubbles(session: Session, beginnings: Sequence[str]) -> None:
    """Bubbles that wait for others lose words that were erased: of each, that there was one and
    where is left. `beginnings` are of the words, each on one line."""
    waiting = select(Outbox).where(
        col(Outbox.state).in_(("pending", "sending", "uncertain")), col(Outbox.payload).is_not(None)
    )
    for row in session.exec(waiting.with_for_update()):
        payload = row.payload or {}
        said = _in_one_line(payload)
        if any(beginning in said for beginning in beginnings):
            where = {"message_id": payload["message_id"]} if row.method in EDITS else {}
            row.kind, row.payload = "erased", where
            session.add(row)


def _in_one_line(payload: Mapping[str, Any]) -> str:
    written = str(payload.get("text") or payload.get("caption") or "")
    return " ".join(html.unescape(written).split())


def _is(contact_id: int | None) -> ColumnElement[bool]:
    return col(Outbox.contact_id) == (contact_id or 0)


def leave_quotes(session: Session, consultation_ids: Sequence[int], gone: set[int]) -> None:
    """Erased opinions are quoted in no topic and no part of one, and are in no small voice; one
    of a single opinion is none, and its name goes with it."""
    query = (
        select(RunTopic)
        .join(AnalysisRun, col(AnalysisRun.id) == RunTopic.run_id)
        .where(col(AnalysisRun.consultation_id).in_(consultation_ids))
    )
    for row in session.exec(query):
        if gone.intersection(row.quotes):
            row.quotes = [each for each in row.quotes if each not in gone]
        if row.edge in gone:
            row.edge = None
        if any(gone.intersection(part["quotes"]) for part in row.parts):
            row.parts = [
                {**part, "quotes": [each for each in part["quotes"] if each not in gone]}
                for part in row.parts
            ]
        session.add(row)
    _leave_voices(session, consultation_ids, gone)


def _leave_voices(session: Session, consultation_ids: Sequence[int], gone: set[int]) -> None:
    query = (
        select(SmallVoice)
        .join(AnalysisRun, col(AnalysisRun.id) == SmallVoice.run_id)
        .where(col(AnalysisRun.consultation_id).in_(consultation_ids))
    )
    for voice in session.exec(query).all():
        if gone.intersection(voice.opinions):
            voice.opinions = [each for each in voice.opinions if each not in gone]
            session.add(voice)
            if len(voice.opinions) < 2:
                session.delete(voice)


def leave_audiences(session: Session, participation_ids: Sequence[int], gone: set[int]) -> None:
    """Answers to what stays are not answers to what was erased."""
    query = select(Audience).where(col(Audience.participation_id).in_(participation_ids))
    for row in session.exec(query):
        if gone.intersection(row.opinion_ids):
            row.opinion_ids = [each for each in row.opinion_ids if each not in gone]
            if not row.opinion_ids:
                row.why, row.why_at = "", None
            session.add(row)


def leave_askers(session: Session, contact_id: int) -> None:
    """This person waits for no analysis any more."""
    asked = session.exec(select(AnalysisRun.id, AnalysisRun.askers))
    for run_id in [run_id for run_id, askers in asked if contact_id in askers]:
        run = session.get_one(AnalysisRun, run_id)
        run.askers = [each for each in run.askers if each != contact_id]
        session.add(run)


def runs_with(session: Session, ids: Sequence[int]) -> set[int]:
    """The analysis runs that saw one of these opinions."""
    found: set[int] = set()
    for some in _parts(ids):
        query = select(Membership.run_id).where(col(Membership.opinion_id).in_(some))
        found.update(session.exec(query.distinct()))
    return found


def opinions_of(session: Session, participation_ids: Sequence[int]) -> list[Opinion]:
    query = select(Opinion).where(col(Opinion.participation_id).in_(participation_ids))
    return list(session.exec(query.order_by(col(Opinion.id))).all())


def _parts(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE)]
