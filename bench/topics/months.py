"""Petitions of one month, vectors from the other three: scores over the four months, by seed."""

from collections.abc import Callable, Sequence
from pathlib import Path

from bench.topics.bertopic_peer import bertopic
from bench.topics.folds import Fold, folds
from bench.topics.grouped import Found, by_words, ours
from bench.topics.row import SEEDS, Row, Target
from bench.topics.scores import Score, mean, score, told
from nlp.linear import Matrix
from nlp.words import Words

TOPICS = 17
NOTE = (
    "17 topics; mean over 4 months, ± over 5 seeds; settings were chosen on these months, so the "
    "figures are slightly optimistic"
)

View = Callable[[Fold], tuple[Matrix, Sequence[Words]]]
Method = Callable[[Matrix, Sequence[Words], int], Found]


def by_category(data: Path, target: Target, view: View) -> Row:
    def measured(method: Method) -> str:
        return told([_score(data, view, method, seed) for seed in SEEDS])

    peers = {
        "TF-IDF + K-means": measured(lambda _, words, seed: by_words(words, TOPICS, seed)),
        "BERTopic, own number, strays assigned": measured(_bertopic),
    }
    return target.reached(measured(lambda rows, _, seed: ours(rows, TOPICS, seed)), peers, NOTE)


def _bertopic(rows: Matrix, words: Sequence[Words], seed: int) -> Found:
    return bertopic([each.features for each in words], rows, seed).assigned


def _score(data: Path, view: View, method: Method, seed: int) -> Score:
    return mean([score(fold.labels, method(*view(fold), seed)) for fold in folds(data)])
