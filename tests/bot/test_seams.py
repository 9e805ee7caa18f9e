"""The points at which a crash test kills: off unless they are asked for."""

import subprocess
import sys

import pytest

from bot import seams
from tests.child import HOME, environment

PASSES = """
from bot import seams
for n in range(3):
    seams.at("after_fetch")
    print(n, flush=True)
"""


def test_nothing_happens_where_no_point_is_named() -> None:
    assert _passing() == (0, "0\n1\n2\n")


def test_the_process_ends_at_the_named_passing_without_a_last_word() -> None:
    assert _passing("after_fetch:2") == (seams.KILLED, "0\n")


def test_other_points_are_passed() -> None:
    assert _passing("after_send") == (0, "0\n1\n2\n")


def test_a_point_that_there_is_not_is_refused() -> None:
    assert _passing("somewhere")[0] == 1


@pytest.mark.parametrize("point", seams.POINTS)
def test_every_point_stands_in_the_code_once(point: str) -> None:
    sources = [path for path in (HOME / "bot").rglob("*.py") if path.name != "seams.py"]
    assert sum(path.read_text().count(f'seams.at("{point}")') for path in sources) == 1


def _passing(crash_at: str = "") -> tuple[int, str]:
    given = environment("", "", "", crash_at=crash_at)
    command = [sys.executable, "-c", PASSES]
    ended = subprocess.run(command, env=given, capture_output=True, text=True)
    return ended.returncode, ended.stdout
