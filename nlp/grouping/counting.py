"""How many topics there are: as few as tell the opinions apart nearly as well as any number."""

import numpy as np

from nlp.grouping.spherical import DIGITS, Labels, spherical
from nlp.linear import Matrix

MOST_GROUPS = 20
"""More topics than this nobody reads."""
ROWS_A_GROUP = 5
FEWEST_GROUPS = 5
"""A consultation of more than 125 opinions is not told in fewer topics."""
NEARLY = 0.95
"""Share of the best silhouette that is good enough for a smaller number."""
STARTS = 2
SAMPLE = 3_000


def number_of_groups(smoothed: Matrix, seed: int) -> int:
    """The smallest number of groups with nearly the best silhouette of the smoothed rows (n x d).

    Between n^(1/3), but at most 5, and n / 5, but at most 20. Over 3,000 rows a drawn sample is
    looked at.
    """
    chance = np.random.default_rng([seed, len(smoothed)])
    if len(smoothed) > SAMPLE:
        smoothed = smoothed[np.sort(chance.choice(len(smoothed), SAMPLE, replace=False))]
    fewest, most = bounds(len(smoothed))
    scores = [_score(smoothed, groups, chance) for groups in range(fewest, most + 1)]
    return fewest + next(at for at, each in enumerate(scores) if each >= NEARLY * max(scores))


def bounds(rows: int) -> tuple[int, int]:
    """The smallest and the largest number of groups worth looking for among so many rows."""
    most = int(np.clip(round(rows / ROWS_A_GROUP), 1, MOST_GROUPS))
    return min(most, int(np.clip(round(rows ** (1 / 3)), 2, FEWEST_GROUPS))), most


def _score(rows: Matrix, groups: int, chance: np.random.Generator) -> float:
    run = spherical(rows, np.ones(len(rows)), groups, chance, STARTS)
    return max(0.0, silhouette(rows, run.labels))


def silhouette(rows: Matrix, labels: Labels) -> float:
    """Mean silhouette of unit rows by cosine distance, from -1 to 1; 0 for a single group.

    The mean distance of a row to a group is 1 less its product with the group's mean row, so no
    matrix of all pairs is needed. After Rousseeuw, J. Comput. Appl. Math. 20, 1987; a row alone
    in its group counts 0.
    """
    sizes = np.bincount(labels).astype(np.float64)
    if np.count_nonzero(sizes) < 2:
        return 0.0
    sums = np.zeros((len(sizes), rows.shape[1]))
    np.add.at(sums, labels, rows)
    near = rows @ sums.T
    at, own = np.arange(len(rows)), sizes[labels]
    within = np.divide(own - near[at, labels], own - 1, out=np.zeros_like(own), where=own > 1)
    others = np.divide(near, sizes, out=np.full_like(near, -np.inf), where=sizes > 0)
    others[at, labels] = -np.inf
    beyond = np.clip(1 - others.max(axis=1), 0, None)
    larger = np.maximum(within, beyond)
    worth = np.divide(beyond - within, larger, out=np.zeros_like(own), where=larger > 1e-9)
    return round(float(np.where(own > 1, worth, 0.0).mean()), DIGITS)
