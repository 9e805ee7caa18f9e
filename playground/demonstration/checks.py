"""What must have held at the end, told from what everybody has on their screens."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from playground.demonstration.actors import Actor
from playground.demonstration.citizens import NUMBER, Citizen
from playground.demonstration.figures import Figures, Shares, TopicLine
from playground.demonstration.words import MASKED
from playground.messages.chats import Received


@dataclass
class Promises:
    """What did not hold so far, in words."""

    broken: list[str] = field(default_factory=list)

    def expect(self, held: object, otherwise: str) -> None:
        """Say `otherwise` at the end where this did not hold."""
        if not held:
            self.broken.append(otherwise)


@dataclass
class Said:
    """How many pressed what under the answer."""

    yes: int = 0
    no: int = 0


@dataclass(frozen=True)
class Seen:
    """Everything people saw."""

    figures: Figures
    topic: TopicLine
    everybody: tuple[Citizen, ...]
    audience: tuple[Citizen, ...]
    blocked: tuple[Citizen, ...]
    said: Said
    shares: Shares


def letters(actor: Actor) -> list[Received]:
    """The answers somebody got; edits of one are no second one."""
    return [
        got
        for got in actor.person.received
        if got.event == "message" and actor.words.letter in got.text
    ]


def broken_promises(seen: Seen, outsiders: Iterable[Actor]) -> list[str]:
    """What did not hold, in words; empty where everything did."""
    return [*_counts(seen), *_deliveries(seen), *_ratings(seen), *_strangers(outsiders)]


def _counts(seen: Seen) -> Iterator[str]:
    given = sum(len(each.actor.wrote) for each in seen.everybody)
    if seen.figures.opinions != given:
        yield f"the briefing counts {seen.figures.opinions} opinions, {given} were given"
    if seen.figures.people != len(seen.everybody):
        yield f"the briefing counts {seen.figures.people} people of {len(seen.everybody)}"
    for each in seen.everybody:
        if _receipts(each.actor) != len(each.actor.wrote):
            yield f"{each.key} wrote {len(each.actor.wrote)} and read {_receipts(each.actor)}"
    if not seen.figures.status.adds_up:
        yield f"the status does not add up: {seen.figures.status}"


def _receipts(actor: Actor) -> int:
    """How many of their opinions were confirmed to them."""
    starts = actor.words.received
    bubbles = (got for got in actor.person.received if got.event == "message")
    return sum(got.text.startswith(starts) for got in bubbles)


def _deliveries(seen: Seen) -> Iterator[str]:
    status, reached = seen.figures.status, len(seen.audience)
    if status.reach != reached or seen.topic.people != reached:
        yield f"{reached} are in the topic, {seen.topic.people} briefed, {status.reach} to reach"
    if status.blocked != len(seen.blocked):
        yield f"{len(seen.blocked)} had blocked the bot, {status.blocked} are counted"
    if status.sent != sum(len(letters(each.actor)) for each in seen.everybody):
        yield "more or fewer answers arrived than were sent"
    for each in seen.everybody:
        yield from _letter(each, expected=each in seen.audience and each not in seen.blocked)


def _letter(each: Citizen, *, expected: bool) -> Iterator[str]:
    got = letters(each.actor)
    if len(got) != expected:
        yield f"{each.key} got {len(got)} answers instead of {int(expected)}"
    kept = [own.replace(NUMBER, MASKED) for own in each.actor.wrote]
    if got and not any(own in got[0].text for own in kept):
        yield f"{each.key} got the answer without their own words"


def _ratings(seen: Seen) -> Iterator[str]:
    silent = seen.figures.status.sent - seen.said.yes - seen.said.no
    if seen.shares != Shares(seen.said.yes, seen.said.no, silent):
        yield f"{seen.said} was pressed, the official reads {seen.shares}"


def _strangers(outsiders: Iterable[Actor]) -> Iterator[str]:
    """Who refused got nothing; the official saw the preview and no second letter."""
    for actor in outsiders:
        if len(letters(actor)) > (actor.aloud is not None):
            yield f"{actor.name} got an answer that was not for them"
