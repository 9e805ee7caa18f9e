"""Texts as unit vectors, near each other where the texts speak of the same thing.

Korean by word vectors learnt from civic text, English by a sentence model, every language by the
operator's model where there is one. What cannot be used is said, and the texts are compared by
their own words instead.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from nlp import models, vectors
from nlp.cleaning import Language
from nlp.engine import INLINE, Engine
from nlp.lexical import beside_characters
from nlp.linear import Matrix, unit
from nlp.models import UnusableModelError
from nlp.results import Models
from nlp.vectors import VectorsError
from nlp.words import Words

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Kind = Literal["words", "vectors", "model"]

DIMENSIONS = 50
SEEN_IN = 2
"""A word of a single text brings no two texts together."""
SEEN_AT_MOST = 0.5
"""A word of every second text separates nothing."""

PACKAGED = Models()
TFIDF = "words of the consultation itself: TF-IDF, SVD 50"
LEARNT = "word vectors: {name}"
MODEL = "sentence-transformers: {name}"


@dataclass(frozen=True)
class Archive:
    """How common words are in the text that word vectors were learnt from: the share of its
    documents that hold each."""

    rates: Mapping[str, float]
    documents: int


@dataclass(frozen=True)
class Vectors:
    """`rows` is n x d with rows of length 1, or 0 where nothing is known of a text.

    `how` says which features they are. `known` is the share of words the features know, 0 to 1.
    `problem` says in plain words why it is not the features that were meant; "" where it is.
    `new` are vectors of a sentence model that were not known: (position, mark, bytes).
    """

    rows: Matrix
    kind: Kind
    how: str
    known: float = 1.0
    problem: str = ""
    new: tuple[tuple[int, bytes, bytes], ...] = ()
    archive: Archive | None = None


def embed(
    texts: Sequence[str],
    words: Sequence[Words],
    language: Language,
    seed: int,
    chosen: Models = PACKAGED,
    known: Mapping[bytes, bytes] | None = None,
    engine: Engine = INLINE,
) -> Vectors:
    """Vectors of texts in one language; of any language where `chosen` names a sentence model.

    `known` holds vectors of the sentence model by mark. Never fails for a model: what cannot be
    used is told in `problem`.
    """
    problem = ""
    if chosen.embedder or language == "en":
        try:
            return _by_model(texts, words, chosen.embedder, known or {}, seed, engine)
        except UnusableModelError as error:
            problem = str(error)
    if language == "ko":
        return _by_vectors(words, seed, chosen.vectors, problem)
    return Vectors(from_words(words, seed), "words", TFIDF, problem=problem)


def _by_vectors(words: Sequence[Words], seed: int, folder: str, problem: str) -> Vectors:
    """By the learnt vectors; by the consultation's own words where they know too little of it."""
    place = Path(folder) if folder else None
    try:
        learnt = vectors.load(place)
    except VectorsError as error:
        told = problem or _without_place(error, place)
        return Vectors(from_words(words, seed), "words", TFIDF, 0.0, told)
    pooled = learnt.pool([each.morphemes for each in words])
    known = round(float(pooled.known.mean()), 6)
    if known < vectors.ENOUGH_KNOWN:
        told = problem or f"the word vectors know only {known:.0%} of the words"
        return Vectors(from_words(words, seed), "words", TFIDF, known, told)
    name = place.name if place else f"packaged, {learnt.dimensions} dimensions"
    rates = {word: learnt.rate(word) for word in learnt.words}
    archive = Archive(rates, learnt.documents)
    return Vectors(pooled.rows, "vectors", LEARNT.format(name=name), known, problem, (), archive)


def _without_place(error: VectorsError, place: Path | None) -> str:
    """Where a folder lies on a machine is nobody's business."""
    return str(error).replace(str(place), place.name) if place else str(error)


def _by_model(
    texts: Sequence[str],
    words: Sequence[Words],
    embedder: str,
    known: Mapping[bytes, bytes],
    seed: int,
    engine: Engine,
) -> Vectors:
    """Characters stand beside the packaged model, with which that was measured, and no other."""
    model = models.load(embedder)
    embedded = model.embed(texts, known, engine)
    rows = unit(embedded.rows)
    rows[[not each.features for each in words]] = 0.0
    if not embedder:
        rows = beside_characters(rows, texts, seed)
    return Vectors(rows, "model", MODEL.format(name=model.name), new=embedded.new)


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
    cells = [
        (row, column[word], (1 + np.log(count)) * vocabulary[word])
        for row, each in enumerate(words)
        for word, count in Counter(each.features).items()
        if word in column
    ]
    rows, columns, weights = zip(*cells, strict=True) if cells else ((), (), ())
    return normalize(csr_matrix((weights, (rows, columns)), (len(words), len(vocabulary))))
