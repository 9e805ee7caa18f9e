"""An agency sees and changes nothing of another. Made from COMMANDS and PRESSES: who has every
role at one agency sends every command of the staff and presses every button of theirs about the
rows of another agency, and meets none of its words. Role by role and state by state in the whole
matrix (`make matrix`)."""

import os
from collections.abc import Iterator, Sequence

import pytest

from bot.buttons import Button
from bot.commands import COMMANDS, PRESSES
from deliberation.people import STAFF_ROLES
from storage.database import reading
from storage.models import Consultation, Invite, Role
from storage.models.base import Table
from tests.bot.scenes import ALONE, LIBRARY, MARKETS, PARKING, market_square
from tests.bot.team_scenes import administrator, founds, invitation
from tests.bot.test_debt import hands_over
from tests.bot.test_delivery_of_answers import answers
from tests.bot.test_matrix import ASIDE, AT_ONCE, ONLY, STATES, TROUBLE, by, comes_to, pressed
from tests.town import MARKET, Citizen, Town, consultation

DEPARTMENT, NOTE, ANSWER, DRAFT = "비밀과", "비밀 쪽지", "다리를 놓기로 했습니다", "쓰다 만 답변"
SECRETS = (*LIBRARY, *PARKING, *MARKETS, ALONE, DEPARTMENT, NOTE, ANSWER, DRAFT, "옛 시장 자리")
VALUES = ("", "1", "y", "d")
SUBJECTS = (1, 2)
ONE_BY_ONE = [((role,), state) for role in STAFF_ROLES for state in STATES]
ELSEWHERE = [
    (STAFF_ROLES, "open"),
    *(ONE_BY_ONE if os.environ.get("MATRIX") == "whole" else ()),
]
"""The roles somebody has at the other agency, and how far this one's consultation has come."""
ARGUMENTS = ("", " 1", " 1 2", f" {MARKET}", " 도서관", " official")


async def everything(town: Town) -> None:
    """An agency with something in it of all that there is."""
    market_square(town)
    olga = await answers(town, words=ANSWER)
    await hands_over(town, olga, 1, DEPARTMENT, "12월 1일")
    await olga.says("/summary")
    await olga.presses("1번 주제")
    await olga.presses("답변 쓰기")
    await olga.says(DRAFT)
    await olga.says("/new")
    await olga.says(NOTE)
    alice = await administrator(town)
    await invitation(alice, "moderator")


async def stranger_to_it(town: Town, roles: Sequence[str]) -> Citizen:
    """Somebody with these roles at another agency, which has a consultation of its own."""
    founds(town, "namgu", "남구청")
    otto = town.citizen("Otto")
    for role in roles:
        town.grant(otto, role, "namgu")
    with town.changing() as session:
        session.add(consultation(2, town.clock.now(), slug="bridges", title="다리 이름"))
    await otto.starts()
    return otto


def rows(town: Town) -> dict[str, set[tuple[object, ...]]]:
    """What is kept, but for what any message leaves behind and the two consultations."""
    with reading(town.app.database.engine) as session:
        connection = session.connection()
        return {
            table.name: {tuple(map(repr, row)) for row in connection.execute(table.select())}
            for table in Table.metadata.sorted_tables
            if table.name not in {*ASIDE, "contact", "consultation"}
        }


def presses() -> Iterator[Button]:
    for press in PRESSES:
        if press.audience == "everybody":
            continue
        values = ONLY.get(press.code, VALUES)
        for subject in SUBJECTS:
            for value in values:
                yield Button(press.code, subject, value, 1)


@pytest.mark.parametrize(("roles", "state"), ELSEWHERE, ids=lambda given: "".join(given))
async def test_nothing_of_another_agency_is_seen_or_changed(
    quick_town: Town, roles: Sequence[str], state: str
) -> None:
    await everything(quick_town)
    otto = await stranger_to_it(quick_town, roles)
    comes_to(quick_town, state)
    before, asked = rows(quick_town), quick_town.all(Consultation)[0].model_dump()
    assert all(before[name] for name in ("topic", "answer", "assignment", "department", "invite"))
    wrong = {}
    for command in COMMANDS:
        if command.audience != "everybody":
            for argument in ARGUMENTS:
                said = await otto.says(f"/{command.name}{argument}")
                if leak := _leak(said):
                    wrong[f"/{command.name}{argument}"] = leak
    for some in by(AT_ONCE, presses()):
        mark = len(otto.account.toasts)
        said = await pressed(otto, some)
        if leak := _leak(said + otto.account.toasts[mark:]):
            wrong[str(some)] = leak
    assert wrong == {}
    after = rows(quick_town)
    assert {name: kept - after[name] for name, kept in before.items() if kept - after[name]} == {}
    assert {role.agency_id for role in quick_town.all(Role) if role.id <= 2} == {1}
    assert [one.used_at for one in quick_town.all(Invite) if one.agency_id == 1] == [None]
    assert quick_town.all(Consultation)[0].model_dump() == asked


def _leak(said: list[str]) -> str:
    told = "\n".join(said)
    if TROUBLE in told:
        return "ended in an apology"
    return next((secret for secret in SECRETS if secret in told), "")
