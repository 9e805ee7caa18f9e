"""Groups that many runs of k-means agree on: steadier than any of the runs."""

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from nlp.grouping.spherical import Labels, spherical
from nlp.grouping.weighing import Weights
from nlp.linear import Matrix

RUNS = 60
FEWER, MORE = 0.7, 1.5
"""The runs look for this many times the groups wanted: what holds over coarse and fine stays."""


def agreed(rows: Matrix, weights: Weights, groups: int, chance: np.random.Generator) -> Labels:
    """At most `groups` groups (labels from 0, length n) by average linkage of how often two rows
    fall into one group in 60 runs of k-means. Memory grows with n^2: 4,000 rows take 200 MB.

    Evidence accumulation after Fred and Jain, IEEE TPAMI 27 (6), 2005.
    """
    if len(rows) < 2:
        return np.zeros(len(rows), dtype=np.int64)
    together = np.zeros((len(rows), len(rows)), dtype=np.float32)
    for _ in range(RUNS):
        run = spherical(rows, weights, _about(groups, chance), chance)
        together += run.labels[:, None] == run.labels[None, :]
    apart = squareform(1 - together / RUNS, checks=False)
    tree = linkage(np.round(apart, 6), "average")
    labels: Labels = fcluster(tree, groups, "maxclust").astype(np.int64) - 1
    return labels


def _about(groups: int, chance: np.random.Generator) -> int:
    fewest = max(2, round(FEWER * groups))
    return int(chance.integers(fewest, max(fewest, round(MORE * groups)) + 1))
