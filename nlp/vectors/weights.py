"""How well a word tells what a text is about."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nlp.linear import Matrix, unit

DOUBT = 3.0
"""Counts as so many texts that point nowhere: a word of three texts has not proved much yet."""


def topicality(holds: csr_matrix, texts: Matrix) -> NDArray[np.float64]:
    """For each word (a row of `holds`, words x texts, how often) a figure of 0 to 1.

    |sum sqrt(tf) z| / (sum sqrt(tf) + 3) over the texts that hold it, z being the texts' vectors
    less their mean, 1 long: near 1 where the texts of a word lie in one direction (공매도), near 0
    where they lie everywhere (바라다). No stop list is needed then.
    """
    centred = unit(texts - texts.mean(axis=0)) if len(texts) else texts
    weights = holds.sqrt()
    together = np.linalg.norm(weights @ centred, axis=1)
    total = np.asarray(weights.sum(axis=1)).ravel()
    return np.asarray(together / (total + DOUBT), dtype=np.float64)
