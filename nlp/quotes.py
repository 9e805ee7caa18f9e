"""A few opinions of a topic, in their own words: central, unlike each other, short enough."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.embedding import Matrix

QUOTES = 5
CENTRAL = 0.7
"""How much being central counts; the rest is being unlike the quotes chosen before."""
READABLE = (10, 160)
"""Characters of a comfortable quote; shorter says little, longer is not read on a phone."""
UNCOMFORTABLE = 0.15
"""What an uncomfortable length costs, in cosine."""


TELLING = 0.15
"""What saying one of the topic's keywords is worth, in cosine: quotes should bear out the name."""


def choose(
    rows: Matrix, centre: NDArray[np.float64], texts: Sequence[str], telling: Sequence[bool]
) -> list[int]:
    """Positions of up to five texts, best first, by maximal marginal relevance.

    Carbonell and Goldstein, 1998: each next one is near the centre and far from those chosen.
    `telling`: whether a text says one of the topic's keywords.
    """
    worth = rows @ centre - [_length_cost(text) for text in texts] + TELLING * np.array(telling)
    chosen = [int(np.round(worth, 6).argmax())]
    while len(chosen) < min(QUOTES, len(texts)):
        alike = (rows @ rows[chosen].T).max(axis=1)
        gain = np.round(CENTRAL * worth - (1 - CENTRAL) * alike, 6)
        gain[chosen] = -np.inf
        chosen.append(int(gain.argmax()))
    return chosen


def _length_cost(text: str) -> float:
    shortest, longest = READABLE
    return 0.0 if shortest <= len(text) <= longest else UNCOMFORTABLE
