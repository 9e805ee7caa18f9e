"""A document (DOCX): what a report says, part after part; wide tables lie across."""

from collections.abc import Sequence
from html import escape
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Mm, Pt, Twips

from bot.files.cells import printable
from bot.files.layout import Column, Grid, Layout, Row, Section
from bot.files.stamps import stamped

LATIN, KOREAN = "Malgun Gothic", "Malgun Gothic"
LONG, SHORT, MARGIN = Mm(297), Mm(210), Mm(18)
SMALL = 17  # half points: letters in tables
LANGUAGES = {"ko": "ko-KR", "en": "en-GB"}


def write(layout: Layout) -> bytes:
    document = Document()
    _set_up(document, layout)
    document.add_heading(printable(layout.title), 0)
    document.add_paragraph(printable(layout.subtitle))
    across = False
    for number, part in enumerate(layout.sections, start=1):
        if part.wide != across:
            across = part.wide
            _turn(document.add_section(WD_SECTION.NEW_PAGE), across=across)
        _part(document, part)
        if number == layout.opening and layout.picture:
            _picture(document, layout)
    made = BytesIO()
    document.save(made)
    return stamped(made.getvalue(), layout.at)


def _set_up(document: Any, layout: Layout) -> None:
    core = document.core_properties
    core.title, core.author, core.comments = printable(layout.title), "Madang", ""
    core.last_modified_by, core.language = "Madang", LANGUAGES[layout.language]
    for name in ("Normal", "Title", "Heading 1"):
        _speaks_korean(document.styles[name], layout.language)
    document.styles["Normal"].font.size = Pt(10)
    document.styles["Title"].font.size = Pt(20)
    _turn(document.sections[0], across=False)


def _speaks_korean(style: Any, language: str) -> None:
    """Word asks for the font of Korean letters by an attribute of its own."""
    style.font.name = LATIN
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), KOREAN)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), LANGUAGES[language])
    spoken.set(qn("w:eastAsia"), LANGUAGES["ko"])
    properties.append(spoken)


def _turn(section: Any, *, across: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if across else (SHORT, LONG)
    section.left_margin = section.right_margin = section.top_margin = MARGIN
    section.bottom_margin = MARGIN


def _part(document: Any, part: Section) -> None:
    document.add_heading(printable(part.title), 1)
    for line in part.lines:
        document.add_paragraph(printable(line))
    if part.grid:
        _table(document, part.grid, (LONG if part.wide else SHORT) - 2 * MARGIN)


def _picture(document: Any, layout: Layout) -> None:
    drawn = document.add_picture(BytesIO(layout.picture or b""), width=Cm(12))
    drawn._inline.docPr.set("descr", printable(layout.alt))


def _table(document: Any, grid: Grid, width: int) -> None:
    table = document.add_table(0, len(grid.columns), style="Table Grid")
    table.autofit = False
    widths = _shares(grid.columns, width)
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Twips(wide)
    table._tbl.append(_row(grid.names, widths, head=True))
    for row in grid.rows:
        table._tbl.append(_row(row, widths))


def _shares(columns: Sequence[Column], width: int) -> list[int]:
    """Of a width in Word's measure, the part of each column in twentieths of a point."""
    whole = sum(column.width for column in columns)
    return [Emu(width * column.width // whole).twips for column in columns]


def _row(cells: Row, widths: Sequence[int], *, head: bool = False) -> Any:
    """A row as Word keeps it: a table of thousands of cells would take the library a minute. The
    head is repeated on every page."""
    kept = "<w:trPr><w:tblHeader/></w:trPr>" if head else ""
    written = "".join(
        _cell(str(cell), width, head=head) for cell, width in zip(cells, widths, strict=True)
    )
    return parse_xml(f"<w:tr {nsdecls('w')}>{kept}{written}</w:tr>")


def _cell(words: str, width: int, *, head: bool) -> str:
    look = ("<w:b/>" if head else "") + f'<w:sz w:val="{SMALL}"/>'
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in _lines(words))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"<w:p><w:r><w:rPr>{look}</w:rPr>{'<w:br/>'.join(lines)}</w:r></w:p></w:tc>"
    )


def _lines(words: str) -> list[str]:
    return printable(words).split("\n")
