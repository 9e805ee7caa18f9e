"""A file that was asked for and is made when it goes out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Order:
    """Which consultation, as which kind of file, in which language."""

    consultation_id: int
    kind: str
    language: str


@dataclass(frozen=True)
class RecordOrder:
    """The record of moderation of these agencies, as a table file."""

    agency_ids: tuple[int, ...]
    language: str
