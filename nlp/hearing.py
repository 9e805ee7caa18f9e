"""The small voices of a space as people read them: named by their words, with quotes."""

from collections.abc import Collection, Sequence

from nlp.finding import Found
from nlp.presenting import quote
from nlp.results import Topic, Voice
from nlp.voices import MOST_VOICES, SmallVoice, voices

MOST_QUOTES = 3
FEWEST = 50
"""Of fewer wordings everything is rare, and an official reads them all."""


def heard(
    found: Sequence[tuple[Found, Collection[str]]], topics: Sequence[Topic]
) -> tuple[Voice, ...]:
    """At most ten of all spaces, those of the largest space first; `found` comes with the places
    that name nothing. What a topic is called or mostly made of is no small voice."""
    named = {word.casefold() for topic in topics for word in topic.label.split(" · ")}
    largest_first = sorted(found, key=lambda each: -len(each[0].space.wordings))
    return tuple(
        voice
        for each, places in largest_first
        for voice in _heard(each, places)
        if named.isdisjoint(word.casefold() for word in voice.keywords)
    )[:MOST_VOICES]


def _heard(found: Found, places: Collection[str]) -> list[Voice]:
    if not found.space.compared or len(found.space.wordings) < FEWEST:
        return []
    space = found.space
    archive = space.vectors.archive
    first_of = {family: at for at, family in reversed(list(enumerate(space.families.tolist())))}
    small = voices(
        space.words,
        rates=archive.rates if archive else {},
        documents=archive.documents if archive else 0,
        places=places,
        families=[first_of[family] for family in space.families.tolist()],
        weights=space.weights.tolist(),
    )
    return [_voice(found, each) for each in small if not _is_topic(found, each)]


def _is_topic(found: Found, voice: SmallVoice) -> bool:
    """Whether most of a topic is this voice: then the official sees it there."""
    labels = set(found.labels[list(voice.members)].tolist())
    if len(labels) != 1 or labels == {-1}:
        return False
    return 2 * len(voice.members) >= int((found.labels == labels.pop()).sum())


def _voice(found: Found, voice: SmallVoice) -> Voice:
    said = [found.space.wordings[at] for at in voice.members]
    return Voice(
        voice.label,
        voice.words,
        tuple(quote(wording) for wording in said[:MOST_QUOTES]),
        tuple(sorted(opinion.id for wording in said for opinion in wording.opinions)),
    )
