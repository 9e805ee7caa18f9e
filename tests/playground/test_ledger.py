"""The demonstration's count of who got what: whatever is too much or missing is named."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from playground.clock import ManualClock
from playground.demonstration.actors import Act, Actor
from playground.demonstration.ledger import broken_promises
from playground.demonstration.traces import DATABASE, traces
from playground.messages.chats import Message
from playground.telegram import Playground

LETTER = "답이 왔어요"


@pytest.fixture
def ada() -> Actor:
    """Somebody who has pressed START, and waits."""
    morning = ManualClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    playground = Playground(morning, enforce_rates=False)
    actor = Actor(playground, playground.person("Ada"), None)
    actor.person.starts()
    does(actor, "/start")
    return actor


def does(actor: Actor, what: str, bubbles: int = 1) -> None:
    actor.acts.append(Act(what, actor.person.mark, bubbles))


def hears(actor: Actor, words: str) -> Message:
    return actor.playground.world.bot_sends(actor.person.chat, "sendMessage", {"text": words})


def test_one_answer_to_one_act_is_as_it_should_be(ada: Actor) -> None:
    hears(ada, "안녕하세요")
    assert list(broken_promises([ada])) == []


def test_an_act_without_an_answer_is_named(ada: Actor) -> None:
    assert list(broken_promises([ada])) == ["Ada was due 1 after “/start” and got: nothing"]


def test_an_answer_too_many_is_named_with_its_words(ada: Actor) -> None:
    hears(ada, "안녕하세요")
    hears(ada, "안녕하세요?")
    (broken,) = broken_promises([ada])
    assert broken == "Ada was due 1 after “/start” and got: “안녕하세요”, “안녕하세요?”"


def test_what_comes_by_itself_comes_once(ada: Actor) -> None:
    ada.unasked.append(LETTER)
    hears(ada, "안녕하세요")
    hears(ada, f"{LETTER} 1")
    assert list(broken_promises([ada])) == []
    hears(ada, f"{LETTER} 2")
    (broken,) = broken_promises([ada])
    assert f"{LETTER} 2" in broken


def test_what_should_have_come_by_itself_is_named(ada: Actor) -> None:
    ada.unasked.append(LETTER)
    hears(ada, "안녕하세요")
    assert list(broken_promises([ada])) == [f"Ada never got: …{LETTER}…"]


def test_a_bubble_that_changes_its_words_is_an_answer(ada: Actor) -> None:
    bubble = hears(ada, "숨길까요?")
    does(ada, "[숨기기]")
    assert len(list(broken_promises([ada]))) == 1
    ada.playground.world.bot_edits(bubble, {"text": "숨겼어요"}, None)
    assert list(broken_promises([ada])) == []


def test_a_bubble_that_only_loses_its_buttons_is_none(ada: Actor) -> None:
    bubble = hears(ada, "숨길까요?")
    does(ada, "[숨기기]")
    ada.playground.world.bot_edits(bubble, {}, None)
    assert len(list(broken_promises([ada]))) == 1


def test_a_button_that_still_spins_is_named(ada: Actor) -> None:
    hears(ada, "안녕하세요")
    ada.person.account.waiting.add("1")
    assert list(broken_promises([ada])) == ["Ada pressed 1 buttons that still spin"]


def test_traces_are_found_in_files_and_in_tables(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / DATABASE)) as database, database:
        database.execute("CREATE TABLE opinion (text, author)")
        database.execute("INSERT INTO opinion VALUES ('나무 그늘', 4242)")
    (tmp_path / "bot.log").write_text(r"\ub098\ubb34 \uadf8\ub298")
    assert traces(tmp_path, ["나무 그늘"]) == ["bot.log", DATABASE, "a row of opinion"]
    assert traces(tmp_path, ["4242"]) == ["a row of opinion"]
    assert traces(tmp_path, ["담벼락"]) == []
