"""A workbook (XLSX): a sheet for each part."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from bot.files.cells import coded, safe
from bot.files.layout import Layout, Row, Section
from bot.files.stamps import stamped

A4 = 9  # what Excel calls that paper
PICTURE_WIDTH = 480  # pixels
WIDEST = 90  # of a column, in characters
MEMORY, ROOM = Path("/dev/shm"), 512 << 20  # noqa: S108 - only where there is one
LINE, HIGHEST = 15, 409  # points: of one line, and of a row as Excel takes it


def write(layout: Layout) -> bytes:
    with _in_memory():
        return stamped(_written(layout), layout.at)


@contextmanager
def _in_memory() -> Iterator[None]:
    """The library puts rows into files first. Where the machine has a folder in memory they go
    there, so that nobody's words touch a disk, whatever becomes of this process."""
    usual = tempfile.tempdir
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        tempfile.tempdir = str(MEMORY)
    try:
        yield
    finally:
        tempfile.tempdir = usual


def _written(layout: Layout) -> bytes:
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "Madang", safe(layout.title)
    book.properties.created = book.properties.modified = layout.at.replace(tzinfo=None)
    for number, (name, parts) in enumerate(groupby(layout.sections, lambda part: part.sheet)):
        _sheet(book, layout, name, list(parts), first=number == 0)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _sheet(book: Any, layout: Layout, name: str, parts: Sequence[Section], *, first: bool) -> None:
    sheet = book.create_sheet(name)
    _set_up(sheet, layout, parts, first=first)
    looks, number = _Looks(sheet), 3 if first else 0
    if first:
        sheet.append([looks.title(layout.title)])
        sheet.append([looks.plain(layout.subtitle)])
        sheet.append([])
    for part in parts:
        for row in _rows(looks, part, titled=len(parts) > 1):
            number += 1
            _raise(sheet, number, row, part)
            sheet.append(row)
            sheet.row_dimensions.clear()  # of rows that are written: there may be very many
    if first and layout.picture:
        picture = Image(BytesIO(layout.picture))
        picture.height = round(picture.height * PICTURE_WIDTH / picture.width)
        picture.width = PICTURE_WIDTH
        sheet.add_image(picture, "E2")


def _set_up(sheet: Any, layout: Layout, parts: Sequence[Section], *, first: bool) -> None:
    """Before the first row: afterwards it would be too late."""
    widths: dict[int, int] = {}
    for part in parts:
        for at, column in enumerate(part.grid.columns if part.grid else ()):
            widths[at] = max(widths.get(at, 0), column.width)
    for at, width in widths.items():
        sheet.column_dimensions[chr(ord("A") + at)].width = min(WIDEST, width)
    if not first and parts[0].grid and len(parts) == 1:
        top = len(parts[0].lines) + 1
        sheet.freeze_panes = f"A{top + 1}"
        sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P / &N"


def _raise(sheet: Any, number: int, row: list[Any], part: Section) -> None:
    """A row of a table is as high as its longest cell: not every program sees to that itself."""
    columns = part.grid.columns if part.grid else ()
    if len(row) == len(columns):
        lines = max(
            _lines(str(cell.value), to.width) for cell, to in zip(row, columns, strict=True)
        )
        sheet.row_dimensions[number].height = min(HIGHEST, LINE * lines)


def _lines(words: str, width: int) -> int:
    """How many lines the words take, roughly: a Korean letter is as wide as two Latin ones."""
    wide = ((len(line) + len(line.encode())) // 2 for line in words.split("\n"))
    return sum(max(1, -(-units // width)) for units in wide)


class _Looks:
    """Cells as they look: made once and filled again for every row, as rows may be very many."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        thin = Side(style="thin", color="B7B7B7")
        self._border = Border(left=thin, right=thin, top=thin, bottom=thin)
        self._wrapped = Alignment(wrap_text=True, vertical="top")

    def title(self, words: str) -> Any:
        return self._cell(words, Font(bold=True, size=16))

    def heading(self, words: str) -> Any:
        return self._cell(words, Font(bold=True, size=12))

    def plain(self, words: str) -> Any:
        return self._cell(words, Font())

    def head(self, words: str) -> Any:
        cell = self._cell(words, Font(bold=True))
        cell.fill = PatternFill("solid", start_color="E8EEF0")
        cell.border, cell.alignment = self._border, self._wrapped
        return cell

    def row(self, columns: int) -> list[Any]:
        """Empty cells for the rows of a table."""
        cells = [WriteOnlyCell(self._sheet) for _ in range(columns)]
        for cell in cells:
            cell.border, cell.alignment = self._border, self._wrapped
        return cells

    def _cell(self, words: str, font: Font) -> Any:
        cell = WriteOnlyCell(self._sheet, coded(safe(words)))
        cell.font = font
        return cell


def _rows(looks: _Looks, part: Section, *, titled: bool) -> Iterator[list[Any]]:
    if titled:
        yield [looks.heading(part.title)]
    for line in part.lines:
        yield [looks.plain(line)]
    if part.grid:
        yield [looks.head(name) for name in part.grid.names]
        cells = looks.row(len(part.grid.columns))
        for row in part.grid.rows:
            yield _filled(cells, row)
    if titled:
        yield []


def _filled(cells: list[Any], row: Row) -> list[Any]:
    for cell, value in zip(cells, row, strict=True):
        cell.value = coded(safe(value))
    return cells
