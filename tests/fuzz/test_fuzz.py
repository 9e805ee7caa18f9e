"""Whatever comes as an update, of any kind and however spoilt: it is answered, or there is a reason
for no answer, and nothing is left over. `make fuzz` looks at 100,000 of them.
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.buttons import Button
from bot.commands import COMMANDS, PRESSES
from deliberation.people import STAFF_ROLES
from locales import catalogue
from storage.models import Inbox
from tests.bot.scenes import market_square
from tests.fuzz.shapes import KINDS, Json, filled, mutated
from tests.town import Citizen, Town, open_town

UPDATES = int(os.environ.get("FUZZ", "2000"))
TOGETHER = 40  # updates of one example, which all wait when the bot looks
FAILURES = {
    "apology_failed",
    "delivery_not_composed",
    "delivery_not_made",
    "delivery_not_marked",
    "job_failed",
    "update_not_stored",
}
WORDS = (
    "어린이 도서관이 있으면 좋겠어요",
    "주차장이 부족해요 010-1234-5678",
    *(f"/{command.name}" for command in COMMANDS),
    *(f"/{command.name} 1" for command in COMMANDS),
    *(text for key, text in catalogue("ko").items() if key.startswith("button.")),
)
VALUES = ("", "1", "2", "yes", "all", "hate", "for", "csv", "0", "\u0661")
SPOKEN = ("message", "edited_message", "callback_query")


class Crowd:
    """People of every role in one town, who send whatever comes to mind."""

    def __init__(self, town: Town, people: list[Citizen]) -> None:
        self.town, self.people = town, people
        self.keys = town.app.settings.secrets()
        self._number = 500_000

    def update(self, dice: random.Random) -> Mapping[str, Json]:
        kind = dice.choice(SPOKEN if dice.random() < 0.7 else KINDS)
        return mutated(filled(kind, self._head(kind, dice.choice(self.people), dice), dice), dice)

    def _head(self, kind: str, who: Citizen, dice: random.Random) -> dict[str, Json]:
        """What makes an update of this kind somebody's."""
        account, chat = who.account.account.record, who.account.chat.record
        if kind == "callback_query":
            message = self._message(who, dice)
            return {"id": str(self._next()), "from": account, "data": self._data(who, dice)} | (
                {"message": message} if dice.random() < 0.9 else {}
            )
        if kind in ("message", "edited_message"):
            return self._message(who, dice)
        return {"chat": chat, "from": account} if dice.random() < 0.8 else {}

    def _message(self, who: Citizen, dice: random.Random) -> dict[str, Json]:
        head = {
            "message_id": self._next(),
            "date": int(self.town.clock.now().timestamp()),
            "chat": who.account.chat.record,
            "from": who.account.account.record,
            "edit_date": int(self.town.clock.now().timestamp()),
        }
        return head | ({"text": dice.choice(WORDS)} if dice.random() < 0.9 else {})

    def _data(self, who: Citizen, dice: random.Random) -> str:
        """Mostly a button of theirs, of any kind and about anything."""
        press, value = dice.choice(PRESSES), dice.choice(VALUES)
        button = Button(press.code, dice.choice((0, 1, 2, 10**6)), value, dice.choice((0, 1, 7)))
        whose = who if dice.random() < 0.9 else dice.choice(self.people)
        return button.pack(whose.account.id, self.keys)

    def _next(self) -> int:
        self._number += 1
        return self._number


@asynccontextmanager
async def crowded(url: str) -> AsyncIterator[Crowd]:
    async with open_town(url, paced=False) as town:
        market_square(town)
        people = [town.citizen(f"P{n}") for n in range(12)]
        for person in people[2:]:
            await person.agrees()
        for person, role in zip(people[6:], STAFF_ROLES, strict=False):
            town.grant(person, role)
        yield Crowd(town, people)
        town.playground.requests.clear()  # made for what nobody can send


async def wrong(crowd: Crowd, dice: random.Random) -> list[str]:
    """What went wrong with some updates: whatever failed that could be read, whatever was left
    without a reason, and rows that have come to no end."""
    with capture_logs() as logged:
        for _ in range(TOGETHER):
            crowd.town.playground.raw(dict(crowd.update(dice)))
        await crowd.town.settle()
    open_rows = {"new", "failed"} & {row.state for row in crowd.town.all(Inbox)}
    return [*_failures(logged), *(f"an update is left as {state}" for state in open_rows)]


def _failures(logged: list[Any]) -> Iterator[str]:
    for line in logged:
        failed = line["event"] == "update_failed" and line["error"] != "UnreadableError"
        empty = line["event"] == "delivery_refused" and "empty" in line["error"]
        if failed or empty or line["event"] in FAILURES:
            yield f"{line['event']}: {line.get('error')} {line.get('exc_info')!r}"
        if line["event"] == "update_left_unanswered" and not line["reason"]:
            yield "left unanswered for no reason"


def test_whatever_comes_is_answered_or_left_for_a_reason(sqlite_url: str) -> None:
    with asyncio.Runner() as runner:
        opened = crowded(sqlite_url)
        crowd = runner.run(opened.__aenter__())

        @settings(
            max_examples=max(1, UPDATES // TOGETHER),
            deadline=None,
            phases=(Phase.generate,),
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.integers(0, 2**64 - 1))
        def look(seed: int) -> None:
            assert runner.run(wrong(crowd, random.Random(seed))) == []

        look()
        runner.run(opened.__aexit__(None, None, None))
