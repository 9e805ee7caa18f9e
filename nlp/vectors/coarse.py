"""Rows of figures as whole numbers of one byte and a scale each: an eighth of the room."""

import numpy as np
from numpy.typing import NDArray

from nlp.linear import Matrix

STEPS = 127


def pressed(rows: Matrix) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """n x d figures as n x d steps of -127 to 127 and the n sizes of a step."""
    largest = np.abs(rows).max(axis=1, initial=0.0)
    sizes = (largest / STEPS).astype(np.float32)
    safe = np.where(sizes > 0, sizes, 1).astype(np.float64)
    steps = np.clip(np.rint(rows / safe[:, None]), -STEPS, STEPS)
    return steps.astype(np.int8), sizes


def unpressed(steps: NDArray[np.int8], sizes: NDArray[np.float32]) -> Matrix:
    """The figures again, to within half a step."""
    return steps.astype(np.float64) * sizes.astype(np.float64)[:, None]


def coarse(rows: Matrix) -> Matrix:
    """As they will be read again, so that vectors just trained equal those of their file."""
    return unpressed(*pressed(rows))
