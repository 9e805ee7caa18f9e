"""Ours and the plain peers: all texts in a group, so that all are scored."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from nlp.embedding import from_words
from nlp.grouping import group
from nlp.linear import Matrix, one_thread
from nlp.words import Words

Found = NDArray[np.int64]


def ours(rows: Matrix, groups: int | None, seed: int) -> Found:
    """Every text in a group; an unknown one, which is nowhere near another, keeps -1."""
    with one_thread():
        found = group(rows, np.ones(len(rows), dtype=np.int64), seed=seed, groups=groups, near=None)
    return found.labels


def kmeans(rows: Matrix, groups: int, seed: int) -> Found:
    with one_thread():
        found = KMeans(groups, n_init=5, random_state=seed).fit(rows).labels_
    return np.asarray(found, dtype=np.int64)


def by_words(words: Sequence[Words], groups: int, seed: int) -> Found:
    """TF-IDF of the texts' own words, 50 dimensions, K-means."""
    with one_thread():
        rows = from_words(words, seed)
    return kmeans(rows, groups, seed)
