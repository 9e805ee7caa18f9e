"""How many edited copies are found, and how many other texts are taken for copies.

2,000 petitions, as titles and with 200 characters. An edit is found where it comes into the family
of its text when all texts and all their edits are looked at together: the worst edit counts.
Other pairs are two of the 1,999,000 pairs of petitions in one family; most of them are campaigns,
rightly found. The peer is the design note's: TF-IDF of character 3-grams, cosine .6, pair by pair.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import starmap
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.topics.data import petitions
from bench.topics.edits import EDITS, edited
from bench.topics.row import SEEDS, Row, spread
from bench.topics.rows import COPIES
from nlp.cleaning import comparable
from nlp.copies import families

TEXTS = 2_000
PEER = "TF-IDF of character 3-grams, cosine .6"
PEER_NEAR = 0.6

Found = Callable[[Sequence[str], Sequence[str]], float]
"""The share of texts whose edit is found, given the texts and their edits in the same order."""


def measure(data: Path) -> list[Row]:
    kinds = _texts(data)
    ours = _figure(kinds, _found, _others)
    peer = _figure(kinds, _found_by_peer, _others_by_peer)
    edits = "; ".join(starmap(_by_edit, zip(("titles", "200 characters"), kinds, strict=True)))
    return [COPIES.reached(ours, {PEER: peer}, f"{TEXTS:,} texts; {edits}")]


def _texts(data: Path) -> tuple[list[str], list[str]]:
    """The same petitions as titles and with 200 characters, chosen once."""
    known = petitions(data)
    chosen = sorted(np.random.default_rng(0).permutation(len(known))[:TEXTS])
    return [known[n].title for n in chosen], [known[n].opening for n in chosen]


def _figure(
    kinds: Sequence[Sequence[str]], found: Found, others: Callable[[Sequence[str]], int]
) -> str:
    worst = [
        spread([min(found(texts, edited(texts, edit, seed)) for edit in EDITS) for seed in SEEDS])
        for texts in kinds
    ]
    return f"{' / '.join(worst)}; {' / '.join(str(others(texts)) for texts in kinds)}"


def _by_edit(kind: str, texts: Sequence[str]) -> str:
    shares = (f"{edit} {_found(texts, edited(texts, edit, 0)):.3f}" for edit in EDITS)
    return f"{kind}: {', '.join(shares)}"


def _found(texts: Sequence[str], edits: Sequence[str]) -> float:
    firsts = np.array(families([*texts, *edits]))
    return float(np.mean(firsts[: len(texts)] == firsts[len(texts) :]))


def _others(texts: Sequence[str]) -> int:
    sizes = Counter(families(texts)).values()
    return sum(size * (size - 1) // 2 for size in sizes)


def _found_by_peer(texts: Sequence[str], edits: Sequence[str]) -> float:
    rows = _peer_rows([*texts, *edits])
    pairs = rows[: len(texts)].multiply(rows[len(texts) :]).sum(axis=1)
    return float(np.mean(np.asarray(pairs) >= PEER_NEAR))


def _others_by_peer(texts: Sequence[str]) -> int:
    rows = _peer_rows(texts)
    near: NDArray[np.float64] = sparse.triu(rows @ rows.T, 1).data
    return int((near >= PEER_NEAR).sum())


def _peer_rows(texts: Sequence[str]) -> sparse.csr_matrix:
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(3, 3))
    return sparse.csr_matrix(vectors.fit_transform(map(comparable, texts)))
