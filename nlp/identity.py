"""Topics that stay while opinions arrive: a new analysis starts from the last one.

An opinion keeps its topic unless another one wins clearly. Groups are looked for anew only when
the consultation has doubled since that was done last, and what is found then carries on the
topics it shares most members with. Pure: cosines are rounded to 6 places before they are
compared and ties go to the first, so the same input gives the same labels. How the numbers were
chosen: docs/decisions/identity.md.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.grouping.weighing import damped
from nlp.linear import Matrix, unit

Labels = NDArray[np.int64]
Weights = NDArray[np.int64]
Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]
At = NDArray[np.intp]

OUTSIDE = -1
"""The label of a row on its own; in `before`, of a row that was on its own."""
NEW = -2
"""In `before`: a row the last run has not seen. Topics are numbers from 0 on."""
_DISSOLVED = -3
"""The label of a row whose fresh group is none: it goes to the nearest."""
CLEARLY = 0.08
"""An old row moves only to a topic that is nearer by more than this, in cosine."""
GROWN = 2.0
"""Groups are looked for anew at this many times the rows there were at the last such look."""
ROUNDS = 5
KEPT_SHARE = 0.25
"""A group carries a topic on when it shares at least this part of the smaller of the two."""
BORN_CLEARLY = 0.1
"""New rows found a topic when its middle is nearer to each of them by more than this ..."""
BORN_SHARE = 0.4
"""... and when it is at least this large beside the median topic, and not too small."""
TOO_SMALL = 3
"""A group of fewer opinions is not a topic, unless people hold it."""
FARTHEST = 2000
"""At most so many rows, the farthest from every topic, are looked at for births."""


@dataclass(frozen=True)
class Carried:
    """`labels` is the group of each row, from 0, or OUTSIDE; no group is empty. `centres` are
    unit rows, one a group. `carries` maps a group to the topic it carries on; the others are
    born. `anew`: groups were looked for anew, so growth counts from this run on."""

    labels: Labels
    centres: Matrix
    carries: Mapping[int, int]
    anew: bool


@dataclass(frozen=True)
class _Rows:
    """What is grouped: unit rows, how many opinions each stands for, where in `topics` each was
    (OUTSIDE: in none) and which of them may not leave."""

    rows: Matrix
    weights: Weights
    topics: Sequence[int]
    places: Labels
    stays: Mask

    @property
    def pull(self) -> Numbers:
        """How strongly each row draws a centre: copies do so less and less."""
        return damped(self.weights)

    @property
    def known(self) -> Mask:
        return np.asarray(np.linalg.norm(self.rows, axis=1) > 0.5)


def carry_on(
    smoothed: Matrix,
    weights: Weights,
    before: Sequence[int],
    *,
    grouped: int,
    fresh: Callable[[], Labels],
    held: Collection[int] = (),
) -> Carried:
    """Groups of n rows that carry on the topics of the last run.

    `smoothed` is n x d, unit rows or zero; `weights` counts the opinions of each row. `before`
    gives the topic of each row in the last run, OUTSIDE or NEW. `grouped` is how many rows there
    were when groups were last looked for anew (0: never); `fresh` looks for them: n labels from
    0, or OUTSIDE. `held` topics stay as people made them: none of their rows leaves, and they
    are neither taken apart nor joined to another. Every row something is known of gets a group,
    or what `fresh` says; whoever calls may leave far ones outside.
    """
    was = np.asarray(before, dtype=np.int64)
    topics = sorted(set(was[was >= 0].tolist()))
    given = _Rows(smoothed, weights, topics, _places(was, topics), np.isin(was, sorted(held)))
    anew = not topics or len(was) >= GROWN * grouped
    labels, carries = _look_anew(given, fresh()) if anew else _go_on(given)
    return _without_small(given, labels, carries, anew)


def _places(was: Labels, topics: Sequence[int]) -> Labels:
    position = {topic: at for at, topic in enumerate(topics)}
    return np.array([position.get(each, OUTSIDE) for each in was.tolist()], dtype=np.int64)


def _go_on(given: _Rows) -> tuple[Labels, dict[int, int]]:
    """From the means of the old members, by a few rounds of k-means in which old rows move only
    by a clear win. The others choose the nearest topic, or found one where they lie together."""
    home = _with_births(given)
    groups = int(home.max()) + 1
    labels = home
    for _ in range(ROUNDS):
        now = _chosen(given, home, _means(given, labels, groups))
        if np.array_equal(now, labels):
            break
        labels = now
    return labels, dict(enumerate(given.topics))


def _chosen(given: _Rows, home: Labels, centres: Matrix) -> Labels:
    """Each row's own topic or the nearest, if that wins clearly or the row has none."""
    nearness = _cosines(given.rows, centres)
    best = nearness.argmax(axis=1)
    best[~given.known] = OUTSIDE
    return _unless_clearly(given, home, best, nearness)


def _unless_clearly(given: _Rows, home: Labels, aim: Labels, nearness: Matrix) -> Labels:
    """`home` for each row that has one, unless `aim` is nearer by more than CLEARLY."""
    at = np.arange(len(home))
    won = np.round(np.where(aim >= 0, nearness[at, aim], -2.0) - nearness[at, home], 6)
    keeps = given.stays | ((home >= 0) & (won <= CLEARLY))
    return np.where(keeps, home, aim).astype(np.int64)


