"""Deliveries of an answer are put into the outbox, many at a stroke."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert, text
from sqlmodel import Session

from storage.audiences import Addressed
from storage.models import Answer, Outbox

# As one statement: one for each row takes several times as long on PostgreSQL.
_ALL = text(
    "INSERT INTO outbox (dedupe_key, kind, rank, lane, contact_id, method, answer_id, audience_id,"
    " state, attempts, created_at, not_before, ended_at)"
    " SELECT 'answer:' || CAST(:answer AS text) || ':' || audience, 'answer', 2, lane, contact, '',"
    " CAST(:answer AS bigint), audience, state, 0, :now, :start,"
    " CASE WHEN state <> 'pending' THEN CAST(:now AS timestamptz) END"
    " FROM unnest(CAST(:audiences AS bigint[]), CAST(:contacts AS bigint[]),"
    " CAST(:lanes AS bytea[]), CAST(:states AS text[])) AS told (audience, contact, lane, state)"
    " ORDER BY audience"
)


def queue(
    session: Session,
    answer: Answer,
    told: Sequence[Addressed],
    *,
    lanes: Mapping[int, bytes],
    now: datetime,
    start: datetime,
) -> None:
    """One outbox row for each of these people; the words are put in when it goes out.

    `lanes` gives the lane of each contact id. People without a contact are `unreachable`, those
    who want no notices at all `stopped`, those who blocked the bot `blocked`.
    """
    if session.get_bind().dialect.name == "postgresql":
        _at_once(session, answer, told, lanes, now, start)
    elif told:
        rows = [_row(answer, each, lanes, now, start) for each in told]
        session.execute(insert(Outbox), rows)


def _at_once(
    session: Session,
    answer: Answer,
    told: Sequence[Addressed],
    lanes: Mapping[int, bytes],
    now: datetime,
    start: datetime,
) -> None:
    values = {
        "answer": answer.id,
        "now": now,
        "start": start,
        "audiences": [each.audience_id for each in told],
        "contacts": [each.contact_id for each in told],
        "lanes": [lanes.get(each.contact_id or 0) for each in told],
        "states": [_first_state(each) for each in told],
    }
    session.connection().execute(_ALL, values)


def _row(
    answer: Answer, one: Addressed, lanes: Mapping[int, bytes], now: datetime, start: datetime
) -> dict[str, object]:
    state = _first_state(one)
    return {
        "dedupe_key": f"answer:{answer.id}:{one.audience_id}",
        "kind": "answer",
        "rank": 2,
        "lane": lanes.get(one.contact_id or 0),
        "contact_id": one.contact_id,
        "method": "",
        "answer_id": answer.id,
        "audience_id": one.audience_id,
        "state": state,
        "attempts": 0,
        "created_at": now,
        "not_before": start,
        "ended_at": None if state == "pending" else now,
    }


def _first_state(one: Addressed) -> str:
    if one.contact_id is None:
        return "unreachable"
    if one.notices == "none":
        return "stopped"
    return "blocked" if one.blocked_at else "pending"
