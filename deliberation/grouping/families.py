"""Texts that many sent, a little changed: counted as one text and as many people. Nothing of them
is deleted; what came in a burst is said to have come so."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from deliberation.work import Work
from storage import families as rows
from storage import partners
from storage.models import AnalysisRun, Opinion

TOLD_FROM = 5
"""People from whom on a family is told of: fewer are not many."""
SHOWN = 3  # families of a topic
BURST_PEOPLE = 10
BURST_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Burst:
    """So many people sent one text within `BURST_WITHIN`; the fullest such span."""

    people: int
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Copies:
    """One text that several people of a topic sent; `first` stands for all of them."""

    first: Opinion
    people: int
    opinions: int
    burst: Burst | None


def named(found: Iterable[tuple[str, str]]) -> dict[int, int]:
    """Opinion -> the first of its family, of what an analysis found; the first names itself."""
    by_copy = {int(copy): int(first) for copy, first in found}
    return {**by_copy, **{first: first for first in by_copy.values()}}


def recount(work: Work, run: AnalysisRun) -> None:
    """Count the families of a run anew. Each is named by the first of its opinions that is shown,
    so it lives on when its first is hidden, taken back or erased."""
    copies: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for family, opinion, person in rows.shown(work.session, run.id):
        copies[family].append((opinion, person))
    invited = set(partners.invited(work.session, run.consultation_id))
    for family, said in copies.items():
        if said[0][0] != family:
            rows.rename(work.session, run.id, family, said[0][0])
    counted = [_counted(run, said, invited) for said in copies.values()]
    rows.replace(work.session, run.id, [each for each in counted if each["people"] > 1])


def _counted(run: AnalysisRun, said: list[tuple[int, int]], invited: set[int]) -> dict[str, int]:
    people = {person for _, person in said} - invited
    return {
        "run_id": run.id,
        "opinion_id": said[0][0],
        "people": len(people),
        "opinions": len(said),
    }


def recount_one(work: Work, run: AnalysisRun, family: int) -> None:
    """Count one family anew, after one of its opinions came or went. Costs as much as the family
    is large."""
    people, opinions, first = rows.count(work.session, run.id, family)
    rows.forget(work.session, run.id, family)
    if first is not None and first != family:
        rows.rename(work.session, run.id, family, first)
    if first is not None and people > 1:
        counted = {"run_id": run.id, "opinion_id": first, "people": people, "opinions": opinions}
        rows.add(work.session, counted)


def largest(work: Work, run: AnalysisRun, topic_id: int) -> tuple[Copies, ...]:
    """The texts that most people of a topic sent."""
    found = rows.largest(work.session, run.id, topic_id, people=TOLD_FROM, limit=SHOWN)
    told = ((rows.first_shown(work.session, run.id, each[0]), each) for each in found)
    return tuple(
        Copies(first, people, opinions, burst(rows.sent(work.session, run.id, family)))
        for first, (family, people, opinions) in told
        if first is not None
    )


def burst(sent: list[tuple[int, datetime]]) -> Burst | None:
    """The span of `BURST_WITHIN` in which most people sent a text, if they were many; the first
    such span where several are equal. `sent`: (person, when), in order of time."""
    fullest: Burst | None = None
    begin = 0
    within: dict[int, int] = defaultdict(int)
    for person, at in sent:
        within[person] += 1
        while at - sent[begin][1] > BURST_WITHIN:
            within[sent[begin][0]] -= 1
            if not within[sent[begin][0]]:
                del within[sent[begin][0]]
            begin += 1
        if len(within) >= max(BURST_PEOPLE, fullest.people + 1 if fullest else 0):
            fullest = Burst(len(within), sent[begin][1], at)
    return fullest
