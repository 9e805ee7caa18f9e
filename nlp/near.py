"""Many texts compared at once: which pairs of them are nearly the same words.

The measure is that of `nlp.alike`, as numbers: a sparse row a text, of length 1. Up to some
thousands of texts every pair is looked at, a block of rows at a time. Above, a text is compared
with those that share one of a few runs of letters with it: its rarest ones and some chosen by
hash, each with the first text that has it and the last few before this one. So the work grows
with the number of texts, also where a hundred thousand of them are one campaign.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.alike import DIGITS, NEARLY, rates, run_length, weight

Numbers = NDArray[np.int64]
Codes = NDArray[np.uint64]
Figures = NDArray[np.float64]

BLOCK = 512  # rows of the product of all with all that are in memory at once
PAIRS_AT_ONCE = 1 << 18
TEXTS_AT_ONCE = 1 << 16
BUCKETS = 24  # bits of the table in which runs are counted; those that fall together count as one
RAREST, CHOSEN = 6, 6  # runs of a text by which others are found
BEFORE = 3  # of those that share a run: how many of the last before a text it is compared with
LONGER = 1  # letters that these runs have more than those that are compared
MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio, as in Fibonacci hashing


@dataclass(frozen=True)
class Pairs:
    """Pairs of texts that are nearly the same: `later` came after `earlier`."""

    later: Numbers
    earlier: Numbers
    likeness: Figures

    def by_later(self, count: int) -> list[dict[int, float]]:
        """For each of `count` texts those before it that it is near to."""
        found: list[dict[int, float]] = [{} for _ in range(count)]
        columns = (self.later.tolist(), self.earlier.tolist(), self.likeness.tolist())
        for later, earlier, near in zip(*columns, strict=True):
            found[later][earlier] = near
        return found


@dataclass(frozen=True)
class Rows:
    """A sparse row a text, of length 1: the weights of its runs of letters."""

    matrix: sparse.csr_matrix

    def cosine(self, one: int, other: int) -> float:
        """Of two rows, as `cosines` has it."""
        runs, weights = self._row(one)
        others, theirs = self._row(other)
        at = np.minimum(np.searchsorted(others, runs), len(others) - 1)
        return round(float(weights[others[at] == runs] @ theirs[at[others[at] == runs]]), DIGITS)

    def _row(self, text: int) -> tuple[NDArray[np.int32], Figures]:
        start, end = self.matrix.indptr[text : text + 2]
        return self.matrix.indices[start:end], self.matrix.data[start:end]

    def cosines(self, one: Numbers, other: Numbers) -> Figures:
        """Of each pair of rows, rounded so that every machine finds the same."""
        product = self.matrix[one].multiply(self.matrix[other])
        return np.round(np.asarray(product.sum(axis=1), dtype=np.float64).ravel(), DIGITS)


def rows(forms: Sequence[str]) -> Rows:
    """Rows of texts made bare (`nlp.alike.bare`), some thousands at a time."""
    parts = _slices(len(forms), TEXTS_AT_ONCE)
    known = np.unique(np.concatenate([np.unique(_runs(forms[some])[1]) for some in parts]))
    weights = _weights(known)
    return Rows(sparse.vstack([_unit_rows(forms[some], known, weights) for some in parts], "csr"))


def _unit_rows(forms: Sequence[str], known: Codes, weights: Figures) -> sparse.csr_matrix:
    texts, codes = _runs(forms)
    columns = np.searchsorted(known, codes).astype(np.int32)
    matrix = sparse.csr_matrix((weights[columns], (texts, columns)), (len(forms), len(known)))
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix = sparse.csr_matrix(sparse.diags(1.0 / lengths) @ matrix)
    matrix.sort_indices()
    return matrix


def _weights(codes: Codes) -> Figures:
    """The weight of each run, by its code."""
    common = _runs(list(rates()), sizes=np.full(len(rates()), 2))[1]
    order = np.argsort(common)
    at = np.minimum(np.searchsorted(common[order], codes), len(order) - 1)
    listed = common[order][at] == codes
    weights = np.array([weight(run) for run in rates()])[order][at]
    return np.where(listed, weights, weight(""))


def _runs(
    forms: Sequence[str], longer: int = 0, sizes: Numbers | None = None
) -> tuple[Numbers, Codes]:
    """Every run of letters of every text, as (text, code). Runs are as long as those that are
    compared in the text, and `longer`."""
    points = np.frombuffer("".join(forms).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    lengths = np.fromiter(map(len, forms), np.int64, len(forms))
    if sizes is None:
        sizes = np.fromiter(map(run_length, forms), np.int64, len(forms)) + longer
    counts = np.maximum(lengths - sizes + 1, 1)
    texts = np.repeat(np.arange(len(forms)), counts)
    inside = np.arange(len(texts)) - np.repeat(np.cumsum(counts) - counts, counts)
    start = (np.cumsum(lengths) - lengths)[texts] + inside
    codes = np.ones(len(texts), np.uint64)
    for step in range(int(sizes.max(initial=0))):
        there = (step < sizes[texts]) & (inside + step < lengths[texts])
        letter = points[np.where(there, start + step, 0)].astype(np.uint64)
        codes = np.where(there, (codes ^ letter) * MIX, codes)
        codes ^= np.where(there, codes >> np.uint64(29), np.uint64(0))
    return texts, codes


def all_pairs(rows: Rows) -> Pairs:
    """Every pair that is near."""
    turned = rows.matrix.T.tocsr()
    found = []
    for start in range(0, rows.matrix.shape[0], BLOCK):
        block = (rows.matrix[start : start + BLOCK] @ turned).tocoo()
        later, near = block.row.astype(np.int64) + start, np.round(block.data, DIGITS)
        kept = (block.col < later) & (near >= NEARLY)
        found.append((later[kept], block.col[kept].astype(np.int64), near[kept]))
    return _together(found)


def likely_pairs(rows: Rows, forms: Sequence[str]) -> Pairs:
    """Pairs that are near, among those that share a run of letters others are found by."""
    texts, codes = _signs(forms)
    order = np.lexsort((texts, codes))
    texts, codes = texts[order], codes[order]
    found = [
        _near(rows, later[some], earlier[some])
        for later, earlier in _neighbours(texts, codes)
        for some in _slices(len(later), PAIRS_AT_ONCE)
    ]
    return _together(found)


def _near(rows: Rows, later: Numbers, earlier: Numbers) -> tuple[Numbers, Numbers, Figures]:
    near = rows.cosines(later, earlier)
    kept = near >= NEARLY
    return later[kept], earlier[kept], near[kept]


def _neighbours(texts: Numbers, codes: Codes) -> Iterator[tuple[Numbers, Numbers]]:
    """Of texts sorted by a sign and then by time: each with the last ones before it that have the
    sign, and with the first of all."""
    fresh = np.r_[True, codes[1:] != codes[:-1]]
    place = np.arange(len(codes))
    first = np.maximum.accumulate(np.where(fresh, place, 0))
    for back in range(1, BEFORE + 1):
        has = place - back >= first
        yield _once(texts[has], texts[place[has] - back], len(texts))
    further = place - first > BEFORE
    yield _once(texts[further], texts[first[further]], len(texts))


def _once(later: Numbers, earlier: Numbers, most: int) -> tuple[Numbers, Numbers]:
    pairs = np.unique(later * most + earlier)
    return pairs // most, pairs % most


def _signs(forms: Sequence[str]) -> tuple[Numbers, Codes]:
    """The runs by which others are found, as (text, code), each once."""
    counts = np.zeros(1 << BUCKETS, np.int32)
    for _, codes in _blocks(forms):
        counts += np.bincount(_bucket(codes), minlength=1 << BUCKETS).astype(np.int32)
    chosen = [_chosen(texts, codes, counts[_bucket(codes)]) for texts, codes in _blocks(forms)]
    return np.concatenate([t for t, _ in chosen]), np.concatenate([c for _, c in chosen])


def _blocks(forms: Sequence[str]) -> Iterator[tuple[Numbers, Codes]]:
    """Runs of some thousands of texts at a time, each run once a text."""
    for some in _slices(len(forms), TEXTS_AT_ONCE):
        texts, codes = _runs(forms[some], LONGER)
        order = np.lexsort((codes, texts))
        texts, codes = texts[order], codes[order]
        kept = np.r_[True, (texts[1:] != texts[:-1]) | (codes[1:] != codes[:-1])]
        yield texts[kept] + some.start, codes[kept]


def _bucket(codes: Codes) -> Numbers:
    return (codes >> np.uint64(64 - BUCKETS)).astype(np.int64)


def _chosen(texts: Numbers, codes: Codes, counts: NDArray[np.int32]) -> tuple[Numbers, Codes]:
    """Of each text the rarest runs and some by hash. A run that no other text has finds nobody."""
    shared = counts > 1
    texts, codes, counts = texts[shared], codes[shared], counts[shared]
    by_hash = np.lexsort((codes, texts))
    by_rarity = np.lexsort((codes, counts, texts))
    rarest = by_rarity[_rank(texts[by_rarity]) < RAREST]
    chosen = by_hash[_rank(texts[by_hash]) < CHOSEN]
    kept = np.union1d(rarest, chosen)
    return texts[kept], codes[kept]


def _rank(texts: Numbers) -> Numbers:
    """Of sorted numbers each one's place among its equals, from 0."""
    place = np.arange(len(texts))
    fresh = np.r_[True, texts[1:] != texts[:-1]] if len(texts) else np.zeros(0, bool)
    return place - np.maximum.accumulate(np.where(fresh, place, 0))


def _slices(count: int, size: int) -> list[slice]:
    return [slice(start, start + size) for start in range(0, count, size)]


def _together(found: Sequence[tuple[Numbers, Numbers, Figures]]) -> Pairs:
    none: tuple[list[int], list[int], list[float]] = ([], [], [])
    later, earlier, near = zip(*found, strict=True) if found else ([none[0]], [none[1]], [none[2]])
    return Pairs(
        np.concatenate(later).astype(np.int64),
        np.concatenate(earlier).astype(np.int64),
        np.concatenate(near).astype(np.float64),
    )
