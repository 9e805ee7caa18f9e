"""A report laid out: titles, lines and tables in words, whatever file they go into."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

Cell = str | int
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table; `width` in characters of a line that is about 150 wide."""

    name: str
    width: int


@dataclass(frozen=True)
class Grid:
    """A table. Every row has a cell for each column."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class Section:
    """A part under its title: lines to be read, then a table. Parts that have the same `sheet`
    stand on one sheet where there are sheets; a `wide` one lies across where there are pages."""

    sheet: str
    title: str
    lines: tuple[str, ...] = ()
    grid: Grid | None = None
    wide: bool = False


@dataclass(frozen=True)
class Layout:
    """The whole. `at` is the hour it tells of, by which the file is stamped, too; `picture` is a
    PNG that stands after the parts of the first sheet, `alt` says what is on it. `ledger` is the
    title of the part that a table file holds."""

    title: str
    subtitle: str
    language: str
    at: datetime
    sections: tuple[Section, ...]
    ledger: str
    picture: bytes | None = None
    alt: str = ""

    @property
    def opening(self) -> int:
        """How many parts there are before the picture."""
        first = self.sections[0].sheet
        return sum(1 for part in self.sections if part.sheet == first)


def grid(columns: Iterable[tuple[str, int]], rows: Iterable[Row]) -> Grid:
    return Grid(tuple(Column(name, width) for name, width in columns), tuple(rows))
