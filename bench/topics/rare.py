"""Rare themes, three messages of each among 297 titles: does an official see them?

The themes are `tests/data/rare-themes.jsonl`; the method was chosen on those for `dev`, the figure
is of those for `judge`. Found: a topic or a small voice with at least two of the three messages
and at most two others.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean, stdev

import numpy as np
from sklearn.cluster import HDBSCAN

from bench.topics.data import MONTHS
from bench.topics.folds import fold
from bench.topics.grouped import Found, kmeans, ours
from bench.topics.row import SEEDS, Row, spread
from bench.topics.rows import RARE
from nlp import korean
from nlp.cleaning import clean
from nlp.linear import Matrix
from nlp.voices import MOST_VOICES, voices
from nlp.words import Words

THEMES = Path(__file__).parents[2] / "tests" / "data" / "rare-themes.jsonl"
TITLES = 297
FEWEST, STRANGERS = 2, 2
TIGHT = 3
"""Members of HDBSCAN's smallest groups."""

Members = frozenset[int]


@dataclass(frozen=True, eq=False)
class Planted:
    """300 texts of which `theme` are three; `month` are the titles' and the vectors' fold."""

    name: str
    month: str
    seed: int
    words: Sequence[Words]
    rows: Matrix
    theme: Members

    def shown_in(self, groups: Iterable[Sequence[int]]) -> bool:
        return any(
            len(self.theme.intersection(each)) >= FEWEST
            and len(set(each) - self.theme) <= STRANGERS
            for each in groups
        )


def measure(data: Path) -> list[Row]:
    found = _measured(data, "judge")
    chosen = _measured(data, "dev", peers=False)["ours"]
    note = (
        f"{len(_themes('judge'))} themes not used for choosing, 5 draws each over the four months; "
        f"± over themes' own shares: {_over_themes(found['ours'])}; "
        f"the 12 it was chosen on: {spread(_by_seed(chosen), 2)}; no theme of a person or a place"
    )
    peers = {name: spread(_by_seed(each), 2) for name, each in found.items() if name != "ours"}
    return [RARE.reached(spread(_by_seed(found["ours"]), 2), peers, note)]


Hits = dict[tuple[str, int], bool]
"""(theme, seed) -> whether it was found."""


def _measured(data: Path, use: str, *, peers: bool = True) -> dict[str, Hits]:
    hits: dict[str, Hits] = defaultdict(dict)
    for each in _planted(data, use):
        topics = ours(each.rows, None, each.seed)
        shown = [*_groups(topics), *_small(data, each)]
        hits["ours"][each.name, each.seed] = each.shown_in(shown)
        if peers:
            more = kmeans(each.rows, len(np.unique(topics)) + MOST_VOICES, each.seed)
            hits["K-means, 10 more groups"][each.name, each.seed] = each.shown_in(_groups(more))
            hits["HDBSCAN (leaf, 3), the 10 tightest"][each.name, each.seed] = each.shown_in(
                _tightest(each.rows)
            )
    return hits


def _small(data: Path, planted: Planted) -> Iterator[Sequence[int]]:
    rates, documents = _archive(data, planted.month)
    for each in voices(planted.words, rates=rates, documents=documents):
        yield each.members


@cache
def _archive(data: Path, month: str) -> tuple[dict[str, float], int]:
    """The rates of words, and the number of documents, that a month's vectors were learnt from."""
    vectors = fold(data, month).vectors
    return {word: vectors.rate(word) for word in vectors.words}, vectors.documents


def _tightest(rows: Matrix) -> list[Sequence[int]]:
    """Of HDBSCAN's leaves the ten whose members are nearest to each other."""
    labels = HDBSCAN(min_cluster_size=TIGHT, cluster_selection_method="leaf", copy=True).fit(rows)
    groups = _groups(labels.labels_)
    return sorted(groups, key=lambda at: -_tightness(rows[list(at)]))[:MOST_VOICES]


def _tightness(rows: Matrix) -> float:
    """The mean cosine of two different rows."""
    count = len(rows)
    return float(((rows @ rows.T).sum() - count) / (count * (count - 1)))


def _groups(labels: Found) -> list[Sequence[int]]:
    return [np.flatnonzero(labels == each).tolist() for each in np.unique(labels) if each >= 0]


def _planted(data: Path, use: str) -> Iterator[Planted]:
    """Every theme in five draws; which month a draw is from goes round."""
    for number, (name, messages) in enumerate(_themes(use)):
        for seed in SEEDS:
            month = MONTHS[(number + seed) % len(MONTHS)]
            titles = fold(data, month).title_words
            chance = np.random.default_rng([number, seed])
            drawn = chance.choice(len(titles), TITLES, replace=False)
            words = [*(titles[at] for at in drawn), *messages]
            order = chance.permutation(len(words)).tolist()
            mixed = [words[at] for at in order]
            rows = fold(data, month).vectors.pool([each.morphemes for each in mixed]).rows
            theme = frozenset(order.index(TITLES + at) for at in range(len(messages)))
            yield Planted(name, month, seed, mixed, rows, theme)


@cache
def _themes(use: str) -> tuple[tuple[str, tuple[Words, ...]], ...]:
    lines = map(json.loads, THEMES.read_text("utf-8").splitlines())
    chosen = [each for each in lines if each["language"] == "ko" and each["use"] == use]
    return tuple(
        (each["theme"], tuple(korean.words([clean(said) for said in each["messages"]])))
        for each in chosen
    )


def _by_seed(hits: Hits) -> list[float]:
    """The share found, draw by draw."""
    return [fmean(hit for (_, at), hit in hits.items() if at == seed) for seed in SEEDS]


def _over_themes(hits: Hits) -> str:
    """The standard error of the mean over themes, which are few."""
    themes = {name for name, _ in hits}
    shares = [fmean(hit for (name, _), hit in hits.items() if name == theme) for theme in themes]
    return f"{stdev(shares) / len(shares) ** 0.5:.2f}".replace("0.", ".")
