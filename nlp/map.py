"""A place on a plane for every opinion, to be looked at. Nothing is ever grouped by it."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from nlp.engine import INLINE, Engine
from nlp.linear import Chunks, Matrix, chunks, one_thread

DRAWN = 2000
"""Rows that are laid out; further ones join the nearest of these."""
NEIGHBOURS, STRANGERS = 12, 5
"""Others that pull a row to them, and others drawn by lot that push it away, in each step."""
STEPS = 200
CURVE, TAIL = 1.58, 0.9
"""Shape of the pull: 1 / (1 + CURVE d^(2 TAIL)), as UMAP fits it for a least distance of .1."""
FURTHEST = 4.0  # a single pull or push moves a row no further
RIM = 1.1  # from the middle to where rows lie of which nothing is known; the others reach to 1
CELLS = 4_000_000  # cosines held at once
DIGITS = 6

Points = NDArray[np.float64]
Places = NDArray[np.int64]


def place(rows: Matrix, seed: int, engine: Engine = INLINE) -> Points:
    """Places (n x 2, within 1 of the middle) for unit rows (n x d), near ones near each other.

    The two main directions are the beginning; from there each row is drawn to its nearest rows
    and pushed off others (the forces of UMAP, McInnes and others 2018, all rows at once). Rows of
    zeros lie on the rim, at RIM. Equal arguments give equal places, to 6 digits.
    """
    places = np.zeros((len(rows), 2))
    known = np.flatnonzero(np.any(rows != 0, axis=1))
    with one_thread():
        places[known] = _spread(rows[known], seed, engine)
    unknown = np.setdiff1d(np.arange(len(rows)), known)
    places[unknown] = _on_rim(len(unknown))
    return np.round(places, DIGITS)


def _spread(rows: Matrix, seed: int, engine: Engine) -> Points:
    """The rows laid out; where there are too many, evenly chosen ones, and the rest beside them."""
    if len(rows) < 3:
        return _on_rim(len(rows)) / (2 * RIM)
    chosen = np.unique(np.linspace(0, len(rows) - 1, min(len(rows), DRAWN)).astype(np.int64))
    laid = _within_one(_laid_out(rows[chosen], seed))
    return laid if len(chosen) == len(rows) else _beside(rows, rows[chosen], laid, engine)


def _laid_out(rows: Matrix, seed: int) -> Points:
    heads, tails = _pairs(rows)
    chance = np.random.default_rng([seed, len(rows)])
    points = _main_directions(rows)
    everyone = np.repeat(np.arange(len(rows)), STRANGERS)
    for step in range(STEPS):
        strangers = chance.integers(0, len(rows), len(everyone))
        moved = _summed(heads, _pull(points[heads] - points[tails]), len(rows))
        moved += _summed(everyone, _push(points[everyone] - points[strangers]), len(rows))
        points = points + (1 - step / STEPS) * np.clip(moved, -FURTHEST, FURTHEST)
    return points


def _pairs(rows: Matrix) -> tuple[Places, Places]:
    """Each row with its nearest others, and they with it; no pair twice."""
    near = _nearest(rows, rows, min(NEIGHBOURS + 1, len(rows)))
    first, second = np.repeat(np.arange(len(rows)), near.shape[1]), near.ravel()
    numbers = np.concatenate([first * len(rows) + second, second * len(rows) + first])
    numbers = np.unique(numbers[numbers // len(rows) != numbers % len(rows)])
    return numbers // len(rows), numbers % len(rows)


def _nearest(rows: Matrix, among: Matrix, count: int) -> Places:
    """Positions of the nearest `among` by cosine, for each row."""
    step = max(1, CELLS // len(among))
    parts = []
    for at in range(0, len(rows), step):
        far = np.round(-(rows[at : at + step] @ among.T), DIGITS)
        parts.append(np.argpartition(far, count - 1, axis=1)[:, :count].copy())  # not all of it
    return np.concatenate(parts)


def _main_directions(rows: Matrix) -> Points:
    """The two directions in which rows differ most, each pointing where its largest row lies."""
    middle = rows - rows.mean(axis=0)
    _, axes = np.linalg.eigh(middle.T @ middle)
    points = middle @ axes[:, ::-1][:, :2]
    if points.shape[1] < 2:
        points = np.column_stack([points, np.zeros(len(rows))])
    points = np.round(points, DIGITS)
    largest = points[np.abs(points).argmax(axis=0), [0, 1]]
    points = points * np.where(largest < 0, -1.0, 1.0)
    return 10 * _within_one(points)


def _pull(apart: Points) -> Points:
    square = (apart**2).sum(axis=1, keepdims=True)
    there = square > 0
    power = np.power(square, TAIL - 1, out=np.zeros_like(square), where=there)
    force = -2 * CURVE * TAIL * power / (1 + CURVE * square * power)
    moved: Points = np.clip(force * apart, -FURTHEST, FURTHEST) / NEIGHBOURS
    return moved


def _push(apart: Points) -> Points:
    square = (apart**2).sum(axis=1, keepdims=True)
    force = 2 * TAIL / ((0.001 + square) * (1 + CURVE * square**TAIL))
    moved: Points = np.clip(force * apart, -FURTHEST, FURTHEST)
    return moved


def _summed(whose: Places, moves: Points, rows: int) -> Points:
    return np.column_stack(
        [np.bincount(whose, weights=moves[:, axis], minlength=rows) for axis in (0, 1)]
    )


def _beside(rows: Matrix, chosen: Matrix, laid: Points, engine: Engine) -> Points:
    """Each row in the middle of the three chosen ones it is nearest to."""
    parts = Chunks(rows, chunks(len(rows)))
    return np.concatenate(list(engine.spread(partial(_middles, chosen=chosen, laid=laid), parts)))


def _middles(rows: Matrix, chosen: Matrix, laid: Points) -> Points:
    middles: Points = laid[_nearest(rows, chosen, 3)].mean(axis=1)
    return middles


def _within_one(points: Points) -> Points:
    """The same around the middle, the furthest of them 1 from it."""
    around = points - points.mean(axis=0)
    furthest = np.sqrt((around**2).sum(axis=1)).max()
    within: Points = around / furthest if furthest > 0 else around
    return within


def _on_rim(count: int) -> Points:
    turns = np.arange(count) * (2 * np.pi / max(count, 1))
    return RIM * np.column_stack([np.cos(turns), np.sin(turns)])
