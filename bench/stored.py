"""A consultation as it looks after N opinions: people, words, one finished analysis, and the rows
that ended on the way. Made by the database itself, so a million takes seconds; the same numbers and
seed give the same rows.

`python -m bench.stored DATABASE_URL OPINIONS` fills a database of the newest version.
"""

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text
from sqlmodel import Session, select

from deliberation.people import PURPOSES
from storage import migrating
from storage.database import open_engine, transaction
from storage.models import AnalysisRun, Consultation, RunTopic, Topic
from tests.town import found

FIRST = 1_000_000
"""Numbers below are left to those who were there before."""
EACH = 2  # opinions of one person
TOPICS = 40  # and one part in forty-one stands on its own
FAMILY = 50  # of a hundred opinions so many are copies of the first of them … of each
AT_ONCE = 200_000  # rows in one transaction
WORDS = (
    "작은 도서관과 열람실이 있었으면 해요",
    "주말에는 장터가 열리면 좋겠어요",
    "나무 그늘과 의자를 놓아 주세요",
    "버스 정류장이 너무 멀어요",
    "아이들이 뛰어놀 자리가 필요해요",
    "밤에도 밝고 안전한 길이면 해요",
    "주차장보다 공원이 먼저예요",
    "어르신들이 쉴 곳을 남겨 두세요",
)
NUMBERS = (
    "WITH RECURSIVE n(i) AS (SELECT :low UNION ALL SELECT i + 1 FROM n WHERE i < :high) SELECT "
)
PEOPLE: Mapping[str, Mapping[str, str]] = {
    "contact": {
        "id": ":first + i",
        "mark": "{bytes}",
        "sealed_id": ":sealed",
        "notices": "'all'",
        "mode": "'staff'",
        "created_at": ":at",
    },
    "participation": {
        "id": ":first + i",
        "contact_id": ":first + i",
        "consultation_id": ":asked",
        "pseudonym": "'stored' || (:first + i)",
        "origin": "'telegram'",
        "language": "'ko'",
        "joined_at": ":at",
    },
    **{
        f"consent {purpose}": {
            "participation_id": ":first + i",
            "purpose": f"'{purpose}'",
            "given": "TRUE",
            "version": "'1'",
            "how": "'all'",
            "at": ":at",
        }
        for purpose in PURPOSES
    },
}
_TOPIC = f"(i * 7919 + :seed) % {TOPICS + 1}"
_LETTER = f"(i + :seed) % {len(WORDS)}"
OPINIONS: Mapping[str, Mapping[str, str]] = {
    "opinion": {
        "id": ":first + i",
        "consultation_id": ":asked",
        "participation_id": f":first + (i - 1) / {EACH} + 1",
        "no": f"(i - 1) % {EACH} + 1",
        "source": "'stored' || (:first + i)",
        "origin": "'telegram'",
        "state": "'received'",
        "language": "'ko'",
        "text": "i || '번째로 드리는 말씀이에요. ' || "
        + f"CASE {_LETTER} "
        + " ".join(f"WHEN {n} THEN '{words}'" for n, words in enumerate(WORDS))
        + " END",
        "version": "1",
        "written_at": ":at",
        "changed_at": ":at",
    },
    "opinion_message": {
        "contact_id": f":first + (i - 1) / {EACH} + 1",
        "message_id": "i",
        "opinion_id": ":first + i",
        "position": "0",
        "sent_at": ":at",
    },
    "membership": {
        "run_id": ":run",
        "opinion_id": ":first + i",
        "topic_id": f"CASE {_TOPIC} WHEN 0 THEN NULL ELSE :topic + {_TOPIC} END",
        "family": f"CASE WHEN i % 100 < {FAMILY} THEN :first + i - i % 100 END",
        "x": "i % 100",
        "y": "i % 97",
    },
    "inbox": {
        "bot_id": "1",
        "update_id": ":first + i",
        "state": "'done'",
        "attempts": "0",
        "received_at": ":at",
        "next_at": ":at",
    },
    "outbox": {
        "id": ":first + i",
        "kind": "'reply'",
        "rank": "0",
        "contact_id": f":first + (i - 1) / {EACH} + 1",
        "method": "'sendMessage'",
        "state": "'sent'",
        "attempts": "1",
        "created_at": ":at",
        "not_before": ":at",
        "ended_at": ":at",
        "message_id": "i",
    },
}
FAMILIES: Mapping[str, Mapping[str, str]] = {
    "family": {
        "run_id": ":run",
        "opinion_id": ":first + i * 100",
        "people": f"{FAMILY // EACH}",
        "opinions": f"{FAMILY}",
    }
}
MARKS = {
    "sqlite": "CAST('stored' || (:first + i) AS BLOB)",
    "postgresql": "convert_to('stored' || (:first + i), 'UTF8')",
}
NAMED_BY_NUMBER = ("contact", "participation", "opinion", "outbox")


