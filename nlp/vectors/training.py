"""Word vectors from documents: words are near each other that are said in the same documents."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nlp.linear import Matrix, one_thread, unit
from nlp.vectors.coarse import coarse
from nlp.vectors.pieces import learn
from nlp.vectors.pooling import WordVectors
from nlp.vectors.weights import topicality

DIMENSIONS = 100
LEAST = 5
"""Documents a word must be in before anything about it is kept."""
TAKES_PART = 3
"""Documents a word must be in to help sorting the documents; nothing of it may be kept for that."""
FEWEST = 20
"""Documents without which there is nothing to learn."""
SMOOTHING = 0.75
"""Power of the documents' sizes (Levy, Goldberg and Dagan 2015): a short one surprises less."""
ROUNDS = 7
"""Of the randomised decomposition; more changes nothing in the figures."""
OPENING = 12
"""Words at the start of a document that stand for a short text when the direction that all texts
share is looked for."""


@dataclass(frozen=True, eq=False)
class _Counts:
    """`table` is words x documents: how often each is said; `words` are its rows, sorted."""

    words: tuple[str, ...]
    table: csr_matrix

    @property
    def seen(self) -> NDArray[np.int64]:
        """In how many documents each word stands."""
        return np.asarray(np.diff(self.table.indptr), dtype=np.int64)


def train(
    documents: Sequence[Sequence[str]],
    *,
    publishable: Collection[str] | None = None,
    dimensions: int = DIMENSIONS,
    least: int = LEAST,
    seed: int = 0,
) -> WordVectors:
    """Vectors of the words that stand in `least` documents or more and are `publishable`.

    The documents are given as content morphemes. Other words take part in telling the documents
    apart, and nothing of them is kept: no vector, no count, no n-gram. Fewer dimensions come out
    where there are few documents. The same documents in the same order give the same figures.

    Raises: ValueError where there are too few documents, or no word that may be kept.
    """
    counts = _counted(documents)
    if len(documents) < FEWEST or not counts.words:
        raise ValueError(f"{len(documents)} texts are too few to learn from; {FEWEST} at least")
    with one_thread():
        weighted = _weighted(counts, dimensions, seed)
        kept = _kept(counts, publishable, least)
        if not kept:
            raise ValueError(f"no word stands in {least} texts, so nothing may be kept")
        return _assembled(documents, counts, kept, weighted)


def _counted(documents: Sequence[Sequence[str]]) -> _Counts:
    per_document = [Counter(document) for document in documents]
    seen = Counter(word for counted in per_document for word in counted)
    words = tuple(sorted(word for word, count in seen.items() if count >= TAKES_PART))
    row = {word: at for at, word in enumerate(words)}
    cells = [
        (row[word], column, count)
        for column, counted in enumerate(per_document)
        for word, count in counted.items()
        if word in row
    ]
    rows, columns, how_often = np.array(cells or [(0, 0, 0)], dtype=np.int64).T
    shape = (max(1, len(words)), len(documents) or 1)
    return _Counts(words, csr_matrix((how_often.astype(float), (rows, columns)), shape))


def _weighted(counts: _Counts, dimensions: int, seed: int) -> Matrix:
    """Vectors of all words, 1 long, times their topicality squared."""
    from sklearn.utils.extmath import randomized_svd

    least_side = min(counts.table.shape) - 1
    words, sizes, documents = randomized_svd(
        _surprise(counts.table), min(dimensions, least_side), n_iter=ROUNDS, random_state=seed
    )
    weights = topicality(counts.table, unit(documents.T * np.sqrt(sizes))) ** 2
    return np.asarray(unit(words * np.sqrt(sizes)) * weights[:, None], dtype=np.float64)


def _surprise(table: csr_matrix) -> csr_matrix:
    """Positive pointwise mutual information of word and document, documents' sizes smoothed."""
    cells = table.tocoo()
    of_word = np.asarray(table.sum(axis=1)).ravel() / table.sum()
    of_document = np.asarray(table.sum(axis=0)).ravel() ** SMOOTHING
    of_document /= of_document.sum()
    expected = of_word[cells.row] * of_document[cells.col]
    information = np.log(cells.data / table.sum() / expected)
    positive = information > 0
    return csr_matrix(
        (information[positive], (cells.row[positive], cells.col[positive])), table.shape
    )


def _kept(counts: _Counts, publishable: Collection[str] | None, least: int) -> list[int]:
    return [
        at
        for at, (word, seen) in enumerate(zip(counts.words, counts.seen, strict=True))
        if seen >= least and (publishable is None or word in publishable)
    ]


def _assembled(
    documents: Sequence[Sequence[str]], counts: _Counts, kept: list[int], weighted: Matrix
) -> WordVectors:
    words = [counts.words[at] for at in kept]
    rows = coarse(weighted[kept])
    pieces, piece_rows = learn(words, rows)
    vectors = WordVectors(
        words={word: at for at, word in enumerate(words)},
        rows=rows,
        seen=counts.seen[kept],
        pieces={piece: at for at, piece in enumerate(pieces)},
        piece_rows=coarse(piece_rows),
        common=np.zeros(rows.shape[1]),
        documents=len(documents),
    )
    return replace(vectors, common=_common(vectors, documents))


def _common(vectors: WordVectors, documents: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """The mean direction of the documents' openings, as single precision keeps it."""
    openings = [document[:OPENING] for document in documents]
    mean = vectors.pool(openings).rows.mean(axis=0, keepdims=True)
    return np.asarray(unit(mean)[0], dtype=np.float32).astype(np.float64)
