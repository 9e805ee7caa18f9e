"""Files and pictures that officials send: they stay where they are, and only their id is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

MEGABYTE = 1 << 20
LARGEST = 20 * MEGABYTE
"""Bytes. A bot can send more on, and fetch no more than that."""
OPENED_ANYWHERE = ("pdf", "hwp", "hwpx", "docx", "xlsx", "jpg", "jpeg", "png", "webp")
"""Endings of documents that go with an answer; pictures that are sent as pictures have none."""


@dataclass(frozen=True)
class Attachment:
    """`kind` is `document` or `photo`, `size` is in bytes; a photo has no name."""

    kind: str
    file_id: str
    name: str
    size: int


@dataclass(frozen=True)
class FileTooBig:
    """Both in bytes."""

    size: int
    most: int


@dataclass(frozen=True)
class NotTaken:
    """It is no document or picture, or one that many could not open."""


def refusal(file: Attachment | None) -> FileTooBig | NotTaken | None:
    """Why a file cannot go with an answer, by its size and name alone: nothing is fetched."""
    if file is None:
        return NotTaken()
    if file.size > LARGEST:
        return FileTooBig(file.size, LARGEST)
    _, dot, ending = file.name.lower().rpartition(".")
    known = file.kind == "photo" or (dot and ending in OPENED_ANYWHERE)
    return None if known else NotTaken()


def kept(file: Attachment) -> dict[str, str]:
    """As a row keeps it."""
    return {"kind": file.kind, "file_id": file.file_id, "name": file.name}


def found(row: Mapping[str, str]) -> Attachment | None:
    """Out of a row; None where nothing was attached."""
    return Attachment(size=0, **row) if row else None
