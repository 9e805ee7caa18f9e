"""One line of the table in docs/topics.md, and how figures are written in it."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SEEDS = (0, 1, 2, 3, 4)
"""Every figure with chance in it is measured with these, and told as mean and spread."""


@dataclass(frozen=True)
class Row:
    """A figure with its bearings, what we reach and what peers reach on the same texts.

    All are words as they stand in the table: `ours` and the values of `peers` (by the peer's name)
    hold mean and spread, `note` what a reader must know to judge them.
    """

    figure: str
    floor: str
    prototype: str
    goal: str
    stretch: str
    ours: str
    peers: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Target:
    """What a figure is measured against, known before anything is measured."""

    figure: str
    floor: str
    prototype: str
    goal: str
    stretch: str

    def reached(self, ours: str, peers: Mapping[str, str] | None = None, note: str = "") -> Row:
        """The line of the table, now that it is measured."""
        bearings = (self.figure, self.floor, self.prototype, self.goal, self.stretch)
        return Row(*bearings, ours, peers or {}, note)


def spread(figures: Sequence[float], digits: int = 3) -> str:
    """Mean and standard deviation (of the sample): `.186 ±.004`; a single figure has no spread."""
    mean = _plain(statistics.fmean(figures), digits)
    if len(figures) < 2:
        return mean
    return f"{mean} ±{_plain(statistics.stdev(figures), digits)}"


def _plain(figure: float, digits: int) -> str:
    """Without the nought before the point, as in the design note: `.186`, `1.20`, `-.010`."""
    written = f"{figure:.{digits}f}"
    return written.replace("0.", ".", 1) if abs(figure) < 1 and digits else written
