"""Vectors into groups by spherical k-means, with what fits nowhere left outside."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.embedding import Matrix, unit

Labels = NDArray[np.int64]

FEWEST = 10
"""Below this many distinct wordings there are no topics, only opinions."""
GROUPS_PER_ROOT = 1.5
MOST_GROUPS = 20
STARTS = 10
ROUNDS = 100
TOO_SMALL = 3
"""A group of fewer opinions is not a topic; its opinions stand on their own."""
REJOIN = 0.45
"""Cosine from which an opinion of a group too small joins the nearest topic after all."""
OUTSIDE = -1


@dataclass(frozen=True)
class Clusters:
    """`labels` is the group of each row, from 0, or OUTSIDE; `centres` are unit rows."""

    labels: Labels
    centres: Matrix


def number_of_groups(rows: int) -> int:
    """1.5 n^(1/3), between 2 and 20: measured near the best on months of petitions."""
    return int(np.clip(round(GROUPS_PER_ROOT * rows ** (1 / 3)), 2, MOST_GROUPS))


def cluster(
    rows: Matrix, weights: NDArray[np.int64], *, groups: int, near: float, seed: int
) -> Clusters:
    """Rows of length 1 into at most `groups` groups.

    A row of zeros and a row whose cosine to every centre is under `near` end OUTSIDE, and so does
    a row of a group with fewer than TOO_SMALL opinions (`weights` counts them) that is not
    really near to another group.
    """
    known = np.linalg.norm(rows, axis=1) > 0.5
    groups = min(groups, int(known.sum()))
    if groups < 1:
        return _nothing(rows)
    centres = _best_centres(rows[known], groups, seed)
    similarity = rows @ centres.T
    nearness = similarity.max(axis=1)
    labels = np.where(known & (nearness >= near), similarity.argmax(axis=1), OUTSIDE)
    return Clusters(_without_small(labels.astype(np.int64), weights, similarity), centres)


def _nothing(rows: Matrix) -> Clusters:
    outside = np.full(len(rows), OUTSIDE, dtype=np.int64)
    return Clusters(outside, np.zeros((0, rows.shape[1])))


def _without_small(labels: Labels, weights: NDArray[np.int64], similarity: Matrix) -> Labels:
    """Groups of too few opinions dissolved: their rows join a near topic or stand alone."""
    sizes = np.array([weights[labels == group].sum() for group in range(similarity.shape[1])])
    large = sizes >= TOO_SMALL
    to_large = np.where(large, similarity, -1.0)
    elsewhere = np.where(to_large.max(axis=1) >= REJOIN, to_large.argmax(axis=1), OUTSIDE)
    stays = (labels == OUTSIDE) | large[labels]
    return np.where(stays, labels, elsewhere).astype(np.int64)


def _best_centres(rows: Matrix, groups: int, seed: int) -> Matrix:
    runs = [_centres(rows, groups, np.random.default_rng([seed, start])) for start in range(STARTS)]
    return max(runs, key=lambda run: run[0])[1]


def _centres(rows: Matrix, groups: int, chance: np.random.Generator) -> tuple[float, Matrix]:
    """One run of spherical k-means: the rounded sum of cosines, and the centres."""
    centres = _spread_start(rows, groups, chance)
    labels = np.full(len(rows), OUTSIDE)
    for _ in range(ROUNDS):
        similarity = rows @ centres.T
        nearest = similarity.argmax(axis=1)
        if np.array_equal(nearest, labels):
            break
        labels = nearest
        centres = _means(rows, labels, centres)
    return round(float((rows @ centres.T).max(axis=1).sum()), 6), centres


def _means(rows: Matrix, labels: NDArray[np.intp], before: Matrix) -> Matrix:
    """The mean direction of each group; an empty group keeps its centre."""
    sums = np.zeros_like(before)
    np.add.at(sums, labels, rows)
    means = unit(sums)
    empty = np.linalg.norm(means, axis=1) < 0.5
    means[empty] = before[empty]
    return means


def _spread_start(rows: Matrix, groups: int, chance: np.random.Generator) -> Matrix:
    """k-means++: each next centre is drawn with the squared distance to those before it."""
    chosen = [int(chance.integers(len(rows)))]
    distance = np.full(len(rows), np.inf)
    while len(chosen) < groups:
        distance = np.minimum(distance, np.clip(1 - rows @ rows[chosen[-1]], 0, None))
        total = distance.sum()
        weights = distance / total if total > 1e-9 else None
        chosen.append(int(chance.choice(len(rows), p=weights)))
    return rows[chosen].copy()
