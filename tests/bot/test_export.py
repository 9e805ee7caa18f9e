"""/export: a consultation to take away as a file, without anybody in it."""

import csv
import re
import zlib
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from hwpx import HwpxDocument
from sqlmodel import Session, col, select

from bot.files import kinds
from bot.files.layout import Layout, Row
from bot.files.wording import laid_out
from bot.sending import exporting
from deliberation.briefing import reports
from storage.database import reading
from storage.models import (
    Answer,
    AnswerVersion,
    Audience,
    Commitment,
    Consultation,
    LogRow,
    Opinion,
    Outbox,
    Participation,
    Partner,
    Role,
)
from tests.bot.scenes import ALONE, LIBRARY, Scene, market_square
from tests.town import Citizen, Town

ANSWER = "옛 시장 2층에 어린이 도서관을 짓기로 했습니다."
REASON = "뜻을 모아 주신 분이 많았어요"
FORMULAS = (
    '=HYPERLINK("http://bad.invalid")',
    "+1-800",
    "-1도까지 내려가요",
    "@SUM(A1)",
    "\t=1+1",
    " =2+2",
    "＝3+3",
    "\u200b=4+4",
)
AWKWARD = ("<b>굵게</b> & _x0041_", "벨\x07소리\ufffe", "좋아요 👍🏽", "가" * 4096)
MALICE = (*FORMULAS, *AWKWARD)


def got(who: Citizen) -> tuple[str, str, bytes]:
    """The file somebody got last: its name, its caption and its content."""
    message = who.account.screen[-1]
    assert message.document is not None
    name = message.record["document"]["file_name"]
    return name, message.text, message.document


async def exports(who: Citizen, button: str) -> tuple[str, str, bytes]:
    await who.says("/export")
    await who.presses(button)
    return got(who)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def layout_of(town: Town, language: str = "ko", most: int = 1000) -> Layout:
    with reading(town.app.database.engine) as session:
        asked = session.get_one(Consultation, 1)
        return laid_out(reports.of(town.work(session), asked, language, most), language)


def rows_in(layout: Layout, title: str) -> tuple[Row, ...]:
    [grid] = [part.grid for part in layout.sections if part.title == title and part.grid]
    return grid.rows


def square_with_answers(town: Town) -> Scene:
    """A market square with awkward words, one answer to the library, a promise and a goal."""
    scene = market_square(town)
    scene.speak(*MALICE)
    with town.changing() as session:
        now = town.clock.now()
        asked = session.get_one(Consultation, 1)
        asked.goal, asked.goal_people, asked.goal_answered = "300명이 말하기", 300, 90
        asked.proposal = "옛 시장에 도서관을 짓는다"
        one = Answer(
            consultation_id=1,
            topic_id=scene.topic("도서관").id,
            number=1,
            state="sent",
            version=1,
            topic_name="도서관",
            people=3,
            verdict="partly",
            created_at=now,
            confirmed_at=now,
        )
        session.add_all([asked, one])
        session.flush()
        session.add(
            AnswerVersion(
                answer_id=one.id, version=1, text=ANSWER, reason=REASON, verdict="partly", at=now
            )
        )
        session.add(_promise(one))
        for number in (scene.said[LIBRARY[0]][0], scene.said[LIBRARY[2]][0]):
            session.add(_meant(session, one, number))
    return scene


def _meant(session: Session, answer: Answer, number: int) -> Audience:
    of = session.get_one(Opinion, number).participation_id
    return Audience(answer_id=answer.id, participation_id=of, opinion_ids=[number])


def _promise(answer: Answer) -> Commitment:
    return Commitment(
        agency_id=1,
        consultation_id=1,
        answer_id=answer.id,
        number=1,
        what="어린이 도서관을 열어요",
        lead="도시재생과",
        measure="문을 연 날",
        due=date(2027, 6, 30),
        stage="prototype",
        status="done",
        made_at=answer.created_at,
        changed_at=answer.created_at,
    )


async def test_an_official_takes_a_consultation_away(small_town: Town) -> None:
    """Asked for, made, sent with its caption, and noted in the log."""
    square_with_answers(small_town)
    olga = await small_town.official()
    assert (await olga.says("/export"))[-1] == olga.words("export.ask", title="옛 시장 자리 쓰임")
    assert olga.buttons == ["엑셀", "한글 문서 (시험 중)", "워드", "표 파일", "PDF"]
    assert "표 파일로 만들고 있어요." in (await olga.presses("표 파일"))[0]
    name, caption, content = got(olga)
    assert name == "old-market_2026-11-23.csv"
    assert "의견 23건" in caption
    assert len(rows_of(content)) == 23
    [row] = [row for row in small_town.all(LogRow) if row.action == "consultation.taken_away"]
    assert (row.subject, row.details) == ("consultation:1", {"kind": "csv"})


