"""What the person who keeps the bot types, and what comes back."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from playground.clock import RealClock
from playground.http_door import Door, http_door
from playground.telegram import Playground
from storage import consultations
from storage.database import open_engine, reading, transaction
from storage.models import Agency, Consultation, Contact
from tests.bot.shell import NOWHERE, Shell, new_shell, shell_on
from tests.child import HOME, MADANG, Child, environment
from tests.town import KEY, MARKET, PEPPER

T = TypeVar("T")

OTHER_PEPPER = "A" * 43 + "="
HEAVY = ("alembic", "matplotlib", "sklearn", "kiwipiepy", "torch", "scipy", "playground")


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Nothing is set up yet."""
    return new_shell(tmp_path, monkeypatch)


@pytest.fixture
def shell(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A database with one agency."""
    return shell_on(sqlite_url, tmp_path, monkeypatch)


@pytest.fixture
def either(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The same on both engines."""
    return shell_on(database_url, tmp_path, monkeypatch)


@pytest.fixture
async def door() -> AsyncIterator[tuple[Playground, Door]]:
    playground = Playground(RealClock())
    async with http_door(playground) as opened:
        yield playground, opened


# madang init


def test_init_makes_two_secrets_for_its_owner_only_and_a_database(bare: Shell) -> None:
    assert bare.says("init").code == 0
    env = bare.folder / ".env"
    assert re.search(r"^MADANG_KEYS=\S{88}$", env.read_text(), re.MULTILINE)
    assert re.search(r"^MADANG_PEPPER=\S{44}$", env.read_text(), re.MULTILINE)
    assert env.stat().st_mode & 0o777 == 0o600


def test_init_makes_a_database_that_nobody_else_can_read(bare: Shell) -> None:
    bare.says("init")
    assert (bare.folder / "madang.db").stat().st_mode & 0o777 == 0o600
    assert bare.says("health").code == 0


def test_init_says_what_to_do_next(bare: Shell) -> None:
    assert "@BotFather" in bare.says("init").out


def test_init_makes_the_directory_it_is_given(bare: Shell) -> None:
    assert bare.says("init", "--directory", "here").code == 0
    assert {path.name for path in (bare.folder / "here").iterdir()} >= {".env", "madang.db"}


def test_a_second_init_changes_no_secret(bare: Shell) -> None:
    bare.says("init")
    before = (bare.folder / ".env").read_text()
    assert bare.says("init").code == 0
    assert (bare.folder / ".env").read_text() == before


def test_init_fills_the_empty_lines_of_a_copied_example(bare: Shell) -> None:
    example = (HOME / ".env.example").read_text()
    (bare.folder / ".env").write_text(example.replace("MADANG_TOKEN=", "MADANG_TOKEN=7:mine"))
    assert bare.says("init").code == 0
    env = (bare.folder / ".env").read_text()
    assert len(env.splitlines()) == len(example.splitlines())
    assert "MADANG_TOKEN=7:mine\n" in env


def test_init_makes_no_new_secrets_for_a_database_in_use(bare: Shell) -> None:
    bare.says("init")
    (bare.folder / ".env").unlink()
    answer = bare.says("init")
    assert (answer.code, "put them back" in answer.err) == (2, True)
    assert not (bare.folder / ".env").exists()


def test_init_where_nothing_can_be_written_fails_in_one_line(bare: Shell) -> None:
    (bare.folder / "file").write_text("")
    answer = bare.says("init", "--directory", "file")
    assert (answer.code, len(answer.err.splitlines())) == (1, 1)


# madang run, before it reaches Telegram


def test_running_without_a_token_says_where_to_get_one(shell: Shell) -> None:
    shell.sets(token="")
    answer = shell.says("run")
    assert answer.code == 2
    assert "MADANG_TOKEN" in answer.err
    assert "@BotFather" in answer.err


def test_running_without_keys_points_to_init(shell: Shell) -> None:
    shell.sets(keys="")
    answer = shell.says("run")
    assert (answer.code, "madang init" in answer.err) == (2, True)


def test_a_broken_key_is_named_and_not_shown(shell: Shell) -> None:
    shell.sets(keys="c2VjcmV0")
    answer = shell.says("run")
    assert (answer.code, "MADANG_KEYS" in answer.err, "c2Vj" in answer.err) == (2, True, False)


def test_running_without_a_database_points_to_migrate_and_makes_none(bare: Shell) -> None:
    bare.sets(**_secrets(), database_url="sqlite:///none.db")
    answer = bare.says("run")
    assert (answer.code, "madang migrate" in answer.err) == (2, True)
    assert not (bare.folder / "none.db").exists()


def test_running_on_an_empty_database_points_to_migrate(bare: Shell) -> None:
    (bare.folder / "empty.db").touch()
    bare.sets(**_secrets(), database_url="sqlite:///empty.db")
    answer = bare.says("run")
    assert (answer.code, "madang migrate" in answer.err) == (2, True)
    assert bare.says("migrate").code == 0
    assert bare.says("health").code == 0


def test_a_database_of_a_newer_version_is_left_alone(shell: Shell) -> None:
    _stands_at(os.environ["MADANG_DATABASE_URL"], "9999")
    for command in ("run", "migrate"):
        answer = shell.says(command)
        assert (answer.code, "newer" in answer.err) == (2, True)


def test_another_pepper_is_noticed_before_it_does_harm(either: Shell) -> None:
    either.sets(pepper=OTHER_PEPPER)
    answer = either.says("run")
    assert (answer.code, "MADANG_PEPPER" in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [("pace", "fast"), ("timezone", "Mars/Olympus"), ("clock", "1:2"), ("database_url", "wrong")],
)
def test_a_broken_setting_is_named(shell: Shell, name: str, value: str) -> None:
    shell.sets(**{name: value})
    answer = shell.says("run")
    assert (answer.code, f"MADANG_{name.upper()}" in answer.err) == (2, True)


def test_a_database_that_cannot_be_reached_is_said_without_its_password(shell: Shell) -> None:
    shell.sets(database_url="postgresql://madang:geheim@127.0.0.1:1/madang")
    answer = shell.says("run")
    assert (answer.code, len(answer.err.splitlines())) == (1, 1)
    assert "geheim" not in answer.err


# madang run, as a process that speaks to Telegram


async def test_a_wrong_token_ends_the_bot_in_one_line_that_does_not_show_it(
    sqlite_url: str, door: tuple[Playground, Door], tmp_path: Path
) -> None:
    code, err = await _runs(environment(sqlite_url, door[1].url, "5:wrong"), tmp_path)
    assert (code, err.count("MADANG_TOKEN"), "5:wrong" in err) == (2, 1, False)
    assert "Traceback" not in err


async def test_a_token_refused_while_the_bot_runs_ends_it(
    sqlite_url: str, door: tuple[Playground, Door], tmp_path: Path
) -> None:
    playground, opened = door
    given = environment(sqlite_url, opened.url, playground.token)
    running = asyncio.create_task(_runs(given, tmp_path))
    await playground.until(lambda: _polled(playground), within=20)
    playground.world.token = "6:new"
    code, err = await running
    assert (code, "MADANG_TOKEN" in err, "Traceback" in err) == (2, True, False)


async def test_a_second_bot_on_the_same_file_is_refused_and_the_first_ends_well(
    sqlite_url: str, door: tuple[Playground, Door], tmp_path: Path
) -> None:
    playground, opened = door
    given = environment(sqlite_url, opened.url, playground.token)
    first = await _start(given, tmp_path)
    await playground.until(lambda: _polled(playground), within=20)
    code, err = await _runs(given, tmp_path)
    assert (code, "another `madang run`" in err) == (2, True)
    first.terminate()
    await first.communicate()
    assert first.returncode == 0


async def test_a_part_of_the_work_is_no_process_of_its_own_on_one_file(
    sqlite_url: str, door: tuple[Playground, Door], tmp_path: Path
) -> None:
    playground, opened = door
    given = environment(sqlite_url, opened.url, playground.token)
    code, err = await _runs(given, tmp_path, "--only", "sender")
    assert (code, "--only is for PostgreSQL" in err) == (2, True)


def test_telegram_out_of_reach_is_tried_again_and_said(sqlite_url: str, tmp_path: Path) -> None:
    child = Child(environment(sqlite_url, NOWHERE, "5:token"), tmp_path)
    child.start()
    deadline = time.monotonic() + 15
    while child.log.count("telegram_not_reached") < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    child.kill()
    assert child.log.count("telegram_not_reached") >= 2
    assert "Traceback" not in child.log


def test_the_bot_starts_without_anything_heavy() -> None:
    code = "import sys, bot.cli.commands, bot.application; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True, check=True
    )
    assert not {name.partition(".")[0] for name in loaded.stdout.split()} & set(HEAVY)


