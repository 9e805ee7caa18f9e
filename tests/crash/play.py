"""A crowd writes, and the bot dies again and again: by a blow from outside, or at a named point."""

import asyncio
import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.seams import POINTS
from playground.clock import RealClock
from playground.http_door import http_door
from playground.people import Person
from playground.telegram import Playground
from storage.database import open_engine, transaction
from tests.child import Child, environment
from tests.crash import rows
from tests.crash.history import Figures, History, Kill, compare
from tests.crash.letters import answer_everybody
from tests.town import MARKET, NO_LIMITS, found

CONSENT = "14세 이상이고 모두 동의해요"
BLOW = "SIGKILL"
ANSWERS = 4
PATIENCE = 180.0  # seconds in which something has to come to an end
SOON = 20.0  # seconds after which a point that nobody came by is given up
BREATH = 0.02  # seconds between two messages of people who write at the same time
SETTINGS = {
    "pace": "0",
    "chat_pace": "0",
    "analyse_after": "1000000",
    "quiet_from": "24",
    **NO_LIMITS,
}


@dataclass(frozen=True)
class Plan:
    """How many people write how many messages, while the bot dies in which ways."""

    people: int
    messages: int
    deaths: Sequence[str]
    seed: int = 1


def deaths(count: int, *, each: int, seed: int = 1) -> list[str]:
    """So many ways to die: every named point `each` times, the rest blows from outside."""
    rng = random.Random(seed)
    most = {"after_fetch": 2, "after_inbox_commit": 2}  # many updates come in one fetch
    named = [f"{point}:{rng.randint(1, most.get(point, 12))}" for point in POINTS * each]
    ways = [*named, *[BLOW] * (count - len(named))]
    rng.shuffle(ways)
    return ways