async def test_the_ledger_tells_what_became_of_each_opinion(small_town: Town) -> None:
    scene = square_with_answers(small_town)
    scene.hides(LIBRARY[3])
    olga = await small_town.official()
    _, _, content = await exports(olga, "표 파일")
    by_words = {row["의견"]: row for row in rows_of(content)}
    answered, waiting = by_words[LIBRARY[0]], by_words[ALONE]
    assert answered["번호"] == str(scene.said[LIBRARY[0]][0])
    assert (answered["주제"], answered["답변"], answered["반영 여부"]) == (
        "도서관",
        "1",
        "일부 반영",
    )
    assert (answered["까닭"], answered["담당 부서"]) == (REASON, "도시재생과")
    assert (waiting["주제"], waiting["반영 여부"]) == ("혼자 있는 의견", "아직 없음")
    assert by_words[AWKWARD[2]]["주제"] == "아직 모으기 전"
    assert LIBRARY[3] not in by_words


async def test_no_file_holds_a_person_or_a_formula(small_town: Town) -> None:
    """Every kind, opened by its own library; made twice it is the same bytes."""
    scene = square_with_answers(small_town)
    layout = layout_of(small_town)
    made = {kind: kinds.write(kind, layout) for kind in kinds.installed()}
    for kind, content in made.items():
        assert content == kinds.write(kind, layout), kind
        read = READERS[kind](content)
        assert all(words in read for words in SAID[kind]), kind
        assert not any(name in read for name in _identities(scene)), kind
    for kind in ("xlsx", "csv"):
        assert not [cell for cell in CELLS[kind](made[kind]) if cell.lstrip()[:1] in "=+-@＝"]


SAID: dict[str, tuple[str, ...]] = {
    "csv": (LIBRARY[0], REASON, AWKWARD[0], "가" * 4096, "벨소리", "👍🏽"),
    "xlsx": (LIBRARY[0], ANSWER, REASON, "300명", "<b>굵게</b>", "지킨 약속", "가" * 4096),
    "docx": (LIBRARY[0], ANSWER, REASON, "300명", AWKWARD[0], "지킨 약속", "가" * 4096),
    "hwpx": (LIBRARY[0], ANSWER, REASON, "300명", AWKWARD[0], "지킨 약속", "가" * 4096),
    "pdf": (),
}


def _identities(scene: Scene) -> list[str]:
    joined = scene.town.all(Participation)
    accounts = [citizen.account.id for citizen in scene.citizens]
    return [*(each.pseudonym for each in joined), *map(str, accounts), "Ada", "Citizen 1"]


def _sheets(content: bytes) -> list[str]:
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["요약", "주제", "의견과 답변", "답변", "약속", "방법"]
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    assert book["의견과 답변"].freeze_panes == "A3"
    return [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value]


def _cells(content: bytes) -> list[str]:
    return [
        cell for row in csv.reader(StringIO(content.decode("utf-8-sig"))) for cell in row if cell
    ]


