"""The journal of erasures: a file outside the database, so that a backup that is brought back does
not bring back what somebody had erased since.

One line an erasure, sealed, written and flushed to disk right before the transaction that erases
is committed. Without the keys nothing of it can be read; with them it holds keyed marks and hours.
"""

import base64
import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from storage.keys import CannotOpenError, Keys

PURPOSE = "erasure"
_WAITING = "erasures"


class UnreadableError(Exception):
    """A line that none of the keys opens. What it says was erased is not known."""


@dataclass(frozen=True)
class Erasure:
    """What went: `what` is forgotten, withdrawn, taken_up, erased or words_over, `of` the mark of a
    person, the source of an opinion or the slug of a consultation, `more` what finding it again
    needs."""

    what: str
    at: datetime
    of: str
    more: dict[str, Any]


def note(session: Session, journal: Path | None, keys: Keys, erasure: Erasure) -> None:
    """Have this in the journal once the transaction is about to be committed. Where it cannot be
    written nothing is erased."""
    if journal is None:
        return
    waiting: list[str] | None = session.info.get(_WAITING)
    if waiting is None:
        waiting = session.info[_WAITING] = []
        event.listen(session, "before_commit", lambda _: _write(session, journal))
    waiting.append(_sealed(keys, erasure))


def _write(session: Session, journal: Path) -> None:
    session.flush()  # what fails there was not erased
    lines, session.info[_WAITING] = session.info[_WAITING], []
    if lines:
        with _opened(journal) as file:
            _drop_torn(file)
            os.write(file, "".join(lines).encode())
            os.fsync(file)


def begin(journal: Path) -> None:
    """Have a journal, if an empty one: a restore can tell it from one that was lost."""
    with _opened(journal):
        pass


def read(journal: Path, keys: Keys) -> list[Erasure]:
    """All that is known to be erased, oldest first. Raises UnreadableError, OSError."""
    whole = journal.read_bytes().split(b"\n")[:-1]  # a torn line was never committed
    return [_opened_line(keys, line, number) for number, line in enumerate(whole, start=1)]


def prune(journal: Path, keys: Keys, before: datetime) -> int:
    """Drop what is older: no backup is that old. How many lines went."""
    with _opened(journal):
        lines = journal.read_bytes().splitlines(keepends=True)
        old = 0
        while old < len(lines) and _opened_line(keys, lines[old].strip(), old + 1).at < before:
            old += 1
        if old:
            _replace(journal, b"".join(lines[old:]))
    return old


def reseal(journal: Path, keys: Keys) -> None:
    """Seal every line with the newest key. Raises UnreadableError, OSError."""
    with _opened(journal) as file:
        _drop_torn(file)
        lines = journal.read_bytes().splitlines()
        read = [_opened_line(keys, line, number) for number, line in enumerate(lines, start=1)]
        _replace(journal, "".join(_sealed(keys, each) for each in read).encode())


def kept_for(backup_days: int) -> timedelta:
    """How long a line is kept: as long as backups are, and a week more."""
    return timedelta(days=backup_days + 7)


def _replace(journal: Path, body: bytes) -> None:
    aside = journal.with_name(f"{journal.name}.new")
    aside.unlink(missing_ok=True)
    file = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        os.write(file, body)
        os.fsync(file)
    finally:
        os.close(file)
    aside.replace(journal)


@contextmanager
def _opened(journal: Path) -> Iterator[int]:
    """The file, ours alone for a moment; whoever replaced it meanwhile is followed."""
    while True:
        file = os.open(journal, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if journal.exists() and os.fstat(file).st_ino == journal.stat().st_ino:
                yield file
                return
        finally:
            os.close(file)


def _drop_torn(file: int) -> None:
    """A line without its end was being written when the power went: it was never committed."""
    size = os.fstat(file).st_size
    tail = os.pread(file, size, 0) if size else b""
    os.ftruncate(file, tail.rfind(b"\n") + 1)


def _sealed(keys: Keys, erasure: Erasure) -> str:
    plain = json.dumps({**asdict(erasure), "at": erasure.at.isoformat()})
    return base64.urlsafe_b64encode(keys.seal(plain.encode(), PURPOSE)).decode() + "\n"


def _opened_line(keys: Keys, line: bytes, number: int) -> Erasure:
    try:
        told = json.loads(keys.open(base64.urlsafe_b64decode(line), PURPOSE))
    except (CannotOpenError, ValueError) as error:
        raise UnreadableError(f"line {number}") from error
    return Erasure(**{**told, "at": datetime.fromisoformat(told["at"])})


def in_order(journals: Sequence[list[Erasure]]) -> list[Erasure]:
    """What several machines wrote, oldest first."""
    return sorted((each for journal in journals for each in journal), key=lambda each: each.at)
