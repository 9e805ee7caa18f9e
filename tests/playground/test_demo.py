"""The demonstration as a newcomer runs it: a real process, with the real bot as its child."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import texts
from playground import sample
from playground.demonstration import words
from playground.demonstration.citizens import ASKS_TO_BE_FORGOTTEN
from playground.demonstration.figures import Briefing, NotSaidError, Status
from playground.demonstration.petitions import find
from playground.demonstration.traces import traces
from tests.served import at_work_in

LINE = re.compile(
    r"demo: (?P<opinions>\d+) opinions by (?P<people>\d+) people, (?P<topics>\d+) topics, "
    r"(?P<answered>\d+) answered: (?P<reach>\d+) to reach = (?P<sent>\d+) sent \+ "
    r"(?P<blocked>\d+) blocked \+ (?P<failed>\d+) failed \+ (?P<uncertain>\d+) uncertain \+ "
    r"(?P<unreachable>\d+) unreachable"
)
OFFICE = "demo: 1 consultation opened, 2 staff invited, 1 flagged, 1 hidden, 1 erased"
AT_MOST = 150  # seconds, on a busy machine; about 35 on a quiet one
MADANG = (sys.executable, "-m", "bot.cli", "demo")
ENDS = ("sent", "blocked", "failed", "uncertain", "unreachable")


@dataclass(frozen=True)
class Played:
    """A demonstration that has ended."""

    folder: Path
    code: int
    out: str
    err: str
    seconds: float

    def asks(self, query: str) -> list[tuple[object, ...]]:
        """What the demonstration's database answers."""
        file = self.folder / ".demo/madang.db"
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            return database.execute(query).fetchall()

    @property
    def figures(self) -> Mapping[str, int]:
        """The numbers of the closing line."""
        found = LINE.fullmatch(self.out.splitlines()[-1])
        assert found, self.out[-2000:] + self.err
        return {name: int(number) for name, number in found.groupdict().items()}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """One demonstration, started in an empty folder by somebody with settings of their own."""
    folder = tmp_path_factory.mktemp("newcomer")
    began = time.monotonic()
    with _started(folder, "--headless") as demo:
        out, err = demo.communicate(timeout=AT_MOST)
    return Played(folder, demo.returncode, out, err, time.monotonic() - began)


