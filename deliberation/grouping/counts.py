"""Counts of what is shown of a run. They follow one opinion at a time, by keys; everything is
counted when topics are made, and again now and then, which puts right what nobody could know."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from deliberation.grouping import families
from deliberation.work import Work
from nlp.cleaning import comparable
from storage import consultations, partners, stances, topics
from storage import counts as rows
from storage import families as family_rows
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
    go. Where words are gone the counts stay as they were then."""
    seen = rows.changes(work.session, run.id)
    if consultations.has_lost_words(work.session, run.consultation_id):
        run.counted, run.counted_at = seen, work.now
        work.session.add(run)
        return
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


def went(work: Work, *opinions: Opinion) -> None:
    """These opinions of one consultation, shown until now, are shown no more."""
    _follow(work, opinions, by=-1)


def came(work: Work, *opinions: Opinion) -> None:
    """These opinions of one consultation are shown from now on."""
    _follow(work, opinions, by=1)


Places = Sequence[tuple[Opinion, Membership]]
"""Opinions, and where they lie in a run."""


def _follow(work: Work, opinions: Sequence[Opinion], by: int) -> None:
    work.session.flush()
    run, places = _places(work, opinions)
    if run is None or not places:
        return
    _shift(work, run, places, by)
    topics.forget_pictures(work.session, run.id)
    for family in _families(places):
        families.recount_one(work, run, family)


def _places(work: Work, opinions: Sequence[Opinion]) -> tuple[AnalysisRun | None, Places]:
    """The last analysis, and where these lie in it, as far as it has seen them."""
    run = topics.last_run(work.session, opinions[0].consultation_id)
    if run is None:
        return None, []
    there = topics.places_of(work.session, run.id, [each.id for each in opinions])
    return run, [(each, there[each.id]) for each in opinions if each.id in there]


def _families(places: Places) -> list[int]:
    return sorted({place.family for _, place in places if place.family is not None})


def _shift(work: Work, run: AnalysisRun, places: Places, by: int) -> None:
    """Move the counts by what these opinions add to them, all at once."""
    if not places:
        return
    persons = {opinion.participation_id for opinion, _ in places}
    invited = partners.invited_of(work.session, persons)
    citizens = [each for each in places if each[0].participation_id not in invited]
    besides = [opinion.id for opinion, _ in places]
    elsewhere = rows.elsewhere(work.session, run.id, persons - invited, besides)
    by_topic = {
        topic_id: Share(
            _people(citizens, elsewhere, topic_id),
            sum(_lies(place) == topic_id for _, place in places),
            _distinct(work, citizens, besides, topic_id),
        )
        for topic_id in {_lies(place) for _, place in places}
    }
    said = {person for person, _ in elsewhere}
    people = len(persons - invited - said)
    whole = Share(people, len(places), _distinct(work, citizens, besides))
    rows.shift(work.session, run.id, by_topic, whole, by)


def _lies(place: Membership) -> int:
    return place.topic_id or ALONE


def _people(places: Places, elsewhere: set[tuple[int, int]], topic_id: int) -> int:
    """How many people say nothing else in this topic."""
    there = {opinion.participation_id for opinion, place in places if _lies(place) == topic_id}
    return sum((person, topic_id) not in elsewhere for person in there)


def _distinct(
    work: Work, places: Places, besides: Sequence[int], topic_id: int | None = None
) -> int:
    """How many texts nobody else sent, in this topic or anywhere. Words that are in no family
    count as nobody else's; that somebody wrote the very same since is found at the next count of
    everything."""
    there = [place for _, place in places if topic_id in (None, _lies(place))]
    found = {place.family for place in there if place.family is not None}
    copied = (
        rows.has_copy(work.session, there[0].run_id, family, besides, topic_id=topic_id or None)
        for family in found
    )
    return sum(place.family is None for place in there) + sum(not each for each in copied)


def leave_family(work: Work, *opinions: Opinion) -> None:
    """These opinions of one consultation say something else now, or are elsewhere: they are
    nobody's copies any more."""
    work.session.flush()
    run, places = _places(work, opinions)
    ids, left = [each.id for each in opinions], _families(places)
    counted = [each for each in places if each[1].family is not None and each[0].state == SHOWN]
    if run is None or not left:
        family_rows.leave(work.session, ids)
        return
    _shift(work, run, counted, -1)
    family_rows.leave(work.session, ids)
    _shift(work, run, counted, +1)
    for family in left:
        families.recount_one(work, run, family)
