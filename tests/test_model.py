"""Whatever people do, in whatever order, and wherever the bot dies: what was acknowledged is
stored, what was said is kept once, each act has its receipt once, and erased words stand nowhere.

`HYPOTHESIS_PROFILE=deep` looks for long; the usual profile is a matter of seconds.
"""

import asyncio
import itertools
import os
import shutil
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import select

from bot import seams
from bot.application import build
from bot.buttons import Button
from playground.clock import ManualClock
from playground.direct_door import DirectDoor
from playground.people import Person, Sent
from playground.telegram import Playground
from storage.models import Contact, Inbox, Opinion, Outbox
from tests.crash.letters import answer_everybody
from tests.crash.rows import KEYS
from tests.town import MARKET, MORNING, NO_LIMITS, Town, found, settings_for

pytestmark = pytest.mark.side_by_side

PROFILES = {"ci": (8, 25), "deep": (500, 60)}
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "ci")
EXAMPLES, STEPS = PROFILES[PROFILE]
PHASES = (Phase.generate,) if PROFILE == "ci" else (Phase.reuse, Phase.generate, Phase.shrink)
QUIET = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    phases=PHASES,
    derandomize=PROFILE == "ci",
    suppress_health_check=list(HealthCheck),
)
POINTS = ("after_fetch", "after_inbox_commit", "in_transaction", "after_dispatch_commit")
BY_NIGHT_TOO = {"pace": 0, "quiet_from": 24, "quiet_until": 0, **NO_LIMITS}
PEOPLE = st.integers(0, 1)
CONSENT, ERASE = "14세 이상이고 모두 동의해요", "모두 지우기"


class DiedError(Exception):
    """The bot ends here."""


@dataclass
class Said:
    """What one opinion should be: its author, its message, its words."""

    by: Person
    sent: Sent
    words: str
    state: str = "received"


@dataclass
class Life:
    """What one person has a receipt for since they came, and what must be nowhere any more."""

    person: Person
    member: bool = False
    acts: int = 0
    words: list[str] = field(default_factory=list)


