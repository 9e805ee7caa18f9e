"""A terminal to type `madang` into: a folder of its own and none of the caller's settings."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.commands import app
from tests.child import environment
from tests.town import MARKET

NOWHERE = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Answer:
    """What came back: the exit code, and what stood on stdout and stderr."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Shell:
    """Somebody at a terminal, in `folder`."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch

    def says(self, *words: str) -> Answer:
        """Run `madang <words>`; an exception that reaches the terminal fails the test."""
        result = CliRunner().invoke(app, words, catch_exceptions=False)
        return Answer(result.exit_code, result.stdout, result.stderr)

    def sets(self, **settings: str) -> None:
        for name, value in settings.items():
            self.monkeypatch.setenv(f"MADANG_{name.upper()}", value)

    def asks(self, slug: str = MARKET, **changed: str) -> Answer:
        """`madang consultation add` with good values, some of them changed."""
        given = {
            "agency": "jungang",
            "title": "옛 시장 자리",
            "question": "무엇으로 쓸까요?",
            "closes": "2126-12-31T18:00",
            **changed,
        }
        options = [part for name, value in given.items() for part in (_option(name), value)]
        return self.says("consultation", "add", slug, *options)


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def new_shell(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A terminal where nothing is set up yet."""
    for name in [name for name in os.environ if name.startswith("MADANG_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(folder)
    return Shell(folder, monkeypatch)


def shell_on(database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A terminal with a database, keys and an agency."""
    shell = new_shell(folder, monkeypatch)
    for name, value in environment(database_url, NOWHERE, "1:wrong").items():
        if name.startswith("MADANG_"):
            monkeypatch.setenv(name, value)
    shell.says("agency", "add", "jungang", "중앙구청")
    return shell
