"""A crowd writes steadily to a bot over real HTTP while faults strike by chance."""

import asyncio
import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count, cycle, islice, pairwise
from pathlib import Path

from sqlmodel import select

from bench.answering import joined, prepare
from playground.clock import RealClock
from playground.faults import Fault, FaultKind
from playground.http_door import http_door
from playground.telegram import Playground
from storage.database import open_engine, reading
from storage.models import Contact, Opinion, Participation
from tests.child import Child, environment
from tests.crash import rows
from tests.crash.history import Figures, History, Kill, compare
from tests.town import NO_LIMITS

SENDS: dict[FaultKind, float] = {
    "server_error": 0.05,
    "reset_before": 0.05,
    "lost_reply": 0.05,
    "slow_reply": 0.05,
    "too_many": 0.02,
    "too_many_overall": 0.002,
}
POLLS: dict[FaultKind, float] = {"server_error": 0.005, "reset_before": 0.005}
"""A failed poll is a pause for everybody: at 5 % there would be nothing but pauses to measure."""
DOUBLED = DELAYED = 0.05
SLOW, REST = 2.0, 1  # seconds
PACE = 25  # messages a second, as the bot comes
TAKEN = 1.15
"""Places of the pace that a message takes: 2 % are refused for their chat and go again, 5 % are
in the air for a second more."""
AFTER = 1.0  # seconds after a fault or a pause until things go as before
PATIENCE = 120.0
CHILD = {"analyse_after": "1000000", "quiet_from": "24", "quiet_until": "0", **NO_LIMITS}
_NUMBER = re.compile(r"(\d+)번")
Pauses = Mapping[int, Sequence[tuple[float, float]]]
"""chat -> (from, until) in unix seconds; under 0 what paused everybody."""


@dataclass(frozen=True)
class Soaked:
    """What came of it. `seconds`: from word to receipt, of those that met no fault and no pause.
    `most`: messages in the busiest second; `gap`: the least seconds between two to one chat."""

    figures: Figures
    seconds: Sequence[float]
    faults: int
    most: int
    gap: float


@dataclass
class Soak:
    """One run against one bot."""

    playground: Playground
    rate: float
    seconds: float
    people: int
    said: dict[str, tuple[int, float]] = field(default_factory=dict)
    met: dict[int, list[tuple[float, float]]] = field(default_factory=dict)

    async def write(self) -> None:
        """Say so many messages a second, each person in turn, while the faults are noted."""
        watching = asyncio.create_task(self._watch())
        crowd = list(self.playground.people.values())[: self.people]
        began = time.monotonic()
        total = int(self.rate * self.seconds)
        for n, person in zip(count(), islice(cycle(crowd), total), strict=False):
            await asyncio.sleep(max(0.0, began + n / self.rate - time.monotonic()))
            words = f"{n}번째 생각은 나무를 더 심자는 것이에요"
            self.said[words] = person.id, time.time()
            person.sends(words)
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching

    async def _watch(self) -> None:
        seen = len(self.playground.faults.played)
        while True:
            played = self.playground.faults.played
            for kind, _, chat in played[seen:]:
                lasts = self._lasts(kind)
                everybody = chat is None or kind == "too_many_overall"
                now = time.time()
                whom = -1 if everybody else chat or -1
                self.met.setdefault(whom, []).append((now - AFTER, now + lasts + AFTER))
            seen = len(played)
            await asyncio.sleep(0.02)

    def _lasts(self, kind: str) -> float:
        """Seconds; what a rest of the whole bot held up goes out at what the pace has to spare."""
        made_up = REST * self.rate / max(1.0, PACE - TAKEN * self.rate)
        rests = {"slow_reply": SLOW, "too_many": REST, "too_many_overall": REST + made_up}
        return rests.get(kind, 0.0)


