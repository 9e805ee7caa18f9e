"""The command `madang analyse`: a file of opinions into a file of topics, without a database."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from bot.file_rows import Cells, FileRows, UnusableFileError, UnusableRowError
from nlp.cleaning import quotable
from nlp.results import Analysis, Models, Text

SHOWN = 5
"""How many broken lines or repeated ids are named in one message."""


class CannotAnalyse(Exception):  # noqa: N818 - its message is for people
    """The file cannot be analysed; the message says why and what to do, for a person."""


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
    models: Models | None = None,
) -> None:
    """Reads CSV or JSON Lines, groups the texts, and writes topics and assignments as JSON.

    The file's kind is told by its ending, and by its first sign where the ending says nothing. A
    broken line is reported on stderr by its number and passed over, and a model that could not be
    used by why. Equal input and seed write equal bytes.

    Raises: CannotAnalyse for a file that is missing, empty or not UTF-8, a field that no line
    has, ids given twice, settings that make no sense, and a place that cannot be written.
    """
    console = Console(stderr=True)
    with console.status("reading"):
        rows = FileRows(path)
        texts = _read(rows, text_field, id_field)
        _check(texts, rows, path, id_field)
    _report(rows, console)
    with console.status(f"grouping {len(texts):,} texts"):
        result = _analyse(texts, topics, seed, language, processes, models)
    _report_problems(result, console)
    _write(result.as_json(), out)
    console.print(f"{len(texts):,} texts grouped, written to {out}", highlight=False, markup=False)


def _analyse(
    texts: list[Text],
    topics: int | None,
    seed: int,
    language: str,
    processes: int,
    models: Models | None,
) -> Analysis:
    from nlp.pipeline import analyse

    try:
        return analyse(
            texts, topics=topics, seed=seed, language=language, processes=processes, models=models
        )
    except ValueError as error:
        raise CannotAnalyse(str(error)) from error


def _read(rows: FileRows, text_field: str, id_field: str) -> list[Text]:
    try:
        texts = rows.taken(lambda cells: _text(cells, text_field, id_field))
        rows.require((text_field, id_field))
    except UnusableFileError as error:
        raise CannotAnalyse(str(error)) from error
    return texts


def _text(row: Cells, text_field: str, id_field: str) -> Text:
    text, name = row.get(text_field), row.get(id_field)
    if not isinstance(text, str):
        raise UnusableRowError(f"has no text in {text_field}")
    if not isinstance(name, str | int) or name == "":
        raise UnusableRowError(f"has no id in {id_field}")
    return Text(quotable(str(name)), text)


def _check(texts: list[Text], rows: FileRows, path: Path, id_field: str) -> None:
    if not texts:
        raise CannotAnalyse(f"{path} has no line that can be used{_first(rows)}")
    seen = Counter(text.id for text in texts)
    twice = [name for name, count in seen.items() if count > 1]
    if twice:
        raise CannotAnalyse(f"{id_field} must differ on every line; given twice: {_some(twice)}")


def _first(rows: FileRows) -> str:
    if not rows.broken:
        return ": it is empty"
    number, reason = rows.broken[0]
    return f": line {number} {reason}"


def _report(rows: FileRows, console: Console) -> None:
    for number, reason in rows.broken[:SHOWN]:
        console.print(f"line {number} {reason}: passed over", highlight=False, markup=False)
    if len(rows.broken) > SHOWN:
        console.print(f"{len(rows.broken):,} lines passed over in all", highlight=False)


def _report_problems(result: Analysis, console: Console) -> None:
    problems = result.method["problems"]
    for space, problem in problems.items() if isinstance(problems, dict) else ():
        features = result.method["features"]
        instead = features[space] if isinstance(features, dict) else "other features"
        console.print(f"{problem}: compared by {instead}", highlight=False, markup=False)


def _some(names: Iterable[str]) -> str:
    named = list(names)
    return ", ".join(named[:SHOWN]) + (" …" if len(named) > SHOWN else "")


def _write(result: dict[str, object], out: Path) -> None:
    written = json.dumps(result, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    try:
        out.write_text(written, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CannotAnalyse(f"{out} cannot be written: {error.strerror}") from error
