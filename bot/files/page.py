"""Pages (PDF), by way of HTML, with the font that Madang brings."""

import logging
from base64 import b64encode
from datetime import UTC
from html import escape
from importlib.resources import as_file, files

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from bot.files.cells import printable
from bot.files.layout import Grid, Layout, Row, Section

STYLE = """
@font-face {{ font-family: Madang; src: url({regular}) }}
@font-face {{ font-family: Madang; font-weight: bold; src: url({bold}) }}
@page {{ size: A4; margin: 16mm; @bottom-center {{ content: counter(page) " / " counter(pages) }} }}
@page wide {{ size: A4 landscape }}
html {{ font: 10pt/1.5 Madang, sans-serif; overflow-wrap: anywhere }}
h1 {{ font-size: 20pt; margin: 0 }}
h2 {{ font-size: 14pt; break-after: avoid; margin: 6mm 0 2mm }}
p {{ margin: 0 0 2mm }}
section.wide {{ page: wide }}
table {{ width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 8.5pt }}
th, td {{ border: 0.3mm solid #999; padding: 1mm 1.5mm; text-align: left; vertical-align: top }}
th {{ background: #e8eef0 }}
td {{ white-space: pre-line }}
tr {{ break-inside: avoid-page }}
img {{ max-width: 120mm; max-height: 150mm; display: block; margin: 4mm 0 }}
"""
# It would write which of people's characters no font has.
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
FONTS = ("MadangGothic-Regular.ttf", "MadangGothic-Bold.ttf")


def write(layout: Layout) -> bytes:
    with as_file(files("nlp") / "fonts") as folder:
        regular, bold = ((folder / name).as_uri() for name in FONTS)
        page = _page(layout, STYLE.format(regular=regular, bold=bold))
        made: bytes = HTML(string=page).write_pdf(
            font_config=FontConfiguration(), pdf_tags=True, pdf_identifier=b"madang"
        )
    return made


def _page(layout: Layout, style: str) -> str:
    at = layout.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    parts = [_part(part) for part in layout.sections]
    if layout.picture:
        parts.insert(layout.opening, _picture(layout.picture, layout.alt))
    return (
        f'<html lang="{layout.language}"><head><meta charset="utf-8">'
        f"<title>{_words(layout.title)}</title><style>{style}</style>"
        f'<meta name="dcterms.created" content="{at}">'
        f'<meta name="dcterms.modified" content="{at}"></head><body>'
        f"<h1>{_words(layout.title)}</h1><p>{_words(layout.subtitle)}</p>"
        f"{''.join(parts)}</body></html>"
    )


def _picture(png: bytes, alt: str) -> str:
    return f'<img alt="{_words(alt)}" src="data:image/png;base64,{b64encode(png).decode()}">'


def _part(part: Section) -> str:
    lines = "".join(f"<p>{_words(line)}</p>" for line in part.lines)
    table = _table(part.grid) if part.grid else ""
    wide = ' class="wide"' if part.wide else ""
    return f"<section{wide}><h2>{_words(part.title)}</h2>{lines}{table}</section>"


def _table(grid: Grid) -> str:
    whole = sum(column.width for column in grid.columns)
    widths = "".join(
        f'<col style="width: {100 * column.width / whole:.2f}%">' for column in grid.columns
    )
    head = "".join(f'<th scope="col">{_words(name)}</th>' for name in grid.names)
    rows = "".join(map(_row, grid.rows))
    return f"<table>{widths}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(row: Row) -> str:
    return "<tr>" + "".join(f"<td>{_words(str(cell))}</td>" for cell in row) + "</tr>"


def _words(words: str) -> str:
    return escape(printable(words))
