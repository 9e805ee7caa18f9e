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
from functools import cache, cached_property
from pathlib import Path

from nlp.cleaning import comparable
from nlp.opposites import opposed

NEARLY = 0.62
"""From this cosine on two texts are nearly the same; chosen in docs/decisions/copies.md."""
DIGITS = 6
COMMON = Path(__file__).parent / "common" / "pairs.txt"
RAREST = 0.003
"""Pairs that fewer texts than this hold are in no table, and all count alike."""

LONGEST = 600  # letters; of longer ones only the very same are looked for, which takes no time
SHORTEST_PART = 0.3
"""A text much shorter than another is no copy of it, so the two need not be compared."""
TELLING, LEAST_TOLD = 24, 3  # of so many runs a near copy holds at least one in so many

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


def telling(mine: Sketch) -> list[str]:
    """The runs of letters that weigh most: few texts but near copies hold several of them."""
    return sorted(mine.weights, key=lambda run: -mine.weights[run])[:TELLING]


def may_be_like(own: str, told: list[str], form: str) -> bool:
    """Whether it is worth comparing two forms, of one of which `told` are the telling runs: this
    is asked of many texts at a time."""
    few, many = sorted((len(own), len(form)))
    if many > LONGEST or few < SHORTEST_PART * many:
        return False
    return sum(run in form for run in told) * LEAST_TOLD >= len(told)


@dataclass(frozen=True)
class Sought:
    """One text, whose near copies are looked for among many."""

    form: str

    @cached_property
    def _sketch(self) -> Sketch:
        return sketch(self.form)

    @cached_property
    def _told(self) -> list[str]:
        return telling(self._sketch)

    def is_like(self, form: str) -> bool:
        """Whether a text, bare, is nearly the same; of a long one whether it is the very same."""
        if form == self.form:
            return True
        if len(self.form) > LONGEST or not may_be_like(self.form, self._told, form):
            return False
        return nearly(self._sketch, sketch(form))


def weight(run: str) -> float:
    """Square root of one plus the logarithm of how rare a run of letters is."""
    return math.sqrt(1.0 - math.log(rates().get(run, RAREST)))


@cache
def rates() -> Mapping[str, float]:
    """Share of texts that hold a common pair of letters: one a line, with its count in 10,000."""
    lines = COMMON.read_text("utf-8").splitlines()
    return {pair: int(count) / 10_000 for pair, count in (line.split() for line in lines)}
