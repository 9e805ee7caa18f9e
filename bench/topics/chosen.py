"""What the chosen number of topics costs against the number that scores best afterwards."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import fmean

import numpy as np

from bench.topics.draws import draws
from bench.topics.folds import folds
from bench.topics.row import Row, spread
from bench.topics.rows import CHOSEN
from bench.topics.scores import mean, score
from nlp.grouping import number_of_groups
from nlp.grouping.smoothing import smooth
from nlp.grouping.spherical import Labels, spherical
from nlp.linear import Matrix, one_thread

GRID = (*range(4, 21), 24, 28, 32, 36, 40)
RUNS = 5
"""A single run's luck is no merit of a number: scores are means over so many."""


def measure(data: Path) -> list[Row]:
    cases = {
        "150": [(draw.rows, draw.labels, draw.seed) for draw in draws(data, 150)],
        "300": [(draw.rows, draw.labels, draw.seed) for draw in draws(data, 300)],
        "a month": [(fold.titles, fold.labels, seed) for seed, fold in enumerate(folds(data))],
    }
    found = {size: [_share(*case) for case in each] for size, each in cases.items()}
    ours = " / ".join(spread([share for share, _ in each]) for each in found.values())
    numbers = ", ".join(
        f"{fmean(n for _, n in each):.1f} at {size}" for size, each in found.items()
    )
    note = f"mean share of the best ARI, AMI and B3 over 4 to 40 topics; chosen: {numbers}"
    return [CHOSEN.reached(ours, {}, note)]


def _share(rows: Matrix, labels: Labels, seed: int) -> tuple[float, int]:
    with one_thread():
        smoothed = smooth(rows, np.ones(len(rows)))
        number = number_of_groups(smoothed, seed)
        scores = np.array(list(_scores(smoothed, labels, (number, *GRID))))
    return float((scores[0] / scores.max(axis=0)).mean()), number


def _scores(
    smoothed: Matrix, labels: Labels, numbers: Iterable[int]
) -> Iterator[tuple[float, float, float]]:
    weights = np.ones(len(smoothed))
    for number in numbers:
        runs = [
            spherical(smoothed, weights, number, np.random.default_rng([run, number]), 3).labels
            for run in range(RUNS)
        ]
        mid = mean([score(labels, run) for run in runs])
        yield mid.ari, mid.ami, mid.b3
