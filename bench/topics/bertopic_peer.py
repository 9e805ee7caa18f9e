"""BERTopic with its own defaults on our tokens and our vectors, so that only the method differs."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.linear import Matrix, unit

STRAY = -1


@dataclass(frozen=True)
class Peer:
    """`labels` (n) with strays as -1, `assigned` (n) with strays in the nearest topic, and the
    words of each topic by its number."""

    labels: NDArray[np.int64]
    assigned: NDArray[np.int64]
    words: dict[int, tuple[str, ...]]

    @property
    def strays(self) -> float:
        """Share of the texts that BERTopic put in no topic."""
        return float((self.labels == STRAY).mean())


def bertopic(tokens: Sequence[Sequence[str]], rows: Matrix, seed: int | None) -> Peer:
    """Topics of texts given as tokens and as n x d vectors, with default parameters.

    The seed is UMAP's `random_state`, which also keeps UMAP on one thread; None is the default
    proper: as many threads as there are, other topics each time.
    """
    model = _model(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found, _ = model.fit_transform([" ".join(each) for each in tokens], rows)
    labels = np.asarray(found, dtype=np.int64)
    words = {topic: tuple(word for word, _ in said) for topic, said in model.get_topics().items()}
    return Peer(labels, assigned(labels, rows), words)


def assigned(labels: NDArray[np.int64], rows: Matrix) -> NDArray[np.int64]:
    """Strays given to the topic whose mean vector is nearest by cosine."""
    topics = np.unique(labels[labels != STRAY])
    if not len(topics):
        return np.zeros_like(labels)
    means = unit(np.array([rows[labels == topic].mean(axis=0) for topic in topics]))
    nearest = topics[np.round(rows @ means.T, 6).argmax(axis=1)]
    return np.where(labels == STRAY, nearest, labels)


@cache
def compiled() -> None:
    """Has numba compile what UMAP and HDBSCAN need, so that nobody's seconds hold it."""
    chance = np.random.default_rng(0)
    rows = unit(chance.normal(size=(500, 20)))
    tokens = [[f"w{word}" for word in chance.integers(50, size=6)] for _ in rows]
    bertopic(tokens, rows, seed=0)
    bertopic(tokens, rows, seed=None)


def _model(seed: int | None) -> Any:
    from bertopic import BERTopic
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    counter = CountVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False)
    # "english" would drop every letter that is not Latin from the words of topics
    return BERTopic(language="multilingual", umap_model=reducer, vectorizer_model=counter)
