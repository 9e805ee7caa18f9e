"""An official renames, joins or splits topics: at once, and in every run that follows.

What people have shaped stays as they made it (`topic.held_at`): the analysis takes it as given.
Each act is kept in the log. What refuses an act is an outcome.
"""

from collections.abc import Sequence
from itertools import zip_longest
from typing import TypeVar

from deliberation.briefing import departments
from deliberation.grouping import lineage, shapes
from deliberation.grouping.shapes import Place
from deliberation.grouping.tidied import (
    InTwoParts,
    Merged,
    NameTwice,
    NoClearLine,
    NothingInIt,
    NothingToUndo,
    Part,
    Refusal,
    Renamed,
    Split,
    Unusable,
    WithItself,
)
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.speaking import wording
from deliberation.work import Work
from storage import answers, audiences, consultations, shaping, topics
from storage.models import RunTopic, Topic

T = TypeVar("T")

QUOTES = 5
Splitting = Split | NothingInIt | InTwoParts | NameTwice | Unusable | Refusal


def rename(work: Work, person: Person, topic_id: int, name: str) -> Renamed | Unusable | Refusal:
    """Call a topic something. No later run gives it another name."""
    place = shapes.found(work, person, topic_id)
    if not isinstance(place, Place):
        return place
    name = shapes.one_line(name)
    unusable = shapes.unusable(work, place, name)
    if unusable is not None:
        return unusable
    before = place.topic.name
    shapes.hold(work, place, name)
    done = shapes.close(work, person, place, "topic.renamed", {"name": name, "before": before})
    return Renamed(place.topic, before, done.id)


def undo_rename(
    work: Work, person: Person, topic_id: int, log_id: int
) -> Renamed | NothingToUndo | Unusable | Refusal:
    """Give a topic the name back that it had before, unless somebody gave it another since."""
    done = consultations.log_row(work.session, log_id)
    topic = topics.topic(work.session, topic_id)
    if done is None or topic is None or done.subject != f"topic:{topic_id}":
        return NothingToUndo()
    if done.action != "topic.renamed" or done.details["name"] != topic.name:
        return NothingToUndo()
    return rename(work, person, topic_id, str(done.details["before"]))


def merge(work: Work, person: Person, topic_id: int, into_id: int) -> Merged | WithItself | Refusal:
    """Join a topic to another one, which keeps its id and its name. The answers given to either
    are answers to the joined one; who got one keeps it."""
    gone, into = shapes.found(work, person, topic_id), shapes.found(work, person, into_id)
    if not isinstance(gone, Place):
        return gone
    if not isinstance(into, Place):
        return into
    if gone.topic.id == into.topic.id:
        return WithItself(into.topic)
    if gone.consultation.id != into.consultation.id:
        return NotYours()
    _join(work, gone, into)
    shapes.close(work, person, into, "topic.merged", {"from": gone.topic.id})
    people = audiences.people_of_topic(work.session, into.run.id, into.topic.id)
    return Merged(into.topic, gone.topic, people, _newcomers(work, into))


def split(work: Work, person: Person, topic_id: int, parts: Sequence[Part]) -> Splitting:
    """Make topics of parts of a topic. What is in no part stays in it."""
    place = shapes.found(work, person, topic_id)
    if not isinstance(place, Place):
        return place
    parts = [Part(shapes.one_line(part.name), part.opinions) for part in parts]
    refused = _unfit(work, place, parts) or _names_unusable(work, place, parts)
    if refused is not None:
        return refused
    made = [_take_out(work, place, part, named=True) for part in parts]
    return _split(work, person, place, made)


def split_in_parts(work: Work, person: Person, topic_id: int) -> Split | NoClearLine | Refusal:
    """Make topics of the sub-topics that the last run saw; the largest stays the topic."""
    place = shapes.found(work, person, topic_id)
    if not isinstance(place, Place):
        return place
    lying = shaping.parts(work.session, place.run.id, topic_id)
    seen = {int(part["no"]): str(part["name"]) for part in place.row.parts}
    largest_first = sorted((-len(ids), no) for no, ids in lying.items() if no in seen)
    if len(largest_first) < 2:
        return NoClearLine(place.topic)
    made = []
    for _, no in largest_first[1:]:
        part = Part(shapes.free_name(work, place, seen[no]), frozenset(lying[no]))
        made.append(_take_out(work, place, part, named=False, no=no))
    return _split(work, person, place, made)


