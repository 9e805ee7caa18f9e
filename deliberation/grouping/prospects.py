"""What tidying a topic would come to, before it is done."""

from dataclasses import dataclass

from deliberation.briefing import topic_lines
from deliberation.grouping import shapes, tidying
from deliberation.grouping.shapes import Place
from deliberation.grouping.tidied import (
    NoClearLine,
    NothingInIt,
    Part,
    Refusal,
    Split,
    Unusable,
    WithItself,
)
from deliberation.grouping.tidying import Splitting
from deliberation.people import Person
from deliberation.work import Work
from storage import answers, shaping, topics
from storage.models import Topic


@dataclass(frozen=True)
class Others:
    """The topics that can be joined to this one: place in the briefing, topic, people."""

    topic: Topic
    others: tuple[tuple[int, Topic, int], ...]


@dataclass(frozen=True)
class MayMerge:
    """`topic` would become part of `into`, with `people` in all. `answered`: one of them was."""

    topic: Topic
    into: Topic
    people: int
    answered: bool


@dataclass(frozen=True)
class MaySplit:
    """The sub-topics with their opinions, the largest first: that one would stay the topic."""

    topic: Topic
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class MaySplitByWord:
    """So many opinions of the topic hold the word."""

    topic: Topic
    word: str
    opinions: int


def may_tidy(work: Work, person: Person, topic_id: int) -> Topic | Refusal:
    """The topic, if this person may tidy it now."""
    place = shapes.found(work, person, topic_id)
    return place.topic if isinstance(place, Place) else place


def others(work: Work, person: Person, topic_id: int) -> Others | Refusal:
    place = shapes.found(work, person, topic_id)
    if not isinstance(place, Place):
        return place
    shown = topics.counted(work.session, place.run)
    rows = topic_lines.ordered(work, place.run, shown)
    listed = [
        (number, work.session.get_one(Topic, row.topic_id), row.people)
        for number, row in enumerate(rows, start=1)
        if row.topic_id != topic_id
    ]
    return Others(place.topic, tuple(listed))


def merging(
    work: Work, person: Person, topic_id: int, into_id: int
) -> MayMerge | WithItself | Refusal:
    """What joining the two would come to."""
    gone, into = shapes.found(work, person, topic_id), shapes.found(work, person, into_id)
    if not isinstance(gone, Place):
        return gone
    if not isinstance(into, Place):
        return into
    if gone.topic.id == into.topic.id:
        return WithItself(into.topic)
    both = (gone.topic.id, into.topic.id)
    people = shaping.people_in(work.session, into.run.id, both)
    answered = any(answers.of_topic(work.session, each) for each in both)
    return MayMerge(gone.topic, into.topic, people, answered)


def splitting(work: Work, person: Person, topic_id: int) -> MaySplit | NoClearLine | Refusal:
    """Into what it could be split."""
    place = shapes.found(work, person, topic_id)
    if not isinstance(place, Place):
        return place
    parts = topic_lines.parts(work, place.run.id, topic_id)
    if len(parts) < 2:
        return NoClearLine(place.topic)
    return MaySplit(place.topic, tuple(sorted(parts, key=lambda part: -part[1])))


def splitting_by(
    work: Work, person: Person, topic_id: int, word: str
) -> MaySplitByWord | NothingInIt | Unusable | Refusal:
    """What would go into a topic of its own, called by the word that its opinions hold."""
    place = shapes.found(work, person, topic_id)
    if not isinstance(place, Place):
        return place
    word = shapes.one_line(word)
    unusable = shapes.unusable(work, place, word)
    if unusable is not None:
        return unusable
    held, shown = _holding(work, place, word)
    if not 0 < len(held) < shown:
        return NothingInIt(place.topic)
    return MaySplitByWord(place.topic, word, len(held))


def split_by(work: Work, person: Person, topic_id: int, word: str) -> Split | Splitting:
    """Make a topic of what holds the word now."""
    place = shapes.found(work, person, topic_id)
    if not isinstance(place, Place):
        return place
    held, _ = _holding(work, place, word)
    return tidying.split(work, person, topic_id, [Part(word, held)])


def _holding(work: Work, place: Place, word: str) -> tuple[frozenset[int], int]:
    """The shown opinions of the topic that hold the word, and how many there are in all."""
    shown = topics.shown_members(work.session, place.run.id, place.topic.id)
    said = word.casefold()
    return frozenset(each.id for each in shown if said in each.text.casefold()), len(shown)
