"""What the official's bubbles say in numbers, and the closing line. Read from what people see."""

import re
from dataclasses import dataclass

_COUNTS = re.compile(r"시민 ([\d,]+)명이 ([\d,]+)건")
_NEWER = re.compile(r"그 뒤에 온 의견 ([\d,]+)건")
_TOPIC = re.compile(r"^(\d+) (.+) · ([\d,]+)명\([^)]*\)(.*)", re.MULTILINE)
_ANSWERED = "답했어요"
_PEOPLE = re.compile(r"([\d,]+)명")
DONE = "다 보냈어요"
_SHARES = re.compile(r"답이 됐어요 ([\d,]+)명, 안 됐어요 ([\d,]+)명, 고르지 않음 ([\d,]+)명")


class NotSaidError(ValueError):
    """The bot's words do not hold what was looked for."""


@dataclass(frozen=True)
class TopicLine:
    """One topic of a briefing: its place in it, its name, how many people, and whether it has an
    answer."""

    place: int
    name: str
    people: int
    answered: bool = False


@dataclass(frozen=True)
class Briefing:
    """A page of /summary. `newer`: opinions that are not in it yet."""

    people: int
    opinions: int
    newer: int
    topics: tuple[TopicLine, ...]

    @classmethod
    def read(cls, caption: str) -> "Briefing":
        """Raises NotSaidError for a bubble that is no briefing."""
        counts = _COUNTS.search(caption)
        if counts is None:
            raise NotSaidError(f"no briefing: {caption!r}")
        newer = _NEWER.search(caption)
        topics = (
            TopicLine(int(place), name, _number(people), _ANSWERED in rest)
            for place, name, people, rest in _TOPIC.findall(caption)
        )
        people, opinions = counts.groups()
        return cls(
            people=_number(people),
            opinions=_number(opinions),
            newer=_number(newer[1]) if newer else 0,
            topics=tuple(topics),
        )


@dataclass(frozen=True)
class Status:
    """Where an answer went, in people, as the official's status message ends."""

    reach: int
    sent: int
    blocked: int
    stopped: int
    failed: int
    uncertain: int
    unreachable: int

    @classmethod
    def read(cls, words: str) -> "Status":
        """Raises NotSaidError for a status that still counts up."""
        numbers = [_number(people) for people in _PEOPLE.findall(words)]
        if not is_done(words) or len(numbers) != 7:
            raise NotSaidError(f"no finished status: {words!r}")
        return cls(*numbers)

    @property
    def adds_up(self) -> bool:
        """Everybody it was for is somewhere, and nobody had turned everything off."""
        ends = self.sent + self.blocked + self.failed + self.uncertain + self.unreachable
        return ends == self.reach and self.stopped == 0


@dataclass(frozen=True)
class Shares:
    """What people said of an answer, in people."""

    yes: int
    no: int
    silent: int

    @classmethod
    def read(cls, words: str) -> "Shares":
        """Raises NotSaidError where no answer was given yet."""
        found = _SHARES.search(words)
        if found is None:
            raise NotSaidError(f"no shares: {words!r}")
        return cls(*(_number(people) for people in found.groups()))


@dataclass(frozen=True)
class OfficeFigures:
    """What the office did: consultations, staff, messages, citizens."""

    opened: int
    invited: int
    flagged: int
    hidden: int
    erased: int

    @property
    def line(self) -> str:
        """The line above the closing one."""
        return (
            f"demo: {self.opened} consultation opened, {self.invited} staff invited, "
            f"{self.flagged} flagged, {self.hidden} hidden, {self.erased} erased"
        )


@dataclass(frozen=True)
class Figures:
    """What the demonstration ends with; `office` where there was one."""

    opinions: int
    people: int
    topics: int
    status: Status
    office: OfficeFigures | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The closing lines."""
        return (self.office.line, self.line) if self.office else (self.line,)

    @property
    def line(self) -> str:
        """The last of them."""
        went = self.status
        return (
            f"demo: {self.opinions} opinions by {self.people} people, {self.topics} topics, "
            f"1 answered: {went.reach} to reach = {went.sent} sent + {went.blocked} blocked + "
            f"{went.failed} failed + {went.uncertain} uncertain + {went.unreachable} unreachable"
        )


@dataclass(frozen=True)
class FullFigures:
    """What the full play ends with. `answers` are the people each sending reached, `bubbles` all
    messages of the bot, `by_themselves` those of them nobody had asked for."""

    citizens: int
    opinions: int
    topics: int
    answers: tuple[int, ...]
    files: int
    bubbles: int
    by_themselves: int

    @property
    def lines(self) -> tuple[str, ...]:
        """The closing line."""
        answers = " + ".join(str(people) for people in self.answers)
        return (
            f"demo: {self.opinions} opinions by {self.citizens} citizens, {self.topics} topics, "
            f"answers to {answers} people, 1 promise late and kept, {self.files} files",
            f"demo: {self.bubbles} messages, {self.by_themselves} of them unasked",
        )


@dataclass(frozen=True)
class StormFigures:
    """What the storm ends with. `attacks` were sent by so many accounts, `forged` of them presses;
    `taken` were taken as opinions. `told` are notices of a hiding that stayed, `presses` all that
    moderators typed and pressed."""

    attacks: int
    accounts: int
    forged: int
    taken: int
    honest: int
    opinions: int
    topics: int
    hidden: int
    told: int
    restored: int
    cards: int
    presses: int

    @property
    def lines(self) -> tuple[str, ...]:
        """The closing lines."""
        return (
            f"demo: {self.attacks} attacks by {self.accounts} accounts, {self.forged} of them "
            f"forged buttons; {self.taken} taken as opinions, {self.hidden} hidden, "
            f"{self.told} authors told, {self.restored} restored",
            f"demo: {self.honest} honest opinions, all in the picture of {self.opinions} in "
            f"{self.topics} topics; {self.cards} cards, {self.presses} presses, the log verified",
        )


def is_done(words: str) -> bool:
    """Whether a status message says that everything went out."""
    return words.startswith(DONE)


def _number(digits: str) -> int:
    return int(digits.replace(",", ""))
