"""`madang health`: what happens inside, for people and for programs."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from storage.database import open_engine, transaction
from storage.models import AnalysisRun, Inbox, Outbox, RunTopic, Topic
from tests.bot.shell import Shell, shell_on
from tests.child import MADANG, environment
from tests.town import consultation

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def shell(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A terminal beside a bot where something happens."""
    made = shell_on(database_url, tmp_path, monkeypatch)
    real = datetime.now(UTC).timestamp()
    made.sets(clock=f"{real}:{NOW.timestamp()}:0.000001")  # as good as standing still
    _something_happens(database_url)
    return made


def _something_happens(url: str) -> None:
    engine = open_engine(url)
    with transaction(engine) as session:
        session.add(consultation(1, NOW))
        for number, state in enumerate(("done", "done", "new", "dead")):
            received = NOW - timedelta(seconds=7 if state == "new" else 90)
            session.add(
                Inbox(
                    bot_id=1,
                    update_id=number,
                    state=state,
                    received_at=received,
                    next_at=received,
                    error="ValueError a1b2c3" if state == "dead" else None,
                )
            )
        for state in ("pending", "sent", "sent"):
            session.add(
                Outbox(
                    kind="reply",
                    method="sendMessage",
                    state=state,
                    created_at=NOW,
                    not_before=NOW,
                )
            )
        _topics_were_made(session)
    engine.dispose()


def _topics_were_made(session: Session) -> None:
    run = AnalysisRun(consultation_id=1, state="done", asked_at=NOW, finished_at=NOW)
    topic = Topic(consultation_id=1, name="주차", created_at=NOW)
    session.add_all([run, topic])
    session.flush()
    session.add(
        RunTopic(
            run_id=run.id, topic_id=topic.id, position=1, name="주차", size=3, distinct=3, people=3
        )
    )


def test_programs_read_one_object(shell: Shell) -> None:
    answer = shell.says("health", "--format", "json")
    seen = json.loads(answer.out)
    wait = seen.pop("oldest_wait")
    assert answer.code == 0
    assert wait == pytest.approx(7, abs=0.1)
    assert seen == {
        "inbox": {"done": 2, "new": 1, "dead": 1},
        "given_up": {"ValueError": 1},
        "outbox": {"pending": 1, "sent": 2},
        "analysis": {"state": "done", "topics": 1, "at": NOW.isoformat(), "why": ""},
        "log": "the last rows fit",
    }


def test_people_read_lines(shell: Shell) -> None:
    lines = shell.says("health").out.splitlines()
    assert "inbox: oldest waiting 7 s" in lines
    assert "inbox: 1 given up (dead): ValueError 1; see `madang inbox list`" in lines
    assert "outbox: pending 1, sent 2" in lines
    assert "analysis: done, 2026-11-23 01:00 UTC, 1 topics" in lines


def test_before_anything_happened_there_is_nothing_to_tell(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = shell_on(sqlite_url, tmp_path, monkeypatch)
    assert json.loads(fresh.says("health", "--format", "json").out) == {
        "inbox": {},
        "given_up": {},
        "outbox": {},
        "analysis": {"state": "none", "topics": 0, "at": None, "why": ""},
        "oldest_wait": 0.0,
        "log": "the last rows fit",
    }


def test_without_tables_a_program_reads_nothing_and_a_code(bare_folder: Shell) -> None:
    answer = bare_folder.says("health", "--format", "json")
    assert (answer.code, answer.out) == (1, "")


@pytest.fixture
def bare_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A database file in which nothing is."""
    made = shell_on(f"sqlite:///{tmp_path}/empty.db", tmp_path, monkeypatch)
    (tmp_path / "empty.db").touch()
    return made


def test_whoever_watches_reads_a_line_each_time(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell_on(sqlite_url, tmp_path, monkeypatch)
    watch = [*MADANG, "health", "--watch", "0.1", "--format", "json"]
    with subprocess.Popen(
        watch,
        env=environment(sqlite_url, "", "1:token"),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    ) as watching:
        assert watching.stdout
        before = after = json.loads(watching.stdout.readline())
        _something_happens(sqlite_url)
        while after.get("outbox") != {"pending": 1, "sent": 2}:
            after = json.loads(watching.stdout.readline())
        watching.terminate()
    assert before["outbox"] == {}
