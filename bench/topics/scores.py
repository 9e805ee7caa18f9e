"""How well groups agree with labels, and with groups found otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score
from sklearn.metrics.cluster import contingency_matrix

from bench.topics.row import spread

Labels = NDArray[Any]


@dataclass(frozen=True)
class Score:
    """Adjusted Rand index, adjusted mutual information and B-cubed F1 of two groupings."""

    ari: float
    ami: float
    b3: float


def score(one: Labels, other: Labels) -> Score:
    return Score(
        float(adjusted_rand_score(one, other)),
        float(adjusted_mutual_info_score(one, other)),
        _b3(one, other),
    )


def _b3(truth: Labels, found: Labels) -> float:
    """Harmonic mean of the mean precision and recall of each text (Bagga and Baldwin, 1998)."""
    table = contingency_matrix(truth, found).astype(np.float64)
    precision = (table**2 / table.sum(axis=0)).sum() / table.sum()
    recall = (table**2 / table.sum(axis=1, keepdims=True)).sum() / table.sum()
    return float(2 * precision * recall / (precision + recall))


def told(scores: Sequence[Score]) -> str:
    """`.186 ±.004 / .266 ±.003`: ARI and AMI."""
    return f"{spread([each.ari for each in scores])} / {spread([each.ami for each in scores])}"


def mean(scores: Sequence[Score]) -> Score:
    ari, ami, b3 = np.array([[each.ari, each.ami, each.b3] for each in scores]).mean(axis=0)
    return Score(float(ari), float(ami), float(b3))
