"""`madang import`: what files hold, what is wrong with them, and what comes in."""

import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import select

from storage.database import open_engine, reading
from storage.models import Opinion
from tests.bot.shell import Answer, Shell, shell_on
from tests.child import HOME
from tests.town import MARKET

PUBLIC = HOME.parent / "shared" / "data"
needs_public_data = pytest.mark.skipif(
    not PUBLIC.exists(), reason="the public data for trying is not on this machine"
)
POLIS = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"


@pytest.fixture
def shell(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A terminal with one open consultation."""
    made = shell_on(sqlite_url, tmp_path, monkeypatch)
    made.asks()
    return made


@pytest.fixture
def either(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The same on both engines."""
    made = shell_on(database_url, tmp_path, monkeypatch)
    made.asks()
    return made


def test_a_table_comes_in_and_a_second_time_adds_nothing(either: Shell) -> None:
    words = "id,text,author\n1,공원이 좋아요,kim\n2,도서관이 좋아요,kim\n3,주차장,lee\n"
    assert _import(either, words).out == _line(3, people=2)
    assert _import(either, words).out == _line(0, people=0, known=3)


def test_bad_rows_are_named_by_line_and_stop_nothing(shell: Shell) -> None:
    words = (
        "id,text,contact,date\n"
        "1,좋아요,,\n"
        "2, ,,\n"
        ",글,,\n"
        "4,글,ada,\n"
        "5,글,,2020-02-30\n"
        "6,글\n"
        f"7,{'가' * 12_001},,\n"
        "1,또,,\n"
        "9,끝,,\n"
    )
    answer = _import(shell, words)
    assert answer.out == _line(2, people=2, skipped=7)
    assert [line.split(":")[0] for line in answer.err.splitlines()] == [
        "line 3 has no text",
        "line 4 has no id",
        "line 5 has a contact that is no Telegram id",
        "line 6 has a date that cannot be read",
        "line 7 has 2 fields instead of 4",
        "line 8 is too long",
        "line 9 has the id of a line before it",
    ]


def test_what_is_wrong_with_a_row_quotes_nothing_of_it(shell: Shell) -> None:
    assert "비밀" not in _import(shell, "id,text,contact\n1,비밀,비밀\n").err


def test_a_row_is_named_by_its_first_line(shell: Shell) -> None:
    answer = _import(shell, 'id,text\n1,"두\n줄"\n2,\n')
    assert answer.err.startswith("line 4 ")


def test_broken_lines_of_json_are_passed_over(shell: Shell) -> None:
    lines = ['{"id": 1, "text": "글"}', "{", "[]", '{"id": 2, "text": 3}', "", '{"text": "글"}']
    answer = _import(shell, "\n".join(lines), "jsonl")
    assert answer.out == _line(1, people=1, skipped=4)
    assert [line.split()[1] for line in answer.err.splitlines()] == ["2", "3", "4", "6"]


def test_a_line_in_another_encoding_spoils_no_other(shell: Shell) -> None:
    path = shell.folder / "in.csv"
    path.write_bytes("id,text\n1,글\n".encode() + "2,글\n".encode("cp949"))
    answer = shell.says("import", str(path), "--consultation", MARKET, "--format", "csv")
    assert (answer.out, answer.err[:19]) == (_line(1, people=1, skipped=1), "line 3 is not UTF-8")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2019-04-01", "2019-03-31T15:00:00+00:00"),
        ("20190401", "2019-03-31T15:00:00+00:00"),
        ("2019-04-01T09:00", "2019-04-01T00:00:00+00:00"),
        ("2019-04-01 09:00:00", "2019-04-01T00:00:00+00:00"),
        ("2019-04-01T00:00:00Z", "2019-04-01T00:00:00+00:00"),
        ("1554076800", "2019-04-01T00:00:00+00:00"),
        ("1554076800000", "2019-04-01T00:00:00+00:00"),
    ],
)
def test_times_are_kept_and_meant_in_the_agencys_zone(
    shell: Shell, written: str, kept: str
) -> None:
    _import(shell, f"id,text,date\n1,글,{written}\n")
    assert [opinion.written_at for opinion in _opinions()] == [datetime.fromisoformat(kept)]


@pytest.mark.parametrize("written", ["1e99", "99999999999999999999", "0001-01-01", "어제"])
def test_a_time_that_cannot_be_is_a_bad_row(shell: Shell, written: str) -> None:
    assert _import(shell, f"id,text,date\n1,글,{written}\n").out == _line(0, people=0, skipped=1)


