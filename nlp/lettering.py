"""Text in pictures: which signs the packaged font has, how wide they are, where lines break."""

import unicodedata
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
LEADING = 1.35
"""From one line to the next, in heights of a letter."""
PAPER, INK, QUIET = "#ffffff", "#111111", "#4a4a4a"
WHOLE_WIDTH = WIDTH - 2 * MARGIN
LEAST_KEPT = 0.6
"""A line that ends in … ends with a whole word, unless less than this part of it were left."""


@dataclass(frozen=True)
class Style:
    """How a text is written: height in pixels, weight, colour, at most so many lines of a width."""

    size: int
    weight: Weight = "Regular"
    colour: str = INK
    most: int = 2
    width: float = WHOLE_WIDTH


@dataclass(frozen=True)
class Line:
    """A line of text with its top edge."""

    text: str
    top: float
    style: Style


@dataclass(frozen=True)
class Letters:
    """The letters of the packaged font, or of a font file.

    Raises: OSError, at the first use, where the file cannot be read.
    """

    font: Path | None = None

    def lines(self, text: str, top: float, style: Style) -> tuple[list[Line], float]:
        """A text in lines that fit, and where the next thing begins."""
        wrapped = self.wrapped(text, style)
        step = style.size * LEADING
        lines = [Line(each, top + at * step, style) for at, each in enumerate(wrapped)]
        return lines, top + len(lines) * step

    def wrapped(self, text: str, style: Style) -> list[str]:
        """The lines of a text. A word is never parted: one that no line holds ends in …"""
        words = self.drawable(text, style.weight).split()
        lines: list[str] = []
        while words and len(lines) < style.most:
            taken = self._fitting(words, style)
            if not taken:
                return [*lines, self._cut(words[0], style)]
            lines.append(" ".join(words[:taken]))
            words = words[taken:]
        if words:
            lines[-1] = self._cut(f"{lines[-1]} {words[0]}", style)
        return lines

    def _fitting(self, words: list[str], style: Style) -> int:
        """How many words go on one line."""
        fits = 0
        while fits < len(words) and self.width(" ".join(words[: fits + 1]), style) <= style.width:
            fits += 1
        return fits

    def _cut(self, line: str, style: Style) -> str:
        """As much of the line as fits with … behind it, ending with a word where possible."""
        fits = len(line)
        while fits and self.width(f"{line[:fits].rstrip()}…", style) > style.width:
            fits -= 1
        blank = line.rfind(" ", 0, fits + 1)
        end = blank if blank >= LEAST_KEPT * fits else fits
        return f"{line[:end].rstrip()}…"

    def width(self, text: str, style: Style) -> float:
        return sum(_advance(sign, style.weight, self.font) for sign in text) * style.size

    def drawable(self, text: str, weight: Weight) -> str:
        """The text without the signs that the font has not."""
        known = _signs(weight, self.font)
        whole = unicodedata.normalize("NFC", text)
        return " ".join("".join(sign if ord(sign) in known else " " for sign in whole).split())

    def write(self, axes: "Axes", line: Line, left: float = MARGIN, *, halo: float = 0) -> None:
        """`halo` is the width of a rim of paper around the letters."""
        from matplotlib.patheffects import withStroke

        written = axes.text(
            left,
            line.top + line.style.size,
            line.text,
            color=line.style.colour,
            fontproperties=self._face(line.style),
            parse_math=False,
            va="baseline",
        )
        if halo:
            written.set_path_effects([withStroke(linewidth=halo, foreground=PAPER)])

    def _face(self, style: Style) -> "FontProperties":
        from matplotlib.font_manager import FontProperties

        return FontProperties(fname=_file(style.weight, self.font), size=style.size * 72 / DPI)


@cache
def _advance(sign: str, weight: Weight, font: Path | None) -> float:
    """Width of one sign at a height of 1."""
    from matplotlib.ft2font import FT2Font, LoadFlags

    face = FT2Font(_file(weight, font))
    face.set_size(64, 72)
    return float(face.load_char(ord(sign), LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 64


@cache
def _signs(weight: Weight, font: Path | None) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(_file(weight, font)).get_charmap())


def _file(weight: Weight, font: Path | None) -> str:
    return str(font or FONTS / f"MadangGothic-{weight}.ttf")


def sheet(height: int) -> tuple["Figure", "Axes"]:
    """An empty picture of WIDTH, and axes over all of it that count pixels from the upper left."""
    from matplotlib.figure import Figure

    figure: Figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    return figure, axes


def png(figure: "Figure") -> bytes:
    """The picture; equal pictures are equal bytes."""
    import io

    from matplotlib.backends.backend_agg import FigureCanvasAgg

    picture = io.BytesIO()
    FigureCanvasAgg(figure).print_png(picture, metadata={"Software": None})
    return picture.getvalue()
