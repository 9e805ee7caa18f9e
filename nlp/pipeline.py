"""From opinions to topics: clean, fold copies, embed, group, name and quote, in this order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from nlp import english, korean
from nlp.cleaning import Language, Wording, clean, quotable, wordings
from nlp.embedding import Matrix, Vectors, embed, one_thread
from nlp.grouping import FEWEST, OUTSIDE, group
from nlp.labelling import Naming, name
from nlp.places import own
from nlp.quality import quality
from nlp.quotes import choose
from nlp.results import Analysis, Before, Models, Quote, Text, Topic
from nlp.words import Words

__all__ = ["Analysis", "Quote", "Text", "Topic", "analyse"]

NEAR_IN_WORDS = 0.3
"""Cosine to the centre under which an opinion stands on its own, for vectors of words."""
NEAR_IN_MODEL = 0.3
"""The same for vectors of the sentence model."""
COPIES = 5
"""This many opinions in the same words are a topic, where there is too little for any other."""
TOO_FEW = "too few to compare"
CHOICES: tuple[str, ...] = ("auto", "ko", "en")


@dataclass(frozen=True)
class _Part:
    """The wordings of one language with their words, position by position."""

    language: Language
    wordings: tuple[Wording, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True)
class _Group:
    """Wordings of one topic with their words and vectors, and the direction they share."""

    wordings: tuple[Wording, ...]
    words: tuple[Words, ...]
    rows: Matrix
    centre: NDArray[np.float64]

    def size(self) -> int:
        return sum(len(wording.opinions) for wording in self.wordings)

    def most_central(self) -> Wording:
        return self.wordings[int(np.round(self.rows @ self.centre, 6).argmax())]


def analyse(
    texts: Sequence[Text],
    *,
    question: str = "",
    topics: int | None = None,
    seed: int = 0,
    language: str = "auto",
    processes: int = 1,
    places: Sequence[str] = (),
    before: Before | None = None,
    models: Models | None = None,
) -> Analysis:
    """Groups opinions into topics; the same texts and seed give the same analysis, in any order.

    `question` is what citizens were asked: its words name no topic. `topics` is the number of
    groups to look for, instead of one by the number of opinions; fewer may come out. `language`
    is "auto", "ko" or "en" (then every text is read so). `processes` is how many cores Korean is
    read with; it changes the time and nothing else.

    Raises: ValueError for ids given twice, an unknown language or fewer than one topic.
    """
    _check(texts, topics, language)
    folded = wordings(texts, _fixed(language))
    named: list[tuple[_Group, Naming]] = []
    compared: list[tuple[_Part, Vectors]] = []
    with one_thread():
        for part in _parts(folded, processes):
            vectors = _vectors(part, seed, models or Models(), before or Before())
            compared.append((part, vectors))
            groups = _groups(part, vectors, _wanted(topics, part, folded), seed)
            before_it = [naming for _, naming in named]
            named += _named(groups, part.language, question, places, before_it)
    return _analysis(texts, folded, named, {**_features(compared), **_settings(topics, seed)})


def _vectors(part: _Part, seed: int, models: Models, before: Before) -> Vectors:
    if len(part.wordings) < FEWEST:
        return Vectors(np.zeros((len(part.wordings), 1)), "words", TOO_FEW)
    texts = [wording.clean for wording in part.wordings]
    return embed(texts, part.words, part.language, seed, models, before.vectors)


def _features(compared: Sequence[tuple[_Part, Vectors]]) -> dict[str, object]:
    """What each language was compared by, and why it is not what was meant to be."""
    return {
        "features": {part.language: vectors.how for part, vectors in compared},
        "problems": {part.language: v.problem for part, v in compared if v.problem},
    }


def _check(texts: Sequence[Text], topics: int | None, language: str) -> None:
    if len({text.id for text in texts}) < len(texts):
        raise ValueError("an id is given twice")
    if topics is not None and topics < 1:
        raise ValueError("topics must be at least 1")
    if language not in CHOICES:
        raise ValueError(f"language must be one of {', '.join(CHOICES)}")


def _fixed(language: str) -> Language | None:
    match language:
        case "ko" | "en":
            return language
        case _:
            return None


def _parts(folded: Sequence[Wording], processes: int) -> list[_Part]:
    """The wordings by language, read only where there is enough to find a topic in."""
    languages: tuple[Language, ...] = ("en", "ko")
    split = [(each, tuple(w for w in folded if w.language == each)) for each in languages]
    return [
        _Part(each, said, tuple(_read(each, [w.clean for w in said], processes)))
        for each, said in split
        if len(said) >= FEWEST or any(len(wording.opinions) >= COPIES for wording in said)
    ]


def _read(language: Language, texts: Sequence[str], processes: int = 1) -> list[Words]:
    return korean.words(texts, processes) if language == "ko" else english.words(texts)


def _wanted(topics: int | None, part: _Part, folded: Sequence[Wording]) -> int | None:
    """How many groups to look for in one language: its share of what was asked for, if it was."""
    if topics is None:
        return None
    return max(1, round(topics * len(part.wordings) / len(folded)))


def _groups(part: _Part, vectors: Vectors, wanted: int | None, seed: int) -> list[_Group]:
    """The topics of one language."""
    if vectors.how == TOO_FEW:
        return _copied(part, range(len(part.wordings)))
    weights = np.array([len(wording.opinions) for wording in part.wordings])
    near = NEAR_IN_MODEL if vectors.kind == "model" else NEAR_IN_WORDS
    grouping = group(vectors.rows, weights, seed=seed, groups=wanted, near=near)
    labels = grouping.labels
    found = [
        _group(part, vectors.rows, np.flatnonzero(labels == label), grouping.centres[label])
        for label in np.unique(labels[labels != OUTSIDE]).tolist()
    ]
    left = np.flatnonzero(labels == OUTSIDE).tolist()
    return found + _copied(part, left)


def _copied(part: _Part, positions: Iterable[int]) -> list[_Group]:
    """Wordings that enough people sent to be a topic by themselves."""
    return [
        _group(part, np.ones((len(part.wordings), 1)), np.array([at]), np.ones(1))
        for at in positions
        if len(part.wordings[at].opinions) >= COPIES and part.words[at].features
    ]


def _group(
    part: _Part, rows: Matrix, members: NDArray[np.intp], centre: NDArray[np.float64]
) -> _Group:
    at = members.tolist()
    said = tuple(part.wordings[each] for each in at)
    return _Group(said, tuple(part.words[each] for each in at), rows[members], centre)


def _named(
    groups: Sequence[_Group],
    language: Language,
    question: str,
    places: Sequence[str],
    before: Sequence[Naming],
) -> list[tuple[_Group, Naming]]:
    asked = _read(language, [clean(question)])[0]
    beginnings = [group.most_central().clean for group in groups]
    taken = {naming.label for naming in before}
    words = [group.words for group in groups]
    names = name(words, asked, beginnings, taken, own(places, asked))
    return list(zip(groups, names, strict=True))


def _analysis(
    texts: Sequence[Text],
    folded: Sequence[Wording],
    named: Sequence[tuple[_Group, Naming]],
    method: dict[str, object],
) -> Analysis:
    largest_first = sorted(named, key=lambda each: (-each[0].size(), each[1].label))
    topics = tuple(_topic(at, *each) for at, each in enumerate(largest_first, start=1))
    topic_of = {member: topic.id for topic in topics for member in topic.members}
    ids = sorted(text.id for text in texts)
    return Analysis(
        topics=topics,
        alone=tuple(each for each in ids if each not in topic_of),
        assignments=tuple((each, topic_of.get(each)) for each in ids),
        method=method,
        quality=quality(folded, len(topic_of)),
        distinct=len(folded),
    )


def _topic(number: int, group: _Group, naming: Naming) -> Topic:
    opinions = [opinion for wording in group.wordings for opinion in wording.opinions]
    quotes, edge = _quotes(group, naming)
    return Topic(
        id=number,
        label=naming.label,
        keywords=naming.keywords,
        size=len(opinions),
        distinct=len(group.wordings),
        quotes=quotes,
        members=tuple(sorted(opinion.id for opinion in opinions)),
        reasons=naming.reasons,
        edge=edge,
    )


def _quotes(group: _Group, naming: Naming) -> tuple[tuple[Quote, ...], Quote | None]:
    """The quotes that stand for a topic, and one from its edge."""
    telling = [not naming.keys.isdisjoint(term.key for term in w.terms) for w in group.words]
    texts = [wording.clean for wording in group.wordings]
    chosen = choose(group.rows, group.centre, texts, telling)
    said = [wording.opinions[0] for wording in group.wordings]
    quotes = [Quote(opinion.id, quotable(opinion.text)) for opinion in said]
    edge = None if chosen.edge is None else quotes[chosen.edge]
    return tuple(quotes[at] for at in chosen.central), edge


def _settings(topics: int | None, seed: int) -> dict[str, object]:
    libraries = ("kiwipiepy", "numpy", "scikit-learn", "scipy")
    return {
        "grouping": "consensus of spherical k-means on smoothed rows",
        "seed": seed,
        "topics": topics,
        "versions": {library: version(library) for library in libraries},
    }