@dataclass(frozen=True)
class Stored:
    """What the rows hang on: the consultation and the finished run."""

    consultation_id: int
    run_id: int


def fill(
    url: str,
    opinions: int,
    *,
    sealed: bytes = b"sealed",
    seed: int = 0,
    at: datetime | None = None,
    first: int = FIRST,
) -> Stored:
    """Put so many opinions into the newest consultation of a migrated database. `sealed` is what
    stands for every address, `at` the hour of everything; rows are numbered after `first`."""
    engine = open_engine(url)
    at = at or datetime.now(UTC) - timedelta(hours=1)
    with transaction(engine) as session:
        stored, topic = _head(session, opinions, at, first)
    values = {
        "first": first,
        "asked": stored.consultation_id,
        "run": stored.run_id,
        "topic": topic,
        "seed": seed,
        "sealed": sealed,
        "at": at if url.startswith("postgresql") else at.strftime("%Y-%m-%d %H:%M:%S.%f"),
    }
    for tables, rows in ((PEOPLE, opinions // EACH + 1), (OPINIONS, opinions)):
        for low in range(1, rows + 1, AT_ONCE):
            high = min(rows, low + AT_ONCE - 1)
            with engine.begin() as connection:
                _add(connection, tables, {**values, "low": low, "high": high})
    with engine.begin() as connection:
        _add(connection, FAMILIES, {**values, "low": 1, "high": max(1, opinions // 100 - 1)})
        _go_on_from(connection)
    _look_at_all(url)
    engine.dispose()
    return stored


def _head(session: Session, opinions: int, at: datetime, first: int) -> tuple[Stored, int]:
    """The run with its topics, numbered in a row after the number returned."""
    asked = session.exec(select(Consultation).order_by(Consultation.id.desc())).first()  # type: ignore[attr-defined]
    if asked is None:
        raise LookupError("there is no consultation")
    run = AnalysisRun(
        consultation_id=asked.id,
        state="done",
        asked_at=at,
        started_at=at,
        finished_at=at,
        counted_at=at,
        newest_opinion_id=first + opinions,
        people=opinions // EACH,
        opinions=opinions,
        distinct=opinions,
        alone=opinions // (TOPICS + 1),
        alone_people=opinions // (TOPICS + 1),
    )
    topics = [
        Topic(consultation_id=asked.id, name=f"주제 {n}", created_at=at) for n in range(TOPICS)
    ]
    session.add_all([run, *topics])
    session.flush()
    each = opinions // (TOPICS + 1)
    for position, topic in enumerate(topics, start=1):
        row = RunTopic(
            run_id=run.id,
            topic_id=topic.id,
            position=position,
            name=topic.name,
            size=each,
            distinct=each,
            people=each,
        )
        session.add(row)
    return Stored(asked.id, run.id), topics[0].id - 1


def _add(
    connection: Connection, tables: Mapping[str, Mapping[str, str]], values: dict[str, Any]
) -> None:
    postgres = connection.dialect.name == "postgresql"
    for name, columns in tables.items():
        written = ", ".join(columns.values())
        written = written.replace("{bytes}", MARKS[connection.dialect.name])
        table = name.split()[0]
        chosen = f"{NUMBERS}{_typed(written, postgres)} FROM n"
        insert = f"INSERT INTO {table} ({', '.join(columns)}) {chosen}"
        used = {key: value for key, value in values.items() if f":{key}" in insert}
        connection.execute(text(insert.replace(":low", "CAST(:low AS BIGINT)", 1)), used)


def _typed(written: str, postgres: bool) -> str:
    """PostgreSQL wants to know what kind of value stands for a name."""
    if not postgres:
        return written
    kinds = {"at": "timestamptz", "sealed": "bytea"}
    for name in ("first", "asked", "run", "topic", "seed", "sealed", "at"):
        kind = kinds.get(name, "bigint")
        written = written.replace(f":{name}", f"CAST(:{name} AS {kind})")
    return written


def _go_on_from(connection: Connection) -> None:
    """New rows are numbered after those."""
    if connection.dialect.name == "postgresql":
        for table in NAMED_BY_NUMBER:
            most = f"(SELECT max(id) FROM {table})"
            connection.execute(text(f"SELECT setval('{table}_id_seq', {most})"))


def _look_at_all(url: str) -> None:
    """PostgreSQL looks at new tables by itself, a little later than a bench begins."""
    engine = open_engine(url)
    if engine.dialect.name == "postgresql":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def main(url: str, opinions: int) -> None:
    migrating.upgrade(url)
    engine = open_engine(url)
    with transaction(engine) as session:
        found(session, datetime.now(UTC))
    engine.dispose()
    began = time.perf_counter()
    fill(url, opinions)
    print(f"{opinions:,} opinions in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
