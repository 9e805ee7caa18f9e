"""The small voices of a run as they are listed: what is shown of each, and its name.

Only what is shown counts: a voice of which fewer than two opinions are left is none, and its name
is made of words that stand in what is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from deliberation.work import Work
from storage import partners, small_voices
from storage.models import AnalysisRun, Opinion, SmallVoice

FEWEST = 2
BETWEEN = " · "
PARTS = 2


@dataclass(frozen=True)
class VoiceLine:
    """One small voice; `no` is its place in its run and `name` "" where no word of it is left."""

    no: int
    name: str
    people: int
    opinions: tuple[Opinion, ...]


def of_run(work: Work, run: AnalysisRun) -> tuple[VoiceLine, ...]:
    """The small voices of a run that are still two or more."""
    lines = (_line(work, run, row) for row in small_voices.of_run(work.session, run.id))
    return tuple(line for line in lines if len(line.opinions) >= FEWEST)


def _line(work: Work, run: AnalysisRun, row: SmallVoice) -> VoiceLine:
    shown = small_voices.shown_words(work.session, run, row.opinions)
    invited = partners.invited(work.session, run.consultation_id)
    people = len({opinion.participation_id for opinion in shown} - set(invited))
    return VoiceLine(row.position, _name(row, shown), people, tuple(shown))


def _name(row: SmallVoice, shown: Sequence[Opinion]) -> str:
    """Of its words, those that stand in what is shown: a name tells nothing that was erased."""
    said = [opinion.text.casefold() for opinion in shown]
    for words in (row.name.split(BETWEEN), row.keywords[:PARTS]):
        left = [word for word in words if any(word.casefold() in text for text in said)]
        if left:
            return BETWEEN.join(left)
    return ""