def _look_anew(given: _Rows, fresh: Labels) -> tuple[Labels, dict[int, int]]:
    """Fresh groups that carry on the topics they share most members with. Old rows keep such a
    topic unless the fresh group wins clearly; held topics without a group get one of their own,
    and a fresh group made mostly of rows held elsewhere is none."""
    groups = int(fresh.max(initial=OUTSIDE)) + 1
    group_of = _matched(given, fresh, groups)
    for place in sorted(set(given.places[given.stays].tolist()) - set(group_of)):
        group_of[place] = groups
        groups += 1
    carries = {group: given.topics[place] for place, group in group_of.items()}
    if not groups:
        return fresh, carries
    home = np.full(len(fresh), OUTSIDE, dtype=np.int64)
    for place, group in group_of.items():
        home[given.places == place] = group
    return _moved(given, home, _without_held(given, fresh, carries), groups), carries


def _moved(given: _Rows, home: Labels, aim: Labels, groups: int) -> Labels:
    placed = np.where(given.stays, home, aim)
    nearness = _cosines(given.rows, _means(given, placed, groups))
    aim = np.where(aim == _DISSOLVED, nearness.argmax(axis=1), aim)
    return _unless_clearly(given, home, aim, nearness)


def _without_held(given: _Rows, fresh: Labels, carries: Mapping[int, int]) -> Labels:
    """Fresh labels; those of a group that carries nothing on and is mostly held are dissolved."""
    aim = fresh.copy()
    for group in sorted(set(fresh[fresh >= 0].tolist()) - set(carries)):
        members = fresh == group
        if 2 * given.weights[members & given.stays].sum() > given.weights[members].sum():
            aim[members] = _DISSOLVED
    return aim


def _matched(given: _Rows, fresh: Labels, groups: int) -> dict[int, int]:
    """place -> group, one to one, with the most members shared in all (Hungarian method)."""
    from scipy.optimize import linear_sum_assignment

    shared = np.zeros((len(given.topics), groups))
    both = (fresh >= 0) & (given.places >= 0)
    np.add.at(shared, (given.places[both], fresh[both]), given.weights[both])
    enough = KEPT_SHARE * np.minimum.outer(
        _sizes(given, given.places, len(given.topics)), _sizes(given, fresh, groups)
    )
    pairs = zip(*linear_sum_assignment(-shared), strict=True)
    return {int(p): int(g) for p, g in pairs if shared[p, g] > 0 and shared[p, g] >= enough[p, g]}


def _with_births(given: _Rows) -> Labels:
    """The old places, and new ones for rows without a topic that found one together: seeded by
    the row most others gather round, drawn to their middle, until no such group is left."""
    home = given.places.copy()
    sizes = _sizes(given, home, len(given.topics))
    enough = max(float(TOO_SMALL), BORN_SHARE * float(np.median(sizes)))
    best = _cosines(given.rows, _means(given, home, len(given.topics))).max(axis=1)
    while True:
        free = np.flatnonzero((home == OUTSIDE) & given.known)
        free = np.sort(free[np.argsort(best[free], kind="stable")[:FARTHEST]])
        members = _gathered(given, free, best)
        if given.weights[members].sum() < enough:
            return home
        home[members] = home.max() + 1
        middle = _middle(given, members)
        best = np.maximum(best, _cosines(given.rows, middle)[:, 0])


def _gathered(given: _Rows, free: At, best: Numbers) -> At:
    """Those of the free rows that their common middle wins clearly, against `best` of each."""
    if not len(free):
        return free
    wins = _cosines(given.rows[free], given.rows[free]) - best[free] > BORN_CLEARLY
    members: At = free[wins[(wins @ given.weights[free]).argmax()]]
    for _ in range(ROUNDS):
        if not len(members):
            break
        gain = _cosines(given.rows[free], _middle(given, members))[:, 0] - best[free]
        members = free[gain > BORN_CLEARLY]
    return members


def _middle(given: _Rows, members: At) -> Matrix:
    mean = given.rows[members] * given.pull[members, None]
    return unit(mean.sum(axis=0, keepdims=True))


def _without_small(given: _Rows, labels: Labels, carries: Mapping[int, int], anew: bool) -> Carried:
    """The groups numbered anew, without those too small: their rows join the nearest other."""
    groups = int(labels.max(initial=OUTSIDE)) + 1
    stay = _sizes(given, labels, groups) >= TOO_SMALL
    stay[np.unique(labels[given.stays])] = True
    kept = np.flatnonzero(stay)
    number = np.full(groups + 1, OUTSIDE, dtype=np.int64)  # the last one is for OUTSIDE
    number[kept] = np.arange(len(kept))
    renamed = number[labels]
    centres = _means(given, renamed, len(kept))
    left = (labels >= 0) & (renamed == OUTSIDE)
    if len(kept) and left.any():
        renamed[left] = _cosines(given.rows[left], centres).argmax(axis=1)
        centres = _means(given, renamed, len(kept))
    carried = {int(number[g]): topic for g, topic in sorted(carries.items()) if number[g] >= 0}
    return Carried(renamed, centres, carried, anew)


def _sizes(given: _Rows, labels: Labels, groups: int) -> Numbers:
    """How many opinions each group holds."""
    placed = labels >= 0
    sizes = np.bincount(labels[placed], weights=given.weights[placed], minlength=groups)
    return np.asarray(sizes, dtype=np.float64)


def _means(given: _Rows, labels: Labels, groups: int) -> Matrix:
    """The mean direction of each group, weighed by opinions; zeros for an empty one."""
    sums = np.zeros((groups, given.rows.shape[1]))
    placed = labels >= 0
    np.add.at(sums, labels[placed], given.rows[placed] * given.pull[placed, None])
    return unit(sums)


def _cosines(rows: Matrix, centres: Matrix) -> Matrix:
    return np.round(rows @ centres.T, 6)
