"""Small consultations: some titles drawn from a month."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.topics.folds import folds
from nlp.linear import Matrix
from nlp.words import Words

DRAWS = 20


@dataclass(frozen=True, eq=False)
class Draw:
    """`rows` n x d, `labels` n categories, and the words of each title."""

    seed: int
    rows: Matrix
    labels: NDArray[np.int64]
    words: Sequence[Words]


def draws(data: Path, size: int) -> Iterator[Draw]:
    """Twenty draws without repetition, five from each month."""
    for seed in range(DRAWS):
        fold = folds(data)[seed % len(folds(data))]
        chance = np.random.default_rng([size, seed])
        at = np.sort(chance.choice(len(fold.labels), size, replace=False))
        yield Draw(seed, fold.titles[at], fold.labels[at], [fold.title_words[i] for i in at])