class Dialogue(RuleBasedStateMachine):
    """Two citizens, an official, and a bot that dies."""

    template: Path
    folder: Path
    numbers = itertools.count(1)

    @initialize()
    def begin(self) -> None:
        self.runner = asyncio.Runner()
        self.dies_at = ""
        self.kept: list[Said] = []
        self.gone: list[str] = []
        self.old: set[int] = set()
        self.open = True
        self.count = itertools.count(1)
        self.clock = ManualClock(MORNING)
        self.playground = Playground(self.clock, enforce_rates=False)
        path = self.folder / f"model{next(self.numbers)}.db"
        shutil.copy(self.template, path)
        self.settings = settings_for(f"sqlite:///{path}", **BY_NIGHT_TOO)
        self.lives = [Life(self.playground.person(name)) for name in ("Ada", "Bob")]
        self.official = self.playground.person("Olga")
        seams.at = self._at
        self.runner.run(self._start())
        with self.town.changing() as session:
            found(session, self.clock.now())
        self.official.starts()
        for life in self.lives:
            self._joins(life)

    def teardown(self) -> None:
        seams.at = seams._nothing
        self.runner.run(self.stack.aclose())
        self.runner.close()

    @rule(who=PEOPLE)
    def says(self, who: int) -> None:
        """Words that are not answered yet: they may wait through a death."""
        life = self.lives[who]
        if not life.member:
            return
        words = f"{next(self.count)}번째 생각은 나무를 더 심자는 것이에요"
        sent = life.person.sends(words)
        if self.open:
            self.kept.append(Said(life.person, sent, words))
            life.words.append(words)
            life.acts += 1

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def edits(self, data: st.DataObject) -> None:
        said = data.draw(st.sampled_from(self.kept), "said")
        if not self.lives[self._who(said)].member or self._days():
            return
        words = f"{next(self.count)}번째 생각은 물길을 다시 여는 것이에요"
        said.by.edits(said.sent, words)
        if said.state == "received":
            said.words = words
            self.lives[self._who(said)].words.append(words)
            self.lives[self._who(said)].acts += 1

    @rule(data=st.data())
    def comes_again(self, data: st.DataObject) -> None:
        """Telegram hands out an update once more, acknowledged or not."""
        ids = sorted(self.playground.world.updates.history.keys() - self.old)
        if ids:
            self.playground.repeat(data.draw(st.sampled_from(ids), "update"))

    @rule(point=st.sampled_from(POINTS))
    def dies(self, point: str) -> None:
        """The next time it comes by this point, and what it was told is still in the tables."""
        self.dies_at = point

    @rule()
    def settles(self) -> None:
        self._settle()
        self._look()

    @precondition(lambda self: any(said.state == "received" for said in self.kept))
    @rule(data=st.data())
    def takes_back(self, data: st.DataObject) -> None:
        shown = [said for said in self.kept if said.state == "received"]
        said = data.draw(st.sampled_from(shown), "said")
        self._presses(said, "wd")
        said.state = "withdrawn"

    @precondition(lambda self: any(said.state == "withdrawn" for said in self.kept))
    @rule(data=st.data())
    def undoes(self, data: st.DataObject) -> None:
        withdrawn = [said for said in self.kept if said.state == "withdrawn"]
        said = data.draw(st.sampled_from(withdrawn), "said")
        self._presses(said, "un")
        said.state = "received"

    @precondition(lambda self: any(said.state == "received" for said in self.kept))
    @rule()
    def answers(self) -> None:
        self._settle()
        words = f"{next(self.count)}번째 답변: 나무를 심겠습니다."
        url, now = self.town.app.database.engine, self.clock.now()
        chats = answer_everybody(url, self.official.id, words, now)
        self._settle()
        for life in self.lives:
            got = sum(words in each.text for each in life.person.received)
            assert got == (life.person.id in chats)

    @rule(who=PEOPLE)
    def erases(self, who: int) -> None:
        life = self.lives[who]
        if not life.member:
            return
        self._settle()
        life.person.sends("/forget")
        self._settle()
        life.person.presses(ERASE)
        self._settle()
        self.kept = [said for said in self.kept if said.by is not life.person]
        self.gone += life.words
        self.lives[who] = Life(life.person)
        self._look()

    @rule(who=PEOPLE)
    def comes_back(self, who: int) -> None:
        if self.open and not self.lives[who].member:
            self._settle()
            self._joins(self.lives[who])

    @rule(days=st.sampled_from([1.5, 15]))
    def time_goes_by(self, days: float) -> None:
        """What was taken back is erased after a day; after two weeks nothing new is heard."""
        self._settle()
        self.old = set(self.playground.world.updates.history)
        self.clock.advance(timedelta(days=days).total_seconds())
        self.runner.run(self.town.app.jobs.tick())
        self._settle()
        self.gone += [said.words for said in self.kept if said.state == "withdrawn"]
        self.kept = [said for said in self.kept if said.state == "received"]
        self.open = self._days() < 14
        self._look()

    def _look(self) -> None:
        """The promises."""
        stored = {row.update_id: row.state for row in self.town.all(Inbox)}
        assert not self.playground.acknowledged - stored.keys() - self.old
        assert set(stored.values()) <= {"done"}
        rows = [row for row in self.town.all(Opinion) if row.state != "erased"]
        assert Counter((row.text, row.state) for row in rows) == Counter(
            (said.words, said.state) for said in self.kept
        )
        for life in self.lives:
            if life.member:
                assert self._receipts(life.person) == life.acts
        assert not self.town.traces(*self.gone) if self.gone else True
        assert {row.state for row in self.town.all(Outbox)} <= {"sent", "cancelled", "pending"}

    def _receipts(self, person: Person) -> int:
        mark = KEYS.mark("contact", person.id)
        ids = [contact.id for contact in self.town.all(Contact) if contact.mark == mark]
        rows = self.town.all(Outbox)
        return sum(row.kind == "receipt" and row.contact_id in ids for row in rows)

    def _days(self) -> float:
        return (self.clock.now() - MORNING) / timedelta(days=1)

    def _who(self, said: Said) -> int:
        return next(n for n, life in enumerate(self.lives) if life.person is said.by)

    def _joins(self, life: Life) -> None:
        life.person.starts(MARKET)
        self._settle()
        life.person.presses(CONSENT)
        self._settle()
        life.member = True

    def _presses(self, said: Said, action: str) -> None:
        """Press a button of the opinion's receipt, wherever it has gone meanwhile."""
        self._settle()
        with self.town.changing() as session:
            row = session.exec(select(Opinion).where(Opinion.text == said.words)).one()
        said.by.forges(Button(action, row.id).pack(said.by.id, KEYS), said.by.screen[-1].message_id)
        self.lives[self._who(said)].acts += 1
        self._settle()

    def _settle(self) -> None:
        """Until all is answered, however often the bot dies on the way."""
        while True:
            try:
                self.runner.run(self.town.settle())
            except DiedError:
                self.runner.run(self._start_again())
            else:
                return

    def _at(self, point: str) -> None:
        if point == self.dies_at:
            self.dies_at = ""
            raise DiedError

    async def _start(self) -> None:
        self.stack = AsyncExitStack()
        made = build(self.settings, clock=self.clock, request=DirectDoor(self.playground))
        app = await self.stack.enter_async_context(made)

        async def dead(_key: Any, error: Exception) -> None:
            raise error

        setattr(app.dispatch, "_failed", dead)  # noqa: B010 - whoever is dead notes nothing
        await app.sender.recover()
        self.town = Town(self.playground, self.clock, app)

    async def _start_again(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self.stack.aclose()
        await self._start()


def test_whatever_people_do_and_wherever_the_bot_dies(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Dialogue, "template", sqlite_template, raising=False)
    monkeypatch.setattr(Dialogue, "folder", tmp_path, raising=False)
    run_state_machine_as_test(Dialogue, settings=QUIET)
