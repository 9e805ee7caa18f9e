"""The bot as a process of its own, to be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.town import KEY, PEPPER

MADANG = [sys.executable, "-m", "bot.cli"]
HOME = Path(__file__).parent.parent


def environment(database_url: str, api_url: str, token: str, **settings: str) -> dict[str, str]:
    """What a bot of a test runs in: none of the caller's own settings."""
    kept = {name: v for name, v in os.environ.items() if not name.startswith("MADANG_")}
    given = {
        "MADANG_TOKEN": token,
        "MADANG_DATABASE_URL": database_url,
        "MADANG_API_URL": api_url,
        "MADANG_KEYS": KEY,
        "MADANG_PEPPER": PEPPER,
        "MADANG_POLL_SECONDS": "1",
    }
    named = {f"MADANG_{name.upper()}": value for name, value in settings.items()}
    python = {"PYTHONPATH": str(HOME), "PYTHONDONTWRITEBYTECODE": ""}  # the next start is quicker
    return {**kept, **python, **given, **named}


class Child:
    """`madang run`, started again as often as it is killed."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._environment, self._folder = dict(environment), folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, crash_at: str = "") -> None:
        """`crash_at` is a point of `bot/seams.py` and which passing of it is the last."""
        log = (self._folder / "bot.log").open("ab")
        self._process = subprocess.Popen(
            [*MADANG, "run"],
            env={**self._environment, "MADANG_CRASH_AT": crash_at},
            cwd=self._folder,
            stdout=log,
            stderr=log,
        )
        log.close()

    def kill(self) -> None:
        """As a power cut: no time for a last word."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    @property
    def ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def stop(self) -> int:
        """As an operator does; the exit code. What is in flight may take half a minute to land."""
        if self._process is None:
            return 0
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=40)

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    @property
    def log(self) -> str:
        return (self._folder / "bot.log").read_text(errors="replace")
