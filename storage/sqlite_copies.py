"""Copies of an SQLite database: made beside a bot at work, and put in the place of another."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from storage.copies import CopyError, Seen, flush, head_of, written_aside

SIGN = b"SQLite format 3\0"
PAGES = 2_000  # copied at a stroke: 8 MB
BUSY_SECONDS = 10.0
BESIDE = ("-wal", "-shm", "-journal")
Told = Callable[[int, int], None]  # pages done, pages in all


def save(database: Path, target: Path, told: Told) -> None:
    """A whole copy of the database as it stands now, checked before it has its name.

    Raises CopyError.
    """
    with written_aside(target) as aside:
        try:
            _copy(database, aside, told)
        except sqlite3.Error as error:
            raise CopyError(f"{target} cannot be written: {error}; nothing was kept") from error


def _copy(database: Path, aside: Path, told: Told) -> None:
    with closing(sqlite3.connect(database, timeout=BUSY_SECONDS)) as source:
        # Whoever writes meanwhile would make the copy begin anew with every step, had we not
        # read once: from then on we see the database as it was.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with closing(sqlite3.connect(aside)) as copy:
            source.backup(copy, pages=PAGES, progress=lambda _, left, all_: told(all_ - left, all_))
            copy.execute("PRAGMA journal_mode=DELETE")
            _check(copy)


def _check(copy: sqlite3.Connection) -> None:
    found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise CopyError(f"the database is damaged: {found}")


def look(file: Path) -> Seen:
    """What a copy says of itself, after a look at all of it. Raises CopyError."""
    if head_of(file, len(SIGN)) != SIGN:
        raise CopyError(f"{file} is no backup of an SQLite database")
    try:
        with closing(sqlite3.connect(f"file:{file.resolve()}?immutable=1", uri=True)) as copy:
            _check(copy)
            version = copy.execute("SELECT version_num FROM alembic_version").fetchone()
            known = copy.execute("SELECT name, value FROM bot_state").fetchall()
    except sqlite3.Error as error:
        raise CopyError(f"{file} is damaged, or no backup of Madang: {error}") from error
    if version is None:
        raise CopyError(f"{file} holds no tables")
    return Seen.of(version[0], {name: json.loads(value) for name, value in known})


@contextmanager
def put(file: Path, database: Path, kept: Path) -> Iterator[str]:
    """Put the copy in the place of the database, and that one aside as `kept`. Within, the address
    of what will be there: until this ends well, nothing is changed. Raises CopyError."""
    with written_aside(database) as aside:
        try:
            _copy(file, aside, lambda *_: None)
            yield f"sqlite:///{aside}"
            with closing(sqlite3.connect(aside)) as copy:
                copy.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.Error as error:
            raise CopyError(f"{database} cannot be written: {error}") from error
        finally:
            for end in BESIDE:
                Path(f"{aside}{end}").unlink(missing_ok=True)
        if database.exists():
            _keep_aside(database, kept)


def _keep_aside(database: Path, kept: Path) -> None:
    """A second name for the old database; until the new one takes the first, it has both."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(database, timeout=1)) as old:
        old.execute("PRAGMA journal_mode=DELETE")
    os.link(database, kept)
    for end in BESIDE:  # of a damaged one; the new one must not meet them
        with suppress(FileNotFoundError):
            Path(f"{database}{end}").rename(f"{kept}{end}")
    flush(database.parent)
