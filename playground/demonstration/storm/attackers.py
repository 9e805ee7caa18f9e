"""Who attacks, and how: by messages one after the other, and by buttons that are not theirs."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from playground.demonstration.actors import PATIENCE, Actor, NoAnswerError
from playground.demonstration.stage import Stage
from playground.demonstration.storm import blows
from playground.demonstration.storm.blows import Blow
from playground.people import Person

FORGED = "buttons"
SHARES = (
    ("copies", 0.35, 10),
    ("insults", 0.10, 5),
    ("numbers", 0.125, 5),
    ("injections", 0.125, 10),
    (FORGED, 0.10, 10),
    ("floods", 0.20, 100),
)
"""Of all that is sent, what share is of which kind, and how much of it comes from one account."""


@dataclass
class Attacker:
    """An account, and what it sends. `taken` are the messages that were taken as opinions."""

    actor: Actor
    blows: list[Blow]
    presses: int = 0
    taken: list[Blow] = field(default_factory=list)

    async def arrives(self, link: str) -> None:
        """Through consent, as everybody."""
        words = self.actor.words
        await self.actor.starts(link, words.agree_all, bubbles=2)
        await self.actor.presses(words.agree_all, words.welcome)

    async def strikes(self) -> None:
        """One message after the other, as fast as the bot answers."""
        for blow in self.blows:
            told = await self.actor.says(blow.text)
            if any(mark in told.text for mark in self.actor.words.received):
                self.taken.append(blow)

    async def forges(self, stolen: Sequence[str], chance: random.Random) -> None:
        """Presses with what stands behind others' buttons, and with what never stood anywhere. Each
        is answered: a button that spins for ever tells that somebody was hit."""
        for _ in range(self.presses):
            self.actor.person.forges(spoilt(chance.choice(stolen), chance), 1)
        await _is_answered(self.actor)


async def _is_answered(actor: Actor) -> None:
    try:
        await actor.playground.until(lambda: not actor.person.spinning, PATIENCE)
    except TimeoutError:
        raise NoAnswerError(f"{actor.name} forged a button, and it spins still") from None


def spoilt(data: str, chance: random.Random) -> str:
    """As it was, or with a letter changed, or cut off, or another row's; at most 64 bytes."""
    at = chance.randrange(len(data))
    ways = (
        data,
        f"{data[:at]}{chance.choice('abcXYZ019._-')}{data[at + 1 :]}",
        data[:at] or ".",
        f"{data.split('.')[0]}.{chance.randrange(10**6)}..0.AAAAAAAAAAAAAAAA",
        "".join(chance.choices("qhqkqr.0123456789", k=chance.randint(1, 64))),
    )
    return chance.choice(ways)[:64]


def behind_buttons(people: Sequence[Person]) -> list[str]:
    """What stands behind all buttons that these see."""
    markups = [message.markup for person in people for message in person.screen]
    rows = [row for markup in markups if markup for row in markup.get("inline_keyboard", ())]
    found = {str(key["callback_data"]) for row in rows for key in row if "callback_data" in key}
    return sorted(found)


def cast(stage: Stage, amount: int, seed: int) -> list[Attacker]:
    """All attackers, with so many messages and presses between them."""
    return [
        attacker
        for kind, share, each in SHARES
        for attacker in _of_kind(stage, kind, round(amount * share), each, seed)
    ]


def _of_kind(stage: Stage, kind: str, amount: int, each: int, seed: int) -> Iterator[Attacker]:
    by = max(1, amount // each)
    made: dict[str, Callable[[], list[list[Blow]]]] = {
        "copies": lambda: blows.copies(amount, by),
        "insults": lambda: blows.insults(amount, by),
        "numbers": lambda: blows.numbers(amount, by, seed),
        "injections": lambda: blows.injections(amount, by),
        "floods": lambda: blows.floods(amount, by, seed),
        FORGED: lambda: [[] for _ in range(by)],
    }
    for nth, said in enumerate(made[kind]()):
        presses = len(range(nth, amount, by)) if kind == FORGED else 0
        yield Attacker(stage.actor(f"{kind}{nth + 1}"), said, presses)
