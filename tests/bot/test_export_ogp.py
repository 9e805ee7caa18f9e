"""`madang export ogp`: what an agency promised, as a plan of action for others."""

import csv
import sys
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from docx import Document
from sqlmodel import select

from storage import database
from storage.models import Agency, Commitment, Consultation
from tests.bot.shell import Shell, new_shell
from tests.town import MORNING

WHAT = '=HYPERLINK("https://example.org")'


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """An agency that has promised two things."""
    made = new_shell(tmp_path, monkeypatch)
    for words in ("init", "migrate"):
        assert made.says(words).code == 0
    made.says("agency", "add", "jungang", "중앙구청")
    made.asks()
    engine = database.open_engine(f"sqlite:///{tmp_path}/madang.db")
    with database.transaction(engine) as session:
        agency = session.exec(select(Agency)).one()
        place = session.exec(select(Consultation)).one()
        session.add_all(promise(agency.id, place.id, n, what) for n, what in ((1, WHAT), (2, "둘")))
    engine.dispose()
    return made


def promise(agency_id: int, place_id: int, number: int, what: str) -> Commitment:
    return Commitment(
        agency_id=agency_id,
        consultation_id=place_id,
        number=number,
        what=what,
        lead="문화과",
        partners=["상인회", "구의회"],
        milestones=[{"what": "설계", "due": "2027-01-31", "done": True}],
        measure="문을 열어요",
        starts=date(2026, 12, 1),
        due=date(2027, 3, 31),
        stage="prototype",
        status="late",
        made_at=MORNING,
        changed_at=MORNING,
    )


def test_a_plan_is_written_as_a_table_and_as_a_document(shell: Shell) -> None:
    table, document = shell.folder / "plan.csv", shell.folder / "plan.docx"
    done = shell.says("export", "ogp", "jungang", "--csv", str(table), "--docx", str(document))
    assert (done.code, done.out.splitlines()[-1]) == (0, "2 promises of jungang (약속 2건)")
    written = table.read_bytes().decode()
    assert written.startswith("\ufeff번호,이름,풀려는 문제")
    first, second = csv.DictReader(StringIO(written[1:]))
    assert first["약속"] == f"'{WHAT}"  # no formula
    assert (second["맡은 곳"], second["함께하는 곳"]) == ("문화과", "상인회, 구의회")
    assert second["이정표"] == "2027-01-31 설계: 마쳤어요"
    assert (second["시작하는 날"], second["마치는 날"]) == ("2026-12-01", "2027-03-31")
    assert (second["단계"], second["지금"]) == ("작게 해 보는 때", "늦어지는 중이에요")
    made = Document(BytesIO(document.read_bytes()))
    assert [each.text for each in made.paragraphs[2:]] == [f"약속 1번: {WHAT}", "약속 2번: 둘"]
    assert [cell.text for cell in made.tables[1].rows[5].cells] == ["맡은 곳", "문화과"]


def test_what_cannot_be_written_is_said(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "--csv FILE" in shell.says("export", "ogp", "jungang").err
    assert "no agency nowhere" in shell.says("export", "ogp", "nowhere", "--csv", "x.csv").err
    there = str(shell.folder / "no" / "plan.csv")
    assert "cannot be written" in shell.says("export", "ogp", "jungang", "--csv", there).err
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.delitem(sys.modules, "bot.files.paper", raising=False)
    monkeypatch.delattr("bot.files.paper", raising=False)
    assert "extra office" in shell.says("export", "ogp", "jungang", "--docx", "x.docx").err
    in_english = shell.folder / "en.csv"
    shell.says("export", "ogp", "jungang", "--csv", str(in_english), "--language", "en")
    assert "Measure of success" in in_english.read_text(encoding="utf-8")
