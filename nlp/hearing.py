"""The small voices of a space as people read them: named by their words, with quotes."""

from collections.abc import Collection

from nlp.finding import Found
from nlp.presenting import quote
from nlp.results import Voice
from nlp.voices import SmallVoice, voices

MOST_QUOTES = 3


def heard(found: Found, places: Collection[str]) -> list[Voice]:
    """At most ten; those that are a topic already are none."""
    if not found.space.compared:
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
