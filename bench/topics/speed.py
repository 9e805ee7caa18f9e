"""From the same tokens and the same vectors to keywords, ours and BERTopic in turns."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bench.topics.bertopic_peer import bertopic, compiled
from bench.topics.recombiner import recombined
from bench.topics.row import Row, spread
from bench.topics.rows import SPEED
from nlp import korean
from nlp.grouping import OUTSIDE, group
from nlp.labelling import name
from nlp.linear import Matrix, one_thread
from nlp.vectors import load
from nlp.words import Words

SIZES = {1_000: 5, 10_000: 3}
"""Texts, and how many times in turns."""


Cost = tuple[float, float]
"""Seconds by the clock, and of all cores' work."""


def measure(data: Path) -> list[Row]:
    words = korean.words([text.text for text in recombined(data, max(SIZES))], 2)
    rows = load().pool([each.morphemes for each in words]).rows
    compiled()
    turns = [
        [_turn(words[:size], rows[:size], seed) for seed in range(times)]
        for size, times in SIZES.items()
    ]
    ours = " / ".join(f"{_ratio(each, 0)}x" for each in turns)
    work = " / ".join(f"{_ratio(each, 1)}x" for each in turns)
    seconds = " / ".join(f"{_mean(each, 0)} against {_mean(each, 1)}" for each in turns)
    note = f"by the work of all cores {work}; seconds {seconds}; in turns, {_times()}"
    return [SPEED.reached(ours, {"BERTopic, strays left": "1x"}, note)]


def _turn(words: Sequence[Words], rows: Matrix, seed: int) -> tuple[Cost, Cost]:
    """What ours costs and what BERTopic does; it may use all cores, ours uses one."""
    ours = _cost(lambda: _keywords(words, rows, seed))
    return ours, _cost(lambda: bertopic([each.features for each in words], rows, seed=None))


def _keywords(words: Sequence[Words], rows: Matrix, seed: int) -> None:
    with one_thread():
        labels = group(rows, np.ones(len(rows), dtype=np.int64), seed=seed).labels
    topics = [
        [words[at] for at in np.flatnonzero(labels == topic).tolist()]
        for topic in np.unique(labels[labels != OUTSIDE]).tolist()
    ]
    name(topics, Words((), ()), [""] * len(topics))


def _cost(work: Callable[[], object]) -> Cost:
    began, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - worked


def _ratio(turns: Sequence[tuple[Cost, Cost]], by: int) -> str:
    return spread([peer[by] / ours[by] for ours, peer in turns], 1)


def _mean(turns: Sequence[tuple[Cost, Cost]], side: int) -> str:
    return spread([each[side][0] for each in turns], 1)


def _times() -> str:
    return " / ".join(f"{times} runs" for times in SIZES.values())
