"""More texts than a graph of neighbours can hold: a sample is grouped, and the others follow it.

Each text moves towards its nearest texts of the sample, as the sample's texts moved towards each
other, and joins the nearest centre that the sample found. Time and memory grow with the number of
texts alone, because the sample does not grow: measured in docs/decisions/large.md.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.embedding import Matrix

LARGE = 20_000
"""From this many rows on the graph of all neighbours is left out."""
SAMPLE = 4_000
CHUNK = 2_000
"""Rows compared with the sample at a time: 2,000 x 4,000 cosines are 32 MB."""
NEIGHBOURS = 30
SHARE = 0.7
"""How far a row moves towards its neighbours; the same as where all rows are neighbours."""

Rows = NDArray[np.float32]


class Nearest(NamedTuple):
    """For each row the nearest centre, and its cosine to it, rounded to 6 places."""

    labels: NDArray[np.int64]
    nearness: Matrix


def sample(rows: Matrix, seed: int) -> NDArray[np.int64]:
    """Rising positions of up to SAMPLE rows, of those that are not all noughts."""
    known = np.flatnonzero(rows.any(axis=1))
    chance = np.random.default_rng([seed, SAMPLE])
    drawn = chance.choice(known, min(SAMPLE, len(known)), replace=False)
    return np.sort(drawn).astype(np.int64)


def followed(rows: Matrix, chosen: NDArray[np.int64], smoothed: Matrix, centres: Matrix) -> Nearest:
    """Where each of n unit rows goes, given the sample's smoothed rows and the centres among them.

    `smoothed` has a row for each position in `chosen`, `centres` k unit rows of the same space. A
    row of the sample is smoothed as any other. A row of noughts is near to nothing (cosine 0).
    """
    landmarks = rows[chosen].astype(np.float32)
    stages = (landmarks, smoothed.astype(np.float32))
    near = centres.astype(np.float32).T
    labels = np.empty(len(rows), dtype=np.int64)
    nearness = np.empty(len(rows))
    for start in range(0, len(rows), CHUNK):
        part = slice(start, start + CHUNK)
        cosines = np.round(moved(rows[part].astype(np.float32), stages) @ near, 6)
        labels[part] = cosines.argmax(axis=1)
        nearness[part] = cosines.max(axis=1)
    return Nearest(labels, nearness)


def moved(rows: Rows, stages: tuple[Rows, ...]) -> Rows:
    """Rows drawn to their nearest landmarks once for each stage, where these stood by then."""
    at, weights = _neighbours(rows @ stages[0].T)
    for landmarks in stages:
        around = np.einsum("ij,ijk->ik", weights, landmarks[at])
        rows = _unit((1 - SHARE) * rows + SHARE * around)
    return rows


def _neighbours(cosines: Rows) -> tuple[NDArray[np.intp], Rows]:
    """Positions of the nearest landmarks of each row, and their cosines as shares of one."""
    wanted = min(NEIGHBOURS, cosines.shape[1])
    at = np.argpartition(-cosines, wanted - 1, axis=1)[:, :wanted]
    weights = np.clip(np.take_along_axis(cosines, at, axis=1), 0, None)
    return at, weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)


def _unit(rows: Rows) -> Rows:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Rows = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9)
    return scaled