# madang agency, consultation, grant


def test_an_agency_is_added_once(either: Shell) -> None:
    answer = either.says("agency", "add", "jungang", "다시")
    assert (answer.code, "taken" in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("slug", "name"), [("Jungang", "x"), ("ab", "x"), ("a_b", "x"), ("seo", ""), ("seo", "n" * 41)]
)
def test_an_agency_needs_a_slug_and_a_name_that_fit(shell: Shell, slug: str, name: str) -> None:
    assert shell.says("agency", "add", slug, name).code == 2


def test_an_agency_may_want_four_eyes(shell: Shell) -> None:
    shell.says("agency", "add", "bukgu", "북구청", "--four-eyes")
    assert "four eyes on" in shell.says("agency", "four-eyes", "jungang", "on").out
    shell.says("agency", "four-eyes", "bukgu", "off")
    wanted = {row.slug: row.settings.get("four_eyes") for row in _all(Agency)}
    assert wanted == {"jungang": True, "bukgu": False}
    assert "no agency seo" in shell.says("agency", "four-eyes", "seo", "on").err


def test_a_consultation_is_open_at_once_and_its_link_is_told(either: Shell) -> None:
    answer = either.asks()
    assert answer.code == 0
    assert f"https://t.me/<your bot>?start={MARKET}" in answer.out
    assert MARKET in either.says("consultation", "list").out


