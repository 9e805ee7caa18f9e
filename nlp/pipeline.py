"""From opinions to topics: clean, fold copies, compare, group, name and quote, in this order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from nlp import copies, finding
from nlp.cleaning import Language, Wording, clean, wordings
from nlp.engine import INLINE, Engine
from nlp.finding import Found
from nlp.hearing import heard
from nlp.linear import one_thread
from nlp.map import place
from nlp.places import own
from nlp.presenting import Names, topic_of, topics
from nlp.quality import counts, told
from nlp.results import Analysis, Before, Models, Quote, Text, Topic
from nlp.spaces import Space, read, spaces

__all__ = ["Analysis", "Quote", "Text", "Topic", "analyse"]

CHOICES: tuple[str, ...] = ("auto", "ko", "en")
GROUPING = "neighbours smoothed, k-means agreed on by many runs, carried on from the run before"
LIBRARIES = ("kiwipiepy", "numpy", "scikit-learn", "scipy", "sentence-transformers", "torch")


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
    engine: Engine = INLINE,
) -> Analysis:
    """Groups opinions into topics; the same texts and seed give the same analysis, in any order.

    `question` is what citizens were asked and `places` names what it is about: their words name no
    topic. `topics` is the number of groups to look for, instead of one found from the texts; fewer
    may come out. `language` is "auto", "ko" or "en" (then every text is read so). `processes` is
    how many cores Korean is read with; it changes the time and nothing else. `before` is what the
    last analysis ended with: this one starts there. `engine` is where the large parts of it are
    worked out, and changes no byte of the result.

    Raises: ValueError for ids given twice, an unknown language or fewer than one topic.
    """
    _check(texts, topics, language)
    before, models = before or Before(), models or Models()
    folded = wordings(texts, _fixed(language))
    with one_thread():
        families = _families(folded, before, engine)
        compared = spaces(
            folded,
            families,
            models=models,
            before=before,
            seed=seed,
            processes=processes,
            engine=engine,
        )
        found = [
            finding.find(space, _wanted(topics, space, folded), before, seed, engine)
            for space in compared
        ]
        asked = _Asked(question, places, topics, seed, processes, engine)
        return _analysis(texts, folded, families, found, asked)


@dataclass(frozen=True)
class _Asked:
    """What the caller said beside the texts."""

    question: str
    places: Sequence[str]
    topics: int | None
    seed: int
    processes: int
    engine: Engine

    def names(self, language: Language) -> Names:
        """What names nothing in this language."""
        question = read([Wording(clean(self.question), language, ())], self.processes)[0]
        return Names(question, own(self.places, question))


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


def _families(folded: Sequence[Wording], before: Before, engine: Engine) -> list[int]:
    """For each wording the position of the first of its family of near copies."""
    at = {text.id: place for place, wording in enumerate(folded) for text in wording.opinions}

    def places(pairs: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
        return [(at[one], at[other]) for one, other in pairs if one in at and other in at]

    return copies.families(
        [wording.clean for wording in folded],
        together=places(before.together),
        apart=places(before.apart),
        engine=engine,
    )


def _wanted(topics: int | None, space: Space, folded: Sequence[Wording]) -> int | None:
    """How many groups to look for in one space: its share of what was asked for."""
    if topics is None:
        return None
    return max(1, round(topics * len(space.wordings) / len(folded)))


def _analysis(
    texts: Sequence[Text],
    folded: Sequence[Wording],
    families: Sequence[int],
    found: Sequence[Found],
    asked: _Asked,
) -> Analysis:
    named = [(each, asked.names("ko" if each.space.name == "ko" else "en")) for each in found]
    shown = topics(
        [
            (group, names)
            for each, names in named
            for group in finding.groups(each, asked.seed, asked.engine)
        ]
    )
    places = topic_of(shown)
    ids = sorted(text.id for text in texts)
    return Analysis(
        topics=shown,
        alone=tuple(each for each in ids if each not in places),
        assignments=tuple((each, places.get(each)) for each in ids),
        method=_method(found, asked),
        quality=_quality(folded, families, found, shown, asked.seed),
        distinct=len(set(families)),
        voices=heard([(each, names.places) for each, names in named], shown),
        families=_copies(folded, families),
        places=tuple(point for each in found for point in _points(each, asked)),
        vectors=tuple(new for each in found for new in _new_vectors(each.space)),
    )


def _copies(folded: Sequence[Wording], families: Sequence[int]) -> tuple[tuple[str, str], ...]:
    """(opinion, the first of its family) for every opinion that is not alone in its family."""
    sizes = Counter(families)
    return tuple(
        sorted(
            (opinion.id, folded[first].opinions[0].id)
            for wording, first in zip(folded, families, strict=True)
            if sizes[first] > 1 or len(wording.opinions) > 1
            for opinion in wording.opinions
        )
    )


def _points(found: Found, asked: _Asked) -> list[tuple[str, float, float]]:
    """A point of the map for each opinion that was compared; copies share one."""
    if not found.space.compared:
        return []
    points = place(found.smoothed, asked.seed, asked.engine).tolist()
    return [
        (opinion.id, x, y)
        for wording, (x, y) in zip(found.space.wordings, points, strict=True)
        for opinion in wording.opinions
    ]


def _new_vectors(space: Space) -> list[tuple[str, bytes, bytes]]:
    return [
        (space.wordings[at].opinions[0].id, mark, vector) for at, mark, vector in space.vectors.new
    ]


def _method(found: Sequence[Found], asked: _Asked) -> dict[str, object]:
    """What was compared by which features, and with what; enough to do it again."""
    return {
        "features": {each.space.name: each.space.vectors.how for each in found},
        "grouped": {each.space.name: each.grouped for each in found},
        "grouping": GROUPING,
        "problems": {
            each.space.name: each.space.vectors.problem
            for each in found
            if each.space.vectors.problem
        },
        "seed": asked.seed,
        "topics": asked.topics,
        "versions": {library: version(library) for library in LIBRARIES},
    }


def _quality(
    folded: Sequence[Wording],
    families: Sequence[int],
    found: Sequence[Found],
    shown: Sequence[Topic],
    seed: int,
) -> dict[str, object]:
    assigned = sum(topic.size for topic in shown)
    figures = counts(folded, assigned, len(set(families)))
    trials = [each for each in (finding.trial(one, seed) for one in found) if each is not None]
    largest = max((topic.size for topic in shown), default=0) / max(assigned, 1)
    return told(figures, [each.space.vectors for each in found], trials, largest)
