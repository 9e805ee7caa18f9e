"""The command `madang analyse`: a file of opinions into a file of topics, without a database."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from rich.console import Console

from nlp.cleaning import quotable
from nlp.results import Text

JSON_ENDINGS = frozenset({".jsonl", ".ndjson", ".json"})
LONGEST_FIELD = 10_000_000
"""Characters of one CSV field; the csv module's own limit is smaller than a long petition."""
SHOWN = 5
"""How many broken lines or repeated ids are named in one message."""


class CannotAnalyse(Exception):  # noqa: N818 - its message is for people
    """The file cannot be analysed; the message says why and what to do, for a person."""


@dataclass
class _Reading:
    """What was read so far: texts, the fields seen, and the lines that were passed over."""

    texts: list[Text] = field(default_factory=list)
    fields: dict[str, None] = field(default_factory=dict)
    broken: list[tuple[int, str]] = field(default_factory=list)


class _BrokenLineError(ValueError):
    """One line that cannot be used; the message says why."""


def analyse_file(
    path: Path,
    *,
    text_field: str,
    id_field: str,
    out: Path,
    topics: int | None = None,
    seed: int = 0,
    language: str = "auto",
    processes: int = 1,
) -> None:
    """Reads CSV or JSON Lines, groups the texts, and writes topics and assignments as JSON.

    The file's kind is told by its ending, and by its first sign where the ending says nothing. A
    broken line is reported on stderr by its number and passed over. Equal input and seed write
    equal bytes.

    Raises: CannotAnalyse for a file that is missing, empty or not UTF-8, a field that no line
    has, ids given twice, settings that make no sense, and a place that cannot be written.
    """
    console = Console(stderr=True)
    with console.status("reading"):
        reading = _read(path, text_field, id_field)
    _report(reading, console)
    with console.status(f"grouping {len(reading.texts):,} texts"):
        result = _analyse(reading.texts, topics, seed, language, processes)
    _write(result, out)
    console.print(
        f"{len(reading.texts):,} texts grouped, written to {out}", highlight=False, markup=False
    )


def _analyse(
    texts: list[Text], topics: int | None, seed: int, language: str, processes: int
) -> dict[str, object]:
    from nlp.pipeline import analyse

    try:
        analysis = analyse(texts, topics=topics, seed=seed, language=language, processes=processes)
    except ValueError as error:
        raise CannotAnalyse(str(error)) from error
    return analysis.as_json()


def _read(path: Path, text_field: str, id_field: str) -> _Reading:
    reading = _Reading()
    try:
        # Bytes that are not UTF-8 arrive as surrogates, so that one bad line spoils no other.
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            for number, row in _rows(path, file, reading):
                _take(row, number, text_field, id_field, reading)
    except OSError as error:
        raise CannotAnalyse(f"{path} cannot be read: {error.strerror}") from error
    _check(reading, path, text_field, id_field)
    return reading


def _rows(
    path: Path, file: IO[str], reading: _Reading
) -> Iterator[tuple[int, Mapping[str, object]]]:
    return _json_rows(file, reading) if _is_json(path, file) else _csv_rows(file, reading)


def _is_json(path: Path, file: IO[str]) -> bool:
    if path.suffix.lower() in {*JSON_ENDINGS, ".csv"}:
        return path.suffix.lower() != ".csv"
    beginning = file.read(1000).lstrip()
    file.seek(0)
    return beginning.startswith("{")


def _json_rows(file: IO[str], reading: _Reading) -> Iterator[tuple[int, Mapping[str, object]]]:
    for number, line in enumerate(file, start=1):
        if line.strip():
            try:
                yield number, _json_object(line)
            except _BrokenLineError as broken:
                reading.broken.append((number, str(broken)))


def _json_object(line: str) -> Mapping[str, object]:
    _check_utf8(line)
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _BrokenLineError("is not JSON") from error
    if not isinstance(row, dict):
        raise _BrokenLineError("is not a JSON object")
    return row


def _csv_rows(file: IO[str], reading: _Reading) -> Iterator[tuple[int, Mapping[str, object]]]:
    csv.field_size_limit(LONGEST_FIELD)
    lines = csv.reader(file)
    header: list[str] = []
    while True:
        try:
            cells = next(lines)
            if not header:
                header = cells
                reading.fields.update(dict.fromkeys(header))
            elif cells:
                yield lines.line_num, _csv_object(header, cells)
        except StopIteration:
            return
        except (csv.Error, _BrokenLineError) as broken:
            reading.broken.append((lines.line_num, str(broken)))


def _csv_object(header: list[str], cells: list[str]) -> Mapping[str, object]:
    _check_utf8("".join(cells))
    if len(cells) != len(header):
        raise _BrokenLineError(f"has {len(cells)} fields instead of {len(header)}")
    return dict(zip(header, cells, strict=True))


def _take(
    row: Mapping[str, object], number: int, text_field: str, id_field: str, reading: _Reading
) -> None:
    reading.fields.update(dict.fromkeys(row))
    try:
        reading.texts.append(_text(row, text_field, id_field))
    except _BrokenLineError as broken:
        reading.broken.append((number, str(broken)))


def _text(row: Mapping[str, object], text_field: str, id_field: str) -> Text:
    text, name = row.get(text_field), row.get(id_field)
    if not isinstance(text, str):
        raise _BrokenLineError(f"has no text in {text_field}")
    if not isinstance(name, str | int) or name == "":
        raise _BrokenLineError(f"has no id in {id_field}")
    return Text(quotable(str(name)), text)


def _check_utf8(line: str) -> None:
    if any("\udc80" <= sign <= "\udcff" for sign in line):
        raise _BrokenLineError("is not UTF-8")


def _check(reading: _Reading, path: Path, text_field: str, id_field: str) -> None:
    for name in (text_field, id_field):
        if reading.fields and name not in reading.fields:
            raise CannotAnalyse(f"{path} has no field {name}; it has {', '.join(reading.fields)}")
    if not reading.texts:
        raise CannotAnalyse(f"{path} has no line that can be used{_first(reading)}")
    seen = Counter(text.id for text in reading.texts)
    twice = [name for name, count in seen.items() if count > 1]
    if twice:
        raise CannotAnalyse(f"{id_field} must differ on every line; given twice: {_some(twice)}")


def _first(reading: _Reading) -> str:
    if not reading.broken:
        return ": it is empty"
    number, reason = reading.broken[0]
    return f": line {number} {reason}"


def _report(reading: _Reading, console: Console) -> None:
    for number, reason in reading.broken[:SHOWN]:
        console.print(f"line {number} {reason}: passed over", highlight=False, markup=False)
    if len(reading.broken) > SHOWN:
        console.print(f"{len(reading.broken):,} lines passed over in all", highlight=False)


def _some(names: Iterable[str]) -> str:
    named = list(names)
    return ", ".join(named[:SHOWN]) + (" …" if len(named) > SHOWN else "")


def _write(result: dict[str, object], out: Path) -> None:
    written = json.dumps(result, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    try:
        out.write_text(written, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CannotAnalyse(f"{out} cannot be written: {error.strerror}") from error
