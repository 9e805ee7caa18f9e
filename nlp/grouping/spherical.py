"""Spherical k-means for unit rows that each stand for one or more opinions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nlp.grouping.weighing import Weights
from nlp.linear import Matrix, unit

Labels = NDArray[np.int64]

ROUNDS = 100
DIGITS = 6
"""Sums are rounded before they are compared, so that the last bits of a machine decide nothing."""


@dataclass(frozen=True)
class Run:
    """`labels` (n) is the nearest centre of each row, `centres` are k x d unit rows and `fit` is
    the weighted sum of cosines between rows and their centres."""

    labels: Labels
    centres: Matrix
    fit: float


def spherical(
    rows: Matrix, weights: Weights, groups: int, chance: np.random.Generator, starts: int = 1
) -> Run:
    """The best of some runs from spread starts; fewer groups where rows do not differ enough."""
    runs = [refined(rows, weights, _spread(rows, weights, groups, chance)) for _ in range(starts)]
    return max(runs, key=lambda run: run.fit)


def refined(rows: Matrix, weights: Weights, centres: Matrix) -> Run:
    """k-means from the given centres until no row changes its group."""
    labels = _nearest(rows, centres)
    for _ in range(ROUNDS):
        centres = means(rows, weights, labels, centres)
        before, labels = labels, _nearest(rows, centres)
        if np.array_equal(before, labels):
            break
    fit = (weights * np.einsum("nd,nd->n", rows, centres[labels])).sum()
    return Run(labels, centres, round(float(fit), DIGITS))


def means(rows: Matrix, weights: Weights, labels: Labels, before: Matrix) -> Matrix:
    """The mean direction of each group, k x d; a group without rows keeps its centre of `before`.

    Rows labelled under 0 are in no group.
    """
    inside = np.flatnonzero(labels >= 0)
    member = csr_matrix((weights[inside], (labels[inside], inside)), shape=(len(before), len(rows)))
    centres = unit(np.asarray(member @ rows))
    empty = np.linalg.norm(centres, axis=1) < 0.5
    centres[empty] = before[empty]
    return centres


def _nearest(rows: Matrix, centres: Matrix) -> Labels:
    nearest: Labels = np.round(rows @ centres.T, DIGITS).argmax(axis=1).astype(np.int64)
    return nearest


def _spread(rows: Matrix, weights: Weights, groups: int, chance: np.random.Generator) -> Matrix:
    """Greedy k-means++: of a few candidates, drawn by their distance to the centres so far, the
    one that leaves the least distance becomes the next centre."""
    chosen = [_draw(weights, 1, chance)[0]]
    distance = weights * np.clip(1 - rows @ rows[chosen[0]], 0, None)
    while len(chosen) < min(groups, len(rows)) and distance.sum() > 10**-DIGITS:
        candidates = _draw(distance, 2 + int(np.log(groups)), chance)
        left = np.minimum(distance, weights * np.clip(1 - rows[candidates] @ rows.T, 0, None))
        best = int(np.round(left.sum(axis=1), DIGITS).argmin())
        chosen.append(candidates[best])
        distance = left[best]
    return rows[chosen]


def _draw(mass: Weights, count: int, chance: np.random.Generator) -> list[int]:
    """Positions drawn in proportion to `mass`, with repetition."""
    ladder = np.cumsum(mass)
    at = np.searchsorted(ladder, chance.random(count) * ladder[-1], side="right")
    drawn: list[int] = np.minimum(at, len(mass) - 1).tolist()
    return drawn
