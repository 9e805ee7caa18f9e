"""What goes into an analysis and what comes out: plain frozen values that can cross a process."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """One opinion as it was written. The id is the caller's and must be unique in a call."""

    id: str
    text: str


@dataclass(frozen=True)
class Models:
    """What texts are compared by, where it is not what the package brings.

    `embedder` is a sentence-transformers model, by folder or by name, and is then used for every
    language; `vectors` is a folder of Korean word vectors, as `madang train-vectors` writes it.
    """

    embedder: str = ""
    vectors: str = ""


@dataclass(frozen=True)
class Before:
    """What the analysis before found, so that this one starts from there.

    `topics`: text id -> the caller's lasting number of its topic; None for on its own. A text not
    in it is new. `held`: topics people have shaped or answered, which stay. `grouped`: how many
    wordings there were when groups were last looked for anew, as the method said. `together` and
    `apart`: pairs of ids whose authors said that they mean the same, or do not. `vectors`: what a
    sentence model gave for a text, by its mark.
    """

    topics: Mapping[str, int | None] = field(default_factory=dict)
    held: frozenset[int] = frozenset()
    grouped: Mapping[str, int] = field(default_factory=dict)
    together: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    vectors: Mapping[bytes, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Quote:
    """An opinion's own words, unchanged, chosen to stand for its topic."""

    id: str
    text: str


@dataclass(frozen=True)
class Part:
    """A sub-topic of a large topic; `no` counts from 1 within it."""

    no: int
    label: str
    keywords: tuple[str, ...]
    quotes: tuple[Quote, ...]
    members: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """A group of opinions about the same thing.

    `id` counts from 1 by falling size and holds for one analysis only; `carries` is the number of
    the topic before that it carries on. `size` counts opinions, `distinct` families of copies,
    `members` are the ids of all opinions in it, sorted. `reasons` are words that hold it together,
    each with the share of its texts that say it; `edge` is a quote from its edge.
    """

    id: int
    label: str
    keywords: tuple[str, ...]
    size: int
    distinct: int
    quotes: tuple[Quote, ...]
    members: tuple[str, ...]
    reasons: tuple[tuple[str, float], ...] = ()
    edge: Quote | None = None
    parts: tuple[Part, ...] = ()
    carries: int | None = None


@dataclass(frozen=True)
class Voice:
    """A few opinions about something rare. They stay in their topics; here they are seen."""

    label: str
    keywords: tuple[str, ...]
    quotes: tuple[Quote, ...]
    members: tuple[str, ...]


@dataclass(frozen=True)
class Analysis:
    """The picture of a consultation at one moment.

    `alone` holds the ids of opinions that fit no topic; `assignments` has every id once, with its
    topic or None. `method` and `quality` hold JSON values only. `distinct` counts families of
    copies, `families` names for each copy the first of its family. `places` are points of a map
    for looking at. `vectors` are new ones of a sentence model: (id, mark, bytes).
    """

    topics: tuple[Topic, ...]
    alone: tuple[str, ...]
    assignments: tuple[tuple[str, int | None], ...]
    method: Mapping[str, object]
    quality: Mapping[str, object]
    distinct: int
    voices: tuple[Voice, ...] = ()
    families: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, float, float], ...] = field(default=(), repr=False)
    vectors: tuple[tuple[str, bytes, bytes], ...] = field(default=(), repr=False)

    def as_json(self) -> dict[str, object]:
        """The analysis as JSON values, in the shape that `madang analyse` writes."""
        return {
            "topics": [_topic_as_json(topic) for topic in self.topics],
            "small_voices": [_voice_as_json(voice) for voice in self.voices],
            "assignments": dict(self.assignments),
            "copies": dict(self.families),
            "map": {each: [x, y] for each, x, y in self.places},
            "method": dict(self.method),
            "quality": dict(self.quality),
        }


def _topic_as_json(topic: Topic) -> dict[str, object]:
    return {
        "id": topic.id,
        "label": topic.label,
        "keywords": list(topic.keywords),
        "reasons": [{"word": word, "share": share} for word, share in topic.reasons],
        "size": topic.size,
        "distinct": topic.distinct,
        "quotes": _quotes(topic.quotes),
        "edge": _quotes((topic.edge,))[0] if topic.edge else None,
        "parts": [_part_as_json(part) for part in topic.parts],
    }


def _part_as_json(part: Part) -> dict[str, object]:
    return {
        "no": part.no,
        "label": part.label,
        "keywords": list(part.keywords),
        "quotes": _quotes(part.quotes),
        "members": list(part.members),
    }


def _voice_as_json(voice: Voice) -> dict[str, object]:
    return {
        "label": voice.label,
        "keywords": list(voice.keywords),
        "quotes": _quotes(voice.quotes),
        "members": list(voice.members),
    }


def _quotes(quotes: tuple[Quote, ...]) -> list[dict[str, str]]:
    return [{"id": quote.id, "text": quote.text} for quote in quotes]
