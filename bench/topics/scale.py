"""Ten thousand, a hundred thousand, a million texts: how time and memory grow."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.topics.child import Run, run
from bench.topics.many import many
from bench.topics.row import Row
from bench.topics.rows import SCALE

SIZES = (10_000, 100_000, 1_000_000)
WARM = 300


def measure(data: Path) -> list[Row]:
    with many(data, max(SIZES)) as file:
        runs = [run("ours", file, size, WARM) for size in SIZES]
    return [written(SIZES, runs)]


def written(sizes: Sequence[int], runs: Sequence[Run]) -> Row:
    """The row; the exponent is the slope of log seconds of work over log texts."""
    seconds = " / ".join(f"{each.seconds:,.0f}" for each in runs)
    work = " / ".join(f"{each.work:,.0f}" for each in runs)
    memory = " / ".join(f"{each.megabytes / 1024:.2f}" for each in runs)
    counts = " / ".join(f"{size:,}" for size in sizes)
    by_clock = exponent(sizes, [each.seconds for each in runs])
    by_work = exponent(sizes, [each.work for each in runs])
    ours = f"{seconds} s; {memory} GB; {by_clock:.2f}"
    note = (
        f"{counts} texts, one run each, models loaded before; seconds of work of all cores "
        f"{work}, exponent {by_work:.2f}"
    )
    return SCALE.reached(ours, note=note)


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """b of seconds = a texts^b by least squares of the logarithms."""
    slope, _ = np.polyfit(np.log(sizes), np.log(seconds), 1)
    return float(slope)
