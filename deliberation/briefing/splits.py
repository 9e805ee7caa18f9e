"""How people are split by stance, without a number that could point at somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from deliberation.briefing import steady
from deliberation.work import Work
from storage import stances, topics
from storage.models import AnalysisRun, Consultation

FEW = steady.FEW
"""A count of people under this is not told. None at all is: behind it there is nobody."""

Cell = int | Literal["few", "kept"]
"""A number of people; `few`, one that is under FEW; `kept`, one that would give such away."""

Three = tuple[int, int, int]
"""People for, against, and who have not said."""
Counted = tuple[Three, dict[int | None, Three], int]
"""Everybody, each topic, and how many people stand alone."""
SIDES = ("for", "against", "unsaid")

KEPT: Cell = "kept"


@dataclass(frozen=True)
class Split:
    """How many are for the proposal, against it, and have not said: as it may be told."""

    cells: tuple[Cell, Cell, Cell]

    @property
    def exact(self) -> tuple[int, int, int] | None:
        """The three numbers, where all may be told."""
        first, second, third = self.cells
        if isinstance(first, int) and isinstance(second, int) and isinstance(third, int):
            return first, second, third
        return None

    @property
    def tells_nothing(self) -> bool:
        return not any(isinstance(cell, int) for cell in self.cells)

    @property
    def nobody_said(self) -> bool:
        return self.cells[:2] == (0, 0)


NOTHING_TOLD = Split((KEPT, KEPT, KEPT))


@dataclass(frozen=True)
class Splits:
    """Of a run: everybody's, and each topic's by its id."""

    everybody: Split
    topics: Mapping[int | None, Split]

    def of(self, topic_id: int) -> Split | None:
        return self.topics.get(topic_id)


def of_run(
    work: Work, run: AnalysisRun, asked: Consultation | None, *, look: bool = True
) -> Splits | None:
    """The splits of what is shown of a run, none of which differs by a few people from what was
    told before; None where there is no proposal to be split by. `look`: as `steady` has it."""
    if asked is None or not asked.proposal:
        return None
    everybody, counted, alone = _stored(work, run) or _counted_now(work, run)
    found = {"sides": _cells(everybody)}
    found |= {f"sides:{topic_id}": _cells(three) for topic_id, three in counted.items()}
    told = steady.of_all(work, asked.id, found, look=look)
    topics_told = {topic_id: _back(told[f"sides:{topic_id}"]) for topic_id in counted}
    return Splits(guarded(*_back(told["sides"])), _together(topics_told, alone))


def _cells(three: Three) -> dict[str, int]:
    return dict(zip(SIDES, three, strict=True))


def _back(cells: steady.Cells) -> Three:
    first, second, third = (cells[side] for side in SIDES)
    return first, second, third


def _stored(work: Work, run: AnalysisRun) -> Counted | None:
    """From what was counted with everything, as long as nothing changed since."""
    if run.sides is None or run.changes != run.counted:
        return None
    rows = topics.topics_of(work.session, run.id)
    counted: dict[int | None, Three] = {
        row.topic_id: _three(row.sides) for row in rows if row.people
    }
    return _three(run.sides), counted, run.alone_people


def _three(sides: Sequence[int] | None) -> Three:
    first, second, third = sides or (0, 0, 0)
    return first, second, third


def _counted_now(work: Work, run: AnalysisRun) -> Counted:
    found = stances.by_topic(work.session, run.id)
    counted = {topic_id: _counts(split) for topic_id, split in found.items()}
    alone = sum(counted.pop(None, (0, 0, 0)))
    return _counts(stances.of_run(work.session, run.id)), counted, alone


def _counts(said: stances.Stances) -> Three:
    return said.get("for", 0), said.get("against", 0), said.get(None, 0)


def _together(counted: Mapping[int | None, Three], alone: int) -> dict[int | None, Split]:
    """Each topic's split. Where a single one keeps a number back and nearly nobody stands alone,
    the sum of all would give it away: then the smallest of the others is not told either."""
    told = {topic_id: guarded(*counts, turn=topic_id or 0) for topic_id, counts in counted.items()}
    secret = [topic_id for topic_id, split in told.items() if split.exact is None]
    open_ = [topic_id for topic_id, split in told.items() if split.exact is not None]
    if len(secret) == 1 and open_ and alone < FEW:
        told[min(open_, key=lambda each: (sum(counted[each]), each or 0))] = NOTHING_TOLD
    return told


def guarded(for_: int, against: int, unsaid: int, turn: int = 0) -> Split:
    """The three numbers without those that are small, and without a further one where the number
    of people would give a small one away.

    The further one is who has not said; where these are the few, it is one of the sides, by
    `turn` and not by size: what is kept back for its size tells of its size. Of people who are
    few themselves nothing is told, nor where only one small number is possible.
    """
    counts = (for_, against, unsaid)
    few = [at for at in range(3) if 0 < counts[at] < FEW]
    kept = [_further(counts, turn)] if len(few) == 1 and sum(counts) >= FEW else []
    if not _many_are_possible(sum(counts[at] for at in few + kept), len(few), len(kept)):
        return NOTHING_TOLD
    first, second, third = (
        "few" if at in few else KEPT if at in kept else counts[at] for at in range(3)
    )
    return Split((first, second, third))


def _further(counts: tuple[int, int, int], turn: int) -> int:
    """Which number is kept back beside a single small one."""
    sides = (1, 0) if turn % 2 else (0, 1)
    return next(at for at in (2, *sides) if counts[at] >= FEW)


def _many_are_possible(hidden: int, few: int, kept: int) -> bool:
    """Whether so many people can stand behind the hidden numbers in more than one way: each of
    `few` is 1 to FEW - 1, each of `kept` is FEW at least."""
    if not few:
        return True
    if few + kept != 2:
        return False
    return hidden > FEW + 1 if kept else 2 < hidden < 2 * (FEW - 1)
