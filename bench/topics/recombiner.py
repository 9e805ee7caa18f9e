"""As many short texts as wanted, made of petitions' sentences: speed and memory need many, and no
public archive of that size may be kept here.

A text joins pieces of two sentences of one petition, as long as some petition's title is, so its
words are about one thing and its length is a message's (median 30 characters). What it says is
nonsense; what it costs is what a message costs.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.topics.data import petitions
from nlp.results import Text

_ENDS = re.compile(r"[.!?\n]+")
FEWEST_WORDS = 4  # of a sentence worth cutting


def recombined(data: Path, number: int, seed: int = 0) -> Iterator[Text]:
    """So many texts with rising ids; the first thousand of ten thousand are those of a thousand."""
    archive = [sentences for each in petitions(data) if (sentences := _sentences(each.content))]
    lengths = np.array([len(each.title) for each in petitions(data)])
    chance = np.random.default_rng(seed)
    for at in range(number):
        sentences = archive[int(chance.integers(len(archive)))]
        length = int(lengths[chance.integers(len(lengths))])
        yield Text(f"{at:07d}", _joined(sentences, length, chance))


def _sentences(content: str) -> list[list[str]]:
    """Sentences as lists of words."""
    split = (sentence.split() for sentence in _ENDS.split(content))
    return [words for words in split if len(words) >= FEWEST_WORDS]


def _joined(sentences: list[list[str]], length: int, chance: np.random.Generator) -> str:
    """Words of two sentences, half of the characters from each."""
    first = _piece(sentences, length // 2, chance)
    second = _piece(sentences, length - len(first), chance)
    return f"{first} {second}"


def _piece(sentences: list[list[str]], length: int, chance: np.random.Generator) -> str:
    """Neighbouring words from somewhere in a sentence, at least one, as many as about fit."""
    words = sentences[int(chance.integers(len(sentences)))]
    start = int(chance.integers(len(words)))
    piece = words[start]
    for word in words[start + 1 :]:
        if len(piece) + len(word) / 2 >= length:
            break
        piece = f"{piece} {word}"
    return piece
