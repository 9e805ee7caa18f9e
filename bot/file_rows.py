"""CSV and JSON Lines, row by row. A broken line is remembered and spoils no other."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TypeVar

Cells = Mapping[str, object]
Taken = TypeVar("Taken")

JSON_ENDINGS = frozenset({".jsonl", ".ndjson", ".json"})
LONGEST_FIELD = 10_000_000
"""Characters of one CSV field; the csv module's own limit is smaller than a long petition."""
_FOREIGN_BYTE = re.compile("[\udc80-\udcff]")


class UnusableFileError(Exception):
    """The file as a whole cannot be used; the message says why, for a person."""


class UnusableRowError(ValueError):
    """One row cannot be used; the message says why, and quotes nothing of it."""


class FileRows:
    """The rows of a file. Once gone through, `names` are the fields met, and `broken` holds the
    number and the reason of every line that could not be used; a CSV row counts from its first.

    Without `as_json` the ending tells the kind, and the first sign where the ending does not.
    """

    def __init__(self, path: Path, *, as_json: bool | None = None) -> None:
        self.names: dict[str, None] = {}
        self.broken: list[tuple[int, str]] = []
        self._path, self._as_json = path, as_json

    def taken(self, take: Callable[[Cells], Taken]) -> list[Taken]:
        """What `take` makes of each row; it raises UnusableRowError where it makes nothing.

        Raises UnusableFileError where the file cannot be opened.
        """
        found = []
        for number, cells in self._rows():
            try:
                found.append(take(cells))
            except UnusableRowError as error:
                self.broken.append((number, str(error)))
        return found

    def require(self, names: Iterable[str]) -> None:
        """Raises UnusableFileError where a field is missing; a file without any is only empty."""
        missing = [name for name in names if self.names and name not in self.names]
        if missing:
            has = ", ".join(name for name in self.names if _is_utf8(name)) or "no field in UTF-8"
            raise UnusableFileError(f"{self._path} has no field {missing[0]}; it has {has}")

    def _rows(self) -> Iterator[tuple[int, Cells]]:
        try:
            # Bytes that are not UTF-8 arrive as surrogates, so that one bad line spoils no other.
            with self._path.open(
                encoding="utf-8-sig", errors="surrogateescape", newline=""
            ) as file:
                yield from self._of_json(file) if self._is_json(file) else self._of_csv(file)
        except OSError as error:
            raise UnusableFileError(f"{self._path} cannot be read: {error.strerror}") from error

    def _is_json(self, file: IO[str]) -> bool:
        if self._as_json is not None:
            return self._as_json
        ending = self._path.suffix.lower()
        if ending in {*JSON_ENDINGS, ".csv"}:
            return ending != ".csv"
        beginning = file.read(1000).lstrip()
        file.seek(0)
        return beginning.startswith("{")

    def _of_json(self, file: IO[str]) -> Iterator[tuple[int, Cells]]:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                cells = _json_cells(line)
            except UnusableRowError as error:
                self.broken.append((number, str(error)))
                continue
            self.names.update(dict.fromkeys(cells))
            yield number, cells

    def _of_csv(self, file: IO[str]) -> Iterator[tuple[int, Cells]]:
        csv.field_size_limit(LONGEST_FIELD)
        rows = csv.reader(file)
        header: list[str] = []
        while True:
            number = rows.line_num + 1  # of the row's first line; a quoted field may hold more
            try:
                row = next(rows)
                if not header:
                    header = row
                    self.names.update(dict.fromkeys(header))
                elif row:
                    yield number, _csv_cells(header, row)
            except StopIteration:
                return
            except (csv.Error, UnusableRowError) as error:
                self.broken.append((number, str(error)))


def _json_cells(line: str) -> Cells:
    _refuse_other_encodings(line)
    try:
        cells = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnusableRowError("is not JSON") from error
    if not isinstance(cells, dict):
        raise UnusableRowError("is not a JSON object")
    return cells


def _csv_cells(names: list[str], row: list[str]) -> Cells:
    _refuse_other_encodings("".join(row))
    if len(row) != len(names):
        raise UnusableRowError(f"has {len(row)} fields instead of {len(names)}")
    return dict(zip(names, row, strict=True))


def _refuse_other_encodings(line: str) -> None:
    if not _is_utf8(line):
        raise UnusableRowError("is not UTF-8")


def _is_utf8(line: str) -> bool:
    return _FOREIGN_BYTE.search(line) is None
