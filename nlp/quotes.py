"""A few opinions of a topic, in their own words: central, unlike each other, short enough."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.cleaning import comparable
from nlp.linear import Matrix

FEWEST = 3
QUOTES = 5
CENTRAL = 0.7
"""How much being central counts; the rest is being unlike the quotes chosen before."""
READABLE = (10, 160)
"""Characters of a comfortable quote; shorter says little, longer is not read on a phone."""
UNCOMFORTABLE = 0.15
"""What an uncomfortable length costs, in cosine."""
TELLING = 0.15
"""What saying one of the topic's keywords is worth, in cosine: quotes bear out the name."""
ALIKE = 0.5
"""Share of common character triples (Jaccard) from which a reader sees the same words."""
EDGE = 0.15
"""The edge is this share of a topic, farthest from its centre."""


@dataclass(frozen=True)
class Chosen:
    """Positions of texts: three to five that stand for the topic, best first (fewer where there
    are fewer different ones), and one that is only just in it."""

    central: list[int]
    edge: int | None


def choose(
    rows: Matrix, centre: NDArray[np.float64], texts: Sequence[str], telling: Sequence[bool]
) -> Chosen:
    """The texts of one topic to show; `rows` and `centre` are of length 1.

    `telling`: whether a text says one of the topic's keywords.
    """
    near = np.round(rows @ centre, 6)
    comfortable = np.array([_comfortable(text) for text in texts])
    worth = near - UNCOMFORTABLE * ~comfortable + TELLING * np.array(telling)
    central = _central(rows, worth, texts, comfortable)
    return Chosen(central, _edge(near, texts, comfortable, central))


def _comfortable(text: str) -> bool:
    shortest, longest = READABLE
    return shortest <= len(text) <= longest


def _central(
    rows: Matrix, worth: NDArray[np.float64], texts: Sequence[str], comfortable: NDArray[np.bool_]
) -> list[int]:
    """By maximal marginal relevance (Carbonell and Goldstein, 1998): each next one is near the
    centre and far from those chosen. Beyond three only texts of a comfortable length."""
    chosen = [int(np.round(worth, 6).argmax())]
    alike = rows @ rows[chosen[0]]
    left = np.ones(len(texts), dtype=bool)
    left[chosen] = False
    while left.any() and len(chosen) < QUOTES:
        gain = np.where(left, np.round(CENTRAL * worth - (1 - CENTRAL) * alike, 6), -np.inf)
        best = int(gain.argmax())
        left[best] = False
        if _fits(best, chosen, texts, comfortable):
            chosen.append(best)
            alike = np.maximum(alike, rows @ rows[best])
    return chosen


def _fits(
    each: int, chosen: Sequence[int], texts: Sequence[str], comfortable: NDArray[np.bool_]
) -> bool:
    enough = len(chosen) < FEWEST or bool(comfortable[each])
    return enough and not any(_same(texts[each], texts[other]) for other in chosen)


def _edge(
    near: NDArray[np.float64],
    texts: Sequence[str],
    comfortable: NDArray[np.bool_],
    central: Sequence[int],
) -> int | None:
    """Of the farthest texts the one that is nearest to the centre: unlike the others, but in."""
    farthest = np.argsort(near, kind="stable")[: int(EDGE * len(near))][::-1]
    fitting = (
        int(at)
        for at in farthest
        if comfortable[at]
        and at not in central
        and not any(_same(texts[at], texts[other]) for other in central)
    )
    return next(fitting, None)


def _same(one: str, other: str) -> bool:
    """Whether two texts are near copies by their character triples."""
    these, those = _triples(one), _triples(other)
    return len(these & those) >= ALIKE * len(these | those)


def _triples(text: str) -> set[str]:
    plain = comparable(text)
    return {plain[at : at + 3] for at in range(max(1, len(plain) - 2))}
