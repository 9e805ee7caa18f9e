"""The page, served: three phones, neighbours who write meanwhile, and a bot that is kept alive."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, NoReturn

from playground import sample
from playground.demonstration import citizens
from playground.demonstration.actors import Actor, NoAnswerError
from playground.demonstration.behind import Behind
from playground.demonstration.child import ChildFailedError
from playground.demonstration.citizens import Citizen
from playground.demonstration.full.neighbours import first_people
from playground.demonstration.headless import question
from playground.demonstration.stage import Stage
from playground.telegram import Playground

FIRST_WORD: Final = 60.0  # real seconds until the bot has asked for updates
RESTARTS: Final = 5
SETTINGS: Final = {"ANALYSE_PAUSE": "20"}  # somebody waits for topics: not the usual two minutes
TRY_FIRST: Final = {
    "시민 전화에서 시작을 누르고, 동의하고, 생각을 써 보내요.": (
        "On the citizen's phone press START, agree, and write what you think."
    ),
    "담당자 전화에서 시작과 요약 보기를 누르고, 주제를 골라 답변을 써요.": (
        "On the official's phone press START and the summary, choose a topic, write an answer."
    ),
    "시민 전화에 답이 자기 글과 함께 와요. 시계는 하루 앞으로 옮길 수 있어요.": (
        "The citizen reads it beside their own words. The clock can be moved a day ahead."
    ),
}


@dataclass
class Served:
    """A stage that stays: who holds the three phones, and the neighbours."""

    stage: Stage
    fresh: bool
    script: sample.Sample
    staff: dict[str, Actor]
    neighbours: dict[str, Citizen]
    behind: Behind = field(default_factory=Behind)

    @classmethod
    def on(cls, stage: Stage, *, fresh: bool, count: int) -> "Served":
        """The cast, in an order that gives everybody the same id each time; so many neighbours at
        most."""
        script = sample.load()
        known = not fresh
        stage.actor("한누리", known_to_bot=known, part="citizen")
        staff = {
            "official": stage.actor("오새솔", known_to_bot=known, part="official"),
            "moderator": stage.actor("문하늘", known_to_bot=known, part="moderator"),
        }
        said = first_people(count, script.messages)
        neighbours = citizens.cast(stage, said, aloud="", known_to_bot=known)
        served = cls(stage, fresh, script, staff, neighbours)
        stage.playground.payload = script.consultation.slug
        stage.playground.behind = served.behind
        return served

    async def begin(self) -> None:
        """Set up what is not there yet and start the bot. Raises ChildFailedError."""
        if self.fresh:
            await self.stage.prepares(question(self.script.consultation), **self.staff)
        else:
            self._go_on_counting()
        playground = self.stage.playground
        asks = playground.until(lambda: _polled(playground), FIRST_WORD)
        try:
            await self.stage.plays(asks)
        except TimeoutError:
            raise ChildFailedError("the bot started and never asked for messages") from None

    async def stay(self) -> None:
        """Until cancelled. Raises ChildFailedError when the bot keeps ending."""
        try:
            async with asyncio.TaskGroup() as together:
                together.create_task(self.behind.watch(self.stage.madang))
                together.create_task(self._keep_running())
                if self.fresh:
                    together.create_task(self._neighbours_come())
        except* ChildFailedError as failed:
            raise failed.exceptions[0] from None

    async def _keep_running(self) -> NoReturn:
        """A bot that was killed loses nothing: it is started again."""
        madang = self.stage.madang
        for _ in range(RESTARTS):
            await madang.ends_by_itself()
            self.stage.transcript.note("로봇이 멈춰 다시 켰어요 · the bot had ended, started again")
            await madang.starts()
        words = await madang.ends_by_itself()
        raise ChildFailedError(f"the bot ended {RESTARTS + 1} times; its last words:\n{words}")

    async def _neighbours_come(self) -> None:
        slug = self.script.consultation.slug
        total = sum(len(each.texts) for each in self.neighbours.values())
        with self.stage.transcript.progress("이웃들의 의견 · neighbours write", total) as step:
            comings = [_comes(each, slug, step) for each in self.neighbours.values()]
            await citizens.crowd(comings, after_each=lambda: None)

    def _go_on_counting(self) -> None:
        """The bot knows the numbers of the last time: nothing new may carry one of them."""
        playground, now = self.stage.playground, int(time.time())
        playground.jump_update_ids(now)
        for person in playground.people.values():
            person.chat.last_message_id = now


async def _comes(citizen: Citizen, slug: str, step: Callable[[], None]) -> None:
    """Arrive and write. Who meets a fault that was switched on, or a day that passed, goes away."""
    with suppress(NoAnswerError, LookupError):
        await citizens.arrives(citizen, slug)
        for nth in range(len(citizen.texts)):
            await citizens.writes(citizen, nth)
            step()


def _polled(playground: Playground) -> bool:
    return any(request.method == "getUpdates" for request in playground.requests)
