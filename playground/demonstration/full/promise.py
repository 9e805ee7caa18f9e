"""A promise that follows from an answer: made, late by itself, and kept in the end."""

import re
from dataclasses import dataclass

from playground.demonstration import citizens
from playground.demonstration.actors import Actor, NoAnswerError, all_hear, expect
from playground.demonstration.full.answers import Answered
from playground.demonstration.full.days import Days, at
from playground.demonstration.official import Official
from playground.demonstration.stage import Stage
from playground.demonstration.words import (
    DUE_SOON,
    EVIDENCE,
    FOR_WHAT,
    KEPT,
    POST,
    POSTED,
    PROMISE_STEP,
    WHAT_CHANGED,
    WRITTEN_DOWN,
)

WHAT, LEAD, DUE = "빈터에 작은 것부터 열어요", "도시재생과", "12월 31일"
MEASURE, STAGE = "한 달에 100명이 써 봐요", "작게 해 보는 때"
NEWS = "구보 1월호 3쪽에 실었습니다"
MADE, NEAR = at(12, 11, 10), at(12, 24, 10)  # a week before its day the office is reminded
LATE, DONE = at(1, 1, 9, 30, year=2027), at(1, 5, 10, year=2027)
_PLACE = re.compile(r"^(\d+) 답변 2번", re.MULTILINE)


@dataclass
class Promise:
    """Who makes it, and who is told."""

    stage: Stage
    official: Official
    days: Days

    async def made(self, answer: Answered) -> None:
        """/promise, from the second answer."""
        await self.days.pass_until(MADE)
        self.stage.transcript.scene("답변이 약속이 됩니다", "The answer becomes a promise")
        actor = self.official.actor
        listed = await actor.says("/promise", FOR_WHAT)
        place = _PLACE.search(listed.text)
        if place is None:
            raise NoAnswerError(f"the second answer can be promised nothing: {listed.text}")
        await actor.says(place[1], PROMISE_STEP.format(1))
        for nth, words in enumerate((WHAT, LEAD, DUE, MEASURE), start=2):
            await actor.says(words, PROMISE_STEP.format(nth))
        await actor.presses(STAGE, POST)
        followers = self._followers(answer)
        due = expect(followers, "promised")
        await actor.presses(POST, POSTED)
        await all_hear(due)

    async def late(self, answer: Answered) -> None:
        """Nobody writes anything; with its day over it is late, and that is told by day."""
        followers = self._followers(answer)
        official = self.official.actor
        official.unasked.append(DUE_SOON)
        mark = official.person.mark
        await self.days.pass_until(NEAR)
        await official.hears_of(DUE_SOON, mark)
        due = expect(followers, "late")
        await self.days.pass_until(LATE)
        self.stage.transcript.scene("약속이 늦어집니다", "The promise is late")
        await all_hear(due)

    async def kept(self, answer: Answered) -> None:
        """The official says by what one can see that it was kept."""
        await self.days.pass_until(DONE)
        self.stage.transcript.scene("약속을 지켰습니다", "The promise is kept")
        actor, followers = self.official.actor, self._followers(answer)
        await actor.says("/promise 1", WHAT_CHANGED)
        await actor.presses(KEPT, EVIDENCE)
        due = expect(followers, "kept")
        await actor.says(NEWS, WRITTEN_DOWN)
        await all_hear(due)

    def _followers(self, answer: Answered) -> list[Actor]:
        """Who got the answer and wants notices."""
        chose = citizens.CHOOSE_ONE_BY_ONE
        return [each.actor for each in answer.reached if each.key not in chose]
