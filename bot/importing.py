"""A file of opinions, read row by row: what each says, and which rows cannot be used and why."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from bot.file_rows import Cells, FileRows, UnusableRowError
from bot.incoming import words
from deliberation.outcomes import Empty
from deliberation.speaking import wording
from deliberation.speaking.imports import Row

Format = Literal["csv", "jsonl", "polis"]

MILLISECONDS = 100_000_000_000
"""A time from here on counts milliseconds: as seconds it would lie in the year 5138."""
HIGHEST_TELEGRAM_ID = 2**52
HIDDEN = "-1"  # of Polis' column `moderated`
_SECONDS = re.compile(r"(?![0-9]{8}$)[0-9]+(\.[0-9]+)?")
"""Unix time. Eight digits are a day (20190401), not one in 1970."""


@dataclass(frozen=True)
class Fields:
    """What the fields are called in the file. An empty name is not looked for."""

    text: str
    id: str
    author: str = ""
    contact: str = ""
    date: str = ""
    moderated: str = ""


PLAIN = Fields("text", "id", "author", "contact", "date")
POLIS = Fields("comment-body", "comment-id", "author-id", date="timestamp", moderated="moderated")


@dataclass(frozen=True)
class Reading:
    """What a file holds: rows to import, and (line, reason) of those that cannot be."""

    rows: list[Row]
    skipped: list[tuple[int, str]]


def read(path: Path, form: Format, fields: Fields, required: Iterable[str], zone: str) -> Reading:
    """Read the file; a time without a zone is meant in `zone`, a time zone's name.

    Raises UnusableFileError where the file cannot be opened, or lacks a field of `required`.
    """
    lines = FileRows(path, as_json=form == "jsonl")
    here, seen = ZoneInfo(zone), set[str]()
    rows = lines.taken(lambda cells: _row(cells, fields, here, seen))
    lines.require(required)
    return Reading(rows, lines.broken)


def _row(cells: Cells, fields: Fields, zone: ZoneInfo, seen: set[str]) -> Row:
    name = _cell(cells, fields.id)
    if not name:
        raise UnusableRowError("has no id")
    if name in seen:
        raise UnusableRowError("has the id of a line before it")
    row = Row(
        id=name,
        text=_text(cells, fields.text),
        author=_cell(cells, fields.author),
        telegram_id=_telegram_id(_cell(cells, fields.contact)),
        written_at=_moment(_cell(cells, fields.date), zone),
        hidden=_cell(cells, fields.moderated) == HIDDEN,
    )
    seen.add(name)
    return row


def _cell(cells: Cells, name: str) -> str:
    """A cell as text; empty where it is missing."""
    value = cells.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise UnusableRowError(f"has neither text nor a number in {name}")
    return words(str(value))


def _text(cells: Cells, name: str) -> str:
    if not isinstance(cells.get(name, ""), str):
        raise UnusableRowError(f"has no text in {name}")
    text = _cell(cells, name)
    refusal = wording.unusable(text)
    if isinstance(refusal, Empty):
        raise UnusableRowError("has no text")
    if refusal is not None:
        raise UnusableRowError(f"is too long: {refusal.units} of {refusal.most} units")
    return text


def _telegram_id(cell: str) -> int | None:
    if not cell:
        return None
    number = int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 20 else 0
    if not 0 < number <= HIGHEST_TELEGRAM_ID:
        raise UnusableRowError("has a contact that is no Telegram id")
    return number


def _moment(cell: str, zone: ZoneInfo) -> datetime | None:
    """ISO with or without an hour, or unix seconds or milliseconds; None where there is none."""
    if not cell:
        return None
    try:
        if _SECONDS.fullmatch(cell):
            number = float(cell)
            seconds = number / 1000 if number >= MILLISECONDS else number
            return datetime.fromtimestamp(seconds, UTC)
        moment = datetime.fromisoformat(cell)
        here = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return here.astimezone(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UnusableRowError("has a date that cannot be read") from error