def _names_unusable(work: Work, place: Place, parts: Sequence[Part]) -> Unusable | NameTwice | None:
    taken = [place.topic.name]
    for part in parts:
        refused = shapes.unusable(work, place, part.name)
        if refused is not None:
            return refused
        if any(wording.same_words(name, part.name) for name in taken):
            return NameTwice(part.name)
        taken.append(part.name)
    return None


def _unfit(work: Work, place: Place, parts: Sequence[Part]) -> NothingInIt | InTwoParts | None:
    shown = {each.id for each in topics.shown_members(work.session, place.run.id, place.topic.id)}
    lying = [part.opinions & shown for part in parts]
    taken = frozenset().union(*lying)
    if not parts or not all(lying) or taken == shown:
        return NothingInIt(place.topic)
    return InTwoParts(place.topic) if sum(map(len, lying)) > len(taken) else None


def _join(work: Work, gone: Place, into: Place) -> None:
    run = into.run
    _show_both(gone.row, into.row)
    moved = shaping.join(work.session, run.id, gone.topic.id, into.topic.id)
    answers.hand_over(work.session, gone.topic.id, into.topic.id)
    departments.follow(work, gone.topic.id, into.topic.id)
    gone.topic.state, gone.topic.merged_into = "merged", into.topic.id
    gone.topic.held_at = work.now
    work.session.add(gone.topic)
    work.session.add(into.row)
    work.session.delete(gone.row)
    shapes.hold(work, into)
    lineage.change(work, run, "merged", into.topic.id, gone.topic.id, moved)


def _show_both(gone: RunTopic, into: RunTopic) -> None:
    """The joined topic in the run: the two it came from are its sub-topics."""
    both = (into, gone)
    into.parts = [
        {"no": no, "name": row.name, "keywords": row.keywords, "quotes": row.quotes}
        for no, row in enumerate(both, start=1)
    ]
    into.keywords = list(dict.fromkeys([*_in_turn(into.keywords, gone.keywords)]))
    into.reasons = list(dict.fromkeys([*_in_turn(into.reasons, gone.reasons)]))
    into.quotes = _in_turn(into.quotes, gone.quotes)[:QUOTES]


def _in_turn(some: Sequence[T], others: Sequence[T]) -> list[T]:
    """One of each in turn, the longer one to its end."""
    pairs = zip_longest(some, others)
    return [each for pair in pairs for each in pair if each is not None]


def _take_out(work: Work, place: Place, part: Part, *, named: bool, no: int | None = None) -> Topic:
    """A part as a topic of the run, with what the run said of it. `named`: by a person."""
    run, origin = place.run, place.topic
    topic = Topic(
        consultation_id=origin.consultation_id,
        name=part.name,
        given_name=part.name if named else None,
        born_run_id=run.id,
        created_at=work.now,
        held_at=work.now,
        split_from=origin.id,
    )
    work.session.add(topic)
    work.session.flush()
    moved = shaping.move(work.session, run.id, origin.id, topic.id, part.opinions)
    _keep_row(work, place, topic, no)
    lineage.change(work, run, "split", topic.id, origin.id, moved)
    return topic


def _keep_row(work: Work, place: Place, topic: Topic, no: int | None) -> None:
    """The new topic's row in the run, and the old one's without the sub-topic that went."""
    seen = next((part for part in place.row.parts if part["no"] == no), {})
    rows = topics.topics_of(work.session, place.run.id)
    work.session.add(
        RunTopic(
            run_id=place.run.id,
            topic_id=topic.id,
            position=max(row.position for row in rows) + 1,
            name=topic.name,
            size=0,
            distinct=0,
            people=0,
            keywords=list(seen.get("keywords", [topic.name])),
            quotes=list(seen.get("quotes", [])),
        )
    )
    place.row.parts = [part for part in place.row.parts if part["no"] != no]
    work.session.add(place.row)
    work.session.flush()


def _split(work: Work, person: Person, place: Place, made: Sequence[Topic]) -> Split:
    shapes.hold(work, place)
    shapes.close(work, person, place, "topic.split", {"made": [topic.id for topic in made]})
    ids = [topic.id for topic in made]
    answered = answers.people_answered(work.session, place.run.id, ids, place.topic.id)
    return Split(place.topic, tuple(made), answered)


def _newcomers(work: Work, place: Place) -> int | None:
    """How many people of the topic got none of its answers; None where it has none."""
    topic_id = place.topic.id
    if not answers.of_topic(work.session, topic_id):
        return None
    everybody = audiences.people_of_topic(work.session, place.run.id, topic_id)
    return everybody - answers.people_answered(work.session, place.run.id, [topic_id], topic_id)
