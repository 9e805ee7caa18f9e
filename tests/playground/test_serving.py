"""`make demo` as a process: an address, a bot kept alive, an end that leaves nothing."""

import json
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from playground.demo import can_show_a_page
from playground.demonstration import homes
from playground.demonstration.behind import Behind
from tests.served import COMMAND, Demo, at_work_in

DAY = 24 * 3600
FEW = ("--citizens", "30")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder of a newcomer."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[Demo]:
    """One demonstration for all tests that do not end it."""
    started = Demo(folder, "--port", "0", *FEW)
    yield started
    started.ends()


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody else listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        yield int(other.getsockname()[1])


def states(folder: Path) -> dict[str, str]:
    """Consultations by slug, and where they stand."""
    with closing(sqlite3.connect(f"file:{folder}/madang.db?mode=ro", uri=True)) as database:
        return dict(database.execute("SELECT slug, state FROM consultation").fetchall())


def bots_in(folder: Path) -> list[psutil.Process]:
    return [process for process in at_work_in(folder) if "run" in process.cmdline()]


def test_it_prints_an_address_and_what_to_try_first_in_two_languages(demo: Demo) -> None:
    assert demo.url.startswith("http://127.0.0.1:")
    demo.until(lambda: "Ctrl-C ends it" in demo.said)
    for words in ("시작을 누르고", "press START", "요약 보기를 누르고", "choose a topic"):
        assert words in demo.said


def test_there_is_a_phone_for_each_part_and_staff_have_their_roles(demo: Demo) -> None:
    people = demo.asks("people")
    assert isinstance(people, list)
    parts = {each["part"]: each["id"] for each in people if each["part"]}
    with closing(sqlite3.connect(f"file:{demo.folder}/.demo/madang.db?mode=ro", uri=True)) as rows:
        roles = [role for (role,) in rows.execute("SELECT role FROM role ORDER BY role")]
    assert list(parts) == ["citizen", "official", "moderator"]
    assert roles == ["moderator", "official"]


def test_what_happens_behind_is_told(demo: Demo) -> None:
    def told() -> dict[str, dict[str, int]]:
        behind = demo.asks("behind")
        assert isinstance(behind, dict)
        return behind

    demo.until(lambda: told().get("inbox", {}).get("done", 0) > 20)
    assert set(told()) == {"inbox", "given_up", "outbox", "analysis", "oldest_wait", "log"}


def test_neither_settings_nor_database_of_the_caller_are_touched(demo: Demo) -> None:
    assert demo.url
    assert {path.name for path in demo.folder.iterdir()} == {".demo"}


def test_a_bot_that_was_killed_is_started_again(demo: Demo) -> None:
    assert demo.url
    (before,) = bots_in(demo.folder)
    before.kill()
    demo.until(lambda: "started again" in demo.said and bots_in(demo.folder))
    (after,) = bots_in(demo.folder)
    assert after.pid != before.pid


def test_a_second_one_takes_another_port_and_another_folder_and_ends_alone(
    demo: Demo, taken: int
) -> None:
    first = demo.url
    second = Demo(demo.folder, "--port", str(taken), *FEW)
    assert second.url not in (first, f"http://127.0.0.1:{taken}")
    assert f"port {taken} is taken" in second.said
    assert states(demo.folder / ".demo/2") == {"old-market": "open"}
    assert second.ends(signal.SIGTERM) == 0
    assert [each for each in at_work_in(demo.folder / ".demo/2") if each.is_running()] == []
    assert states(demo.folder / ".demo") == {"old-market": "open"}
    assert bots_in(demo.folder)


def test_days_ahead_the_consultation_closes_by_itself(demo: Demo) -> None:
    assert states(demo.folder / ".demo") == {"old-market": "open"}
    demo.url  # noqa: B018 - it can be asked from now on
    demo.moves(14 * DAY)
    demo.until(lambda: states(demo.folder / ".demo") == {"old-market": "closed"})


def test_what_was_done_stays_counted_when_its_rows_go(demo: Demo) -> None:
    def told() -> int:
        behind = demo.asks("behind")
        assert isinstance(behind, dict)
        return int(behind["inbox"]["done"])

    before = told()
    demo.moves(14 * DAY)
    demo.until(lambda: updates(demo.folder / ".demo") < before)
    time.sleep(1.5)  # it is told twice a second
    assert told() >= before > 20


def updates(folder: Path) -> int:
    """How many updates the bot still remembers."""
    with closing(sqlite3.connect(f"file:{folder}/madang.db?mode=ro", uri=True)) as database:
        return int(database.execute("SELECT count(*) FROM inbox").fetchone()[0])


def test_ctrl_c_ends_everything(demo: Demo) -> None:
    assert demo.url
    assert demo.ends() == 0
    assert demo.said.rstrip().endswith("demo: ended; nothing is left running (끝났습니다)")
    assert at_work_in(demo.folder) == []


def test_what_was_kept_goes_on(demo: Demo) -> None:
    demo.ends()
    again = Demo(demo.folder, "--port", "0", "--keep")
    try:
        assert again.url
        assert states(demo.folder / ".demo") == {"old-market": "closed"}
        assert "neighbours write" not in again.said
    finally:
        assert again.ends() == 0


def test_killed_without_a_last_word_it_leaves_nobody_behind(demo: Demo) -> None:
    demo.ends()
    again = Demo(demo.folder, "--port", "0", "--keep")
    assert again.url
    assert bots_in(demo.folder)
    again.ends(signal.SIGKILL)
    again.until(lambda: at_work_in(demo.folder) == [])


def test_a_bot_that_cannot_start_ends_it_with_a_clear_word(tmp_path: Path) -> None:
    home = tmp_path / ".demo"
    home.mkdir()
    (home / homes.READY).touch()
    (home / "clock").write_text("0:0:1")  # and neither keys nor a database
    ended = subprocess.run(
        [*COMMAND, "--no-browser", "--keep"], cwd=tmp_path, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert "demo: failed: the bot ended by itself" in ended.stderr
    assert "madang init" in ended.stderr
    assert at_work_in(tmp_path) == []


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / ".demo").write_text("a file in the way")
    ended = subprocess.run([*COMMAND, "--no-browser"], cwd=tmp_path, capture_output=True, text=True)
    assert (ended.returncode, ".demo" in ended.stderr) == (1, True)
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("environment", "platform", "shown"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"SSH_CONNECTION": "a b"}, "linux", False),
        ({}, "darwin", True),
        ({"SSH_CONNECTION": "a b"}, "darwin", False),
    ],
)
def test_a_browser_opens_only_where_somebody_sits_in_front_of_it(
    environment: dict[str, str], platform: str, shown: bool
) -> None:
    assert can_show_a_page(platform, environment) is shown


def test_before_the_first_word_nothing_is_known_of_the_inside() -> None:
    assert json.dumps(Behind()()) == "{}"
