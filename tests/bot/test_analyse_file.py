"""`madang analyse`: a file in, a file out, and clear words where the file is not right."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.analyses.analysing import CannotAnalyse, analyse_file
from tests.nlp.sample import ALONE, KOREAN_THEMES, texts

OPINIONS = texts(*KOREAN_THEMES, ALONE)
ANALYSE = """
import sys
from pathlib import Path
from bot.analyses.analysing import analyse_file
analyse_file(Path(sys.argv[1]), text_field="text", id_field="id", out=Path(sys.argv[2]),
             processes=int(sys.argv[3]))
"""


def _analyse(path: Path, text_field: str = "text", topics: int | None = None) -> dict[str, object]:
    out = path.with_suffix(".out")
    analyse_file(path, text_field=text_field, id_field="id", out=out, topics=topics)
    written = json.loads(out.read_text("utf-8"))
    assert isinstance(written, dict)
    return written


def _jsonl(path: Path, *more: str) -> Path:
    lines = [json.dumps({"id": each.id, "text": each.text}) for each in OPINIONS]
    path.write_text("\n".join([*lines, *more]), "utf-8")
    return path


def _csv(path: Path) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "id"])
        writer.writerows([f"{each.text}\n또 한 줄", each.id] for each in OPINIONS)
    return path


def test_json_lines_become_topics_and_assignments(tmp_path: Path) -> None:
    written = _analyse(_jsonl(tmp_path / "said.jsonl"))
    shape = "topics small_voices assignments copies map method quality"
    assert set(written) == set(shape.split())
    assert set(written["assignments"]) == {each.id for each in OPINIONS}  # type: ignore[call-overload]


def test_csv_with_a_byte_order_mark_and_line_breaks_is_read(tmp_path: Path) -> None:
    written = _analyse(_csv(tmp_path / "said.csv"))
    assert len(written["assignments"]) == len(OPINIONS)  # type: ignore[arg-type]
    assert "또 한 줄" in json.dumps(written["topics"], ensure_ascii=False)


def test_a_file_without_a_telling_name_is_known_by_its_content(tmp_path: Path) -> None:
    as_json, as_csv = _jsonl(tmp_path / "one.txt"), _csv(tmp_path / "two.txt")
    ids = [set(_analyse(each)["assignments"]) for each in (as_json, as_csv)]  # type: ignore[call-overload]
    assert ids == [{each.id for each in OPINIONS}] * 2


def test_numbers_serve_as_ids(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 7, "text": "버스"}', "utf-8")
    assert _analyse(tmp_path / "a.jsonl")["assignments"] == {"7": None}


def test_the_bytes_are_equal_whatever_hash_seed_threads_and_processes(tmp_path: Path) -> None:
    file = _jsonl(tmp_path / "said.jsonl")
    assert _bytes(file, "1", "1") == _bytes(file, "2", "2")


def test_broken_lines_are_named_by_number_and_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _jsonl(tmp_path / "said.jsonl", "{not json", '{"id": "x"}', "[1]", '{"text": "버스"}')
    assert len(_analyse(file)["assignments"]) == len(OPINIONS)  # type: ignore[arg-type]
    told = capsys.readouterr().err
    first = len(OPINIONS) + 1
    assert f"line {first} is not JSON: passed over" in told
    assert f"line {first + 1} has no text in text" in told
    assert f"line {first + 2} is not a JSON object" in told
    assert f"line {first + 3} has no id in id" in told


def test_a_csv_line_with_too_few_fields_is_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,버스\n2\n3,공원\n", "utf-8")
    assert _analyse(tmp_path / "a.csv")["assignments"] == {"1": None, "3": None}
    assert "line 3 has 1 fields instead of 2" in capsys.readouterr().err


def test_a_line_that_is_not_utf8_is_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_bytes("id,text\n1,버스\n".encode() + "2,공원\n".encode("cp949"))
    assert _analyse(tmp_path / "a.csv")["assignments"] == {"1": None}
    assert "line 3 is not UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.csv", b"", "empty"),
        ("a.jsonl", b"\n\n", "empty"),
        ("a.csv", b"id,body\n1,bus\n", "no field text; it has id, body"),
        ("a.jsonl", b'{"text": "bus", "number": 1}\n', "no field id; it has text, number"),
        ("a.csv", b"id,text\n1,bus\n1,park\n2,road\n2,bike\n", "given twice: 1, 2"),
        ("a.csv", "id,text\n1,버스\n".encode("cp949"), "line 2 is not UTF-8"),
        ("a.json", b'[{"id": 1}]', "line 1 is not a JSON object"),
    ],
    ids=["empty", "blank", "csv field", "json field", "ids twice", "cp949", "array"],
)
def test_a_file_that_cannot_be_analysed_says_why(
    tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CannotAnalyse, match=word):
        _analyse(tmp_path / name)


def test_a_missing_file_and_a_place_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    with pytest.raises(CannotAnalyse, match="No such file"):
        _analyse(tmp_path / "none.csv")
    file = _jsonl(tmp_path / "said.jsonl")
    with pytest.raises(CannotAnalyse, match="cannot be written"):
        analyse_file(file, text_field="text", id_field="id", out=tmp_path / "no" / "where.json")


def test_a_number_of_topics_under_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotAnalyse, match="at least 1"):
        _analyse(_jsonl(tmp_path / "said.jsonl"), topics=0)


def _bytes(file: Path, seed: str, processes: str) -> bytes:
    out = file.with_suffix(f".{seed}")
    order = {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": processes}
    environment = {**os.environ, **order, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", ANALYSE, str(file), str(out), processes]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return out.read_bytes()