def _started(folder: Path, *options: str) -> "subprocess.Popen[str]":
    foreign = {"MADANG_TOKEN": "1:of-the-caller", "MADANG_DATABASE_URL": "sqlite:///foreign.db"}
    return subprocess.Popen(
        [*MADANG, *options],
        cwd=folder,
        env={**os.environ, **foreign},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_demonstration_ends_well(played: Played) -> None:
    assert played.code == 0, played.err + played.out[-2000:]


def test_everybody_the_answer_was_for_is_counted_once(played: Played) -> None:
    figures = played.figures
    assert figures["reach"] == sum(figures[end] for end in ENDS)
    assert figures["answered"] == 1
    assert figures["blocked"] == 1
    assert figures["failed"] == figures["uncertain"] == figures["unreachable"] == 0


def test_the_figures_are_those_of_the_database_but_for_who_was_erased(played: Played) -> None:
    ((opinions, people),) = played.asks(
        "SELECT count(*), count(DISTINCT participation_id) FROM opinion JOIN consultation "
        "ON consultation.id = opinion.consultation_id WHERE slug = 'old-market'"
    )
    figures = played.figures
    erased = sum(each.person == ASKS_TO_BE_FORGOTTEN for each in sample.load().messages)
    assert (figures["opinions"] - erased, figures["people"] - 1) == (opinions, people)


def test_every_answer_is_where_the_figures_say(played: Played) -> None:
    ends = played.asks("SELECT state, count(*) FROM outbox WHERE kind = 'answer' GROUP BY state")
    figures = played.figures
    assert sorted(ends) == [("blocked", figures["blocked"]), ("sent", figures["sent"])]


def test_the_office_is_told_of_above_the_closing_line(played: Played) -> None:
    assert played.out.splitlines()[-2] == OFFICE


def test_a_consultation_was_opened_by_an_invited_official(played: Played) -> None:
    opened = played.asks(
        "SELECT slug, state, log.actor = 'contact:' || invite.used_by FROM consultation "
        "JOIN log ON log.subject = 'consultation:' || consultation.id "
        "JOIN invite ON invite.role = 'official' "
        "WHERE log.action = 'consultation.added' AND log.actor LIKE 'contact:%'"
    )
    assert opened == [("night-lights", "open", 1)]
    assert played.asks("SELECT count(*) FROM invite WHERE used_by IS NOT NULL") == [(2,)]


def test_one_message_was_hidden_undone_and_hidden_again(played: Played) -> None:
    decided = played.asks("SELECT action FROM log WHERE subject LIKE 'opinion:%' ORDER BY id")
    assert [action for (action,) in decided] == [
        "opinion.hidden",
        "opinion.hiding_undone",
        "opinion.hidden",
    ]
    hidden = played.asks("SELECT reason FROM opinion WHERE state = 'hidden'")
    assert hidden == [("personal",)]
    assert played.asks("SELECT count(*) FROM outbox WHERE kind = 'notice' AND state = 'sent'") == [
        (3,)  # to its author, and twice to who invited
    ]


def test_whoever_was_erased_is_in_no_file(played: Played) -> None:
    gone = [each for each in sample.load().messages if each.person == ASKS_TO_BE_FORGOTTEN]
    assert traces(played.folder / ".demo", [gone[0].name, *(each.text for each in gone)]) == []


def test_a_newcomer_reads_what_the_product_is(played: Played) -> None:
    for scene in (
        "구청이 묻습니다",
        "저절로 주제로 모입니다",
        "답은 자기 글과 함께 옵니다",
        "새 담당자가 새 마당을 엽니다",
        "아침에 까닭을 듣습니다",
        "잊어 달라고 합니다",
    ):
        assert scene in played.out


def test_nothing_is_left_running(played: Played) -> None:
    assert at_work_in(played.folder) == []


def test_the_callers_settings_are_left_alone(played: Played) -> None:
    assert {path.name for path in played.folder.iterdir()} == {".demo"}


def test_ctrl_c_ends_the_bot_too(tmp_path: Path) -> None:
    with _started(tmp_path, "--headless") as demo:
        deadline = time.monotonic() + 30
        while not (tmp_path / ".demo/bot.log").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        demo.send_signal(signal.SIGINT)
        _, err = demo.communicate(timeout=30)
    assert demo.returncode == 130
    assert "nothing is left running" in err
    assert at_work_in(tmp_path) == []


def test_petitions_without_data_are_asked_for(tmp_path: Path) -> None:
    for named in ("", str(tmp_path)):
        with _started(tmp_path, "--petitions", named) as demo:
            _, err = demo.communicate(timeout=30)
        assert demo.returncode == 2
        assert "make demo-petitions DATA=<folder of public data>" in err


def test_petitions_are_found_where_public_data_has_them(tmp_path: Path) -> None:
    assert find(tmp_path) is None
    (tmp_path / "petitions").mkdir()
    file = tmp_path / "petitions/petitions-2019-04_07.jsonl"
    file.touch()
    assert find(tmp_path) == file


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("agree_all", "agree_all"),
        ("choose", "choose"),
        ("disagree", "disagree"),
        ("agree", "yes_agree"),
        ("decline", "no"),
        ("take_back", "take_back"),
        ("undo", "undo"),
        ("answers_me", "it_answers"),
        ("answers_me_not", "it_does_not"),
    ],
)
def test_people_press_what_stands_on_the_buttons(name: str, key: str, language: str) -> None:
    assert getattr(words.WORDS[language], name) == texts.text(f"button.{key}", language).plain


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("NEXT_PAGE", "page_next"),
        ("REFRESH", "refresh"),
        ("WRITE_ANSWER", "write_answer"),
        ("LATER", "verdict_later"),
        ("SEND", "send"),
        ("JOIN", "join_team"),
        ("SKIP", "skip"),
        ("NOW", "now"),
        ("OPEN_NOW", "open_now"),
        ("ALONE", "alone"),
        ("ALL_TOPICS", "all_topics"),
        ("REPORT", "report"),
        ("IT_HAS_PERSONAL", "flag_personal"),
        ("HIDE", "hide"),
        ("PERSONAL", "hide_personal"),
        ("UNDO", "undo"),
        ("ERASE_ALL", "erase_all"),
    ],
)
def test_staff_press_what_stands_on_the_buttons(name: str, key: str) -> None:
    assert getattr(words, name) == texts.text(f"button.{key}", "ko").plain


def test_a_briefing_is_read_as_the_official_reads_it() -> None:
    caption = (
        "옛 시장 자리 쓰임 · 2026년 11월 23일(월) 10:20\n"
        "시민 1,109명이 1,178건. 같은 글을 묶으면 171건이에요.\n"
        "그 뒤에 온 의견 3건은 아직 넣지 않았어요.\n\n"
        "1 주차 · 골목 · 26명(24%) · 답하기 전이에요\n주차, 골목\n“…”"
    )
    brief = Briefing.read(caption)
    assert (brief.people, brief.opinions, brief.newer) == (1109, 1178, 3)
    assert [(topic.place, topic.name, topic.people) for topic in brief.topics] == [
        (1, "주차 · 골목", 26)
    ]


def test_a_status_that_still_counts_up_is_no_end() -> None:
    with pytest.raises(NotSaidError):
        Status.read("보내는 중이에요. 26명 가운데 3명께 갔어요.\n차단 1명 · 실패 0명 · 모름 0명")