def begin_faults(playground: Playground) -> None:
    """From now on the network is bad."""
    for kind, chance in SENDS.items():
        fault = Fault(kind, "sendMessage", times=None, probability=chance)
        fault.seconds, fault.retry_after = SLOW, REST
        playground.faults.add(fault)
    playground.faults.schedule(POLLS, "getUpdates")
    playground.world.updates.disturb(doubled=DOUBLED, delayed=DELAYED)


async def soak(
    folder: Path, *, rate: float, seconds: float, people: int, tell: Callable[[str], None]
) -> Soaked:
    """Write to the bot for so long; what the playground saw."""
    url = f"sqlite:///{folder / 'madang.db'}"
    prepare(url)
    playground = Playground(RealClock(), seed=7)
    engine = open_engine(url)
    async with http_door(playground) as door:
        child = Child(environment(url, door.url, playground.token, **CHILD), folder)
        child.start()
        try:
            tell("people come and agree")
            await joined(playground, people)
            await _at_rest(playground, url)
            before = {chat: len(got) for chat, got in playground.delivered.items()}
            since = rows.newest_row(engine)
            begin_faults(playground)
            run = Soak(playground, rate, seconds, people)
            tell(f"{rate:g} messages a second for {seconds:g} s")
            await run.write()
            playground.faults.clear()
            playground.world.updates.disturb(doubled=0, delayed=0)
            await _at_rest(playground, url)
        finally:
            child.stop()
    got = {chat: each[before.get(chat, 0) :] for chat, each in playground.delivered.items()}
    faults = len(playground.faults.played)
    said = {words: chat for words, (chat, _) in run.said.items()}
    history = History(said, playground.acknowledged, got, {}, [Kill("faults", faults)])
    figures = compare(history, rows.rows_since(engine, since))
    arrived = {(c, _number(each.text)): each.at for c, those in got.items() for each in those}
    took = _took(_asked(url), arrived, run)
    engine.dispose()
    moments = sorted(each.at.timestamp() for those in got.values() for each in those)
    gaps = [b.at.timestamp() - a.at.timestamp() for t in got.values() for a, b in pairwise(t)]
    return Soaked(figures, took, faults, busiest(moments), min(gaps, default=0.0))


def busiest(moments: Sequence[float]) -> int:
    """The most of these moments, sorted, that lie within one second."""
    first = most = 0
    for n, moment in enumerate(moments):
        while moment - moments[first] >= 1:
            first += 1
        most = max(most, n - first + 1)
    return most


def _took(
    numbers: Mapping[str, tuple[int, int]],
    arrived: Mapping[tuple[int, int], datetime],
    run: Soak,
) -> list[float]:
    """Seconds to the receipt of all words that met nothing on their way."""
    took = []
    for words, (chat, at) in run.said.items():
        receipt = arrived.get(numbers.get(words, (0, 0)))
        if receipt is not None and not _met(run.met, chat, at, receipt.timestamp()):
            took.append(receipt.timestamp() - at)
    return took


def _met(pauses: Pauses, chat: int, since: float, until: float) -> bool:
    both = [*pauses.get(chat, ()), *pauses.get(-1, ())]
    return any(begun <= until and since <= ended for begun, ended in both)


def _number(text: str) -> int:
    found = _NUMBER.search(text)
    return int(found[1]) if found else 0


def _asked(url: str) -> dict[str, tuple[int, int]]:
    """Words -> the chat they came from and their number there."""
    engine = open_engine(url)
    query = (
        select(Opinion.text, Opinion.no, Contact.sealed_id)
        .join(Participation, Participation.id == Opinion.participation_id)  # type: ignore[arg-type]
        .join(Contact, Contact.id == Participation.contact_id)  # type: ignore[arg-type]
    )
    with reading(engine) as session:
        found = {words: (rows.KEYS.open_id(to), no) for words, no, to in session.exec(query)}
    engine.dispose()
    return found


async def _at_rest(playground: Playground, url: str) -> None:
    engine = open_engine(url)
    async with asyncio.timeout(PATIENCE):
        while playground.pending or not rows.is_at_rest(engine):  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.1)
    engine.dispose()
