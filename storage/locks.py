"""Locks that whoever holds them cannot leave behind: the kernel lets go of those on a file, the
database of those on a connection, however the process ended."""

import fcntl
import hashlib
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, TextClause, text

TRY = text("SELECT pg_try_advisory_lock(:lock)")
TRY_SHARED = text("SELECT pg_try_advisory_lock_shared(:lock)")
TRY_FOR_NOW = text("SELECT pg_try_advisory_xact_lock(:lock)")


def take_file(path: Path) -> IO[str] | None:
    """The file, locked until it is closed; None where another process has it."""
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def take(connection: Connection, what: str, way: TextClause = TRY) -> bool:
    """Whether PostgreSQL's advisory lock of this name is ours now."""
    return bool(connection.execute(way, {"lock": _number(what)}).scalar_one())


def _number(what: str) -> int:
    """The number of an advisory lock, 64 bits."""
    digest = hashlib.sha256(f"madang {what}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
