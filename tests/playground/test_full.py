"""Two months of a consultation as a newcomer runs them, with fewer citizens than the whole has."""

from pathlib import Path

import pytest

from bot import texts
from playground.demonstration import words
from playground.demonstration.full import answers, promise
from tests.playground.plays import asks, plays

LINES = (
    r"demo: \d+ opinions by 30 citizens, \d+ topics, answers to \d+ \+ \d+ \+ \d+ people, "
    r"1 promise late and kept, 2 files",
    r"demo: \d+ messages, \d+ of them unasked",
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a play in which every promise held."""
    return plays(tmp_path_factory.mktemp("months"), "full", LINES)


def test_the_consultation_went_from_its_opening_to_its_end_by_itself(played: Path) -> None:
    states = (
        "SELECT action FROM log WHERE actor = 'clock' AND action LIKE 'consultation.%' ORDER BY id"
    )
    assert [action for (action,) in asks(played, states)] == [
        "consultation.opened",
        "consultation.reminded",
        "consultation.closed",
        "consultation.archived",
    ]


def test_one_answer_was_let_go_by_a_second_person_and_one_went_on_to_newcomers(
    played: Path,
) -> None:
    given = asks(played, "SELECT number, verdict, state FROM answer ORDER BY number")
    assert given == [(1, "partly", "sent"), (2, "adopted", "sent")]
    assert asks(played, "SELECT state FROM review") == [("approved",)]
    assert len(asks(played, "SELECT 1 FROM log WHERE action = 'answer.extended'")) == 1
    [(missing,)] = asks(played, "SELECT DISTINCT why FROM audience WHERE why != ''")
    assert missing == answers.MISSING


def test_the_promise_was_late_before_it_was_kept(played: Path) -> None:
    history = asks(played, "SELECT status, note, evidence FROM commitment_change ORDER BY id")
    assert [status for status, _, _ in history] == ["planned", "late", "done"]
    assert promise.NEWS in history[-1]


def test_everything_sent_has_come_to_an_end(played: Path) -> None:
    states = {state for (state,) in asks(played, "SELECT DISTINCT state FROM outbox")}
    assert states <= {"sent", "blocked", "cancelled"}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("OPEN_THEN", "open_then"),
        ("IDEAS", "aim_ideas"),
        ("ONE_MORE_LINK", "more_links"),
        ("SHOW_NAME", "show_name"),
        ("DAILY", "digest_daily"),
        ("PARTLY", "verdict_partly"),
        ("ADOPTED", "verdict_adopted"),
        ("SEND_SAME", "send_same"),
        ("ASK_TO_LOOK", "ask_look"),
        ("SEE_IT", "see_it"),
        ("MAY_GO", "may_go"),
        ("POST", "post_promise"),
        ("KEPT", "promise_done"),
    ],
)
def test_the_office_presses_what_stands_on_the_buttons(name: str, key: str) -> None:
    assert getattr(words, name) == texts.text(f"button.{key}", "ko").plain
