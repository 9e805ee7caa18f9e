"""An attack as an office meets it, with fewer people than the whole has: two hundred messages
among fifty honest ones. The play itself looks at its end for what must hold."""

from pathlib import Path

import pytest

from deliberation.moderating.choices import REASONS
from playground.demonstration.storm import attackers, blows
from tests.playground.plays import asks, plays

LINES = (
    r"demo: 200 attacks by 21 accounts, 20 of them forged buttons; \d+ taken as opinions, "
    r"\d+ hidden, \d+ authors told, \d+ restored",
    r"demo: 52 honest opinions, all in the picture of \d+ in \d+ topics; \d+ cards, \d+ presses, "
    r"the log verified",
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a play in which every promise held."""
    return plays(tmp_path_factory.mktemp("storm"), "storm", LINES)


def test_nothing_is_hidden_but_for_a_reason_of_the_list_and_by_a_moderator(played: Path) -> None:
    hidden = "SELECT DISTINCT reason FROM opinion WHERE state = 'hidden'"
    assert {reason for (reason,) in asks(played, hidden)} <= set(REASONS)
    by = "SELECT DISTINCT actor FROM log WHERE action = 'opinion.hidden'"
    assert len(asks(played, by)) == 1


def test_who_was_hidden_wrongly_was_restored_by_somebody_else(played: Path) -> None:
    done = "SELECT actor FROM log WHERE action = 'opinion.{}'"
    restored = asks(played, done.format("restored"))
    assert len(restored) >= 2
    assert not set(restored) & set(asks(played, done.format("hidden")))


def test_the_same_attack_comes_every_time() -> None:
    again = [blows.numbers(20, 4, 7), blows.floods(20, 2, 7), blows.copies(20, 3)]
    assert again == [blows.numbers(20, 4, 7), blows.floods(20, 2, 7), blows.copies(20, 3)]
    assert sum(share for _, share, _ in attackers.SHARES) == pytest.approx(1)
