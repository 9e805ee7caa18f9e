"""Rows of figures: their type, their length, and sums that come out the same everywhere."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

CHUNK = 10_000
"""Rows that are given away together: a multiple of how many are compared at a time."""


def unit(rows: Matrix) -> Matrix:
    """Rows scaled to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Matrix = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-12)
    return scaled


@contextmanager
def one_thread() -> Iterator[None]:
    """Linear algebra on one thread, so that sums are added in one order whatever the machine does.

    The libraries are loaded first: a limit holds only for what is there already.
    """
    import sklearn.decomposition  # noqa: F401
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(1):
        yield


def chunks(count: int, size: int = CHUNK) -> list[slice]:
    """Where partitions of so many rows begin and end."""
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]


class Chunks(Sequence[Matrix]):
    """Partitions of rows, cut out when they are asked for: no second matrix is made."""

    def __init__(self, rows: Matrix, parts: Sequence[slice]) -> None:
        self._rows, self._parts = rows, parts

    def __len__(self) -> int:
        return len(self._parts)

    def __getitem__(self, at: int) -> Matrix:  # type: ignore[override]
        return self._rows[self._parts[at]]
