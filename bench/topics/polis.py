"""English comments of Polis conversations as the analysis compares them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.topics.data import comments
from nlp import english, models
from nlp.cleaning import clean
from nlp.lexical import beside_characters
from nlp.linear import Matrix, unit
from nlp.words import Words


@dataclass(frozen=True, eq=False)
class Said:
    """`rows` are the packaged model's vectors (n x 384), `conversations` the names (n)."""

    texts: Sequence[str]
    words: Sequence[Words]
    rows: Matrix
    conversations: Sequence[str]

    def features(self, at: NDArray[np.int64]) -> Matrix:
        """What is grouped: vectors and characters of some comments, known by them alone."""
        return beside_characters(self.rows[at], [self.texts[each] for each in at.tolist()], 0)


@cache
def said(data: Path, *conversations: str) -> Said:
    found = comments(data, *conversations)
    texts = [clean(each.text) for each in found]
    words = english.words(texts)
    rows = unit(models.load().embed(texts, {}).rows)
    return Said(texts, words, rows, [each.conversation for each in found])
