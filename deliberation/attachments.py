"""Files and pictures that officials send: they stay where they are, and only their id is kept."""

from dataclasses import dataclass

MEGABYTE = 1 << 20
LARGEST = 20 * MEGABYTE
"""Bytes. A bot can send more on, and fetch no more than that."""


@dataclass(frozen=True)
class Attachment:
    """`kind` is `document` or `photo`, `size` is in bytes; a photo has no name."""

    kind: str
    file_id: str
    name: str
    size: int
