"""Every command and every button, for everybody, in every state of a consultation.

Whoever may use it gets an answer and no apology; whoever may not reads what a stranger reads who
invents one, and changes nothing. Made from COMMANDS and PRESSES, so nobody can forget to be here.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import get_args

import pytest

from bot.buttons import Button
from bot.commands import COMMANDS, PRESSES, Audience, may
from bot.texts import text
from deliberation import people
from deliberation.people import STAFF_ROLES
from locales import catalogue
from playground.people import Person
from storage.database import reading
from storage.models import Consultation
from storage.models.base import Table
from tests.bot.scenes import market_square
from tests.town import Citizen, Town

ROLES = ("stranger", "citizen", *STAFF_ROLES)
STATES = ("draft", "scheduled", "open", "closed", "answered", "archived")
WHOLE = [(role, state) for state in STATES for role in ROLES]
# The whole of it takes minutes: `make matrix`. Otherwise everybody while it is open, who may nearly
# everything before it opens and when it has ended, and a citizen where it is over.
WALKED = [
    (role, state)
    for role, state in WHOLE
    if state == "open"
    or (role, state) in {("admin", "draft"), ("admin", "closed"), ("citizen", "archived")}
    or os.environ.get("MATRIX") == "whole"
]
# Any message leaves a trace there.
AT_ONCE = 12  # buttons pressed one after the other before anything comes back
ASIDE = {"inbox", "outbox", "lane_rest", "dialogue_state", "bot_state"}
# A row of every table is there under the first, none under the second.
ABOUT = ((1, ""), (10**6, "1"))
# Buttons that are never made without a value of their own.
ONLY = {
    "mv": ("1", "2"),
    "fy": ("hate", "othe"),
    "no": ("all", "answ"),
    "st": ("for", "agai"),
    "mt": ("w", "d"),
    "si": ("same", "diff"),
    "xf": ("csv", "docx"),
    "fn": ("t0", "p1"),
    "ft": ("t", "u1"),
    "ho": ("1", "2"),
}
UNKNOWN = text("command.unknown", "ko").plain
FORGED = text("button.forged", "ko").plain
NOT_YOURS = {
    text(key, "ko").plain
    for key in catalogue("ko")
    if key == "role.gone" or key.endswith(".not_yours")
}
TROUBLE = "저희 쪽에 문제"

Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture(params=WALKED, ids="-".join)
async def somebody(request: pytest.FixtureRequest, quick_town: Town) -> Citizen:
    """A person of the role, in a town whose consultation has come to the state."""
    role, state = request.param
    market_square(quick_town)
    somebody = quick_town.citizen("Sam")
    somebody.account.sends("/help")
    if role != "stranger":
        await somebody.agrees()
    if role in STAFF_ROLES:
        quick_town.grant(somebody, role)
    await quick_town.settle()
    comes_to(quick_town, state)
    return somebody


def comes_to(town: Town, state: str) -> None:
    now = town.clock.now()
    with town.changing() as session:
        asked = session.get_one(Consultation, 1)
        asked.state = state
        if state in ("draft", "scheduled"):
            asked.opens_at = now + timedelta(days=1)
        if state in ("closed", "answered", "archived"):
            asked.closes_at = asked.closed_at = now - timedelta(hours=1)
        session.add(asked)


def _may(who: Citizen, audience: Audience) -> bool:
    with reading(who.town.app.database.engine) as session:
        person = people.meet(who.town.work(session), who.account.id, None)
        return may(person, audience)


def _rows(town: Town) -> Rows:
    """Everything that is kept, but for what any message leaves behind."""
    with reading(town.app.database.engine) as session:
        return {
            table.name: [tuple(row) for row in session.connection().execute(table.select())]
            for table in Table.metadata.sorted_tables
            if table.name not in ASIDE
        }


async def test_every_command_is_answered_by_role_and_state(somebody: Citizen) -> None:
    wrong = {}
    for command in COMMANDS:
        for words in (f"/{command.name}", f"/{command.name} 1"):
            before = _before(somebody, command.audience)
            said = await somebody.says(words)
            if problem := _wrong(somebody, before, said, refused=said == [UNKNOWN]):
                wrong[words] = problem
            elif " " not in words and NOT_YOURS.intersection(said):
                wrong[words] = "offered, and refused"
    assert wrong == {}


async def test_every_button_is_answered_by_role_and_state(somebody: Citizen) -> None:
    theirs = {each for each in get_args(Audience) if _may(somebody, each)}
    others = (button for audience, button in _buttons() if audience not in theirs)
    wrong = {}
    for some in by(AT_ONCE, others):
        if problem := await _not_refused(somebody, some):
            wrong[str(some)] = problem
    for audience, button in _buttons():
        if audience in theirs and (problem := await _not_answered(somebody, audience, button)):
            wrong[f"{button.action} {button.subject} {button.value}"] = problem
    assert wrong == {}


async def _not_refused(who: Citizen, some: list[Button]) -> str:
    """What is wrong with the answers to buttons that are not theirs."""
    before, mark = _rows(who.town), len(who.account.toasts)
    said = await pressed(who, some)
    if said or who.account.toasts[mark:] != [FORGED] * len(some):
        return f"not theirs, and not refused: {said}"
    return "" if before == _rows(who.town) else "not theirs, and something changed"


async def _not_answered(who: Citizen, audience: Audience, button: Button) -> str:
    """The same of one that was theirs, and is not any more where another has changed that."""
    before, mark = _before(who, audience), len(who.account.toasts)
    said = await _presses(who, button)
    toasts = who.account.toasts[mark:]
    refused = toasts == [FORGED] and not said
    return _wrong(who, before, said + toasts, refused=refused)


def _buttons() -> Iterator[tuple[Audience, Button]]:
    for press in PRESSES:
        for at, (subject, value) in enumerate(ABOUT):
            yield (
                press.audience,
                Button(press.code, subject, ONLY.get(press.code, (value,) * 2)[at]),
            )


def by(size: int, buttons: Iterator[Button]) -> Iterator[list[Button]]:
    while some := list(islice(buttons, size)):
        yield some


async def pressed(who: Citizen, some: list[Button]) -> list[str]:
    """What came of them. The bubbles that are pressed are their own, of no other words."""

    def press(account: Person) -> None:
        for button, bubble in zip(some, account.screen[-len(some) :], strict=True):
            account.forges(data(who, button), bubble.message_id)

    await who.does(lambda account: [account.sends("/language") for _ in some])
    return await who.does(press)


def _before(who: Citizen, audience: Audience) -> Rows | None:
    """Everything that is kept, to be compared; None for somebody who may change it."""
    return None if _may(who, audience) else _rows(who.town)


def data(who: Citizen, button: Button) -> str:
    """A genuine button of this person: what it does must hold by itself."""
    return button.pack(who.account.id, who.town.app.settings.secrets())


async def _presses(who: Citizen, button: Button) -> list[str]:
    """What came of it: words, or a call that leaves a bubble as it is (its page was shown)."""
    if not any(message.buttons for message in who.account.screen):
        await who.says("/language")  # only a bubble with buttons can be pressed
    on = next(message for message in reversed(who.account.screen) if message.buttons)
    requests = who.town.playground.requests
    mark = len(requests)
    said = await who.does(lambda account: account.forges(data(who, button), on.message_id))
    return said or [each.method for each in requests[mark:] if each.method.startswith("edit")]


def _wrong(who: Citizen, before: Rows | None, said: list[str], *, refused: bool) -> str:
    if before is not None and not refused:
        return f"not theirs, and not refused: {said}"
    if before is not None and before != _rows(who.town):
        return "not theirs, and something changed"
    if any(words.startswith(TROUBLE) for words in said):
        return "ended in an apology"
    return "" if said else "no answer"
