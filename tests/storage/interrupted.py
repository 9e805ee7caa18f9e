"""`python -m tests.storage.interrupted URL STEP`: bring a database to the newest tables, killed
again and again: at the STEPth statement, then a STEP later, until once it comes through.

Prints how often it was killed.
"""

import itertools
import os
import sys
from typing import Any

from sqlalchemy import Engine, event

from storage import migrating

KILLED = 9


def main(url: str, step: int) -> int:
    for kills in itertools.count():
        if _migrated(url, step * (kills + 1)):
            sys.stdout.write(str(kills))
            return 0
    raise AssertionError("unreachable")


def _migrated(url: str, statements: int) -> bool:
    """Whether a process of its own came through before so many statements."""
    child = os.fork()
    if child == 0:
        _die_at(statements)
        migrating.upgrade(url)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED), code
    return code == 0


def _die_at(statements: int) -> None:
    passed = itertools.count(1)

    @event.listens_for(Engine, "before_cursor_execute")
    def die(*_: Any) -> None:
        if next(passed) == statements:
            os._exit(KILLED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
