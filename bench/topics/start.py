"""What vectors weigh, how long they take to learn, and how soon the first topics stand."""

import time
from collections.abc import Sequence
from pathlib import Path

from bench.topics.child import run
from bench.topics.data import petitions
from bench.topics.many import many
from bench.topics.row import SEEDS, Row, spread
from bench.topics.rows import START
from nlp import korean
from nlp.vectors import train
from nlp.vectors.archive import PACKAGED

MESSAGES = 300


def measure(data: Path) -> list[Row]:
    contents = [each.content for each in petitions(data)]
    documents = [each.morphemes for each in korean.words(contents, 2)]
    learning = [_training(documents) for _ in SEEDS]
    with many(data, MESSAGES) as file:
        first = [run("ours", file, MESSAGES).whole for _ in SEEDS]
    megabytes = sum(file.stat().st_size for file in PACKAGED.iterdir()) / 1e6
    ours = f"{megabytes:.2f} MB; {spread(learning, 1)} s; {spread(first, 1)} s"
    note = (
        f"{len(documents):,} petitions; the first analysis is from the start of a process, with "
        f"everything it loads, to its end; {len(SEEDS)} runs each"
    )
    return [START.reached(ours, note=note)]


def _training(documents: Sequence[Sequence[str]]) -> float:
    began = time.perf_counter()
    train(documents)
    return time.perf_counter() - began
