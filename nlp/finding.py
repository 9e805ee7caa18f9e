"""The topics of one space: carried on from the analysis before, or looked for anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nlp.engine import INLINE, Engine
from nlp.grouping import OUTSIDE, UNDIVIDED, Grouping, group, large, parts
from nlp.grouping.smoothing import smooth
from nlp.grouping.weighing import damped
from nlp.identity import carry_on
from nlp.linear import Matrix
from nlp.presenting import Group
from nlp.quality import Trial, try_again
from nlp.results import Before
from nlp.spaces import COPIES, Space

NEAR = {"vectors": 0.2, "model": 0.3, "words": 0.3}
"""Cosine to the centre of its topic under which an opinion stands on its own, by kind of vectors.
Why these: docs/decisions/grouping.md."""


@dataclass(frozen=True)
class Found:
    """The groups of a space. `labels` (n) is the group of each wording, from 0, or OUTSIDE;
    `centres` are unit rows; `carries` maps a group to the topic it carries on; `grouped` is how
    many wordings there were when groups were last looked for anew."""

    space: Space
    smoothed: Matrix
    labels: NDArray[np.int64]
    centres: Matrix
    carries: Mapping[int, int]
    grouped: int


def find(
    space: Space, wanted: int | None, before: Before, seed: int, engine: Engine = INLINE
) -> Found:
    """Groups of the space's wordings; `wanted` is how many to look for, if that was said."""
    if not space.compared:
        return _with_copies(space, _nothing(space), {}, 0)
    lay = space.lay(before)
    if max(lay, default=OUTSIDE) < 0:
        grouping = _grouped(space, wanted, seed, engine)
        return _with_copies(space, grouping, {}, len(space.wordings))
    return _carried_on(space, lay, wanted, before, seed, engine)


def _grouped(space: Space, wanted: int | None, seed: int, engine: Engine) -> Grouping:
    near = NEAR[space.vectors.kind]
    return group(
        space.vectors.rows, space.weights, seed=seed, groups=wanted, near=near, engine=engine
    )


def _carried_on(
    space: Space,
    lay: Sequence[int],
    wanted: int | None,
    before: Before,
    seed: int,
    engine: Engine,
) -> Found:
    """Topics that start from where the last analysis left the opinions."""
    rows, weights = space.vectors.rows, space.weights
    smoothed = smooth_all(rows, weights, seed, engine)
    carried = carry_on(
        smoothed,
        weights,
        lay,
        grouped=before.grouped.get(space.name, 0),
        fresh=lambda: _grouped(space, wanted, seed, engine).labels,
        held=before.held,
    )
    labels = _with_far_outside(space, carried.labels, carried.centres, np.asarray(lay) < 0)
    grouped = len(rows) if carried.anew else before.grouped.get(space.name, 0)
    return _with_copies(
        space, Grouping(labels, carried.centres, smoothed), carried.carries, grouped
    )


def smooth_all(
    rows: Matrix, weights: NDArray[np.int64], seed: int, engine: Engine = INLINE
) -> Matrix:
    """Rows (n x d) where they stand among their neighbours; unknown ones are noughts. Of more than
    LARGE a sample stands for the neighbours of all."""
    smoothed = np.zeros(rows.shape)
    says = np.flatnonzero(large.known(rows))
    if len(says) <= large.LARGE:
        smoothed[says] = smooth(rows[says], damped(weights[says]))
        return smoothed
    at = large.sample(rows, seed)
    sampled = large.Sampled(at, damped(weights[at]), smooth(rows[at], damped(weights[at])))
    followed = large.followed(rows, sampled, sampled.smoothed[:1], engine=engine)
    return followed.smoothed.astype(np.float64)


def _nothing(space: Space) -> Grouping:
    rows = space.vectors.rows
    return Grouping(np.full(len(rows), OUTSIDE, dtype=np.int64), rows[:0], rows)


def _with_far_outside(
    space: Space, labels: NDArray[np.int64], centres: Matrix, homeless: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Opinions that had no topic get none that they are far from. They themselves are measured
    against the centres: smoothed ones are never far."""
    placed = np.flatnonzero((labels >= 0) & homeless)
    rows = space.vectors.rows[placed]
    cosines = np.round(np.einsum("ij,ij->i", rows, centres[labels[placed]]), 6)
    labels = labels.copy()
    labels[placed[cosines < NEAR[space.vectors.kind]]] = OUTSIDE
    return labels


def _with_copies(
    space: Space, grouping: Grouping, carries: Mapping[int, int], grouped: int
) -> Found:
    """What enough people sent in nearly the same words, and fits nowhere, is a topic by itself."""
    labels, centres = grouping.labels.copy(), list(grouping.centres)
    for members in _campaigns(space, np.flatnonzero(labels == OUTSIDE)):
        if any(space.words[at].features for at in members.tolist()):
            labels[members] = len(centres)
            centres.append(_middle(grouping.smoothed[members]))
    stacked = np.array(centres).reshape(len(centres), grouping.smoothed.shape[1])
    return Found(space, grouping.smoothed, labels, stacked, carries, grouped)


def _campaigns(space: Space, left: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Of the wordings left, those of families with COPIES opinions or more, by family."""
    families = space.families[left]
    opinions = np.bincount(families, space.weights[left], 1)
    many = left[opinions[families] >= COPIES]
    return [many[space.families[many] == each] for each in np.unique(space.families[many])]


def _middle(rows: Matrix) -> NDArray[np.float64]:
    mean = rows.mean(axis=0)
    length = float(np.linalg.norm(mean))
    middle: NDArray[np.float64] = mean / length if length > 1e-9 else mean
    return middle


def groups(found: Found, seed: int, engine: Engine = INLINE) -> list[Group]:
    """The groups with their wordings, the large ones with what they are made of."""
    space = found.space
    divided = np.full(len(found.labels), UNDIVIDED, dtype=np.int64)
    if space.compared:
        divided = parts(space.vectors.rows, space.weights, found.labels, seed, engine)
    return [
        _group(found, label, divided)
        for label in np.unique(found.labels[found.labels >= 0]).tolist()
    ]


def _group(found: Found, label: int, divided: NDArray[np.int64]) -> Group:
    members = np.flatnonzero(found.labels == label)
    within = divided[members]
    apart = [members[within == part] for part in np.unique(within[within >= 0]).tolist()]
    small = tuple(_of(found, some, _middle(found.smoothed[some])) for some in apart)
    whole = _of(found, members, found.centres[label])
    return replace(whole, carries=found.carries.get(label), parts=small)


def _of(found: Found, members: NDArray[np.intp], centre: NDArray[np.float64]) -> Group:
    space = found.space
    return Group(
        tuple(space.wordings[at] for at in members.tolist()),
        tuple(space.words[at] for at in members.tolist()),
        space.families[members],
        space.vectors.rows[members],
        centre,
    )


def trial(found: Found, seed: int) -> Trial | None:
    """Whether the topics come back when some opinions are left out; None without topics."""
    if not found.space.compared or not len(found.centres):
        return None
    rows, weights, near = (
        found.space.vectors.rows,
        found.space.weights,
        NEAR[found.space.vectors.kind],
    )

    def regroup(kept: NDArray[np.intp], draw: int) -> NDArray[np.int64]:
        again = group(
            rows[kept], weights[kept], seed=seed + 1 + draw, groups=len(found.centres), near=near
        )
        return again.labels

    return try_again(found.smoothed, found.labels, found.centres, regroup, seed)
