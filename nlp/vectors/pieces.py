"""Character n-grams: what an unknown word can be put together from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from scipy.sparse import csr_matrix, identity

from nlp.linear import Matrix

LENGTHS = (2, 3, 4)
IN_WORDS = 2
"""A piece of a single word would only spell out that word."""
RIDGE = 0.02
STEPS = 60


class Known(Protocol):
    """The vectors of pieces."""

    @property
    def pieces(self) -> Mapping[str, int]: ...
    @property
    def piece_rows(self) -> Matrix: ...


def pieces_of(word: str) -> list[str]:
    """Its runs of two to four characters: 도시가 -> 도시, 시가, 도시가."""
    return [
        word[start : start + length]
        for length in LENGTHS
        for start in range(len(word) - length + 1)
    ]


def learn(words: Sequence[str], rows: Matrix) -> tuple[tuple[str, ...], Matrix]:
    """Pieces that at least two of the words hold, and p x d vectors whose means rebuild the
    words' `rows` (w x d) as nearly as a ridge allows."""
    held = Counter(piece for word in words for piece in set(pieces_of(word)))
    pieces = tuple(sorted(piece for piece, count in held.items() if count >= IN_WORDS))
    means = _means(words, {piece: at for at, piece in enumerate(pieces)})
    return pieces, _solved(means.T @ means + RIDGE * identity(len(pieces)), means.T @ rows)


def rows_of_unknown(words: Sequence[str], known: Known) -> Matrix:
    """w x d: the mean of each word's known pieces, 0 for a word without any."""
    rows = _means(words, known.pieces) @ known.piece_rows
    return np.asarray(rows, dtype=np.float64)


def _means(words: Sequence[str], column: Mapping[str, int]) -> csr_matrix:
    """w x p: each row takes the mean of a word's pieces."""
    held = [[column[piece] for piece in pieces_of(word) if piece in column] for word in words]
    starts = np.cumsum([0, *map(len, held)])
    shares = np.array([1 / len(columns) for columns in held for _ in columns])
    columns = np.array([at for columns in held for at in columns], dtype=np.int64)
    return csr_matrix((shares, columns, starts), (len(words), len(column)))


def _solved(matrix: csr_matrix, right: Matrix) -> Matrix:
    """x of matrix x = right for a symmetric positive matrix, by conjugate gradients for all
    columns at once (Hestenes and Stiefel 1952): always the same steps, so the same figures."""
    solved = np.zeros_like(right)
    rest, way = right.copy(), right.copy()
    left = (rest * rest).sum(axis=0)
    for _ in range(STEPS):
        ahead = matrix @ way
        step = left / np.maximum((way * ahead).sum(axis=0), 1e-30)
        solved += step * way
        rest -= step * ahead
        before, left = left, (rest * rest).sum(axis=0)
        way = rest + left / np.maximum(before, 1e-30) * way
    return solved
