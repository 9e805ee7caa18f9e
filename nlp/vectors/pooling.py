"""Texts as weighted sums of word vectors, with something also for words the archive never had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nlp.linear import Matrix, unit
from nlp.vectors.pieces import rows_of_unknown
from nlp.vectors.weights import topicality

PLACES = 6
"""Decimal places of pooled rows, so that equal texts are equal whatever was summed beside them."""
ENOUGH_KNOWN = 0.4
"""Mean of `Pooled.known` under which a consultation is better compared by words of its own: on
petitions, with only the archive's most frequent words known, both are level at .25
(docs/decisions/vectors.md)."""
COMPANY = 2
"""An unknown word in so many texts is known by the company it keeps in them."""
LISTENED_TO = 20_000
"""Texts that tell what company unknown words keep; more would change nothing but the time."""
AT_ONCE = 50_000
"""Texts pooled at a time, which bounds the memory that stands beside the result; of more texts than
that the result itself has figures of four bytes, exact enough for PLACES."""


@dataclass(frozen=True, eq=False)
class Pooled:
    """`rows` is n x d, each of length 1, or 0 for a text of which nothing is known. `known` is
    the share of each text's content morphemes that the vectors know, 0 for a text without any."""

    rows: Matrix
    known: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class WordVectors:
    """What was learnt from an archive of `documents` texts.

    `words` gives each word its row in `rows` (w x d, already weighted by topicality) and in
    `seen`, the number of documents that hold it; `pieces` and `piece_rows` the same for the
    character n-grams that unknown words are put together from. `common` (d) is the direction
    that all texts share.
    """

    words: Mapping[str, int]
    rows: Matrix
    seen: NDArray[np.int64]
    pieces: Mapping[str, int]
    piece_rows: Matrix
    common: NDArray[np.float64]
    documents: int

    @property
    def dimensions(self) -> int:
        return int(self.rows.shape[1])

    def rate(self, morpheme: str) -> float:
        """The share of the archive's documents that hold a morpheme; 0 for one it never had."""
        at = self.words.get(morpheme)
        return 0.0 if at is None else float(self.seen[at] / self.documents)

    def pool(self, texts: Sequence[Sequence[str]]) -> Pooled:
        """Vectors of texts, given as their content morphemes (`Words.morphemes`).

        A text is the sum of its words' vectors, made 1 long, without the direction all texts
        share, and made 1 long again. A word the archive never had is the mean of its character
        n-grams, and, said in two texts or more, the company it keeps in them. So a text's vector
        depends a little on the others, and not at all on their order.
        """
        said = _Said.of(texts, self.words)
        vectors = np.vstack([self.rows, rows_of_unknown(said.unknown, self)])
        vectors[len(self.words) :] += self._company(said, vectors)
        exact = np.float64 if len(texts) <= AT_ONCE else np.float32
        rows: Matrix = np.zeros((len(texts), self.dimensions), dtype=exact)
        for start in range(0, len(texts), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            rows[part] = np.round(self.settled(said.counts[part] @ vectors), PLACES)
        return Pooled(rows, said.known)

    def settled(self, sums: Matrix) -> Matrix:
        """Sums of word vectors as rows of length 1 without the common direction."""
        rows = unit(sums)
        return unit(rows - np.outer(rows @ self.common, self.common))

    def _company(self, said: "_Said", vectors: Matrix) -> Matrix:
        """u x d: for unknown words of several texts the mean of these texts, weighted as the
        archive's own words are; 0 for the others."""
        listened = said.counts[:: max(1, -(-said.counts.shape[0] // LISTENED_TO))]
        rows = self.settled(listened @ vectors)
        holds = listened[:, len(self.words) :].T.tocsr().astype(float)
        weights = topicality(holds, rows) ** 2
        weights[np.diff(holds.indptr) < COMPANY] = 0.0
        return np.asarray(unit(holds.sqrt() @ rows) * weights[:, None], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class _Said:
    """`counts` is n x (known words, then unknown ones): how often each text says each."""

    counts: csr_matrix
    unknown: tuple[str, ...]
    known: NDArray[np.float64]

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]], words: Mapping[str, int]) -> "_Said":
        unknown = sorted({word for text in texts for word in text if word not in words})
        column = {**words, **{word: len(words) + at for at, word in enumerate(unknown)}}
        starts = np.cumsum([0, *map(len, texts)])
        columns = np.array([column[word] for text in texts for word in text], dtype=np.int64)
        shape = (len(texts), len(column))
        counts = csr_matrix((np.ones(len(columns)), columns, starts), shape)
        known = np.asarray(counts[:, : len(words)].sum(axis=1), dtype=np.float64).ravel()
        counts.sum_duplicates()
        return cls(counts, tuple(unknown), known / np.maximum(np.diff(starts), 1))
