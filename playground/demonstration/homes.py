"""Where a demonstration keeps its database, its `.env` and its log: below `.demo/`."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final, TextIO

ROOT: Final = Path(".demo")  # git-ignored
LOCK: Final = "lock"
READY: Final = "ready"  # lies where everything was set up once


@contextmanager
def home(*, keep: bool = False) -> Iterator[Path]:
    """A folder no other demonstration works in, emptied unless `keep`. Raises OSError.

    The first one works in `.demo` itself; another one beside it in `.demo/2`, and so on.
    """
    root = ROOT.resolve()
    places = (root if number == 1 else root / str(number) for number in count(1))
    folder, lock = next((place, lock) for place in places if (lock := _taken(place)))
    with lock:
        if not keep or not (folder / READY).exists():
            _empty(folder)
        yield folder


def _taken(folder: Path) -> TextIO | None:
    """The lock of the folder, held while it is open; None where somebody else works there."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / LOCK).open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def _empty(folder: Path) -> None:
    """Take away what the last demonstration left, and nothing of those beside it."""
    for path in folder.iterdir():
        if path.name == LOCK or path.name.isdigit():
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
