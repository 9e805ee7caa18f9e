"""One community's comments: do samples of them give the same topics?"""

from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.topics.bertopic_peer import bertopic
from bench.topics.data import BOWLING_GREEN
from bench.topics.grouped import Found, kmeans, ours
from bench.topics.polis import Said, said
from bench.topics.row import SEEDS, Row, spread
from bench.topics.rows import STEADY
from bench.topics.scores import Score, mean, score

SAMPLES = 10
SHARE = 0.8
TOPICS = 10
ABSENT = -2

At = NDArray[np.int64]
Method = Callable[[Said, At, int], Found]


def measure(data: Path) -> list[Row]:
    heap = said(data, BOWLING_GREEN)
    peers = {
        "K-means on MiniLM": _told(
            heap, lambda all_, at, seed: kmeans(all_.rows[at], TOPICS, seed)
        ),
        "BERTopic, own number, strays assigned": _told(heap, _bertopic),
    }
    note = f"n = {len(heap.texts)}; ± over 5 times ten samples; also with its own number: "
    own = _told(heap, lambda all_, at, seed: ours(all_.features(at), None, seed))
    ten = _told(heap, lambda all_, at, seed: ours(all_.features(at), TOPICS, seed))
    return [STEADY.reached(ten, peers, note + own)]


def _bertopic(heap: Said, at: At, seed: int) -> Found:
    tokens = [heap.words[each].features for each in at.tolist()]
    return bertopic(tokens, heap.rows[at], seed).assigned


def _told(heap: Said, method: Method) -> str:
    """Agreement, and the mean share of the largest topic."""
    agreements, largest = zip(*(_agreement(heap, method, seed) for seed in SEEDS), strict=True)
    information, rand = ([getattr(each, name) for each in agreements] for name in ("ami", "ari"))
    return f"{spread(information)} / {spread(rand)}; {spread(largest, 2)}"


def _agreement(heap: Said, method: Method, seed: int) -> tuple[Score, float]:
    """Mean over all pairs of ten samples, on the comments that both have."""
    found = [
        _wide(at, method(heap, at, seed * SAMPLES + turn), len(heap.texts))
        for turn, at in enumerate(_samples(len(heap.texts), seed))
    ]
    pairs = [_on_shared(one, other) for one, other in combinations(found, 2)]
    return mean(pairs), float(np.mean([_largest(labels) for labels in found]))


def _samples(count: int, seed: int) -> Iterator[At]:
    chance = np.random.default_rng([seed, count])
    for _ in range(SAMPLES):
        yield np.sort(chance.choice(count, round(SHARE * count), replace=False))


def _wide(at: At, labels: Found, count: int) -> Found:
    """The labels of a sample among all comments, with ABSENT for the others."""
    wide = np.full(count, ABSENT, dtype=np.int64)
    wide[at] = labels
    return wide


def _on_shared(one: Found, other: Found) -> Score:
    both = (one != ABSENT) & (other != ABSENT)
    return score(one[both], other[both])


def _largest(labels: Found) -> float:
    sizes = np.unique(labels[labels >= 0], return_counts=True)[1]
    return float(sizes.max() / (labels != ABSENT).sum())
