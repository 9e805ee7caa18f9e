"""Vectors as files: `vectors.npz` for the figures, `card.json` for what they are made of."""

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.vectors.coarse import pressed, unpressed
from nlp.vectors.pooling import WordVectors

PACKAGED = Path(__file__).with_name("packaged")
FIGURES, CARD = "vectors.npz", "card.json"
VERSION = 1
SHAPES = {
    "words": 1,
    "rows": 2,
    "row_sizes": 1,
    "seen": 1,
    "pieces": 1,
    "piece_rows": 2,
    "piece_sizes": 1,
    "common": 1,
    "documents": 0,
}
"""The arrays of the file by their number of axes. Words are UTF-8, one a line; no pickle."""


class VectorsError(Exception):
    """Vectors cannot be used; the message says why in plain words, for who keeps the bot."""


class MissingVectorsError(VectorsError):
    """There is no such folder, or no vectors in it."""


class BrokenVectorsError(VectorsError):
    """The files are cut off, of another version, or do not belong together."""


def load(folder: Path | None = None) -> WordVectors:
    """The vectors in a folder that `madang train-vectors` wrote, the packaged ones by default.

    Read once in a process. Raises: MissingVectorsError, BrokenVectorsError.
    """
    return _loaded(folder or PACKAGED)


@cache
def _loaded(folder: Path) -> WordVectors:
    card(folder)
    arrays = _arrays(folder / FIGURES)
    vectors = WordVectors(
        words=_positions(arrays["words"]),
        rows=unpressed(arrays["rows"], arrays["row_sizes"]),
        seen=arrays["seen"].astype(np.int64),
        pieces=_positions(arrays["pieces"]),
        piece_rows=unpressed(arrays["piece_rows"], arrays["piece_sizes"]),
        common=arrays["common"].astype(np.float64),
        documents=int(arrays["documents"]),
    )
    _check_figures(vectors, folder)
    return vectors


def card(folder: Path | None = None) -> Mapping[str, Any]:
    """What is known of the vectors in a folder (`card.json`): data, size, versions, limits.

    Raises: MissingVectorsError, BrokenVectorsError.
    """
    place = (folder or PACKAGED) / CARD
    try:
        written = json.loads(_bytes(place))
    except ValueError as error:
        raise BrokenVectorsError(f"{place} is not JSON: it may be half copied") from error
    version = written.get("version") if isinstance(written, dict) else None
    if version != VERSION:
        raise BrokenVectorsError(f"{place} is of version {version}; version {VERSION} can be read")
    return dict(written)


def save(vectors: WordVectors, folder: Path, facts: Mapping[str, Any]) -> None:
    """Writes the files into a folder, made if need be. Equal vectors and facts write equal bytes.

    Raises: OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f"new-{FIGURES}"
    np.savez_compressed(aside, allow_pickle=False, **_as_arrays(vectors))
    aside.replace(folder / FIGURES)
    written = json.dumps({"version": VERSION, **facts}, ensure_ascii=False, indent=1)
    (folder / CARD).write_text(written + "\n", encoding="utf-8", newline="\n")


def _as_arrays(vectors: WordVectors) -> dict[str, NDArray[Any]]:
    rows, row_sizes = pressed(vectors.rows)
    piece_rows, piece_sizes = pressed(vectors.piece_rows)
    return {
        "words": _lines(vectors.words),
        "rows": rows,
        "row_sizes": row_sizes,
        "seen": vectors.seen.astype(np.uint32),
        "pieces": _lines(vectors.pieces),
        "piece_rows": piece_rows,
        "piece_sizes": piece_sizes,
        "common": vectors.common.astype(np.float32),
        "documents": np.array(vectors.documents, dtype=np.uint32),
    }


def _lines(words: Mapping[str, int]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _positions(lines: NDArray[np.uint8]) -> dict[str, int]:
    words = lines.tobytes().decode().split("\n") if len(lines) else []
    return {word: at for at, word in enumerate(words)}


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        missing = file if file.parent.is_dir() else file.parent
        raise MissingVectorsError(f"there is no {missing}: no vectors to use") from error
    except OSError as error:
        raise MissingVectorsError(f"{file} cannot be read: {error.strerror}") from error


def _arrays(file: Path) -> Mapping[str, NDArray[Any]]:
    whole = io.BytesIO(_bytes(file))
    try:
        with np.load(whole, allow_pickle=False) as opened:
            arrays = {name: opened[name] for name in SHAPES}
    except (ValueError, KeyError, EOFError, OSError, zipfile.BadZipFile, zlib.error) as error:
        raise BrokenVectorsError(f"{file} cannot be read: it may be half copied") from error
    wrong = [name for name, axes in SHAPES.items() if arrays[name].ndim != axes]
    if wrong or not _belong_together(arrays):
        raise BrokenVectorsError(f"{file}: its parts have different dimensions")
    return arrays


def _belong_together(arrays: Mapping[str, NDArray[Any]]) -> bool:
    words, pieces = (len(_positions(arrays[name])) for name in ("words", "pieces"))
    dimensions = len(arrays["common"])
    return (
        arrays["rows"].shape == (words, dimensions)
        and arrays["piece_rows"].shape == (pieces, dimensions)
        and len(arrays["row_sizes"]) == len(arrays["seen"]) == words
        and len(arrays["piece_sizes"]) == pieces
    )


def _check_figures(vectors: WordVectors, folder: Path) -> None:
    figures = (vectors.rows, vectors.piece_rows, vectors.common)
    if not all(np.isfinite(each).all() for each in figures):
        raise BrokenVectorsError(f"{folder / FIGURES} holds figures that are no numbers (NaN)")
    if not vectors.words or not vectors.rows.any():
        raise BrokenVectorsError(f"{folder / FIGURES} knows no word")
    if vectors.documents < 1 or vectors.seen.max() > vectors.documents:
        raise BrokenVectorsError(f"{folder / FIGURES}: a word is in more texts than there are")
