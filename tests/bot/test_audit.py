"""The log as a record: what was changed at the tables is found, and what is read of it names
nobody."""

import csv
import time
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.settings import Settings
from deliberation import log, seals
from storage import consultations
from storage.database import open_engine, reading, transaction
from storage.models import Agency, LogRow
from tests.bot.shell import NOWHERE, Shell, shell_on
from tests.bot.test_moderators_room import linked, newest
from tests.child import Child, environment
from tests.moderating import FINE, OTHER, RUDE, Desk
from tests.town import Town, open_town

EDIT = "UPDATE log SET reason = 'insult' WHERE id = {2}"
MOVE = (
    "UPDATE log SET id = -1 WHERE id = {a}",
    "UPDATE log SET id = {a} WHERE id = {b}",
    "UPDATE log SET id = {b} WHERE id = -1",
)
PUT_IN = (
    "INSERT INTO log (id, agency_id, at, actor, action, subject, reason, details, seal) "
    "SELECT id - 1, agency_id, at, 'terminal2', action, subject, reason, details, seal "
    "FROM log WHERE id = {0}"
)


@pytest.fixture
def either(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A terminal on either engine, where eight things were done."""
    shell = shell_on(database_url, tmp_path, monkeypatch)
    for person in range(7):
        shell.says("grant", "official", str(50 + person), "--agency", "jungang")
    return shell


def rows() -> list[LogRow]:
    engine = open_engine(Settings().database_url)
    with reading(engine) as session:
        found = consultations.log(session)
    engine.dispose()
    return found


def tampers(*statements: str) -> None:
    """Somebody changes the table itself; {0} is the number of its first row."""
    engine = open_engine(Settings().database_url)
    ids = [row.id for row in rows()]
    fourth, fifth = (*ids, 0, 0, 0, 0, 0)[3:5]
    with transaction(engine) as session:
        for each in statements:
            session.connection().execute(text(each.format(*ids, a=fourth, b=fifth)))
    engine.dispose()


def puts_back(kept: Sequence[LogRow]) -> None:
    engine = open_engine(Settings().database_url)
    with transaction(engine) as session:
        session.connection().execute(text("DELETE FROM log"))
        session.add_all(LogRow(**row.model_dump()) for row in kept)
    engine.dispose()


def found(shell: Shell, *options: str) -> tuple[int, str]:
    answer = shell.says("audit", "verify", *options)
    return answer.code, answer.err


def test_whoever_changes_the_log_is_found(either: Shell) -> None:
    whole, head = rows(), either.says("audit", "head").out
    ids = [row.id for row in whole]
    assert found(either, "--head", head) == (0, "")
    far = [each.replace("{b}", "{6}") for each in MOVE]
    for statements, row, looks in (
        ([EDIT], ids[2], "was edited"),
        (["UPDATE log SET actor = 'contact:9' WHERE id = {2}"], ids[2], "was edited"),
        (['UPDATE log SET details = \'{{"role": "admin"}}\' WHERE id = {5}'], ids[5], "was edited"),
        (
            ["UPDATE log SET seal = (SELECT seal FROM log WHERE id = {0}) WHERE id = {4}"],
            ids[4],
            "was edited",
        ),
        ([EDIT.replace("{2}", "{7}")], ids[7], "is the last and was edited or added"),
        (["DELETE FROM log WHERE id = {2}"], ids[3], "follows a row that was removed"),
        (["DELETE FROM log WHERE id = {0}"], ids[1], "follows a row that was removed"),
        (MOVE, ids[3], "was moved"),
        (far, ids[3], "was moved"),
        ([PUT_IN], ids[0] - 1, "was put in"),
    ):
        tampers(*statements)
        code, said = found(either)
        assert (code, f"row {row} looks as if it {looks} (" in said) == (1, True), (
            statements,
            said,
        )
        puts_back(whole)
    assert found(either) == (0, "")


def test_rows_cut_off_at_the_end_are_found_against_a_head_that_was_published(
    either: Shell,
) -> None:
    whole, head = rows(), either.says("audit", "head").out
    tampers("DELETE FROM log WHERE id = {7}")
    assert found(either)[0] == 0
    code, said = found(either, "--head", head)
    assert (code, f"row {whole[6].id} looks as if it is the last, and" in said) == (1, True)
    either.says("grant", "official", "99", "--agency", "jungang")
    code, said = found(either, "--head", head)
    assert (code, "is not the one a published head knows" in said) == (1, True)
    assert found(either, "--head", "yesterday")[0] == 2


def test_a_wrong_seal_at_the_start_is_said_and_the_bot_goes_on(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = shell_on(sqlite_url, tmp_path, monkeypatch)
    tampers("UPDATE log SET actor = 'nobody' WHERE id = {0}")
    assert "log: the log is not what was written: row 1 looks" in shell.says("health").out
    child = Child(environment(sqlite_url, NOWHERE, "5:token"), tmp_path)
    child.start()
    deadline = time.monotonic() + 20
    while "telegram_not_reached" not in child.log and time.monotonic() < deadline:
        time.sleep(0.05)
    child.kill()
    assert "row 1 looks as if it is the last and was edited or added" in child.log
    assert "seal_found_wrong" in child.log
    assert "telegram_not_reached" in child.log


async def test_the_look_at_the_start_sees_the_last_rows_only(small_town: Town) -> None:
    with small_town.changing() as session:
        work = small_town.work(session)
        for n in range(seals.LAST + 5):
            log.keep(work, "test", "agency.added", f"agency:{n}", agency_id=None)
    assert _look(small_town, lambda session: None) is None
    assert _look(small_town, lambda session: _edit(session, 2)) is None
    assert _look(small_town, lambda session: _edit(session, 150)) == seals.Wrong(
        150, seals.Looks.EDITED
    )


def _edit(session: Session, row_id: int) -> None:
    session.connection().execute(text(f"UPDATE log SET reason = 'x' WHERE id = {row_id}"))


def _look(town: Town, tamper: Callable[[Session], None]) -> seals.Wrong | None:
    with town.changing() as session:
        tamper(session)
        session.flush()
        return seals.look(session, town.app.settings.secrets())


async def test_the_record_is_read_in_pages_and_taken_away_without_a_word_of_an_opinion(
    town: Town,
) -> None:
    desk = Desk.with_flagged(town, RUDE, OTHER, FINE)
    mo = await desk.moderator()
    assert await mo.says("/log") == [mo.words("record.none")]
    for words in ("/queue", "/hide 2", "/keep"):
        await mo.says(words)
    await town.passes(days=1)
    await mo.says("/queue")
    await mo.says("/hide 5")
    (page,) = await mo.says("/log")
    assert page.splitlines() == [
        "2026년 11월 24일(화) 기록 1건: 그대로 0, 숨김 1, 가림 0, 되살림 0.",
        "10:00 숨김 · 광고와 도배 · 운영자 1",
    ]
    assert mo.buttons == ["앞 쪽", "내려받기"]
    await mo.presses("앞 쪽")
    assert mo.account.screen[-1].text.splitlines() == [
        "2026년 11월 23일(월) 기록 2건: 그대로 1, 숨김 1, 가림 0, 되살림 0.",
        "10:00 그대로 둠 · 운영자 1",
        "10:00 숨김 · 욕설과 비하 · 운영자 1",
    ]
    assert mo.buttons == ["다음 쪽", "내려받기"]
    await mo.presses("내려받기")
    sent = mo.account.screen[-1].document
    assert sent is not None
    lines = list(csv.reader(StringIO(sent.decode("utf-8-sig"))))
    assert [line[2:5] for line in lines[1:]] == [
        ["숨김", "욕설과 비하", "운영자 1"],
        ["그대로 둠", "", "운영자 1"],
        ["숨김", "광고와 도배", "운영자 1"],
    ]
    seen = sent.decode() + "".join(each.text for each in mo.account.screen if "기록" in each.text)
    assert not [each for each in (RUDE, OTHER, FINE, str(mo.account.id), "Mo") if each in seen]


async def test_the_record_of_another_agency_is_not_shown(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo = await desk.moderator()
    await mo.says("/queue")
    await mo.says("/keep")
    with small_town.changing() as session:
        session.add(Agency(slug="haean", name="해안군청", created_at=small_town.clock.now()))
    may = small_town.citizen("May")
    small_town.grant(may, "moderator", "haean")
    await may.starts()
    assert await may.says("/log") == [may.words("record.none")]


async def test_the_head_of_the_record_is_told_once_a_day(sqlite_url: str) -> None:
    async with open_town(sqlite_url, tell_head=True) as town:
        ann = await Desk.with_flagged(town).moderator("Ann", "admin")
        await town.passes(minutes=11)
        with reading(town.app.database.engine) as session:
            head = str(seals.head(session))
        day = "2026년 11월 23일(월)"
        assert ann.account.screen[-1].text == ann.words("record.head", day=day, head=head)
        before = len(ann.account.screen)
        await town.passes(hours=3)
        assert len(ann.account.screen) == before
        group = await linked(town, ann)
        await town.passes(hours=12)  # at night nothing is told
        assert ann.words("record.head", day=day, head=head) not in newest(group)
        await town.passes(hours=10)
        assert newest(group).startswith("2026년 11월 24일(화)의 기록은 여기까지예요.\n2-")
        assert len(ann.account.screen) == before
