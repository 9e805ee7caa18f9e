"""The map of opinions: a point each, by topic in colour and shape, to be looked at only."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from nlp.lettering import (
    INK,
    LEADING,
    MARGIN,
    PAPER,
    QUIET,
    WHOLE_WIDTH,
    WIDTH,
    Letters,
    Line,
    Style,
    png,
    sheet,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Point = tuple[float, float]

TITLE = Style(54, "Bold", most=3)
SUBTITLE = Style(32, colour=QUIET, most=3)
NOTE = Style(32, colour=QUIET, most=6)
SMALL = Style(30, colour=QUIET, most=1)
LOWEST, HIGHEST = 640, 1060
"""Of the map itself; it is as wide as the picture without its margins."""
ROOM = 40  # around the outermost points
COLOURS = (
    "#0072b2",
    "#d55e00",
    "#008a63",
    "#b0418c",
    "#7a5c00",
    "#3aa0dc",
    "#7f3c8d",
    "#8c2d19",
    "#2f4b7c",
    "#5b7f00",
)
"""Ten that also differ in brightness, for whoever sees few colours."""
SHAPES = ("o", "s", "^", "D", "v", "P", "X")
ALONE = "#b5b5b5"
NAME, NUMBER = Style(34, "Bold", width=330), Style(40, "Bold", width=100)
LISTED = Style(30, most=2, width=WHOLE_WIDTH / 2 - 70)
CROWDED = 9  # topics from which on only their numbers stand on the map
HALO = 7
PAD = 6
ROUNDS = 400  # of pushing names apart


@dataclass(frozen=True)
class Group:
    """A topic: its number in the list, its name, and where its opinions lie, 1 from the middle."""

    number: int
    label: str
    points: tuple[Point, ...]


@dataclass
class Name:
    """A topic's name on the map: its lines, the middle of its box and its half sizes."""

    lines: list[str]
    style: Style
    x: float
    y: float
    half_width: float
    half_height: float
    at: Point


def draw_map(
    groups: Sequence[Group],
    *,
    title: str,
    subtitle: str,
    alone: Sequence[Point],
    alone_label: str,
    note: str,
    font: Path | None = None,
) -> bytes:
    """A PNG of 1,080 pixels width; equal arguments give equal bytes.

    Points of `alone` opinions are small and grey, named `alone_label` below the map; `note` stands
    under it and says what a map can tell. See `nlp.picture.draw` for `font`.

    Raises: OSError where the font file cannot be read.
    """
    letters = Letters(font)
    head, top = letters.lines(title, MARGIN, TITLE)
    more, top = letters.lines(subtitle, top + 8, SUBTITLE)
    frame = frame_of([*alone, *(point for group in groups for point in group.points)], top + 24)
    below = frame.top + frame.height + 16
    listed, below = _list(letters, groups, below)
    key_top, below = below, below + (SMALL.size * LEADING + 10 if alone else 0)
    foot, below = letters.lines(note, below, NOTE)
    figure, axes = sheet(round(below + MARGIN))
    for line in [*head, *more, *foot]:
        letters.write(axes, line)
    if alone:
        _draw_key(axes, letters, alone_label, key_top)
    _draw_points(axes, groups, alone, frame)
    for name in placed_names(letters, groups, frame):
        _draw_name(axes, letters, name)
    for entry in listed:
        _draw_entry(axes, letters, entry)
    return png(figure)


@dataclass(frozen=True)
class _Entry:
    """A topic's line in the list under the map."""

    nth: int
    lines: tuple[Line, ...]
    left: float


