"""How far an analysis can be trusted: figures, and a verdict with its reasons.

Silhouette and NPMI of keywords are not among the figures: on short civic text both prefer the worse
grouping. What counts is whether the same topics come back when some of the opinions are left out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nlp.cleaning import Wording
from nlp.embedding import Vectors
from nlp.linear import Matrix

DIGITS = 6
Labels = NDArray[np.int64]
Verdict = Literal["steady", "fair", "shaky"]

DRAWS = 5
LEFT_OUT = 0.2
MOST_DRAWN = 2_000
"""Of more wordings a sample is grouped again: whether topics come back shows in it as well."""
COMES_BACK = 0.5
"""Mean Jaccard similarity to its best match from which a topic is said to come back. Hennig (2007,
Cluster-wise assessment of cluster stability) calls a cluster under .5 dissolved."""
CLEARLY_NEARER = 0.05
"""Cosine by which an opinion has to be nearer to its own topic than to the next."""

FEW = 50
MANY_UNKNOWN = 0.7
MANY_ALONE = 0.25
STEADY, SHAKY = 0.8, 0.5
ONE_LARGE = 0.5


@dataclass(frozen=True)
class Trial:
    """What came of grouping again: for each topic how well it came back (0 to 1), and the share of
    opinions that lie clearly nearer to their own topic."""

    back: tuple[float, ...]
    apart: float


def counts(wordings: Sequence[Wording], assigned: int, families: int) -> dict[str, object]:
    """Opinions, families of copies, languages (in opinions), and two shares: of opinions in a topic
    and of those that repeat another one's words."""
    languages = {"en": 0, "ko": 0}
    for wording in wordings:
        languages[wording.language] += len(wording.opinions)
    opinions = sum(languages.values())
    return {
        "alone_share": share(opinions - assigned, opinions),
        "assigned_share": share(assigned, opinions),
        "distinct": families,
        "duplicates_share": share(opinions - families, opinions),
        "languages": languages,
        "opinions": opinions,
    }


def try_again(
    rows: Matrix,
    labels: Labels,
    centres: Matrix,
    regroup: Callable[[NDArray[np.intp], int], Labels],
    seed: int,
) -> Trial:
    """Leave a fifth of the opinions out, group the rest again, and look what came back; five times.

    `regroup(positions, draw)` gives the labels of these rows, from 0, or -1.
    """
    chance = np.random.default_rng([seed, len(rows)])
    drawn = min(round((1 - LEFT_OUT) * len(rows)), MOST_DRAWN)
    back = np.zeros((DRAWS, len(centres)))
    for draw in range(DRAWS):
        kept = np.sort(chance.choice(len(rows), drawn, replace=False))
        back[draw] = _best_matches(labels[kept], regroup(kept, draw), len(centres))
    return Trial(tuple(np.round(back.mean(axis=0), DIGITS).tolist()), _apart(rows, labels, centres))


def _best_matches(before: Labels, after: Labels, topics: int) -> NDArray[np.float64]:
    """For each topic the Jaccard similarity to the group most like it, by shared members."""
    groups = int(after.max(initial=-1)) + 1
    both = (before >= 0) & (after >= 0)
    shared = np.zeros((topics, max(groups, 1)))
    np.add.at(shared, (before[both], after[both]), 1)
    ours = np.bincount(before[before >= 0], minlength=topics)
    theirs = np.bincount(after[after >= 0], minlength=max(groups, 1))
    either = ours[:, None] + theirs[None, :] - shared
    alike: NDArray[np.float64] = (shared / np.maximum(either, 1)).max(axis=1)
    return alike


def _apart(rows: Matrix, labels: Labels, centres: Matrix) -> float:
    placed = np.flatnonzero(labels >= 0)
    if len(centres) < 2 or not len(placed):
        return 1.0
    nearness = rows[placed] @ centres.T
    own = nearness[np.arange(len(placed)), labels[placed]]
    nearness[np.arange(len(placed)), labels[placed]] = -np.inf
    return share(int((own - nearness.max(axis=1) >= CLEARLY_NEARER).sum()), len(placed))


def told(
    figures: Mapping[str, object],
    vectors: Sequence[Vectors],
    trials: Sequence[Trial],
    largest: float,
) -> dict[str, object]:
    """The figures with what they come to: `verdict`, and `because`, words for which the bot has
    sentences. `largest` is the share of the largest topic among opinions in topics."""
    back = [each for trial in trials for each in trial.back]
    known = min((each.known for each in vectors), default=1.0)
    shares = {
        "apart": round(float(np.mean([trial.apart for trial in trials])), DIGITS)
        if trials
        else 0.0,
        "come_back": share(sum(each >= COMES_BACK for each in back), len(back)),
        "known_words": round(known, DIGITS),
        "largest": round(largest, DIGITS),
        "steadiness": round(float(np.mean(back)), DIGITS) if back else 0.0,
        "topics": len(back),
        "topics_back": sum(each >= COMES_BACK for each in back),
    }
    merged = {**figures, **shares}
    because = _because(merged, vectors)
    return {**merged, "because": because, "verdict": _verdict(shares["come_back"], because)}


def _because(figures: Mapping[str, object], vectors: Sequence[Vectors]) -> list[str]:
    """What makes the topics shaky, the gravest first; nothing where nothing does."""
    number = {
        name: float(value) for name, value in figures.items() if isinstance(value, int | float)
    }
    reasons = {
        "few": number["opinions"] < FEW,
        "own_words_only": any(each.kind == "words" and each.problem for each in vectors),
        "unknown_words": number["known_words"] < MANY_UNKNOWN,
        "moves": number["topics"] > 0 and number["come_back"] < STEADY,
        "many_alone": number["alone_share"] > MANY_ALONE,
        "one_large": number["largest"] > ONE_LARGE and number["topics"] > 1,
    }
    return [reason for reason, holds in reasons.items() if holds]


def _verdict(come_back: float, because: Sequence[str]) -> Verdict:
    if come_back < SHAKY or "few" in because:
        return "shaky"
    return "steady" if come_back >= STEADY and not because else "fair"


def share(part: int, whole: int) -> float:
    return round(part / whole, DIGITS) if whole else 0.0
