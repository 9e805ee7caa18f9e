"""Large topics in parts: a second level where there is a clear line, and none elsewhere."""

import numpy as np
from numpy.typing import NDArray

from nlp.engine import INLINE, Engine
from nlp.grouping import large
from nlp.grouping.counting import silhouette
from nlp.grouping.smoothing import smooth
from nlp.grouping.spherical import Labels, means, spherical
from nlp.grouping.weighing import damped
from nlp.linear import Matrix

PARTED = 30
LARGE_SHARE = 0.15
"""A topic of more opinions than 30 and than 15 % of all is large."""
MOST_PARTS = 5
LEAST_SHARE = 0.1
"""A part holds at least a tenth of its topic."""
CLEAR = 0.45
"""Silhouette of the smoothed rows from which there is a line between the parts."""
STARTS = 5
UNDIVIDED = -1


def parts(
    rows: Matrix,
    weights: NDArray[np.int64],
    labels: Labels,
    seed: int,
    engine: Engine = INLINE,
) -> Labels:
    """The part of each row (n) within its topic, from 0, the largest first, or UNDIVIDED.

    `rows` (n x d, unit rows), `weights` (opinions in a row) and `labels` (n) are those of the
    grouping. A topic is divided into 2 to 5 parts, if it is large and they are clearly apart.
    """
    found = np.full(len(rows), UNDIVIDED, dtype=np.int64)
    for label in np.unique(labels[labels >= 0]).tolist():
        members = np.flatnonzero(labels == label)
        if weights[members].sum() > max(PARTED, LARGE_SHARE * weights.sum()):
            found[members] = _divided(rows[members], weights[members], seed, engine)
    return found


def _divided(rows: Matrix, weights: NDArray[np.int64], seed: int, engine: Engine) -> Labels:
    """The clearest division of one topic, smoothed anew among its own members; of very many a
    sample is divided, and the others follow it."""
    if len(rows) > large.SAMPLE:
        return _following(rows, weights, seed, engine)
    weighed = damped(weights)
    smoothed = smooth(rows, weighed)
    chance = np.random.default_rng([seed, len(rows)])
    runs = [
        spherical(smoothed, weighed, count, chance, STARTS).labels
        for count in range(2, MOST_PARTS + 1)
    ]
    scores = [silhouette(smoothed, run) if _even(run, weights) else 0.0 for run in runs]
    if max(scores) < CLEAR:
        return np.full(len(rows), UNDIVIDED, dtype=np.int64)
    return _largest_first(runs[int(np.argmax(scores))], weights)


def _following(rows: Matrix, weights: NDArray[np.int64], seed: int, engine: Engine) -> Labels:
    at = large.sample(rows, seed)
    labels = _divided(rows[at], weights[at], seed, engine)
    if labels.max() < 0:
        return np.full(len(rows), UNDIVIDED, dtype=np.int64)
    weighed = damped(weights[at])
    smoothed = smooth(rows[at], weighed)
    centres = means(smoothed, weighed, labels, np.zeros((labels.max() + 1, rows.shape[1])))
    sampled = large.Sampled(at, weighed, smoothed)
    return large.followed(rows, sampled, centres, engine=engine).labels


def _even(labels: Labels, weights: NDArray[np.int64]) -> bool:
    return bool(np.bincount(labels, weights).min() >= LEAST_SHARE * weights.sum())


def _largest_first(labels: Labels, weights: NDArray[np.int64]) -> Labels:
    order = np.argsort(-np.bincount(labels, weights), kind="stable")
    return np.argsort(order)[labels].astype(np.int64)
