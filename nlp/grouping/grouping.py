"""Rows into topics, with what fits nowhere left outside."""

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from nlp.engine import INLINE, Engine
from nlp.grouping import large
from nlp.grouping.consensus import agreed
from nlp.grouping.counting import number_of_groups
from nlp.grouping.large import LARGE, OUTSIDE
from nlp.grouping.smoothing import leading, smooth
from nlp.grouping.spherical import DIGITS, Labels, means, spherical
from nlp.grouping.weighing import Weights, damped
from nlp.linear import Matrix, unit

FEWEST = 10
"""Below this many distinct wordings there are no topics, only opinions."""
TOO_SMALL = 3
"""A group of fewer opinions is not a topic; its opinions stand on their own."""
NEAR = 0.2
"""Cosine to the centre of its topic under which an opinion stands on its own."""
REJOIN = 0.45
"""Cosine from which an opinion of a group too small joins the nearest topic after all."""
CONSENSUS = 4_000
"""Up to so many rows many runs are compared, which takes memory by the square of the rows."""
STARTS = 5


@dataclass(frozen=True)
class Grouping:
    """`labels` (n) is the group of each row, from 0, or OUTSIDE; `centres` are k x d unit rows in
    the space of `smoothed` (n x d, unit rows, or zero where nothing is known of an opinion)."""

    labels: Labels
    centres: Matrix
    smoothed: Matrix

    def outside(self) -> NDArray[np.intp]:
        """Positions of the rows on their own."""
        return np.flatnonzero(self.labels == OUTSIDE)


def group(
    rows: Matrix,
    weights: NDArray[np.int64],
    *,
    seed: int,
    groups: int | None = None,
    near: float | None = NEAR,
    engine: Engine = INLINE,
) -> Grouping:
    """Rows of length 1 (n x d) into at most `groups` groups, or as many as tell them apart.

    `weights` (n) counts the opinions a row stands for. A row of zeros, or with a figure that is
    not finite, is unknown and ends OUTSIDE. So does a row of a group with fewer than TOO_SMALL
    opinions that is not really near to another group, and a row whose cosine to its centre is
    under `near`; with `near` None everything known is in a group. Rows of one order give one
    grouping; the caller sorts.
    """
    known = np.flatnonzero(large.known(rows))
    if not len(known):
        return _nothing(rows)
    if len(known) > LARGE:
        return _following(rows, weights, seed, groups, near, engine)
    grouping = _nothing(rows)
    opinions = weights[known]
    smoothed = smooth(rows[known], damped(opinions))
    labels = _labels(smoothed, damped(opinions), seed, groups)
    labels, centres = _settled(rows[known], smoothed, opinions, labels, near)
    grouping.labels[known] = labels
    grouping.smoothed[known] = smoothed
    return Grouping(grouping.labels, centres, grouping.smoothed)


def _following(
    rows: Matrix,
    weights: NDArray[np.int64],
    seed: int,
    groups: int | None,
    near: float | None,
    engine: Engine,
) -> Grouping:
    """A sample is grouped, and every row follows it; `smoothed` has half as exact figures."""
    at = large.sample(rows, seed)
    few = group(rows[at], weights[at], seed=seed, groups=groups, near=near)
    if not len(few.centres):
        return _nothing(rows)
    sampled = large.Sampled(at, damped(weights[at]), few.smoothed)
    labels, smoothed = large.followed(rows, sampled, few.centres, near, engine)
    return Grouping(labels, few.centres, cast(Matrix, smoothed))


def _nothing(rows: Matrix) -> Grouping:
    outside = np.full(len(rows), OUTSIDE, dtype=np.int64)
    return Grouping(outside, np.zeros((0, rows.shape[1])), np.zeros_like(rows, dtype=np.float64))


def _labels(smoothed: Matrix, weights: Weights, seed: int, groups: int | None) -> Labels:
    """Every row in a group: what many runs agree on, or for very many rows the best of a few."""
    smoothed = leading(smoothed)
    if groups is None:
        groups = number_of_groups(smoothed, seed)
    chance = np.random.default_rng([seed, groups])
    if len(smoothed) <= CONSENSUS:
        return agreed(smoothed, weights, groups, chance)
    return spherical(smoothed, weights, groups, chance, STARTS).labels


def _settled(
    rows: Matrix, smoothed: Matrix, opinions: NDArray[np.int64], labels: Labels, near: float | None
) -> tuple[Labels, Matrix]:
    """Far rows outside, groups too small dissolved, labels from 0 without gaps, and the centres.

    The rows themselves are measured against the centres: smoothed ones are never far.
    """
    damping = damped(opinions)
    apart = np.zeros((int(labels.max()) + 1, rows.shape[1]))
    cosines = np.round(unit(rows) @ means(smoothed, damping, labels, apart).T, DIGITS)
    stays = cosines[np.arange(len(rows)), labels] >= (-1.0 if near is None else near)
    sizes = np.bincount(labels, weights=np.where(stays, opinions, 0))
    large = np.flatnonzero(sizes >= TOO_SMALL)
    if not len(large):
        return np.full_like(labels, OUTSIDE), apart[:0]
    labels = _placed(cosines, labels, stays, large, near)
    return labels, means(smoothed, damping, labels, apart[: len(large)])


def _placed(
    cosines: Matrix,
    labels: Labels,
    stays: NDArray[np.bool_],
    large: NDArray[np.intp],
    near: float | None,
) -> Labels:
    """Rows far from their own group, or left over by a small one, join another that is near."""
    cosines, home = cosines[:, large], np.isin(labels, large)
    elsewhere, nearness = cosines.argmax(axis=1), cosines.max(axis=1)
    least = np.where(home, near, REJOIN) if near is not None else np.full(len(labels), -1.0)
    moved = np.where(nearness >= least, elsewhere, OUTSIDE)
    return np.where(home & stays, np.searchsorted(large, labels), moved).astype(np.int64)