def test_a_consultation_of_later_waits_for_its_hour(shell: Shell) -> None:
    assert "scheduled" in shell.asks(opens="2126-12-01T09:00").out


def test_hours_are_meant_in_the_agencys_time_zone(shell: Shell) -> None:
    shell.asks(closes="2126-12-31T18:00")
    assert [row.closes_at.isoformat() for row in _all(Consultation)] == [
        "2126-12-31T09:00:00+00:00"
    ]


def test_an_hour_may_name_its_own_zone(shell: Shell) -> None:
    shell.asks(closes="2126-12-31T18:00+00:00")
    assert [row.closes_at.isoformat() for row in _all(Consultation)] == [
        "2126-12-31T18:00:00+00:00"
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"closes": "2126-02-30T18:00"}, "--closes"),
        ({"closes": "2126-12-31T24:00"}, "--closes"),
        ({"closes": "2126-12-31"}, "--closes"),
        ({"closes": "tomorrow"}, "--closes"),
        ({"closes": "2020-12-31T18:00"}, "before it opens"),
        ({"opens": "2127-01-01T00:00"}, "before it opens"),
        ({"answer_due": "2127-02-30"}, "--answer-due"),
        ({"answer_due": "2126-12-30"}, "answer is due"),
        ({"title": "가" * 41}, "title has 41"),
        ({"title": " "}, "title has 0"),
        ({"question": "가" * 201}, "question has 201"),
        ({"slug": "Old_Market"}, "a slug is"),
        ({"agency": "seo"}, "no agency seo"),
        ({"kind": "party"}, "no kind party"),
        ({"retention_days": "0"}, "kept 0 days"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line(
    shell: Shell, changed: dict[str, str], said: str
) -> None:
    answer = shell.asks(**changed)
    assert (answer.code, said in answer.err, len(answer.err.splitlines())) == (2, True, 1)
    assert not _all(Consultation)


def test_a_slug_is_given_once(shell: Shell) -> None:
    shell.asks()
    assert "taken" in shell.asks().err


def test_a_role_is_given_before_the_person_ever_wrote(either: Shell) -> None:
    assert either.says("grant", "official", "55", "--agency", "jungang").code == 0
    assert len(_all(Contact)) == 1


def test_giving_a_role_again_says_so(shell: Shell) -> None:
    shell.says("grant", "moderator", "55", "--agency", "jungang")
    answer = shell.says("grant", "moderator", "55", "--agency", "jungang")
    assert (answer.code, "already" in answer.out) == (0, True)


@pytest.mark.parametrize(
    "words",
    [
        ["grant", "official", "55", "--agency", "seo"],
        ["grant", "king", "55", "--agency", "jungang"],
        ["grant", "official", "Ada", "--agency", "jungang"],
        ["grant", "official", "0", "--agency", "jungang"],
    ],
)
def test_a_role_needs_an_agency_a_name_and_a_number(shell: Shell, words: Sequence[str]) -> None:
    assert shell.says(*words).code == 2
    assert not _all(Contact)


def test_what_was_done_in_the_shell_stands_in_the_log(shell: Shell) -> None:
    shell.asks()
    shell.says("grant", "admin", "55", "--agency", "jungang")
    with _database() as session:
        done = [(row.actor, row.action) for row in consultations.log(session)]
    assert done == [
        ("terminal", "agency.added"),
        ("terminal", "consultation.added"),
        ("terminal", "role.granted"),
    ]


# madang health and the others


def test_health_is_well_where_the_tables_are_there(either: Shell) -> None:
    answer = either.says("health")
    assert (answer.code, "reachable" in answer.out) == (0, True)


def test_health_is_not_well_without_tables(bare: Shell) -> None:
    assert bare.says("health").code == 1
    (bare.folder / "madang.db").touch()
    assert bare.says("health").code == 1


def test_a_file_that_cannot_be_analysed_is_wrong_use(bare: Shell) -> None:
    fields = ["--text-field", "text", "--id-field", "id", "--json", "out.json"]
    answer = bare.says("analyse", "none.csv", *fields)
    assert (answer.code, "none.csv" in answer.err) == (2, True)


def test_petitions_without_a_folder_are_wrong_use(bare: Shell) -> None:
    assert bare.says("demo", "--petitions", "").code == 2


def _secrets() -> dict[str, str]:
    return {"keys": KEY, "pepper": PEPPER, "token": "5:token"}


@contextmanager
def _database() -> Iterator[Session]:
    """The database of the terminal's settings, for a look."""
    engine = open_engine(os.environ["MADANG_DATABASE_URL"])
    with reading(engine) as session:
        yield session
    engine.dispose()


def _all(table: type[T]) -> Sequence[T]:
    with _database() as session:
        return session.exec(select(table)).all()


def _stands_at(url: str, revision: str) -> None:
    engine = open_engine(url)
    with transaction(engine) as session:
        session.connection().execute(
            text("UPDATE alembic_version SET version_num = :at"), {"at": revision}
        )
    engine.dispose()


async def _start(given: Mapping[str, str], folder: Path, *more: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        *MADANG, "run", *more, env=dict(given), cwd=folder, stdout=pipe, stderr=pipe
    )


async def _runs(given: Mapping[str, str], folder: Path, *more: str) -> tuple[int, str]:
    """Run the bot until it ends by itself: its exit code and what stood on stderr."""
    process = await _start(given, folder, *more)
    try:
        async with asyncio.timeout(20):
            _, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    return process.returncode or 0, err.decode()


def _polled(playground: Playground) -> bool:
    return any(request.method == "getUpdates" for request in playground.requests)
