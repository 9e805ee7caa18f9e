"""Plays of the demonstration as a newcomer runs them, in a folder of their own."""

import re
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tests.playground.test_demo import MADANG

CITIZENS = "30"
AT_MOST = 420  # seconds, on a busy machine; about a minute on a quiet one


def plays(folder: Path, scenario: str, lines: Sequence[str]) -> Path:
    """The database of a play of few citizens in which every promise held, and which ended with such
    lines."""
    words = [*MADANG, "--headless", "--scenario", scenario, "--citizens", CITIZENS]
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, timeout=AT_MOST, check=False
    )
    assert done.stderr == "", done.stdout[-2000:]
    assert done.returncode == 0
    said = done.stdout.splitlines()[-2:]
    assert [bool(re.fullmatch(*each)) for each in zip(lines, said, strict=True)] == [True] * 2
    return folder / ".demo/madang.db"


def asks(file: Path, query: str) -> list[tuple[object, ...]]:
    """What a play's database answers."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()
