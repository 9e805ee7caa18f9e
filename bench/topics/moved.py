"""Old opinions that change topic when others arrive: 60, then 80, then all of a month's petitions.

Petitions come in the order of their numbers, which is that of their dates. Beside carrying on stand
groups made from scratch each time, by their own numbers and with numbers matched by shared members.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_mutual_info_score

from bench.topics.folds import Fold, folds
from bench.topics.grouped import Found, ours
from bench.topics.months import TOPICS
from bench.topics.row import SEEDS, Row, spread
from bench.topics.rows import MOVED
from nlp.finding import smooth_all
from nlp.identity import NEW, carry_on
from nlp.linear import Matrix, one_thread

SHARES = (0.6, 0.8, 1.0)
NOTE = (
    "mean of 4 months, 17 topics, ± over 5 seeds, titles; the last arrival (80 to 100 %), AMI with "
    "the categories against an analysis from scratch; title and 200 characters: {openings}; "
    "the margin was chosen on these months"
)
NAIVE, MATCHED = "from scratch", "from scratch, numbers matched (Hungarian)"

Step = Callable[[Matrix, Found, Found], Found]
"""All rows, what a look from scratch says of them, the old topics of the first: new topics."""


@dataclass(frozen=True)
class Moves:
    """The share of old opinions that changed topic, and AMI lost against a look from scratch."""

    moved: float
    lost: float


def measure(data: Path) -> list[Row]:
    titles = _told(data, lambda fold: fold.titles)
    openings = _told(data, lambda fold: fold.openings)
    peers = {name: titles[name] for name in (NAIVE, MATCHED)}
    return [MOVED.reached(titles["ours"], peers, NOTE.format(openings=openings["ours"]))]


def _told(data: Path, view: Callable[[Fold], Matrix]) -> Mapping[str, str]:
    by_seed = [[_month(fold, view(fold), seed) for fold in folds(data)] for seed in SEEDS]
    return {
        name: "; ".join(
            spread(
                [
                    float(np.mean([getattr(month[name], part) for month in months]))
                    for months in by_seed
                ]
            )
            for part in ("moved", "lost")
        )
        for name in by_seed[0][0]
    }


def _month(fold: Fold, rows: Matrix, seed: int) -> Mapping[str, Moves]:
    order = np.argsort([int(each.id) for each in fold.petitions], kind="stable")
    rows, labels = rows[order], fold.labels[order]
    counts = [round(share * len(rows)) for share in SHARES]
    looks = [ours(rows[:n], TOPICS, seed + 100 * at) for at, n in enumerate(counts)]
    steps: Mapping[str, Step] = {
        "ours": _carried,
        NAIVE: lambda _, fresh, __: fresh,
        MATCHED: lambda _, *two: matched(*two),
    }
    return {name: _moves(rows, labels, looks, step) for name, step in steps.items()}


def _moves(rows: Matrix, labels: Found, looks: Sequence[Found], step: Step) -> Moves:
    topics, moved = looks[0], 0.0
    for fresh in looks[1:]:
        now = step(rows[: len(fresh)], fresh, topics)
        moved, topics = changed(topics, now), now
    scratch = adjusted_mutual_info_score(labels, looks[-1])
    lost = float(scratch - adjusted_mutual_info_score(labels, topics))
    return Moves(moved, round(lost, 6) + 0.0)  # the sum makes nought of a negative nought


def changed(before: Found, now: Found) -> float:
    """The share of those that had a topic and have another."""
    had = before >= 0
    return float((before[had] != now[: len(before)][had]).mean())


def _carried(rows: Matrix, fresh: Found, before: Found) -> Found:
    """As the pipeline goes on below a doubling; topics born get numbers not used before."""
    ones = np.ones(len(rows), dtype=np.int64)
    lay = [*before.tolist(), *[NEW] * (len(rows) - len(before))]
    with one_thread():
        smoothed = smooth_all(rows, ones, 0)
        found = carry_on(smoothed, ones, lay, grouped=len(before), fresh=lambda: fresh)
    return _numbered(found.labels, found.carries, int(before.max()) + 1)


def matched(fresh: Found, before: Found) -> Found:
    """Fresh groups under the number of the old one they share most members with."""
    shared = np.zeros((int(fresh.max()) + 1, int(before.max()) + 1))
    both = (fresh[: len(before)] >= 0) & (before >= 0)
    np.add.at(shared, (fresh[: len(before)][both], before[both]), 1)
    pairs = zip(*linear_sum_assignment(-shared), strict=True)
    return _numbered(fresh, {int(g): int(t) for g, t in pairs}, shared.shape[1])


def _numbered(labels: Found, numbers: Mapping[int, int], free: int) -> Found:
    names = [numbers.get(group, free + group) for group in range(int(labels.max()) + 1)]
    return np.where(labels >= 0, np.array(names)[labels], -1)
