"""Numbers of a breakdown that stay as they were told, so that two of them, put side by side, point
at nobody: a number is either the same or other by FEW people at least.

How it holds, and what it does not cover, stands in `docs/decisions/small-numbers.md`.
"""

from collections.abc import Callable, Mapping

from deliberation.work import Work
from storage import breakdowns, consultations

FEW = 5
"""A group of fewer people is not told of, neither by a number nor by the difference of two."""
STEPS = (5, 6, 7, 8)
"""By so many people a number moves at once; by which of these only a key says."""

Cells = Mapping[str, int]
Row = dict[str, dict[str, int]]
Step = Callable[[str], int]


def of_all(
    work: Work, consultation_id: int, found: Mapping[str, Cells], *, look: bool
) -> dict[str, Cells]:
    """Breakdowns, each by its name, as they are told now. Without `look` they are as they were told
    last: what is only read may not move them, for nobody would know it the next time."""
    kept = breakdowns.of(work.session, consultation_id)
    if look and any(_next(work, consultation_id, *each, kept) for each in found.items()):
        consultations.hold(work.session, consultation_id)  # two may not move them side by side
        kept = breakdowns.of(work.session, consultation_id)
        for name, now in found.items():
            row = _next(work, consultation_id, name, now, kept)
            if row is not None:
                kept[name] = row
                breakdowns.keep(work.session, consultation_id, name, row, work.now)
    return {name: kept[name]["told"] if name in kept else now for name, now in found.items()}


def _next(
    work: Work, consultation_id: int, name: str, now: Cells, kept: Mapping[str, Row]
) -> Row | None:
    """What is kept from now on; None where it is no time for a look."""
    before = kept.get(name)
    if before is None or not any(before["told"].values()):
        row = {"told": dict(now), "seen": dict(now)}
        return row if row != before else None
    moved = move(before["told"], before["seen"], now, _step(work, f"{consultation_id}:{name}"))
    return {"told": moved, "seen": dict(now)} if moved is not None else None


def _step(work: Work, name: str) -> Step:
    """By how many people each number moves; nobody without the keys can work it out."""
    return lambda cell: STEPS[work.keys.mark("step", f"{name}:{cell}")[0] % len(STEPS)]


def move(before: Cells, seen: Cells, now: Cells, step: Step) -> dict[str, int] | None:
    """What is told from now on, where `before` was told last and `seen` was there at the last look;
    None where it is no time for a look: who watches every arrival would see what each one moves.

    A number moves by its step. Where all but one have moved, the number of all people would tell
    that one: then the one that moved least stays, too.
    """
    names = sorted({*before, *seen, *now})
    if sum(abs(now.get(each, 0) - seen.get(each, 0)) for each in names) < FEW:
        return None
    change = {each: now.get(each, 0) - before.get(each, 0) for each in names}
    moves = [each for each in names if abs(change[each]) >= step(each)]
    still = [each for each in names if each not in moves]
    if len(still) == 1 and change[still[0]] and moves:
        moves.remove(min(moves, key=lambda each: (abs(change[each]), each)))
    return {
        each: now.get(each, 0) if each in moves else before.get(each, 0)
        for each in names
        if each in before or each in now
    }
