"""`madang train-vectors`: texts in, vectors out, and clear words where the texts are not right."""

import json
from pathlib import Path

import numpy as np
import pytest

from nlp.vectors import load
from tests.bot.shell import Answer, Shell, new_shell

BUSES = "버스 정류장 배차 노선 승객"
PARKS = "공원 나무 의자 꽃밭 산책로"


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    return new_shell(tmp_path, monkeypatch)


def _said(shell: Shell, *more: str, count: int = 40) -> Path:
    """A file of texts about buses and parks, each naming one person."""
    chance = np.random.default_rng(1)
    lines = []
    for at in range(count):
        first, second, third = chance.permutation((BUSES if at % 2 else PARKS).split())[:3]
        text = f"{first}, {second}, {third} {at}번째. 홍길동 씨는 부산을 바랍니다."
        lines.append(json.dumps({"text": text}, ensure_ascii=False))
    file = shell.folder / "said.jsonl"
    file.write_text("\n".join([*lines, *more]), "utf-8")
    return file


def _train(shell: Shell, *options: str, out: str = "vectors") -> Answer:
    return shell.says("train-vectors", "said.jsonl", "--out", out, *options)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_texts_become_vectors_a_card_and_a_page_about_them(shell: Shell) -> None:
    _said(shell)
    answer = _train(shell, "--about", "이야기", "--licence", "CC0", "--dimensions", "3")
    assert answer.code == 0
    vectors = load(shell.folder / "vectors")
    assert vectors.dimensions == 3
    assert {"버스", "공원", "부산"} <= set(vectors.words)
    card = json.loads((shell.folder / "vectors" / "card.json").read_text("utf-8"))
    assert card["documents"] == 40
    assert card["least"] == 5 <= card["rarest"]
    assert {card["data"], card["licence"]} == {"이야기", "CC0"}
    assert "kiwipiepy" in card["versions"]
    page = (shell.folder / "vectors" / "CARD.md").read_text("utf-8")
    assert "madang train-vectors said.jsonl --text-field text" in page


def test_no_name_of_a_person_gets_into_the_files(shell: Shell) -> None:
    _said(shell)
    _train(shell)
    known = load(shell.folder / "vectors")
    assert not [word for word in (*known.words, *known.pieces) if "길동" in word]


def test_no_place_of_this_machine_gets_into_the_files(shell: Shell) -> None:
    file = _said(shell)
    shell.says("train-vectors", str(file), "--out", str(shell.folder / "vectors"))
    whole = b"".join(_bytes(shell.folder / "vectors").values())
    assert str(shell.folder).encode() not in whole


def test_equal_texts_give_equal_bytes_on_one_process_and_two(shell: Shell) -> None:
    _said(shell)
    (shell.folder / "a").mkdir()
    _train(shell, out="a/vectors")
    _train(shell, "--processes", "2", out="vectors")
    assert _bytes(shell.folder / "vectors") == _bytes(shell.folder / "a" / "vectors")


def test_copies_other_languages_and_broken_lines_are_left_out_and_counted(shell: Shell) -> None:
    said = _said(shell).read_text("utf-8").splitlines()[0]
    _said(shell, said, '{"text": "The bus is late"}', '{"text": ""}', "{")
    answer = _train(shell)
    assert answer.code == 0
    assert "42 texts, 1 not Korean, 1 copies left out, 40 to learn from" in answer.err
    assert "line 43 has no text in text: passed over" in answer.err
    assert "line 44 is not JSON: passed over" in answer.err


def test_few_texts_are_said_to_be_few(shell: Shell) -> None:
    _said(shell)
    assert "under 300" in " ".join(_train(shell).err.split())


def test_too_few_texts_are_refused_and_nothing_is_written(shell: Shell) -> None:
    _said(shell, count=3)
    answer = _train(shell)
    assert answer.code == 2
    assert "3 texts are too few to learn from; 20 at least" in answer.err
    assert not (shell.folder / "vectors").exists()


def test_a_wrong_field_a_missing_file_and_a_closed_place_are_told(shell: Shell) -> None:
    _said(shell)
    assert "has no field body; it has text" in _train(shell, "--text-field", "body").err
    missing = shell.says("train-vectors", "none.csv", "--out", "vectors")
    assert "none.csv cannot be read: No such file" in missing.err
    (shell.folder / "taken").write_text("")
    assert "taken cannot be written" in _train(shell, out="taken").err


def test_a_form_no_text_has_often_enough_is_not_kept(shell: Shell) -> None:
    _said(shell)
    answer = _train(shell, "--least", "41")
    assert answer.code == 2
    assert "no word stands in 41 texts" in answer.err