@dataclass
class Play:
    """One run of a plan against a database of its own."""

    plan: Plan
    playground: Playground
    child: Child
    url: str
    tell: Callable[[str], None] = lambda _: None
    crowd: list[Person] = field(default_factory=list)
    said: dict[str, int] = field(default_factory=dict)
    answered: dict[str, set[int]] = field(default_factory=dict)
    kills: list[Kill] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.engine = open_engine(self.url)
        self.rng = random.Random(self.plan.seed)
        self.official = self.playground.person("Olga")

    async def run(self) -> Figures:
        """Let it all happen; what a comparison of both sides counts at the end."""
        await self._gather()
        before = {chat: len(got) for chat, got in self.playground.delivered.items()}
        since = rows.newest_row(self.engine)
        portions = self._portions()
        for n, (death, portion) in enumerate(zip(self.plan.deaths, portions, strict=True)):
            self._answer(n)
            await self._live(death, portion)
            self.tell(f"{n + 1} of {len(self.plan.deaths)} kills")
        await self._end()
        delivered = {c: got[before.get(c, 0) :] for c, got in self.playground.delivered.items()}
        acknowledged = self.playground.acknowledged
        history = History(self.said, acknowledged, delivered, self.answered, self.kills)
        return compare(history, rows.rows_since(self.engine, since))

    async def _gather(self) -> None:
        """A crowd of people who have agreed, before anything bad happens."""
        with transaction(self.engine) as session:
            found(session, datetime.now(UTC))
        self.child.start()
        self.crowd = [self.playground.person(f"P{n}") for n in range(self.plan.people)]
        for person in [self.official, *self.crowd]:
            person.starts(MARKET)
        await self._until(lambda: all(len(person.screen) > 1 for person in self.crowd))
        for person in self.crowd:
            person.presses(CONSENT)
        await self._until(lambda: all(len(person.screen) > 2 for person in self.crowd))
        await self._at_rest()
        self.child.stop()

    def _portions(self) -> list[list[tuple[Person, str]]]:
        """Who says what in which life of the bot."""
        turns = itertools.islice(itertools.cycle(self.crowd), self.plan.messages)
        spoken = [(who, f"{n}번째 생각은 나무를 더 심자는 것이에요") for n, who in enumerate(turns)]
        lives = len(self.plan.deaths)
        return [
            spoken[n * len(spoken) // lives : (n + 1) * len(spoken) // lives] for n in range(lives)
        ]

    def _answer(self, life: int) -> None:
        """Some times in all, an official answers everybody who was heard by then."""
        if life <= len(self.answered) * len(self.plan.deaths) // ANSWERS:
            return
        words = f"답변 {life}: 나무를 심겠습니다."
        chats = answer_everybody(self.engine, self.official.id, words)
        if chats:
            self.answered[words] = chats

    async def _live(self, death: str, portion: Sequence[tuple[Person, str]]) -> None:
        """One life of the bot: half of the words wait for it, half come while it is at work."""
        half = len(portion) // 2
        self._say(portion[:half])
        self.child.start("" if death == BLOW else death)
        saying = asyncio.create_task(self._say_slowly(portion[half:]))
        how = await self._die(death)
        await saying
        rows.wait_for_the_dead(self.engine)
        lost = rows.unstored(self.engine, self.playground.acknowledged)
        self.kills.append(Kill(how, rows.in_flight(self.engine), lost))

    async def _die(self, death: str) -> str:
        """Wait for the end, or bring it; how it came."""
        if death == BLOW:
            await asyncio.sleep(self.rng.uniform(0.3, 2.5))
        else:
            await self._until(lambda: self.child.ended, SOON, strict=False)
        how = death.partition(":")[0] if self.child.ended else BLOW
        self.child.kill()
        return how

    def _say(self, portion: Sequence[tuple[Person, str]]) -> None:
        for person, words in portion:
            person.sends(words)
            self.said[words] = person.id

    async def _say_slowly(self, portion: Sequence[tuple[Person, str]]) -> None:
        before = len(self.playground.requests)
        await self._until(lambda: self.child.ended or self._polls(before), SOON, strict=False)
        for each in portion:
            self._say([each])
            await asyncio.sleep(BREATH)

    def _polls(self, since: int) -> bool:
        return any(each.method == "getUpdates" for each in self.playground.requests[since:])

    async def _end(self) -> None:
        """A last life in peace."""
        self.child.start()
        await self._at_rest()
        self.child.stop()

    async def _at_rest(self) -> None:
        """Raises TimeoutError where nothing has come to an end for so long as patience lasts."""
        before = left = self._left()
        while left:
            async with asyncio.timeout(PATIENCE):
                while before <= (left := self._left()) and left:
                    await asyncio.sleep(0.3)
            before = left

    def _left(self) -> int:
        return self.playground.pending + rows.left(self.engine)

    async def _until(
        self, condition: Callable[[], object], within: float = PATIENCE, *, strict: bool = True
    ) -> None:
        try:
            await self.playground.until(condition, within)
        except TimeoutError:
            if strict:
                raise


async def played(
    plan: Plan, url: str, folder: Path, tell: Callable[[str], None] = lambda _: None
) -> tuple[Figures, Sequence[Kill]]:
    """Play the plan on this database; `folder` is the bot's own, with its log."""
    playground = Playground(RealClock(), seed=plan.seed, enforce_rates=False)
    async with http_door(playground) as door:
        given = environment(url, door.url, playground.token, **SETTINGS, quiet_until="0")
        child = Child(given, folder)
        play = Play(plan, playground, child, url, tell)
        try:
            return await play.run(), play.kills
        finally:
            child.kill()
            play.engine.dispose()


def by_way(kills: Sequence[Kill]) -> Iterator[tuple[str, int, int]]:
    """Each way to die, how often, and how many deliveries were in flight then."""
    for way in (*POINTS, BLOW):
        those = [kill for kill in kills if kill.how == way]
        yield way, len(those), sum(kill.in_flight for kill in those)
