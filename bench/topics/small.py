"""Titles of small consultations against the petitioners' own categories."""

from pathlib import Path

from bench.topics.draws import draws
from bench.topics.grouped import by_words, ours
from bench.topics.row import Row, spread
from bench.topics.rows import SMALL
from bench.topics.scores import score

TOPICS = {150: 8, 300: 10}
"""1.5 n^(1/3), as the design note had it."""


def measure(data: Path) -> list[Row]:
    found = {
        size: [
            (
                score(draw.labels, ours(draw.rows, topics, draw.seed)).ari,
                score(draw.labels, by_words(draw.words, topics, draw.seed)).ari,
            )
            for draw in draws(data, size)
        ]
        for size, topics in TOPICS.items()
    }
    own = " / ".join(spread([ari for ari, _ in each]) for each in found.values())
    peer = " / ".join(spread([ari for _, ari in each]) for each in found.values())
    note = "8 and 10 topics; ± over 20 draws, most of it by which titles were drawn"
    return [SMALL.reached(own, {"TF-IDF + K-means": peer}, note)]
