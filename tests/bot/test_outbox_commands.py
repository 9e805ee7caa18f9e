"""`madang outbox`: answers that may not have arrived are seen, and sent again by hand."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from playground.faults import Fault
from tests.bot.scenes import market_square
from tests.bot.shell import Shell, shell_on
from tests.bot.test_delivery_of_answers import answers, letters
from tests.town import Citizen, Town


@pytest.fixture
def shell(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A terminal beside the town."""
    return shell_on(database_url, tmp_path, monkeypatch)


async def lost_in_the_post(town: Town) -> Citizen:
    """The answer goes to three people; that Telegram has sent Ada's is never heard, twice."""
    ada = market_square(town).citizens[0]
    town.playground.faults.add(Fault("lost_reply", "sendMessage", ada.account.id, times=2))
    await answers(town)
    return ada


def by_the_clock_of(town: Town, shell: Shell) -> None:
    shell.sets(clock=f"{time.time()}:{town.clock.now().timestamp()}:1")


async def test_an_answer_that_may_be_there_twice_is_listed_by_its_name(
    town: Town, shell: Shell
) -> None:
    await lost_in_the_post(town)
    assert shell.says("outbox", "list").out == "old-market/1: 1 uncertain\n"


async def test_it_is_sent_again_by_its_name_and_put_into_words_anew(
    town: Town, shell: Shell
) -> None:
    ada = await lost_in_the_post(town)
    by_the_clock_of(town, shell)
    assert shell.says("outbox", "resend", "old-market/1").out == (
        "1 to be sent again (다시 보낼 것 1건)\n"
    )
    await town.passes(seconds=5)
    assert shell.says("outbox", "list").out == "nothing is uncertain (없습니다)\n"
    assert len(letters(ada)) == 3


async def test_where_a_person_is_to_decide_it_goes_once_and_waits(town: Town, shell: Shell) -> None:
    town.app.sender.marks = replace(town.app.sender.marks, resend=False)
    ada = await lost_in_the_post(town)
    assert len(letters(ada)) == 1
    by_the_clock_of(town, shell)
    assert shell.says("outbox", "resend", "--all").code == 0
    await town.passes(seconds=5)
    assert len(letters(ada)) == 2


def test_an_answer_nobody_doubts_is_refused(shell: Shell) -> None:
    assert shell.says("outbox", "resend", "old-market/9").err == (
        "madang: no delivery of old-market/9 is uncertain (그런 답변이 없습니다)\n"
    )
    assert shell.says("outbox", "resend").code == 2