def _list(letters: Letters, groups: Sequence[Group], top: float) -> tuple[list[_Entry], float]:
    """The names of all topics in two columns, and where the next thing begins."""
    entries, ends = [], []
    half = -(-len(groups) // 2)
    for column, left in ((0, MARGIN), (half, MARGIN + WHOLE_WIDTH / 2)):
        below = top
        for nth in range(column, min(column + half, len(groups))):
            words = f"{groups[nth].number} {groups[nth].label}"
            lines, below = letters.lines(words, below, LISTED)
            entries.append(_Entry(nth, tuple(lines), left + 44))
            below += 8
        ends.append(below)
    return entries, max(ends) + 12


@dataclass(frozen=True)
class Frame:
    """Where places come to lie on the sheet: all of them as large as the map allows."""

    left: float
    upper: float
    scale: float
    top: float
    height: float

    def at(self, point: Point) -> Point:
        x, y = point
        return MARGIN + ROOM + (x - self.left) * self.scale, self._down(y)

    def _down(self, y: float) -> float:
        return self.top + ROOM + (self.upper - y) * self.scale


def frame_of(points: Sequence[Point], top: float) -> Frame:
    x, y = [point[0] for point in points] or [0.0], [point[1] for point in points] or [0.0]
    wide, high = max(max(x) - min(x), 1e-6), max(max(y) - min(y), 1e-6)
    room = WHOLE_WIDTH - 2 * ROOM
    scale = min(room / wide, (HIGHEST - 2 * ROOM) / high)
    height = max(LOWEST, high * scale + 2 * ROOM)
    aside, above = (room / scale - wide) / 2, ((height - 2 * ROOM) / scale - high) / 2
    return Frame(min(x) - aside, max(y) + above, scale, top, height)


def _draw_entry(axes: "Axes", letters: Letters, entry: _Entry) -> None:
    middle = entry.lines[0].top + 0.7 * LISTED.size if entry.lines else 0.0
    colour, shape = _sign(entry.nth)
    axes.scatter([entry.left - 26], [middle], s=150, c=colour, marker=shape, linewidths=0)
    for line in entry.lines:
        letters.write(axes, line, entry.left)


def _sign(nth: int) -> tuple[str, str]:
    """A topic's colour and shape, which together are no other's among the first seventy."""
    return COLOURS[nth % len(COLOURS)], SHAPES[nth % len(SHAPES)]


def _draw_points(
    axes: "Axes", groups: Sequence[Group], alone: Sequence[Point], frame: Frame
) -> None:
    count = len(alone) + sum(len(group.points) for group in groups)
    size = 150.0 if count < 200 else 90.0 if count < 700 else 45.0
    _scatter(axes, alone, frame, ALONE, "o", size / 2)
    for nth, group in enumerate(groups):
        colour, shape = _sign(nth)
        _scatter(axes, group.points, frame, colour, shape, size)


def _scatter(
    axes: "Axes", points: Sequence[Point], frame: Frame, colour: str, shape: str, size: float
) -> None:
    where = [frame.at(point) for point in points]
    x, y = [each[0] for each in where], [each[1] for each in where]
    axes.scatter(x, y, s=size, c=colour, marker=shape, alpha=0.85, linewidths=0.6, edgecolors=PAPER)


def placed_names(letters: Letters, groups: Sequence[Group], frame: Frame) -> list[Name]:
    """Each name at the middle of its topic, moved until none covers another."""
    crowded = len(groups) >= CROWDED
    names = [_name(letters, group, frame, crowded=crowded) for group in groups if group.points]
    for _ in range(ROUNDS):
        pushed = [_push_apart(*pair) for pair in combinations(names, 2)]
        for name in names:
            _keep_inside(name, frame)
        if not any(pushed):
            break
    return names


def _name(letters: Letters, group: Group, frame: Frame, *, crowded: bool) -> Name:
    style = NUMBER if crowded else NAME
    words = str(group.number) if crowded else f"{group.number} {group.label}"
    middle = median(p[0] for p in group.points), median(p[1] for p in group.points)
    x, y = frame.at(middle)
    lines = letters.wrapped(words, style)
    wide = max((letters.width(line, style) for line in lines), default=0)
    high = len(lines) * style.size * LEADING
    return Name(lines, style, x, y, wide / 2 + PAD, high / 2 + PAD / 2, (x, y))


def _push_apart(one: Name, other: Name) -> bool:
    """Move two names that overlap away from each other, the shorter way; whether they did."""
    wide = one.half_width + other.half_width - abs(one.x - other.x)
    high = one.half_height + other.half_height - abs(one.y - other.y)
    if wide <= 0 or high <= 0:
        return False
    if high <= wide:
        step = (high / 2 + 1) * (1 if one.y >= other.y else -1)
        one.y, other.y = one.y + step, other.y - step
    else:
        step = (wide / 2 + 1) * (1 if one.x >= other.x else -1)
        one.x, other.x = one.x + step, other.x - step
    return True


def _keep_inside(name: Name, frame: Frame) -> None:
    least, most = MARGIN / 2 + name.half_width, WIDTH - MARGIN / 2 - name.half_width
    name.x = min(max(name.x, least), most)
    bottom = frame.top + frame.height
    name.y = min(max(name.y, frame.top + name.half_height), bottom - name.half_height)


def _draw_name(axes: "Axes", letters: Letters, name: Name) -> None:
    """The name, with a rim of paper around its letters, so that points stay to be seen."""
    if abs(name.x - name.at[0]) > name.half_width or abs(name.y - name.at[1]) > name.half_height:
        axes.plot([name.at[0], name.x], [name.at[1], name.y], color=INK, linewidth=1.5)
    upper = name.y - name.half_height + PAD / 2
    for nth, words in enumerate(name.lines):
        line = Line(words, upper + nth * name.style.size * LEADING, name.style)
        left = name.x - letters.width(words, name.style) / 2
        letters.write(axes, line, left, halo=HALO)


def _draw_key(axes: "Axes", letters: Letters, label: str, top: float) -> None:
    """What the grey points are."""
    axes.scatter([MARGIN + 10], [top + SMALL.size * 0.7], s=120, c=ALONE, marker="o", linewidths=0)
    for said in letters.wrapped(label, SMALL):
        letters.write(axes, Line(said, top, SMALL), MARGIN + 32)
