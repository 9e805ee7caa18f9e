"""Five conversations about unlike subjects in one heap: are they told apart again?"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.topics.bertopic_peer import bertopic
from bench.topics.data import FIVE
from bench.topics.grouped import Found, kmeans, ours
from bench.topics.polis import said
from bench.topics.row import SEEDS, Row, spread
from bench.topics.rows import ENGLISH
from bench.topics.scores import score


def measure(data: Path) -> list[Row]:
    heap = said(data, *FIVE)
    truth = np.array(heap.conversations)
    rows = heap.features(np.arange(len(truth)))
    tokens = [each.features for each in heap.words]
    found = [ours(rows, None, seed) for seed in SEEDS]
    peer = [bertopic(tokens, heap.rows, seed).assigned for seed in SEEDS]
    plain = [kmeans(heap.rows, len(FIVE), seed) for seed in SEEDS]

    def ami(runs: Sequence[Found]) -> str:
        return spread([score(truth, labels).ami for labels in runs])

    peers = {
        "K-means on MiniLM, 5 given": ami(plain),
        "BERTopic, strays assigned": ami(peer),
    }
    numbers = ", ".join(str(len(set(labels.tolist()))) for labels in found)
    return [ENGLISH.reached(ami(found), peers, f"n = {len(truth)}; topics by seed: {numbers}")]
