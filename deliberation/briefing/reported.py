"""The shape of a consultation's report: all that a file to take away says of it. No person is in
it, neither by name nor by pseudonym."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from deliberation.answering.attachments import Attachment
from deliberation.briefing.splits import FEW, Split


@dataclass(frozen=True)
class Asked:
    """What was asked, by whom, until when, and what was to be reached."""

    slug: str
    title: str
    question: str
    proposal: str
    agency: str
    department: str
    phone: str
    procedure: str
    legal_basis: str
    state: str
    opens_at: datetime
    closes_at: datetime
    answer_due: date | None
    goal: str
    goal_people: int | None
    goal_answered: int | None
    other_ways: str
    timezone: str
    words_gone_at: datetime | None = None


@dataclass(frozen=True)
class Channel:
    """A way people came: `kind` is `poster` (by its name), `link`, or `others`: those of the
    smaller ways together."""

    kind: str
    name: str
    people: int


@dataclass(frozen=True)
class Counts:
    """People and opinions shown now. `grouped` of them the last analysis has seen: they are
    `distinct` without copies, and `alone` of them are in no topic."""

    people: int
    invited: int
    opinions: int
    grouped: int
    distinct: int
    alone: int


@dataclass(frozen=True)
class TopicReport:
    """A topic with its share of all people, 0 to 1, and the words its authors let others read.
    `answers` are the numbers of what it was answered."""

    place: int
    name: str
    people: int
    opinions: int
    distinct: int
    share: float
    split: Split | None
    reasons: tuple[str, ...]
    quotes: tuple[str, ...]
    department: str
    answers: tuple[int, ...]


@dataclass(frozen=True)
class VoiceReport:
    """What a few say and nobody else."""

    name: str
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class AnswerReport:
    """An answer whole. `number` is the one it puts right where it is a correction; `yes` and `no`
    are people who said whether it answered them. `topic` is "" where it was for no single one."""

    id: int
    number: int
    aim: str
    corrects: bool
    topic: str
    verdict: str
    text: str
    file: Attachment | None
    reason: str
    changes: str
    department: str
    at: datetime | None
    final_due: date | None
    people: int
    yes: int
    no: int


@dataclass(frozen=True)
class Entry:
    """A line of the ledger: an opinion by its number, and what became of it. `place` says where it
    lies: a topic's `name`, `alone`, or `new`."""

    number: int
    day: date
    text: str
    place: str
    name: str
    invited: bool
    partner: str
    quotable: bool
    answer: AnswerReport | None


@dataclass(frozen=True)
class PromiseReport:
    """A promise as it stands."""

    number: int
    what: str
    lead: str
    partners: tuple[str, ...]
    due: date
    measure: str
    stage: str
    status: str
    evidence: str
    reason: str


@dataclass(frozen=True)
class Made:
    """How the topics were made: when, with which seed, by which features and libraries."""

    at: datetime
    seed: int
    features: Mapping[str, str]
    versions: Mapping[str, str]
    quality: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """The goal beside what came of it. Topics count as answered by a final answer; opinions are
    counted by the verdict they got."""

    topics: int
    topics_answered: int
    answered: int
    verdicts: Mapping[str, int]
    promised: int
    kept: int
    late: int
    dropped: int

    @property
    def answered_share(self) -> float:
        return self.topics_answered / self.topics if self.topics else 0.0


@dataclass(frozen=True)
class Report:
    """All of it, as of `at`. `ledger` is None where there are more opinions than a file takes, or
    where their words are gone."""

    at: datetime
    asked: Asked
    counts: Counts
    channels: tuple[Channel, ...]
    split: Split | None
    topics: tuple[TopicReport, ...]
    voices: tuple[VoiceReport, ...]
    ledger: tuple[Entry, ...] | None
    answers: tuple[AnswerReport, ...]
    promises: tuple[PromiseReport, ...]
    outcome: Outcome
    made: Made | None
    picture: bytes | None


def merged(ways: Mapping[str | None, int]) -> tuple[Channel, ...]:
    """The ways people came, the largest first. Those of fewer than FEW people are told together,
    and with the next larger one as long as together they are as few: no small number is left to be
    told, nor found by taking the others from the sum."""
    rows = sorted(ways.items(), key=lambda way: (way[1], way[0] is None, way[0] or ""))
    others: list[int] = []
    while rows and (rows[0][1] < FEW or 0 < sum(others) < FEW):
        others.append(rows.pop(0)[1])
    told = [_channel(name, people) for name, people in reversed(rows)]
    return tuple([*told, Channel("others", "", sum(others))] if others else told)


def _channel(name: str | None, people: int) -> Channel:
    return Channel("poster", name, people) if name else Channel("link", "", people)


def latest(given: Sequence[AnswerReport]) -> AnswerReport:
    """What counts of several answers: one to the topic before one to everybody, then the newest.
    Raises ValueError without any."""
    return max(given, key=lambda each: (each.aim != "everyone", each.id))
