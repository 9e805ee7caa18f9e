"""Where a crash test may kill the process: named points on an update's way, silent otherwise.

`MADANG_CRASH_AT=after_send:3` ends the process at once, without a last word, the third time it
comes by `after_send`. It is for tests alone: no setting, read once, and off where it is not set.
"""

import itertools
import os
from collections.abc import Callable

POINTS = (
    "after_fetch",  # updates are here, none is stored
    "after_inbox_commit",  # stored, not acknowledged
    "in_transaction",  # answered, not committed
    "after_dispatch_commit",  # answered, nobody told the sender
    "after_claim",  # on its way, not sent
    "after_send",  # sent, not marked
    "before_mark",  # marked, not committed
    "after_mark",  # all done
)
KILLED = 9  # the exit code
_GIVEN = os.environ.get("MADANG_CRASH_AT", "")


def _crashing(given: str) -> Callable[[str], None]:
    """Raises ValueError for a point that there is not."""
    name, _, count = given.partition(":")
    if name not in POINTS:
        raise ValueError(f"MADANG_CRASH_AT={given}: no such point")
    last = int(count or 1)
    passed = itertools.count(1)  # its next is safe between threads

    def at(point: str) -> None:
        if point == name and next(passed) == last:
            os._exit(KILLED)

    return at


def _nothing(point: str) -> None:
    """The usual case."""


at = _crashing(_GIVEN) if _GIVEN else _nothing
