"""Families of near copies: texts that are one text, sent on by many and changed a little.

A family is a star around its first text: every other one is nearly the same words as the first
(`nlp.alike`), so what an official reads as "the same 42 times" really is that. Families never
chain: a text that is only like some copy, but not like the first, begins its own.
"""

from array import array
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from nlp.alike import NEARLY, bare
from nlp.engine import INLINE, Engine
from nlp.opposites import opposed

if TYPE_CHECKING:
    from nlp.near import Pairs, Rows

ALL_PAIRS = 20_000
"""Up to so many different texts each is compared with each; above, only with likely ones."""

Said = Sequence[tuple[int, int]]
"""Pairs of positions: what the author of the first says of the second."""


def families(
    texts: Sequence[str],
    *,
    together: Said = (),
    apart: Said = (),
    engine: Engine = INLINE,
) -> list[int]:
    """For every text the position of its family's first text; its own where nobody wrote nearly
    the same.

    `together`: the author of the first text of the pair says that it means the same as the second;
    it joins that family. `apart`: they say it does not, and it leaves it. People know better than
    letters, so both win over likeness, `apart` last. The same texts in the same order give the
    same families; texts are compared by nothing but themselves.
    """
    forms = [bare(text) for text in texts]
    places: dict[str, int] = {}
    different = [places.setdefault(form, len(places)) for form in forms]
    first = _firsts(different, len(places))
    stars = _kept_stars(list(places), engine)
    return _as_said([first[stars[each]] for each in different], together, apart)


def _firsts(different: Sequence[int], count: int) -> list[int]:
    """The position at which each of the different texts stands first."""
    first = [-1] * count
    for position, each in enumerate(different):
        if first[each] < 0:
            first[each] = position
    return first


def _kept_stars(forms: Sequence[str], engine: Engine) -> list[int]:
    """The same as `_stars`; of very many texts as far as an earlier try has left it."""
    if len(forms) <= engine.large:
        return _stars(forms)
    body = engine.once(lambda: array("q", _stars(forms)).tobytes(), forms, "families")
    stars = array("q")
    stars.frombytes(body)
    return stars.tolist()


def _stars(forms: Sequence[str]) -> list[int]:
    """For each of the different texts the one whose family it joins, or its own."""
    if len(forms) < 2:
        return list(range(len(forms)))
    from nlp import near

    rows = near.rows(forms)
    few = len(forms) <= ALL_PAIRS
    pairs = near.all_pairs(rows) if few else near.likely_pairs(rows, forms)
    return _joined(forms, rows, pairs)


def _joined(forms: Sequence[str], rows: "Rows", pairs: "Pairs") -> list[int]:
    """In the order the texts came, each joins the family whose first text it is most like: the
    earlier one where two are equal."""
    family = list(range(len(forms)))
    for text, earlier in enumerate(pairs.by_later(len(forms))):
        likest = 0.0
        for first, likeness in sorted(_firsts_near(text, earlier, family, rows).items()):
            if likeness > likest and not opposed(forms[text], forms[first]):
                family[text], likest = first, likeness
    return family


def _firsts_near(
    text: int, earlier: Mapping[int, float], family: Sequence[int], rows: "Rows"
) -> dict[int, float]:
    """The first texts that this one is near to; where only a copy of one was compared, by way of
    that copy."""
    found = {}
    for first in {family[each] for each in earlier}:
        near = earlier[first] if first in earlier else rows.cosine(text, first)
        if near >= NEARLY:
            found[first] = near
    return found


def _as_said(family: list[int], together: Said, apart: Said) -> list[int]:
    """Families as people put them right; each is named by what is now its first text."""
    placed: list[int] = list(family)
    for text, other in together:
        placed[text] = placed[other]
    for text, other in apart:
        if placed[text] == placed[other]:
            placed[text] = -1 - text
    first: dict[int, int] = {}
    return [first.setdefault(each, position) for position, each in enumerate(placed)]