def _paper(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    fonts = ZipFile(BytesIO(content)).read("word/styles.xml").decode()
    assert 'w:eastAsia="Malgun Gothic"' in fonts
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def _hangul(content: bytes) -> str:
    return str(HwpxDocument.open(content).text.plain())


def _pages(content: bytes) -> str:
    assert content.startswith(b"%PDF-")
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    unpacked = b"".join(map(_unpacked, streams))
    assert b"Madang" in unpacked
    assert b"Nanum" not in unpacked
    return ""


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


CELLS = {"xlsx": _sheets, "csv": _cells}
READERS = {
    "csv": lambda content: "\n".join(_cells(content)),
    "xlsx": lambda content: "\n".join(_sheets(content)),
    "docx": _paper,
    "hwpx": _hangul,
    "pdf": _pages,
}


async def test_small_numbers_are_not_told(small_town: Town) -> None:
    square_with_answers(small_town).gathers(도서관=LIBRARY)
    with small_town.changing() as session:
        for joined, channel in zip(
            session.exec(select(Participation).order_by(col(Participation.id))),
            [*["library"] * 6, "bus", "bus", "school"],
            strict=False,
        ):
            joined.channel = channel
    layout = layout_of(small_town)
    assert {row[2] for row in rows_in(layout, "주제")} == {"5명 미만"}
    assert ("들어온 곳", "링크 13명 · 그 밖 9명") in rows_in(layout, "요약")


async def test_the_closing_report_compares_goal_and_result(town: Town) -> None:
    """On both engines; those who were invited are counted apart."""
    square_with_answers(town)
    with town.changing() as session:
        asked = session.get_one(Consultation, 1)
        asked.state = "answered"
        invited = Partner(consultation_id=1, name="상인회", made_at=town.clock.now())
        session.add_all([asked, invited])
        session.flush()
        for joined in session.exec(select(Participation).where(col(Participation.id) < 3)):
            joined.partner_id, joined.names_partner = invited.id, joined.id == 1
    layout = layout_of(town)
    assert layout.title == "옛 시장 자리 쓰임: 결과"
    result = layout.sections[1]
    assert result.grid is not None
    assert {row[0]: row[1:] for row in result.grid.rows} == {
        "의견을 준 사람": ("300명", "20명"),
        "답한 주제": ("90%", "3개 가운데 1개 (33%)"),
        "답을 받은 의견": ("–", "2건"),
        "일부 반영": ("–", "2건"),
        "약속": ("–", "1개"),
        "지킨 약속": ("–", "1개"),
        "늦어지는 약속": ("–", "0개"),
        "접은 약속": ("–", "0개"),
    }
    assert ("참여", "시민 20명, 초대 2명") in rows_in(layout, "요약")
    senders = [row[-1] for row in rows_in(layout, "의견과 답변")]
    assert [senders.count(each) for each in ("상인회", "초대 단체", "시민")] == [2, 1, 20]
    assert layout_of(town, "en").title == "옛 시장 자리 쓰임: the result"
    assert layout_of(town, most=1).sections[3].grid is None


async def test_with_nothing_said_there_is_nothing_to_take_away(small_town: Town) -> None:
    olga = await small_town.official()
    none = olga.words("export.none", title="옛 시장 자리 쓰임")
    assert await olga.says("/export") == [none]
    scene = Scene(small_town)
    scene.speak(ALONE)
    await olga.says("/export")
    scene.hides(ALONE)
    assert none in (await olga.presses("표 파일"))[-1]


async def test_what_is_not_installed_is_not_offered_and_is_said_when_typed(
    small_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    market_square(small_town)
    monkeypatch.setattr(kinds, "installed", lambda: ("xlsx", "csv"))
    olga = await small_town.official()
    await olga.says("/export")
    assert olga.buttons == ["엑셀", "표 파일"]
    kind = olga.label("file_hwpx")
    assert await olga.says("한글 문서") == [olga.words("export.missing", kind=kind)]
    assert await olga.says("그림") == [olga.words("export.unknown")]
    await olga.says("표")
    assert got(olga)[0].endswith(".csv")


async def test_a_file_that_cannot_be_sent_or_made_is_said(
    small_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    market_square(small_town)
    olga = await small_town.official()
    monkeypatch.setattr(exporting, "LARGEST", 10)
    await olga.says("/export old-market")
    assert olga.words("export.too_big", mb=1, max=0) in await olga.presses("표 파일")
    monkeypatch.setattr(exporting, "SECONDS", 0)
    await olga.says("/export")
    assert olga.words("export.failed") in await olga.presses("표 파일")
    assert await olga.says("/export village-bus") == [olga.words("staff.not_yours")]


async def test_a_file_that_was_being_made_when_the_bot_died_comes_all_the_same(
    small_town: Town,
) -> None:
    market_square(small_town)
    olga = await small_town.official()
    await olga.says("/export")
    olga.account.presses("표 파일")
    await small_town.app.intake.poll(0)
    await small_town.app.dispatch.drain()
    with small_town.changing() as session:
        [row] = session.exec(select(Outbox).where(Outbox.kind == "file"))
        row.state = "sending"
    assert await small_town.app.sender.recover() == 1
    await small_town.settle()
    assert got(olga)[0].endswith(".csv")


async def test_whoever_lost_the_role_meanwhile_gets_no_file(small_town: Town) -> None:
    market_square(small_town)
    olga = await small_town.official()
    await olga.says("/export")
    olga.account.presses("표 파일")
    await small_town.app.intake.poll(0)
    await small_town.app.dispatch.drain()
    with small_town.changing() as session:
        for role in session.exec(select(Role)):
            session.delete(role)
    await small_town.settle()
    assert not [each for each in olga.account.screen if each.document]
