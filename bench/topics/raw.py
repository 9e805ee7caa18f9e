"""From raw text with everything, models loaded on the way, ours and BERTopic in turns.

BERTopic gets our reading and our vectors, which it needs a model for otherwise; the compiling of
its libraries is done before its clock starts.
"""

from pathlib import Path

from bench.topics.child import run
from bench.topics.many import many
from bench.topics.row import Row, spread
from bench.topics.rows import RAW

SIZES = {1_000: 5, 10_000: 3}
"""Texts, and how many times in turns."""


def measure(data: Path) -> list[Row]:
    with many(data, max(SIZES)) as file:
        pairs = [
            [(run("ours", file, size), run("bertopic", file, size)) for _ in range(times)]
            for size, times in SIZES.items()
        ]
    ours = " / ".join(f"{spread([b.seconds / a.seconds for a, b in each], 1)}x" for each in pairs)
    work = " / ".join(f"{spread([b.work / a.work for a, b in each], 1)}x" for each in pairs)
    seconds = " / ".join(
        " against ".join(spread([turn[side].seconds for turn in each], 1) for side in (0, 1))
        for each in pairs
    )
    note = f"by the work of all cores {work}; seconds {seconds}; ours also folds copies and quotes"
    return [RAW.reached(ours, {"BERTopic on our reading and vectors": "1x"}, note)]
