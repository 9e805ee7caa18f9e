"""Characters beside the vectors of a sentence model: what is spelled alike lies nearer together.

A sentence model knows what English means and little of the names in it; runs of characters keep
them. Measured on five Polis conversations together: docs/decisions/grouping.md.
"""

from collections.abc import Sequence

import numpy as np

from nlp.linear import Matrix, unit

LENGTHS = (3, 5)
DIMENSIONS = 200
SEEN_IN = 2
RUNS = 30_000
"""The most frequent runs of characters; more add time and nothing that two texts share."""
LEARNT_FROM = 4_000
"""Rows the dimensions are learnt from; where there are more, evenly spread ones."""
WEIGHT = 0.6


def beside_characters(rows: Matrix, texts: Sequence[str], seed: int) -> Matrix:
    """Unit rows (n x d) joined with the texts' characters, n x (d + 200 at most), again unit rows.

    A row of zeros stays one. Texts that have no run of characters in common leave the rows alone.
    """
    characters = _characters(texts, seed)
    if characters is None:
        return rows
    known = np.linalg.norm(rows, axis=1, keepdims=True) > 0.5
    return unit(np.hstack([rows, WEIGHT * unit(characters) * known]))


def _characters(texts: Sequence[str], seed: int) -> Matrix | None:
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    count = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=LENGTHS,
        min_df=SEEN_IN,
        max_features=RUNS,
        sublinear_tf=True,
    )
    try:
        counted = count.fit_transform(texts)
    except ValueError:  # scikit-learn's word for a vocabulary that is empty
        return None
    dimensions = min(DIMENSIONS, counted.shape[0] - 1, counted.shape[1] - 1)
    if dimensions < 1:
        return None
    step = -(-counted.shape[0] // LEARNT_FROM)
    reduced: Matrix = (
        TruncatedSVD(dimensions, random_state=seed).fit(counted[::step]).transform(counted)
    )
    return reduced.round(6)
