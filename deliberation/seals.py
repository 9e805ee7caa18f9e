"""Whether the log is still what was written: each row's seal is a keyed hash over the row before.

Without the pepper nobody can seal a row, so what was changed at the tables does not fit. What was
cut off at the end leaves no trace in the rows that stay: it is found against a head that was
published, which says how many rows there were and how the last was sealed.
"""

import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage import sealed
from storage.consultations import sealed_words
from storage.database import Session
from storage.keys import Keys
from storage.models import LogRow

LAST = 200
"""Rows that are looked at when the bot starts."""
NOTHING = bytes(32)
"""Stands for a seal in the head of a log without rows."""
_HEAD = re.compile("([0-9]{1,18})-([0-9a-f]{64})")


class Looks(StrEnum):
    """What became of a row that does not fit, as far as can be told from the rows beside it."""

    EDITED = "edited"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    LAST_ROW = "last row"
    CUT_OFF = "cut off"
    REPLACED = "replaced"


@dataclass(frozen=True)
class Head:
    """How far the log has come: how many rows, and the seal of the last."""

    rows: int
    seal: bytes

    def __str__(self) -> str:
        return f"{self.rows}-{self.seal.hex()}"

    @classmethod
    def read(cls, written: str) -> "Head":
        """Raises ValueError for what is no head."""
        parts = _HEAD.fullmatch(written.strip())
        if parts is None:
            raise ValueError(f"no head of a log: {written[:80]}")
        return cls(int(parts[1]), bytes.fromhex(parts[2]))


@dataclass(frozen=True)
class Sound:
    """Every row fits the one before; `head` is how far they come."""

    head: Head


@dataclass(frozen=True)
class Wrong:
    """The first row that does not fit, and what it looks like. With CUT_OFF it is the last row
    there is, with REPLACED the one in whose place a published head knew another."""

    row_id: int
    looks: Looks


def verify(
    keys: Keys, rows: Iterable[LogRow], heads: Sequence[Head] = (), behind: LogRow | None = None
) -> Sound | Wrong:
    """Go through the rows in order, the first of them sealed over `behind`, whose own seal nobody
    asks about. Two rows are held at a time."""
    before, last_id = (behind.seal, behind.id) if behind else (b"", 0)
    known = {each.rows: each.seal for each in heads}
    coming, place = iter(rows), 0
    for row in coming:
        if not _fits(keys, before, row):
            return Wrong(row.id, _looks(keys, before, last_id, row, next(coming, None)))
        place += 1
        if not hmac.compare_digest(known.get(place, row.seal), row.seal):
            return Wrong(row.id, Looks.REPLACED)
        before, last_id = row.seal, row.id
    if any(rows_then > place for rows_then in known):
        return Wrong(last_id, Looks.CUT_OFF)
    return Sound(Head(place, before or NOTHING))


def _looks(keys: Keys, before: bytes, last_id: int, row: LogRow, following: LogRow | None) -> Looks:
    """What became of a row that does not fit behind `before`, by the one that follows."""
    gap = row.id > last_id + 1
    if following is None:
        return Looks.REMOVED if gap else Looks.LAST_ROW
    if _fits(keys, before, following):
        return Looks.REORDERED if _fits(keys, following.seal, row) else Looks.INSERTED
    if _fits(keys, row.seal, following):
        return Looks.REMOVED if gap else Looks.EDITED
    return Looks.REORDERED if row.at > following.at else Looks.EDITED


def _fits(keys: Keys, before: bytes, row: LogRow) -> bool:
    return hmac.compare_digest(keys.seal_of(before, sealed_words(row)), row.seal)


def verify_all(session: Session, keys: Keys, heads: Sequence[Head] = ()) -> Sound | Wrong:
    """The whole log, whatever its size."""
    return verify(keys, sealed.through(session), heads)


def look(session: Session, keys: Keys) -> Wrong | None:
    """The last rows only, as when the bot starts. None where they fit."""
    rows = sealed.newest(session, LAST + 1)
    behind = rows.pop(0) if len(rows) > LAST else None
    looked = verify(keys, rows, behind=behind)
    return looked if isinstance(looked, Wrong) else None


def head(session: Session) -> Head:
    """How far the log has come; nothing is verified."""
    last = sealed.newest(session, 1)
    return Head(sealed.count(session), last[0].seal if last else NOTHING)
