"""Counts of what is shown of a run. They follow one opinion at a time, by keys; everything is
counted when topics are made, and again now and then, which puts right what nobody could know."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from deliberation.grouping import families
from deliberation.work import Work
from nlp.cleaning import comparable
from storage import counts as rows
from storage import families as family_rows
from storage import partners, stances, topics
from storage.counts import ALONE, Share
from storage.models import AnalysisRun, Membership, Opinion
from storage.opinions import SHOWN

COUNTED_A_SECOND = 1_000
"""Between two counts of everything lies a second for so many opinions: that keeps the cost of
counting a small part of the time, however large the run is."""
KEPT_UP = ("open", "closed", "answered", "archived")
"""States of a consultation whose counts follow what is shown."""
DRAWN_AT_ONCE = 10_000  # pictures of fewer opinions are drawn at every change


@dataclass
class Count:
    """What is shown in one place now. The three numbers: people, opinions, and of those that are
    near copies only one a family."""

    persons: set[int] = field(default_factory=set)
    opinions: int = 0
    distinct: set[int] = field(default_factory=set)

    def add(self, person: int, family: int | None, words: str, *, apart: bool) -> None:
        """`apart`: somebody of an invited group said it, which counts as an opinion only."""
        self.opinions += 1
        if apart:
            return
        self.persons.add(person)
        self.distinct.add(-abs(hash(comparable(words))) if family is None else family)

    def sides(self, chosen: Mapping[int, str]) -> list[int]:
        """People for, against, and who have not said; `chosen` gives the stance of who has."""
        said = Counter(chosen.get(person) for person in self.persons)
        return [said["for"], said["against"], said[None]]


def recount(work: Work, run: AnalysisRun) -> None:
    """Count everything that is shown of the run now. Pictures of it told other numbers, so they
    go."""
    seen = rows.changes(work.session, run.id)
    families.recount(work, run)
    places: dict[int | None, Count] = defaultdict(Count)
    everything = Count()
    invited = set(partners.invited(work.session, run.consultation_id))
    chosen = stances.chosen(work.session, run.consultation_id)
    for topic_id, person, family, words in topics.words_of(work.session, run.id):
        places[topic_id].add(person, family, words, apart=person in invited)
        everything.add(person, family, words, apart=person in invited)
    for row in topics.topics_of(work.session, run.id):
        row.people, row.size, row.distinct = _numbers(places[row.topic_id])
        row.sides = places[row.topic_id].sides(chosen)
        work.session.add(row)
    run.people, run.opinions, run.distinct = _numbers(everything)
    run.alone_people, run.alone, _ = _numbers(places[None])
    run.sides = everything.sides(chosen)
    run.counted, run.counted_at = seen, work.now
    work.session.add(run)
    topics.forget_pictures(work.session, run.id)
    work.session.flush()


def _numbers(count: Count) -> tuple[int, int, int]:
    return len(count.persons), count.opinions, len(count.distinct)


def recount_where_changed(work: Work) -> int:
    """Count again where something was hidden, taken back, erased, moved or shown again since
    everything was counted last; large runs more seldom."""
    living = topics.last_runs(work.session, states=KEPT_UP)
    changed = [run for run in living if _has_changed(work, run) and _is_due(work, run)]
    for run in changed:
        recount(work, run)
    return len(changed)


def _has_changed(work: Work, run: AnalysisRun) -> bool:
    """Whether something came or went; of a new run, also while it was being kept."""
    if run.counted_at is not None:
        return run.changes != run.counted
    run.counted_at = work.now
    work.session.add(run)
    return not is_current(work, run)


def is_settled(run: AnalysisRun) -> bool:
    """Whether nothing came or went since everything was counted; a small run always is."""
    return run.changes == run.counted or run.opinions < DRAWN_AT_ONCE


def is_current(work: Work, run: AnalysisRun) -> bool:
    """Whether the run's counts say what is shown of it: looks at all of it."""
    shown = topics.shown_counts(work.session, run.id)
    rows = topics.topics_of(work.session, run.id)
    counted = {row.topic_id: (row.people, row.size) for row in rows}
    same = all(shown.get(topic_id, (0, 0)) == numbers for topic_id, numbers in counted.items())
    return same and shown.get(None, (0, 0)) == (run.alone_people, run.alone)


def _is_due(work: Work, run: AnalysisRun) -> bool:
    pause = timedelta(seconds=run.opinions / COUNTED_A_SECOND)
    return run.counted_at in (None, work.now) or work.now - run.counted_at >= pause


def went(work: Work, opinion: Opinion) -> None:
    """The opinion, shown until now, is shown no more."""
    _follow(work, opinion, by=-1)


def came(work: Work, opinion: Opinion) -> None:
    """The opinion is shown from now on."""
    _follow(work, opinion, by=1)


def _follow(work: Work, opinion: Opinion, by: int) -> None:
    work.session.flush()
    run, place = _place(work, opinion)
    if run is None or place is None:
        return
    rows.shift(work.session, run.id, place.topic_id, _share(work, opinion, place), by)
    topics.forget_pictures(work.session, run.id)
    if place.family is not None:
        families.recount_one(work, run, place.family)


def _place(work: Work, opinion: Opinion) -> tuple[AnalysisRun | None, Membership | None]:
    run = topics.last_run(work.session, opinion.consultation_id)
    return run, topics.place_of(work.session, run.id, opinion.id) if run else None


def _share(work: Work, opinion: Opinion, place: Membership) -> Share:
    if partners.is_invited(work.session, opinion.participation_id):
        return Share(0, 0, 0, 0)
    elsewhere = rows.other_places(work.session, place.run_id, opinion)
    return Share(
        people=int((place.topic_id or ALONE) not in elsewhere),
        distinct=_distinct(work, place, place.topic_id),
        all_people=int(not elsewhere),
        all_distinct=_distinct(work, place, None),
    )


def _distinct(work: Work, place: Membership, topic_id: int | None) -> int:
    """1 where nobody else sent the text, else 0. Words that are in no family count as nobody
    else's; that somebody wrote the very same since is found at the next count of everything."""
    if place.family is None:
        return 1
    copied = rows.has_copy(
        work.session, place.run_id, place.family, place.opinion_id, topic_id=topic_id
    )
    return int(not copied)


def leave_family(work: Work, opinion: Opinion) -> None:
    """The opinion says something else now, or is elsewhere: it is nobody's copy any more."""
    run, place = _place(work, opinion)
    family = place.family if place else None
    counted = place is not None and family is not None and opinion.state == SHOWN
    if run and place and counted:
        rows.shift(work.session, run.id, place.topic_id, _share(work, opinion, place), -1)
    family_rows.leave(work.session, opinion.id)
    if run and place and counted:
        rows.shift(work.session, run.id, place.topic_id, _share(work, opinion, place), +1)
    if run and family is not None:
        families.recount_one(work, run, family)
