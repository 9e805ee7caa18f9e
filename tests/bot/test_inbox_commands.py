"""`madang inbox`: what could not be handled is seen, and handled once more."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.database import open_engine, transaction
from storage.models import Inbox, Opinion
from tests.bot.shell import Shell, shell_on
from tests.town import Town

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
WORDS = "옛 시장에 도서관을 지어 주세요"


@pytest.fixture
def shell(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A terminal on a database in which three updates went wrong."""
    made = shell_on(database_url, tmp_path, monkeypatch)
    engine = open_engine(database_url)
    with transaction(engine) as session:
        for number, state, body in (
            (11, "dead", b"sealed"),
            (12, "dead", None),
            (13, "failed", b"sealed"),
            (14, "done", None),
        ):
            session.add(
                Inbox(
                    bot_id=1,
                    update_id=number,
                    state=state,
                    body=body,
                    attempts=3 if state == "dead" else 1,
                    received_at=NOW,
                    next_at=NOW + timedelta(minutes=5),
                    error="ValueError a1b2c3",
                )
            )
    engine.dispose()
    return made


def test_what_went_wrong_is_listed_with_its_reason_and_without_its_words(shell: Shell) -> None:
    assert shell.says("inbox", "list").out.splitlines() == [
        "11: dead, came 2026-11-23 01:00 UTC, 3 retries, ValueError a1b2c3",
        "12: dead, came 2026-11-23 01:00 UTC, 3 retries, ValueError a1b2c3, its words are gone",
        "13: failed, came 2026-11-23 01:00 UTC, 1 retry, ValueError a1b2c3, "
        "again at 2026-11-23 01:05:00 UTC",
    ]


def test_all_that_was_given_up_is_replayed_but_what_has_no_words(shell: Shell) -> None:
    assert shell.says("inbox", "replay", "--all").out.splitlines() == [
        "1 to be handled again (다시 처리할 것 1건)",
        "1 cannot be: their words are gone (내용이 이미 지워진 것 1건)",
    ]
    assert "11:" not in shell.says("inbox", "list").out


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("12", "the words of update 12 are gone"),
        ("13", "update 13 is tried again by itself"),
        ("14", "no update 14 was given up"),
    ],
)
def test_what_cannot_be_replayed_is_refused_with_the_reason(
    shell: Shell, number: str, word: str
) -> None:
    answer = shell.says("inbox", "replay", number)
    assert (answer.code, word in answer.err) == (1, True)


@pytest.mark.parametrize("words", [(), ("11", "--all")])
def test_replaying_wants_one_number_or_all(shell: Shell, words: tuple[str, ...]) -> None:
    answer = shell.says("inbox", "replay", *words)
    assert (answer.code, "--all" in answer.err) == (2, True)


async def test_an_opinion_that_was_given_up_is_recorded_once_it_is_replayed(
    town: Town, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = town.citizen()
    await ada.agrees()
    ada.account.sends(WORDS)
    await town.app.intake.poll(0)
    with town.changing() as session:
        row = next(each for each in town.all(Inbox) if each.state == "new")
        row.state, row.error = "dead", "ValueError a1b2c3"
        session.merge(row)
    terminal = shell_on(database_url, tmp_path, monkeypatch)
    terminal.sets(clock=f"0:{town.clock.now().timestamp()}:0.000001")
    assert terminal.says("inbox", "replay", str(row.update_id)).code == 0
    await town.passes(hours=1)
    assert [opinion.text for opinion in town.all(Opinion)] == [WORDS]
