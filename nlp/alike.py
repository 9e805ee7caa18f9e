"""Whether two short texts are nearly the same words: one sent on, a little changed.

Pure Python, light enough for the bot's own process; `nlp.copies` does the same for many at once.
What two texts are to each other depends on the two alone, never on what else was written: how
common a pair of letters is comes from a table, not from the consultation, where a campaign would
make its own words look common and its members unlike.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.cleaning import comparable
from nlp.opposites import opposed

NEARLY = 0.62
"""From this cosine on two texts are nearly the same; chosen in docs/decisions/copies.md."""
DIGITS = 6
COMMON = Path(__file__).parent / "common" / "pairs.txt"
RAREST = 0.003
"""Pairs that fewer texts than this hold are in no table, and all count alike."""

DENSE, OPEN = 2, 4
"""Letters that are compared together: two where a letter is a syllable or a word (Hangul, Han,
kana), four where it is a sound."""

_LONE_JAMO = re.compile("[\u1100-\u11ff\u3130-\u318f]+")
_SYLLABLES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


@dataclass(frozen=True)
class Sketch:
    """A text made ready to be compared: its `form`, and the weight of each run of letters,
    together of length 1."""

    form: str
    weights: Mapping[str, float]


def bare(text: str) -> str:
    """The form in which exact copies are equal, also without ㅠㅠ and ㅋㅋ."""
    form = comparable(text)
    return _LONE_JAMO.sub("", form) or form


def run_length(form: str) -> int:
    """How many letters are compared together in this text, by what most of them are."""
    return DENSE if len(_SYLLABLES.findall(form)) * 2 >= len(form) else OPEN


def sketch(form: str) -> Sketch:
    """Runs of letters of a text made bare, each weighing sqrt(1 - ln rate) times its count."""
    size = run_length(form)
    counts = Counter(form[at : at + size] for at in range(max(1, len(form) - size + 1)))
    weights = {run: n * weight(run) for run, n in counts.items()}
    length = math.sqrt(sum(each * each for each in weights.values())) or 1.0
    return Sketch(form, {run: each / length for run, each in weights.items()})


def cosine(one: Sketch, other: Sketch) -> float:
    """0 for nothing in common, 1 for the same; rounded to `DIGITS` places."""
    few, many = sorted((one.weights, other.weights), key=len)
    return round(sum(each * many.get(run, 0.0) for run, each in few.items()), DIGITS)


def nearly(one: Sketch, other: Sketch) -> bool:
    """Whether two texts are nearly the same words and do not stand against each other."""
    if one.form == other.form:
        return True
    return cosine(one, other) >= NEARLY and not opposed(one.form, other.form)


def weight(run: str) -> float:
    """Square root of one plus the logarithm of how rare a run of letters is."""
    return math.sqrt(1.0 - math.log(rates().get(run, RAREST)))


@cache
def rates() -> Mapping[str, float]:
    """Share of texts that hold a common pair of letters: one a line, with its count in 10,000."""
    lines = COMMON.read_text("utf-8").splitlines()
    return {pair: int(count) / 10_000 for pair, count in (line.split() for line in lines)}
