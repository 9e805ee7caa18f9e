"""Copies of a whole database: what both engines say of one, and where each engine's ways stand.

A copy is written aside and renamed, so that a file of that name is always a whole one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

BEGUN = "backup"  # under this name the database remembers when it was last copied


class CopyError(Exception):
    """Why a copy cannot be made or used: one line for whoever keeps the bot."""


@dataclass(frozen=True)
class Seen:
    """What a copy says of itself: the tables' version, the pepper's fingerprint, its hour."""

    version: str
    fingerprint: str | None
    at: datetime | None

    @classmethod
    def of(cls, version: str, remembered: dict[str, dict[str, str]]) -> "Seen":
        at = remembered.get(BEGUN, {}).get("at")
        fingerprint = remembered.get("pepper", {}).get("fingerprint")
        return cls(version, fingerprint, datetime.fromisoformat(at) if at else None)


@contextmanager
def written_aside(target: Path) -> Iterator[Path]:
    """A new file, its owner's alone, that becomes `target` at the end; nothing is left otherwise.

    Raises CopyError where nothing can be written.
    """
    aside = target.with_name(f".{target.name}.new")
    try:
        with suppress(FileNotFoundError):
            aside.unlink()
        os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise CopyError(f"{target} cannot be written: {error.strerror}") from error
    try:
        yield aside
        flush(aside)
        aside.replace(target)
        flush(target.parent)
    except OSError as error:
        raise CopyError(f"{target} cannot be written: {error.strerror}") from error
    finally:
        aside.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Have a file, or the names in a folder, on disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def head_of(file: Path, length: int) -> bytes:
    """How a file begins. Raises CopyError where it cannot be read."""
    try:
        with file.open("rb") as opened:
            return opened.read(length)
    except OSError as error:
        raise CopyError(f"{file} cannot be read: {error.strerror}") from error
