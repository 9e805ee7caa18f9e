"""More texts than a graph of neighbours can hold: a sample is grouped, and the others follow it.

Each text moves towards its nearest texts of the sample, as the sample's texts moved towards each
other, and joins the nearest centre that the sample found. Time and memory grow with the number of
texts alone, because the sample does not grow: measured in docs/decisions/large.md.
"""

from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.engine import INLINE, Engine
from nlp.linear import Chunks, Matrix, chunks

LARGE = 20_000
"""Above this many rows the graph of all neighbours is left out."""
SAMPLE = 4_000
CHUNK = 2_000
"""Rows compared with the sample at a time: 2,000 x 4,000 cosines are 32 MB."""
NEIGHBOURS = 30
SHARE = 0.7
"""How far a row moves towards its neighbours; the same as where all rows are neighbours."""

OUTSIDE = -1

Rows = NDArray[np.float32]
"""Half of what double figures take, for the matrices that grow with the texts."""


class Sampled(NamedTuple):
    """The rows that were grouped (s of n): their rising positions, what each counts for, and where
    they stood when smoothed among themselves (s x d)."""

    at: NDArray[np.int64]
    weights: Matrix
    smoothed: Matrix


class Followed(NamedTuple):
    """`labels` (n) is the centre each row joins, or OUTSIDE; `smoothed` (n x d) where it stands
    among its neighbours, 0 where nothing is known of it."""

    labels: NDArray[np.int64]
    smoothed: Rows


def known(rows: Matrix) -> NDArray[np.bool_]:
    """Which rows (n x d) are of length 1: not 0 and not NaN. No second n x d matrix is made."""
    lengths = np.sqrt(np.einsum("nd,nd->n", rows, rows))
    says: NDArray[np.bool_] = np.abs(lengths - 1) < 0.5
    return says


def sample(rows: Matrix, seed: int) -> NDArray[np.int64]:
    """Rising positions of up to SAMPLE known rows."""
    there = np.flatnonzero(known(rows))
    chance = np.random.default_rng([seed, SAMPLE])
    drawn = chance.choice(there, min(SAMPLE, len(there)), replace=False)
    return np.sort(drawn).astype(np.int64)


def followed(
    rows: Matrix,
    sampled: Sampled,
    centres: Matrix,
    near: float | None = None,
    engine: Engine = INLINE,
) -> Followed:
    """Where each of n rows goes, given k > 0 centres (unit rows) among the sample's smoothed rows.

    A row of the sample is smoothed as any other. An unknown row is OUTSIDE, and so is one that
    is, itself, under `near` to every centre.
    """
    stages = (rows[sampled.at].astype(np.float32), sampled.smoothed.astype(np.float32))
    pull, ends = sampled.weights.astype(np.float32), centres.astype(np.float32).T
    follow = partial(_follow, stages=stages, pull=pull, ends=ends, near=near)
    result = Followed(np.empty(len(rows), np.int64), np.zeros(rows.shape, np.float32))
    parts = chunks(len(rows))
    found = engine.spread(follow, Chunks(rows, parts))
    for part, (labels, smoothed) in zip(parts, found, strict=True):
        result.labels[part], result.smoothed[part] = labels, smoothed
    return result


def _follow(
    rows: Matrix, stages: tuple[Rows, ...], pull: Rows, ends: Rows, near: float | None
) -> Followed:
    """A partition of rows, CHUNK at a time."""
    result = Followed(np.empty(len(rows), np.int64), np.zeros(rows.shape, np.float32))
    says = known(rows)
    for start in range(0, len(rows), CHUNK):
        part = slice(start, start + CHUNK)
        own = np.where(says[part, None], rows[part], 0.0).astype(np.float32)
        result.smoothed[part] = moved(own, stages, pull)
        joined = _joined(own @ ends, result.smoothed[part] @ ends, near)
        result.labels[part] = np.where(says[part], joined, OUTSIDE)
    return result


def _joined(own: Rows, among: Rows, near: float | None) -> NDArray[np.int64]:
    """The nearest centre to where a row stands among its neighbours; if the row itself is far from
    that one, the nearest to itself; if that is far, OUTSIDE."""
    labels: NDArray[np.int64] = np.round(among, 6).argmax(axis=1)
    if near is None:
        return labels
    own = np.round(own, 6)
    stays = own[np.arange(len(own)), labels] >= near
    elsewhere = np.where(own.max(axis=1) >= near, own.argmax(axis=1), OUTSIDE)
    return np.where(stays, labels, elsewhere).astype(np.int64)


def moved(rows: Rows, stages: tuple[Rows, ...], pull: Rows) -> Rows:
    """Rows drawn to their nearest landmarks once for each stage, where these stood by then; each
    landmark by its `pull`."""
    at, weights = _neighbours(rows @ stages[0].T, pull)
    for landmarks in stages:
        around = np.einsum("ij,ijk->ik", weights, landmarks[at])
        rows = _unit((1 - SHARE) * rows + SHARE * around)
    return rows


def _neighbours(cosines: Rows, pull: Rows) -> tuple[NDArray[np.intp], Rows]:
    """Positions of the nearest landmarks of each row, and their weighted cosines as shares of 1."""
    wanted = min(NEIGHBOURS, cosines.shape[1])
    at = np.argpartition(-cosines, wanted - 1, axis=1)[:, :wanted]
    weights = np.clip(np.take_along_axis(cosines, at, axis=1), 0, None) * pull[at]
    return at, weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)


def _unit(rows: Rows) -> Rows:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Rows = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9)
    return scaled
