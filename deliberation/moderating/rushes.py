"""Unusually many people who are new to the bot speak at once: moderators are told, with what the
numbers are with and without them. Nothing is hidden, discounted or decided by it.

Whether one person is behind them nobody can know here: an agency's letter to every household
looks the same. How unusual is found stands in `docs/decisions/limits.md`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_high

from deliberation.briefing.splits import FEW, Cell
from deliberation.moderating.queues import agencies
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations, partners, topics
from storage import rushes as rows
from storage.models import Consultation, Rush
from storage.partners import Counted

WITHIN = timedelta(hours=1)
NEW = timedelta(days=1)
"""Whoever met the bot no longer than that before the rush began is new to it."""
AT_LEAST, TIMES = 10, 4
"""It is unusual where more than that many come in an hour, and that many times as usual."""
BEFORE = timedelta(days=7)
"""What an hour is compared with."""
TOLD_FOR = timedelta(days=1)
TOPICS = 10  # told of, those with most of the people first


@dataclass(frozen=True)
class TopicShare:
    """How many people a topic has, and how many without those of the rush."""

    name: str
    everybody: int
    others: Cell


@dataclass(frozen=True)
class Numbers:
    """What is shown in a consultation with and without the people of a rush: (people, opinions).
    `others` is None where these are so few that they could be pointed at. `kept` where topics are
    left out in which only a few of the rush are."""

    rush: Rush
    consultation: Consultation
    everybody: Counted
    others: Counted | None
    topics: tuple[TopicShare, ...] = ()
    kept: bool = False


@dataclass(frozen=True)
class NoRush:
    """There is none, or it is another agency's."""


def watch(work: Work) -> int:
    """Note where unusually many came within the last hour; how many rushes began or went on."""
    return sum(_watch(work, asked) for asked in rows.open_now(work.session))


def _watch(work: Work, asked: Consultation) -> bool:
    since = work.now - WITHIN
    came = _new(rows.first_words(work.session, asked.id, since, work.now), since)
    if len(came) <= AT_LEAST:
        return False
    rush = rows.latest(work.session, asked.id)
    if rush is None or rush.ends_at < since:
        rush = Rush(
            consultation_id=asked.id,
            begins_at=since,
            ends_at=work.now,
            people=len(came),
            usual=_usual(work, asked, since),
        )
    if not _is_unusual(len(came), rush.usual):
        return False
    rush.ends_at = max(rush.ends_at, work.now)
    rush.people = rows.people(work.session, rush, _met_since(rush))
    work.session.add(rush)
    return True


def _new(found: Sequence[tuple[datetime, datetime]], began: datetime) -> list[datetime]:
    """When those spoke who were new to the bot."""
    return [at for at, met in found if met >= began - NEW]


def _met_since(rush: Rush) -> datetime:
    return rush.begins_at - NEW


def _is_unusual(people: int, usual: int) -> bool:
    return people > max(AT_LEAST, TIMES * usual)


def _usual(work: Work, asked: Consultation, until: datetime) -> int:
    """How many new people speak in the middle one of the hours before in which any did; nought
    where none did. Nights and quiet days would say that nobody ever comes."""
    found = rows.first_words(work.session, asked.id, until - BEFORE, until)
    hours = Counter((until - at) // WITHIN for at, met in found if met >= at - NEW)
    return median_high(hours.values()) if hours else 0


def recent(work: Work, agency_ids: set[int]) -> list[tuple[Rush, Consultation]]:
    """The rushes of the last day in these agencies."""
    return rows.recent(work.session, agency_ids, work.now - TOLD_FOR)


def for_moderator(work: Work, person: Person) -> list[tuple[Rush, Consultation]]:
    """The same where this person moderates."""
    return recent(work, agencies(person))


def numbers_for(work: Work, person: Person, rush_id: int) -> Numbers | NoRush:
    rush = rows.by_id(work.session, rush_id)
    asked = consultations.by_id(work.session, rush.consultation_id) if rush else None
    if rush is None or asked is None or asked.agency_id not in agencies(person):
        return NoRush()
    return numbers(work, rush, asked)


def numbers(work: Work, rush: Rush, asked: Consultation) -> Numbers:
    """With and without the people of a rush, as of now."""
    all_people, all_opinions = partners.beside(work.session, asked.id)
    people, opinions = rows.spoken(work.session, rush, _met_since(rush))
    others = (all_people - people, all_opinions - opinions)
    shares, kept = _topics(work, rush)
    return Numbers(
        rush,
        asked,
        (all_people, all_opinions),
        None if _are_few(others[0]) else others,
        shares,
        kept,
    )


def _topics(work: Work, rush: Rush) -> tuple[tuple[TopicShare, ...], bool]:
    """The topics in which enough of them are to be told of, those with most of them first."""
    run = topics.last_run(work.session, rush.consultation_id)
    if run is None:
        return (), False
    theirs = rows.by_topic(work.session, run.id, rush, _met_since(rush))
    counted = topics.shown_counts(work.session, run.id)
    names = {each.id: each.name for each in topics.living(work.session, rush.consultation_id)}
    many = sorted(
        (topic for topic in names if theirs.get(topic, 0) >= FEW),
        key=lambda topic: (-theirs[topic], topic),
    )
    shares = (
        TopicShare(names[topic], counted[topic][0], _cell(counted[topic][0] - theirs[topic]))
        for topic in many[:TOPICS]
    )
    return tuple(shares), any(map(_are_few, theirs.values()))


def _cell(people: int) -> Cell:
    return "few" if _are_few(people) else people


def _are_few(people: int) -> bool:
    return 0 < people < FEW
