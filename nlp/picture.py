"""The picture of a consultation for a phone: a bar a topic, and the small voices as their own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from nlp.lettering import FONTS as FONTS
from nlp.lettering import MARGIN, QUIET, WHOLE_WIDTH, Letters, Line, Style, png, sheet
from nlp.lettering import WIDTH as WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Kind = Literal["topic", "voices", "alone"]

TITLE = Style(54, "Bold", most=3)
SUBTITLE = Style(32, colour=QUIET, most=3)
LEGEND = Style(32, most=1)
ROOM_FOR_COUNT = 210
BETWEEN = " · "
FOOT = 3
"""Pixels: what is longer than nothing has at least this much of a bar."""
COLOUR = {"topic": "#0b5cad", "voices": "#2f7f79", "alone": "#a8a8a8"}
UNSPLIT = "#7d93ab"
"""A topic that is not split, where others are: it must not look as if all were for it."""
SIDES = (("#0b5cad", ""), ("#ffb454", "//"), ("#ffffff", ""))
"""For, against, not said: colour and pattern, so that they differ also without colour."""
EDGE = "#333333"


@dataclass(frozen=True)
class Bar:
    """One bar: its name and how many people stand behind it.

    `number` is the topic's in the list, `split` parts the people into for, against and not said,
    `note` stands below in small letters. `said` is the count in words.
    """

    label: str
    count: int
    kind: Kind = "topic"
    number: int | None = None
    split: tuple[int, int, int] | None = None
    note: str = ""
    said: str = ""


@dataclass(frozen=True)
class Look:
    """Sizes. On a phone 1,080 pixels are about 65 mm, so letters of 42 are a newspaper's print."""

    label: int
    note: int
    bar: int
    gap: int


ROOMY, TIGHT = Look(42, 32, 44, 36), Look(38, 30, 34, 26)
MANY = 10
"""More bars than this stand closer: Telegram makes pictures that are too high small."""


@dataclass(frozen=True)
class _Block:
    """A bar with the lines around it."""

    row: Bar
    lines: tuple[Line, ...]
    top: float
    look: Look


def draw(
    rows: Sequence[Bar],
    *,
    title: str,
    subtitle: str,
    alone: int,
    alone_label: str,
    alone_said: str = "",
    legend: tuple[str, str, str, str] | None = None,
    font: Path | None = None,
) -> bytes:
    """A PNG of 1,080 pixels width, as high as it needs; equal arguments give equal bytes.

    `alone` people fit no topic; they get a grey bar named `alone_label` at the end, unless there
    are none. `legend` names the three sides of a split and what is not split; it stands above
    where a bar is split. `font` is a font file to use instead of the packaged one. Signs that the
    font has not are left out.

    Raises: OSError where the font file cannot be read.
    """
    letters = Letters(font)
    bars = [*rows, Bar(alone_label, alone, "alone", said=alone_said)] if alone else list(rows)
    shown_legend = legend if any(bar.split for bar in bars) else None
    head, below = _head(letters, title, subtitle)
    legend_top, below = below, below + (LEGEND.size + 30 if shown_legend else 0)
    blocks, below = _blocks(letters, bars, below)
    figure, axes = sheet(round(below))
    for line in [*head, *(line for block in blocks for line in block.lines)]:
        letters.write(axes, line)
    if shown_legend:
        _draw_legend(axes, letters, shown_legend, legend_top)
    largest = max((block.row.count for block in blocks), default=0)
    for block in blocks:
        _draw_bar(axes, letters, block, largest, others_split=shown_legend is not None)
    return png(figure)


def _head(letters: Letters, title: str, subtitle: str) -> tuple[list[Line], float]:
    """The lines above the bars, and where the next thing begins."""
    lines, below = letters.lines(title, MARGIN, TITLE)
    more, below = letters.lines(subtitle, below + 8, SUBTITLE)
    return [*lines, *more], below + ROOMY.gap


def _blocks(letters: Letters, bars: Sequence[Bar], below: float) -> tuple[list[_Block], float]:
    look = TIGHT if len(bars) > MANY else ROOMY
    blocks = []
    for bar in bars:
        block, below = _block(letters, bar, below, look)
        blocks.append(block)
    return blocks, below + MARGIN - look.gap


def _block(letters: Letters, bar: Bar, top: float, look: Look) -> tuple[_Block, float]:
    name = f"{bar.number} {bar.label}" if bar.number is not None else bar.label
    lines, top = letters.lines(name, top, Style(look.label))
    top += 6
    below = top + look.bar
    if bar.note:
        note, below = letters.lines(
            _readable(bar.note, letters), below + 6, Style(look.note, colour=QUIET)
        )
        lines += note
    return _Block(bar, tuple(lines), top, look), below + look.gap


def _readable(note: str, letters: Letters) -> str:
    """Names of which the font has no sign (國花) leave no gap between the others."""
    names = note.split(BETWEEN)
    return BETWEEN.join(each for each in names if letters.drawable(each, "Regular").strip())


def _draw_bar(
    axes: "Axes", letters: Letters, block: _Block, largest: int, *, others_split: bool
) -> None:
    row, look = block.row, block.look
    longest = WHOLE_WIDTH - ROOM_FOR_COUNT
    length = max(8.0, longest * row.count / max(largest, 1))
    if row.split:
        _draw_sides(axes, row.split, block, length)
    else:
        unsplit = others_split and row.kind == "topic"
        colour = UNSPLIT if unsplit else COLOUR[row.kind]
        _rectangle(axes, MARGIN, block.top, length, look.bar, colour)
    style = Style(look.label, "Bold")
    top = block.top + (look.bar - look.label) / 2 - 0.12 * look.label
    said = letters.drawable(row.said or f"{row.count:,}", "Bold")
    letters.write(axes, Line(said, top, style), MARGIN + length + 18)


def _draw_sides(axes: "Axes", split: tuple[int, int, int], block: _Block, length: float) -> None:
    left, people = float(MARGIN), max(sum(split), 1)
    for count, (colour, pattern) in zip(split, SIDES, strict=True):
        part = max(length * count / people, FOOT) if count else 0.0
        if part:
            _rectangle(axes, left, block.top, part, block.look.bar, colour, pattern, EDGE)
        left += part


def _rectangle(
    axes: "Axes",
    left: float,
    top: float,
    width: float,
    height: float,
    colour: str,
    pattern: str = "",
    edge: str | None = None,
) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(
        Rectangle(
            (left, top),
            width,
            height,
            facecolor=colour,
            edgecolor=edge or colour,
            hatch=pattern,
            linewidth=1.5 if edge else 0,
        )
    )


def _draw_legend(axes: "Axes", letters: Letters, names: Sequence[str], top: float) -> None:
    """The sides beside each other, each a swatch and its name."""
    left = float(MARGIN)
    style = replace(LEGEND, width=WHOLE_WIDTH / len(names) - 70)
    for name, (colour, pattern) in zip(names, (*SIDES, (UNSPLIT, "")), strict=True):
        _rectangle(axes, left, top + 2, 46, LEGEND.size, colour, pattern, EDGE)
        [said] = letters.wrapped(name, style) or [""]
        letters.write(axes, Line(said, top, style), left + 58)
        left += 58 + letters.width(said, style) + 40
