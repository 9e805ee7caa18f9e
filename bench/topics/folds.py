"""Vectors that have not seen the month they are measured on: learnt from the other three."""

import hashlib
import inspect
import pickle
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.topics.data import MONTHS, Petition, petitions
from nlp import korean, words
from nlp.cleaning import clean
from nlp.linear import Matrix
from nlp.vectors import WordVectors, train
from nlp.vectors.publishing import publishable
from nlp.vectors.training import LEAST
from nlp.words import Reading, Words

KEPT_IN = Path(tempfile.gettempdir()) / "madang-bench"
"""Where the words of texts are kept between runs, by hash of the texts and Kiwi's version."""

WORKERS = 2

Readings = Sequence[Sequence[Reading]]

CODE = {
    "readings": inspect.getsource(korean._readings) + inspect.getsource(korean._dictionary_form),
    "words": inspect.getsource(korean) + inspect.getsource(words),
}
"""What the kept words depend on beside Kiwi: reading the contents takes minutes."""


@dataclass(frozen=True, eq=False)
class Fold:
    """One month's petitions, by titles and by openings (title and 200 characters).

    Rows are n x d, `labels` n numbers of the petitioners' categories; `vectors` were learnt from
    the other months' contents under the rules that the packaged ones keep.
    """

    month: str
    petitions: tuple[Petition, ...]
    labels: NDArray[np.int64]
    vectors: WordVectors
    title_words: tuple[Words, ...]
    opening_words: tuple[Words, ...]
    titles: Matrix
    openings: Matrix


def folds(data: Path) -> tuple[Fold, ...]:
    """The four months."""
    return tuple(fold(data, month) for month in MONTHS)


@cache
def fold(data: Path, month: str) -> Fold:
    """The fold of a month. Words are kept on disk; vectors are learnt anew, so that they are
    always those of the code that is measured."""
    chosen = tuple(each for each in petitions(data) if each.month == month)
    vectors = _learnt([_contents(data, other) for other in MONTHS if other != month])
    titles, openings = (
        _words([clean(each.title) for each in chosen]),
        _words([clean(each.opening) for each in chosen]),
    )
    return Fold(
        month,
        chosen,
        _labels(data, chosen),
        vectors,
        titles,
        openings,
        vectors.pool([each.morphemes for each in titles]).rows,
        vectors.pool([each.morphemes for each in openings]).rows,
    )


def _learnt(months: Sequence[Readings]) -> WordVectors:
    documents = [document for month in months for document in month]
    forms = [[reading.form for reading in document] for document in documents]
    return train(forms, publishable=publishable(documents, LEAST))


def _labels(data: Path, chosen: Sequence[Petition]) -> NDArray[np.int64]:
    categories = sorted({each.category for each in petitions(data)})
    return np.array([categories.index(each.category) for each in chosen], dtype=np.int64)


@cache
def _contents(data: Path, month: str) -> Readings:
    texts = [clean(each.content) for each in petitions(data) if each.month == month]
    place = _place("readings", texts)
    if not place.exists():
        _keep(place, korean.readings(texts, WORKERS))
    return [[Reading(*each) for each in document] for document in pickle.loads(place.read_bytes())]


def _words(texts: Sequence[str]) -> tuple[Words, ...]:
    place = _place("words", texts)
    if not place.exists():
        _keep(place, korean.words(texts, WORKERS))
    found: tuple[Words, ...] = tuple(pickle.loads(place.read_bytes()))
    return found


def _place(kind: str, texts: Sequence[str]) -> Path:
    from kiwipiepy import __version__

    told = hashlib.sha256("\0".join([kind, __version__, CODE[kind], *texts]).encode()).hexdigest()
    return KEPT_IN / f"{kind}-{told[:24]}.pickle"


def _keep(place: Path, found: object) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = place.with_suffix(".new")
    aside.write_bytes(pickle.dumps(found))
    aside.replace(place)
