"""The command `madang train-vectors`: files of civic text into vectors of Korean morphemes."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track

from bot.file_rows import Cells, FileRows, UnusableFileError, UnusableRowError
from nlp.cleaning import clean, comparable, language_of
from nlp.words import Reading

AT_ONCE = 100
"""Texts read between two steps of the progress bar."""
FEW = 300
"""Under so many texts, vectors learnt from them did no better than a consultation's own words."""
SHOWN = 5
UNKNOWN = "not stated"


class CannotTrain(Exception):  # noqa: N818 - its message is for people
    """Nothing can be learnt from the files; the message says why, for a person."""


@dataclass(frozen=True)
class Training:
    """What is asked for: as the options of `madang train-vectors`."""

    text_field: str
    out: Path
    about: str = UNKNOWN
    licence: str = UNKNOWN
    dimensions: int = 100
    least: int = 5
    seed: int = 0
    processes: int = 1


def train_from_files(files: Sequence[Path], asked: Training) -> None:
    """Reads CSV or JSON Lines, learns, and writes `vectors.npz`, `card.json` and `CARD.md`.

    Exact copies of a text are read once;
    texts in another language are left out. Equal files
    and options write equal bytes. Nothing is written unless all went well.

    Raises: CannotTrain.
    """
    console = Console(stderr=True)
    texts = [text for file in files for text in _read(file, asked.text_field, console)]
    korean_texts = [text for text in texts if language_of(text) == "ko"]
    kept = list({comparable(text): text for text in reversed(korean_texts)}.values())[::-1]
    console.print(_told(texts, korean_texts, kept), highlight=False)
    documents = _understood(kept, asked.processes, console)
    with console.status("learning"):
        size = _learn(documents, files, len(korean_texts) - len(kept), asked)
    console.print(f"{size / 1e6:.2f} MB written to {asked.out}", highlight=False, markup=False)


def _read(file: Path, field: str, console: Console) -> list[str]:
    rows = FileRows(file)
    try:
        texts = rows.taken(lambda cells: _text(cells, field))
        rows.require((field,))
    except UnusableFileError as error:
        raise CannotTrain(str(error)) from error
    for number, reason in rows.broken[:SHOWN]:
        console.print(f"{file.name}: line {number} {reason}: passed over", markup=False)
    if len(rows.broken) > SHOWN:
        console.print(f"{file.name}: {len(rows.broken):,} lines passed over in all", markup=False)
    return texts


def _text(cells: Cells, field: str) -> str:
    text = cells.get(field)
    if not isinstance(text, str) or not clean(text):
        raise UnusableRowError(f"has no text in {field}")
    return clean(text)


def _told(texts: Sequence[str], korean_texts: Sequence[str], kept: Sequence[str]) -> str:
    few = f"; under {FEW} vectors gain little over a consultation's own words"
    return (
        f"{len(texts):,} texts, {len(texts) - len(korean_texts):,} not Korean, "
        f"{len(korean_texts) - len(kept):,} copies left out, {len(kept):,} to learn from"
        + (few if len(kept) < FEW else "")
    )


def _understood(texts: list[str], processes: int, console: Console) -> list[tuple[Reading, ...]]:
    from nlp import korean

    starts = range(0, len(texts), AT_ONCE)
    return [
        reading
        for start in track(starts, "cutting into morphemes", console=console, transient=True)
        for reading in korean.readings(texts[start : start + AT_ONCE], processes)
    ]


def _learn(
    documents: Sequence[Sequence[Reading]], files: Sequence[Path], repeated: int, asked: Training
) -> int:
    """Bytes written."""
    from nlp.vectors import cards, save, train
    from nlp.vectors.publishing import publishable

    try:
        vectors = train(
            [[reading.form for reading in document] for document in documents],
            publishable=publishable(documents, asked.least),
            dimensions=asked.dimensions,
            least=asked.least,
            seed=asked.seed,
        )
    except ValueError as error:
        raise CannotTrain(str(error)) from error
    about = _about(files, repeated, asked)
    known = cards.facts(vectors, about=about, least=asked.least, seed=asked.seed)
    try:
        save(vectors, asked.out, known)
        (asked.out / "CARD.md").write_text(cards.page(known), "utf-8", newline="\n")
        return sum(file.stat().st_size for file in asked.out.iterdir())
    except OSError as error:
        raise CannotTrain(f"{asked.out} cannot be written: {error.strerror}") from error


def _about(files: Sequence[Path], repeated: int, asked: Training) -> dict[str, object]:
    """Files by their names only: where they lay is nobody's business."""
    names = [file.name for file in files]
    return {
        "data": asked.about,
        "files": names,
        "repeated": repeated,
        "command": _command(names, asked),
        "licence": asked.licence,
    }


def _command(names: Sequence[str], asked: Training) -> str:
    options = {
        "--text-field": asked.text_field,
        "--about": asked.about,
        "--licence": asked.licence,
        "--dimensions": str(asked.dimensions),
        "--least": str(asked.least),
        "--seed": str(asked.seed),
        "--out": asked.out.name,
    }
    words = [part for pair in options.items() for part in pair]
    return shlex.join(["madang", "train-vectors", *names, *words])
