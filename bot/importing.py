"""A file of opinions, read row by row: what each says, and which rows cannot be used and why."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Literal
from zoneinfo import ZoneInfo

from bot.incoming import words
from deliberation import wording
from deliberation.imports import Row
from deliberation.outcomes import Empty

Format = Literal["csv", "jsonl", "polis"]
Cells = Mapping[str, object]

LONGEST_FIELD = 10_000_000
"""Characters of one CSV field; the csv module's own limit is smaller than a long letter."""
MILLISECONDS = 100_000_000_000
"""A time from here on counts milliseconds: as seconds it would lie in the year 5138."""
HIGHEST_TELEGRAM_ID = 2**52
HIDDEN = "-1"  # of Polis' column `moderated`
_FOREIGN_BYTE = re.compile("[\udc80-\udcff]")
_SECONDS = re.compile(r"(?![0-9]{8}$)[0-9]+(\.[0-9]+)?")
"""Unix time. Eight digits are a day (20190401), not one in 1970."""


class UnusableFileError(Exception):
    """The file as a whole cannot be imported; the message says why, for a person."""


class _UnusableRowError(ValueError):
    """One row cannot be imported; the message says why, and quotes nothing of it."""


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


@dataclass
class Reading:
    """What a file holds: rows to import, and (line, reason) of those that cannot be."""

    rows: list[Row] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)


def read(path: Path, form: Format, fields: Fields, required: Iterable[str], zone: str) -> Reading:
    """Read the file; a time without a zone is meant in `zone`, a time zone's name.

    Raises UnusableFileError where the file cannot be opened, or lacks a field of `required`.
    """
    reading = Reading()
    lines = _Lines()
    seen: set[str] = set()
    try:
        # Bytes that are not UTF-8 arrive as surrogates, so that one bad line spoils no other.
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            for number, cells in lines.of(file, form):
                try:
                    reading.rows.append(_row(cells, fields, ZoneInfo(zone), seen))
                except _UnusableRowError as error:
                    reading.skipped.append((number, str(error)))
    except OSError as error:
        raise UnusableFileError(f"{path} cannot be read: {error.strerror}") from error
    missing = [name for name in required if lines.names and name not in lines.names]
    if missing:
        has = ", ".join(name for name in lines.names if _is_utf8(name)) or "no field in UTF-8"
        raise UnusableFileError(f"{path} has no field {missing[0]}; it has {has}")
    reading.skipped = sorted(reading.skipped + lines.broken)
    return reading


class _Lines:
    """The lines of a file as cells. `names` are the fields met, `broken` what is no row at all."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}
        self.broken: list[tuple[int, str]] = []

    def of(self, file: IO[str], form: Format) -> Iterator[tuple[int, Cells]]:
        return self._of_json(file) if form == "jsonl" else self._of_csv(file)

    def _of_json(self, file: IO[str]) -> Iterator[tuple[int, Cells]]:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                cells = _json_cells(line)
            except _UnusableRowError as error:
                self.broken.append((number, str(error)))
                continue
            self.names.update(dict.fromkeys(cells))
            yield number, cells

    def _of_csv(self, file: IO[str]) -> Iterator[tuple[int, Cells]]:
        csv.field_size_limit(LONGEST_FIELD)
        rows = csv.reader(file)
        while True:
            number = rows.line_num + 1  # of the row's first line; a quoted field may hold more
            try:
                row = next(rows)
                if row and not self.names:
                    self.names.update(dict.fromkeys(row))
                elif row:
                    yield number, _csv_cells(tuple(self.names), row)
            except StopIteration:
                return
            except (csv.Error, _UnusableRowError) as error:
                self.broken.append((number, str(error)))


def _json_cells(line: str) -> Cells:
    _refuse_other_encodings(line)
    try:
        cells = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _UnusableRowError("is not JSON") from error
    if not isinstance(cells, dict):
        raise _UnusableRowError("is not a JSON object")
    return cells


def _csv_cells(names: tuple[str, ...], row: list[str]) -> Cells:
    _refuse_other_encodings("".join(row))
    if len(row) != len(names):
        raise _UnusableRowError(f"has {len(row)} fields instead of {len(names)}")
    return dict(zip(names, row, strict=True))


def _refuse_other_encodings(line: str) -> None:
    if not _is_utf8(line):
        raise _UnusableRowError("is not UTF-8")


def _is_utf8(line: str) -> bool:
    return _FOREIGN_BYTE.search(line) is None


def _row(cells: Cells, fields: Fields, zone: ZoneInfo, seen: set[str]) -> Row:
    name = _cell(cells, fields.id)
    if not name:
        raise _UnusableRowError("has no id")
    if name in seen:
        raise _UnusableRowError("has the id of a line before it")
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
        raise _UnusableRowError(f"has neither text nor a number in {name}")
    return words(str(value))


def _text(cells: Cells, name: str) -> str:
    if not isinstance(cells.get(name, ""), str):
        raise _UnusableRowError(f"has no text in {name}")
    text = _cell(cells, name)
    refusal = wording.unusable(text)
    if isinstance(refusal, Empty):
        raise _UnusableRowError("has no text")
    if refusal is not None:
        raise _UnusableRowError(f"is too long: {refusal.units} of {refusal.most} units")
    return text


def _telegram_id(cell: str) -> int | None:
    if not cell:
        return None
    number = int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 20 else 0
    if not 0 < number <= HIGHEST_TELEGRAM_ID:
        raise _UnusableRowError("has a contact that is no Telegram id")
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
        raise _UnusableRowError("has a date that cannot be read") from error
