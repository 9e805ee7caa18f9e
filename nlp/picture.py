"""The picture of a consultation for a phone: a bar a topic, and the small voices as their own."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

FONTS = Path(__file__).parent / "fonts"
Weight = Literal["Regular", "Bold"]

WIDTH = 1080
"""Pixels, as a phone held upright shows them. All lengths below are pixels, too."""
DPI = 100
MARGIN = 56
TITLE, SUBTITLE, LABEL, COUNT = 54, 36, 42, 42
"""Heights of letters. On a phone 1,080 pixels are about 65 mm, so 42 are a newspaper's print."""
LEADING = 1.35
"""From one line to the next, in heights of a letter."""
BAR = 44
GAP = 34
ROOM_FOR_COUNT = 170

PAPER, INK, QUIET = "#ffffff", "#111111", "#4a4a4a"
TOPIC_COLOUR, ALONE_COLOUR = "#0b5cad", "#a8a8a8"


@dataclass(frozen=True)
class Bar:
    """One topic: its name and how many opinions are in it."""

    label: str
    count: int


@dataclass(frozen=True)
class _Line:
    """A line of text with its top edge."""

    text: str
    top: float
    size: int
    weight: Weight
    colour: str


@dataclass(frozen=True)
class _Block:
    """A bar with the lines of its name above it."""

    lines: tuple[_Line, ...]
    top: float
    count: int
    colour: str


def draw(
    rows: Sequence[Bar],
    *,
    title: str,
    subtitle: str,
    alone: int,
    alone_label: str,
    font: Path | None = None,
) -> bytes:
    """A PNG of 1,080 pixels width, as high as it needs; equal arguments give equal bytes.

    `alone` opinions fit no topic; they get a grey bar named `alone_label` at the end, unless
    there are none. `font` is a font file to use instead of the packaged one. Signs that the
    font has not are left out.

    Raises: OSError where the font file cannot be read.
    """
    head, below = _head(title, subtitle, font)
    blocks: list[_Block] = []
    for row, colour in _bars(rows, alone, alone_label):
        block = _block(row, below, colour, font)
        below = block.top + BAR + GAP
        blocks.append(block)
    return _png(head, blocks, below + MARGIN - GAP, font)


def _bars(rows: Sequence[Bar], alone: int, alone_label: str) -> list[tuple[Bar, str]]:
    topics = [(row, TOPIC_COLOUR) for row in rows]
    return [*topics, (Bar(alone_label, alone), ALONE_COLOUR)] if alone else topics


def _head(title: str, subtitle: str, font: Path | None) -> tuple[list[_Line], float]:
    """The lines above the bars, and where the bars begin."""
    lines, below = _lines(title, MARGIN, TITLE, "Bold", INK, 3, font)
    more, below = _lines(subtitle, below + 8, SUBTITLE, "Regular", QUIET, 3, font)
    return [*lines, *more], below + GAP


def _block(row: Bar, top: float, colour: str, font: Path | None) -> _Block:
    lines, below = _lines(row.label, top, LABEL, "Regular", INK, 2, font)
    return _Block(tuple(lines), below + 4, row.count, colour)


def _lines(
    text: str, top: float, size: int, weight: Weight, colour: str, most: int, font: Path | None
) -> tuple[list[_Line], float]:
    """A text as at most `most` lines that fit the width, and where the next thing begins."""
    wrapped = _wrapped(_drawable(text, weight, font), size, weight, most, font)
    step = size * LEADING
    lines = [_Line(each, top + at * step, size, weight, colour) for at, each in enumerate(wrapped)]
    return lines, top + len(lines) * step


def _wrapped(text: str, size: int, weight: Weight, most: int, font: Path | None) -> list[str]:
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most:
        cut = _fitting(rest, size, weight, font)
        lines.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    if rest:
        lines[-1] = _ending_in_dots(lines[-1], size, weight, font)
    return lines


def _fitting(text: str, size: int, weight: Weight, font: Path | None) -> int:
    """How many characters go on one line: whole words, or as much of a single word as fits."""
    fits = len(text)
    while fits > 1 and _width(text[:fits], size, weight, font) > WIDTH - 2 * MARGIN:
        fits -= 1
    if fits == len(text) or text[fits] == " ":
        return fits
    blank = text.rfind(" ", 0, fits)
    return blank if blank > 0 else fits


def _ending_in_dots(line: str, size: int, weight: Weight, font: Path | None) -> str:
    while line and _width(f"{line}…", size, weight, font) > WIDTH - 2 * MARGIN:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _width(text: str, size: int, weight: Weight, font: Path | None) -> float:
    return sum(_advance(sign, weight, font) for sign in text) * size


@cache
def _advance(sign: str, weight: Weight, font: Path | None) -> float:
    """Width of one sign at a height of 1."""
    from matplotlib.ft2font import FT2Font, LoadFlags

    face = FT2Font(_file(weight, font))
    face.set_size(64, 72)
    return float(face.load_char(ord(sign), LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 64


def _drawable(text: str, weight: Weight, font: Path | None) -> str:
    known = _signs(weight, font)
    return " ".join("".join(sign if ord(sign) in known else " " for sign in text).split())


@cache
def _signs(weight: Weight, font: Path | None) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(_file(weight, font)).get_charmap())


def _file(weight: Weight, font: Path | None) -> str:
    return str(font or FONTS / f"MadangGothic-{weight}.ttf")


def _png(
    head: Sequence[_Line], blocks: Sequence[_Block], height: float, font: Path | None
) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure: Figure = Figure(figsize=(WIDTH / DPI, round(height) / DPI), dpi=DPI, facecolor=PAPER)
    canvas = FigureCanvasAgg(figure)
    axes = _whole(figure, round(height))
    for line in [*head, *(line for block in blocks for line in block.lines)]:
        _write(axes, line, MARGIN, font)
    largest = max((block.count for block in blocks), default=0)
    for block in blocks:
        _draw_bar(axes, block, largest, font)
    picture = io.BytesIO()
    canvas.print_png(picture, metadata={"Software": None})
    return picture.getvalue()


def _whole(figure: "Figure", height: int) -> "Axes":
    """Axes over the whole figure, counting pixels from the upper left."""
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    return axes


def _write(axes: "Axes", line: _Line, left: float, font: Path | None) -> None:
    axes.text(
        left,
        line.top + line.size,
        line.text,
        color=line.colour,
        fontproperties=_face(line.weight, line.size, font),
        parse_math=False,
        va="baseline",
    )


def _face(weight: Weight, size: int, font: Path | None) -> "FontProperties":
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=_file(weight, font), size=size * 72 / DPI)


def _draw_bar(axes: "Axes", block: _Block, largest: int, font: Path | None) -> None:
    from matplotlib.patches import Rectangle

    longest = WIDTH - 2 * MARGIN - ROOM_FOR_COUNT
    length = max(8.0, longest * block.count / max(largest, 1))
    axes.add_patch(Rectangle((MARGIN, block.top), length, BAR, color=block.colour, linewidth=0))
    count = _Line(f"{block.count:,}", block.top - 7, COUNT, "Bold", INK)
    _write(axes, count, MARGIN + length + 18, font)
