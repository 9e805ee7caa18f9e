"""A document for Hangul (HWPX). Beta: it has been read by the library that wrote it, not yet by
every version of Hangul."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from uuid import UUID

from hwpx import HwpxDocument
from hwpx.oxml import _document_primitives as primitives

from bot.files.cells import printable
from bot.files.layout import Grid, Layout, Section
from bot.files.stamps import stamped

PICTURE_MM = 120


def write(layout: Layout) -> bytes:
    with _numbered():
        return stamped(_written(layout), layout.at)


@contextmanager
def _numbered() -> Iterator[None]:
    """The library gives paragraphs numbers by chance; here they are counted, so that the same words
    are the same bytes."""
    by_chance, numbers = primitives.uuid4, count(1)
    primitives.uuid4 = lambda: UUID(int=next(numbers))
    try:
        yield
    finally:
        primitives.uuid4 = by_chance


def _written(layout: Layout) -> bytes:
    document = HwpxDocument.new()
    document.sections[0].properties.set_page_size(orientation="LANDSCAPE")
    document.paragraphs[0].text = printable(layout.title)
    document.add_paragraph(printable(layout.subtitle))
    for number, part in enumerate(layout.sections, start=1):
        _part(document, part)
        if number == layout.opening and layout.picture:
            document.add_picture(layout.picture, "png", width_mm=PICTURE_MM)
    made: bytes = document.to_bytes()
    return made


def _part(document: Any, part: Section) -> None:
    document.add_heading(printable(part.title), level=1)
    for line in part.lines:
        document.add_paragraph(printable(line), inherit_style=False)
    if part.grid:
        _table(document, part.grid)


def _table(document: Any, grid: Grid) -> None:
    table = document.add_table(len(grid.rows) + 1, len(grid.columns))
    table.set_column_widths([column.width for column in grid.columns])
    for written, row in zip(table.rows, (grid.names, *grid.rows), strict=True):
        for place, cell in zip(written.cells, row, strict=True):
            place.set_text(printable(str(cell)), split_paragraphs=True)