def test_words_come_in_without_what_no_database_holds(either: Shell) -> None:
    row = json.dumps({"id": "1", "text": " 글\u202e\ud800\x00 <b>&\n둘째 줄 "})
    _import(either, row, "jsonl")
    assert [opinion.text for opinion in _opinions()] == ["글 <b>&\n둘째 줄"]


def test_polis_keeps_who_wrote_when_and_what_was_moderated_out(either: Shell) -> None:
    words = POLIS + (
        "1501088623370,x,69,0,0,0,-1,Hidden\n"
        '1501088069198,x,60,0,12,33,1,"Two\nlines"\n'
        "1501088069,x,61,5,1,0,0,Unseen\n"
    )
    assert _import(either, words, "polis").out == _line(3, people=2, hidden=1)
    assert {(row.text, row.state, row.reason) for row in _opinions()} == {
        ("Hidden", "hidden", "imported"),
        ("Two\nlines", "received", None),
        ("Unseen", "received", None),
    }
    assert {row.written_at.year for row in _opinions()} == {2017}


def test_more_rows_than_one_transaction_takes_are_all_there(either: Shell) -> None:
    rows = "".join(f"{n},의견 {n},{n % 700}\n" for n in range(1201))
    assert _import(either, "id,text,author\n" + rows).out == _line(1201, people=700)


def test_fields_may_have_other_names(either: Shell) -> None:
    words = "번호,본문,이름,연락처,날짜\n1,글,kim,55,2019-04-01\n"
    names = {"id": "번호", "text": "본문", "author": "이름", "contact": "연락처", "date": "날짜"}
    options = [part for kind, name in names.items() for part in (f"--{kind}-field", name)]
    assert _import(either, words, more=options).out == _line(1, people=1)


@pytest.mark.parametrize(
    ("words", "more", "said"),
    [
        ("id,words\n1,글\n", [], "no field text; it has id, words"),
        ("nr,text\n1,글\n", [], "no field id"),
        ("id,text\n1,글\n", ["--author-field", "who"], "no field who"),
        ("id,text\n1,글\n", ["--consultation", "none"], "no consultation none"),
    ],
)
def test_what_cannot_be_imported_at_all_is_said_in_one_line(
    shell: Shell, words: str, more: list[str], said: str
) -> None:
    answer = _import(shell, words, more=more)
    assert (answer.code, said in answer.err, len(answer.err.splitlines())) == (2, True, 1)
    assert not _opinions()


def test_a_file_that_is_not_there_is_wrong_use(shell: Shell) -> None:
    answer = shell.says("import", "none.csv", "--consultation", MARKET, "--format", "csv")
    assert (answer.code, "none.csv" in answer.err) == (2, True)


def test_an_empty_file_brings_nothing(shell: Shell) -> None:
    assert _import(shell, "").out == _line(0, people=0)


@needs_public_data
def test_petitions_come_in(shell: Shell) -> None:
    file = next(PUBLIC.glob("petitions/*.jsonl"))
    names = ["--text-field", "title", "--id-field", "id", "--date-field", "date"]
    where = ["--consultation", MARKET, "--format", "jsonl"]
    rows = len(file.read_text().splitlines())
    assert shell.says("import", str(file), *where, *names).out == _line(rows, people=rows)


@needs_public_data
@pytest.mark.parametrize(
    "file", sorted(PUBLIC.glob("polis/*/comments.csv")), ids=lambda f: f.parent.name
)
def test_polis_comes_in(shell: Shell, file: Path) -> None:
    answer = shell.says("import", str(file), "--consultation", MARKET, "--format", "polis")
    assert (answer.code, " 0 rows skipped, 0 already there" in answer.out) == (0, True)
    assert len(_opinions()) > 0


def _import(shell: Shell, words: str, form: str = "csv", more: Sequence[str] = ()) -> Answer:
    path = shell.folder / f"in.{form}"
    path.write_text(words, encoding="utf-8", newline="")
    return shell.says("import", str(path), "--consultation", MARKET, "--format", form, *more)


def _line(opinions: int, *, people: int, hidden: int = 0, skipped: int = 0, known: int = 0) -> str:
    return (
        f"imported: {opinions} opinions by {people} people ({hidden} hidden), "
        f"{skipped} rows skipped, {known} already there\n"
    )


def _opinions() -> Sequence[Opinion]:
    engine = open_engine(os.environ["MADANG_DATABASE_URL"])
    with reading(engine) as session:
        found = session.exec(select(Opinion)).all()
    engine.dispose()
    return found
