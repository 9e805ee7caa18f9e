"""What a wording that many people sent counts for."""

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float64]


def damped(opinions: NDArray[np.int64]) -> Weights:
    """1 + ln of the opinions in one wording: a campaign weighs more than one voice, but a
    thousand copies do not draw all groups to themselves."""
    weights: Weights = 1 + np.log(np.maximum(opinions, 1).astype(np.float64))
    return weights
