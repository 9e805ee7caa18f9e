"""What goes into an analysis and what comes out: plain frozen values that can cross a process."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """One opinion as it was written. The id is the caller's and must be unique in a call."""

    id: str
    text: str


@dataclass(frozen=True)
class Quote:
    """An opinion's own words, unchanged, chosen to stand for its topic."""

    id: str
    text: str


@dataclass(frozen=True)
class Topic:
    """A group of opinions about the same thing.

    `id` counts from 1 by falling size and holds for one analysis only. `size` counts opinions,
    `distinct` counts different wordings, `members` are the ids of all opinions in it, sorted.
    """

    id: int
    label: str
    keywords: tuple[str, ...]
    size: int
    distinct: int
    quotes: tuple[Quote, ...]
    members: tuple[str, ...]


@dataclass(frozen=True)
class Analysis:
    """The picture of a consultation at one moment.

    `alone` holds the ids of opinions that fit no topic; `assignments` has every id once, with its
    topic or None. `method` and `quality` hold JSON values only. `distinct` counts wordings.
    """

    topics: tuple[Topic, ...]
    alone: tuple[str, ...]
    assignments: tuple[tuple[str, int | None], ...]
    method: Mapping[str, object]
    quality: Mapping[str, object]
    distinct: int

    def as_json(self) -> dict[str, object]:
        """The analysis as JSON values, in the shape that `madang analyse` writes."""
        return {
            "topics": [_topic_as_json(topic) for topic in self.topics],
            "assignments": dict(self.assignments),
            "method": dict(self.method),
            "quality": dict(self.quality),
        }


def _topic_as_json(topic: Topic) -> dict[str, object]:
    return {
        "id": topic.id,
        "label": topic.label,
        "keywords": list(topic.keywords),
        "size": topic.size,
        "distinct": topic.distinct,
        "quotes": [{"id": quote.id, "text": quote.text} for quote in topic.quotes],
    }
