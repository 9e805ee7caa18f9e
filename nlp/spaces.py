"""Wordings that can be compared with each other: one space a language, or one for all of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp import english, korean
from nlp.cleaning import Language, Wording
from nlp.embedding import Vectors, embed
from nlp.engine import INLINE, Engine
from nlp.grouping import FEWEST
from nlp.identity import NEW, OUTSIDE
from nlp.results import Before, Models
from nlp.words import Words

COPIES = 5
"""This many opinions in nearly the same words are a topic, where there is no other for them."""
TOO_FEW = "too few to compare"
ALL = "all"
"""The one space of a model that reads every language."""


@dataclass(frozen=True)
class Space:
    """The wordings of one space with their words and vectors, position by position; `families` is
    the number of each wording's family of copies."""

    name: str
    wordings: tuple[Wording, ...]
    words: tuple[Words, ...]
    families: NDArray[np.int64]
    vectors: Vectors

    @property
    def weights(self) -> NDArray[np.int64]:
        """How many opinions each wording stands for."""
        return np.array([len(wording.opinions) for wording in self.wordings], dtype=np.int64)

    @property
    def compared(self) -> bool:
        """Whether there is enough to look for topics in."""
        return self.vectors.how != TOO_FEW

    def lay(self, before: Before) -> list[int]:
        """The topic of each wording in the analysis before: that of most of its opinions."""
        return [_lay(wording, before) for wording in self.wordings]


def spaces(
    folded: Sequence[Wording],
    families: Sequence[int],
    *,
    models: Models,
    before: Before,
    seed: int,
    processes: int,
    engine: Engine = INLINE,
) -> list[Space]:
    """The spaces in which there could be a topic; wordings are read only there."""
    found = []
    for name, at in _divided(folded, models):
        said = tuple(folded[each] for each in at)
        numbers = np.array([families[each] for each in at], dtype=np.int64)
        if len(said) >= FEWEST or _has_copies(said, numbers):
            words = tuple(read(said, processes, engine))
            vectors = _vectors(name, said, words, models, before, seed, engine)
            found.append(Space(name, said, words, numbers, vectors))
    return found


def read(said: Sequence[Wording], processes: int = 1, engine: Engine = INLINE) -> list[Words]:
    """The words of wordings, each read by its language."""
    words: list[Words | None] = [None] * len(said)
    for language in ("en", "ko"):
        at = [position for position, wording in enumerate(said) if wording.language == language]
        texts = [said[each].clean for each in at]
        for position, each in zip(at, _read(language, texts, processes, engine), strict=True):
            words[position] = each
    return [each for each in words if each is not None]


def _read(language: Language, texts: Sequence[str], processes: int, engine: Engine) -> list[Words]:
    if not texts:
        return []
    return korean.words(texts, processes, engine) if language == "ko" else english.words(texts)


def _divided(folded: Sequence[Wording], models: Models) -> list[tuple[str, list[int]]]:
    if models.embedder:
        return [(ALL, list(range(len(folded))))]
    languages: tuple[Language, ...] = ("en", "ko")
    return [
        (each, [at for at, wording in enumerate(folded) if wording.language == each])
        for each in languages
    ]


def _has_copies(said: Sequence[Wording], families: NDArray[np.int64]) -> bool:
    sizes: Counter[int] = Counter()
    for wording, family in zip(said, families.tolist(), strict=True):
        sizes[family] += len(wording.opinions)
    return max(sizes.values(), default=0) >= COPIES


def _vectors(
    name: str,
    said: Sequence[Wording],
    words: Sequence[Words],
    models: Models,
    before: Before,
    seed: int,
    engine: Engine,
) -> Vectors:
    if len(said) < FEWEST:
        return Vectors(np.zeros((len(said), 1)), "words", TOO_FEW)
    texts = [wording.clean for wording in said]
    language: Language = "ko" if name == "ko" else "en"
    return embed(texts, words, language, seed, models, before.vectors, engine)


def _lay(wording: Wording, before: Before) -> int:
    lay = [before.topics[each.id] for each in wording.opinions if each.id in before.topics]
    in_topics = Counter(topic for topic in lay if topic is not None)
    if in_topics:
        return min(in_topics, key=lambda topic: (-in_topics[topic], topic))
    return OUTSIDE if lay else NEW
