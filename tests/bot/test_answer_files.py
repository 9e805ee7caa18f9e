"""One file or picture goes with an answer: shown as it will come, changed, taken off, delivered
behind the letter, and kept or replaced where the answer is put right."""

from zoneinfo import ZoneInfo

import pytest

from bot.files import tables
from bot.files.speaking import Speech
from deliberation import people
from deliberation.answering import sendings
from deliberation.answering.attachments import MEGABYTE
from deliberation.briefing import reports
from playground.faults import Fault
from storage.database import reading
from storage.models import Outbox
from tests.answering import ADOPTED, REASON, WORDS
from tests.bot.conftest import Bot
from tests.bot.scenes import Scene, asked, market_square
from tests.bot.test_official_answers import begins
from tests.town import Citizen, Town

PLAN, LATER = b"%PDF the plan", b"%PDF the plan, mended"


def newest(citizen: Citizen) -> str:
    return citizen.account.screen[-1].text


async def sends(olga: Citizen, name: str, content: bytes = PLAN, below: str = "") -> list[str]:
    return await olga.does(lambda account: account.document(name, content, below))


def files_of(scene: Scene) -> list[str]:
    """The states of the files behind letters."""
    return sorted(row.state for row in scene.town.all(Outbox) if row.kind == "answer_file")


async def test_a_file_goes_with_the_answer_to_everybody_it_is_for(town: Town) -> None:
    scene = market_square(town)
    olga = await begins(town)
    question = newest(olga)
    (told,) = await sends(olga, "도면.pdf")
    assert told == olga.words("attach.there.document", name="도면.pdf") + "\n" + question
    await olga.says(WORDS)
    await olga.presses(ADOPTED)
    copy, file, question = await olga.says(REASON)
    assert [seen.content for seen in olga.account.screen[-3:]] == [None, PLAN, None]
    assert file == olga.words("answer.file.document", answer_no=1)
    assert question == olga.words("answer.preview", people=3)
    assert olga.buttons == ["보내기", "고치기", "파일 바꾸기", "그만두기"]
    ada, bea, cho = scene.citizens[:3]
    lost = Fault("lost_reply", "sendDocument", bea.account.id)
    town.playground.faults.add(lost)
    refused = Fault("blocked", "sendMessage", cho.account.id)
    town.playground.faults.add(refused)
    await olga.presses("보내기")
    letter, behind = ada.account.screen[-2:]
    assert (letter.text, behind.text, behind.content) == (copy, file, PLAN)
    assert behind.record["reply_to_message"]["message_id"] == letter.message_id
    assert ada.account.screen[-2].buttons[0] == ["답이 됐어요", "답이 안 됐어요"]
    assert [got.text for got in bea.account.received].count(file) == 1
    assert (scene.deliveries, files_of(scene)) == (
        ["blocked", "sent", "sent"],
        ["cancelled", "sent", "uncertain"],
    )
    await ada.says("답이 됐어요")
    await ada.says("/topics")
    await ada.says("2")
    await ada.presses("답변 보기")
    assert ada.account.screen[-1].content == PLAN
    await ada.says("/my")
    await ada.presses("받은 답변 1건")
    await ada.says("1")
    assert ada.account.screen[-1].content == PLAN


async def test_what_cannot_go_along_is_said_and_nothing_is_lost(small_town: Town) -> None:
    market_square(small_town)
    olga = await begins(small_town)
    too_big = olga.words("typed_in.file_too_big", mb=60, max=20)
    assert await sends(olga, "도면.pdf", bytes(60 * MEGABYTE)) == [too_big]
    not_taken = olga.words("attach.not_taken")
    assert await sends(olga, "도면.pdf.exe") == [not_taken]
    assert await olga.does(lambda account: account.sticker()) == [not_taken]
    (kept,) = await sends(olga, "도면.zip", below=WORDS)
    assert kept == f"{not_taken}\n\n" + olga.words("answer.verdict")
    await olga.presses(ADOPTED)
    _, _ = await olga.says(REASON)
    await olga.presses("파일 붙이기")
    assert olga.words("attach.ask", max=20) in newest(olga)
    assert olga.buttons == ["뒤로", "그만두기"]
    assert await olga.says("파일 하나요") == [olga.words("attach.ask", max=20)]
    assert await sends(olga, "도면.pdf", bytes(60 * MEGABYTE)) == [too_big]
    _, picture, _ = await olga.does(lambda account: account.photo())
    assert picture == olga.words("answer.file.photo", answer_no=1)
    await olga.says("파일")
    assert newest(olga).startswith(olga.words("attach.there.photo"))
    _, plan, _ = await sends(olga, "도면.HWPX")
    assert (plan, olga.account.screen[-2].content) == (
        olga.words("answer.file.document", answer_no=1),
        PLAN,
    )
    await olga.presses("파일 바꾸기")
    await olga.presses("파일 빼기")
    assert [seen.content for seen in olga.account.screen[-2:]] == [None, None]
    assert olga.buttons == ["보내기", "고치기", "파일 붙이기", "그만두기"]
    await olga.presses("파일 붙이기")
    first, *_ = await olga.does(lambda account: account.album("", ""))
    assert first == olga.words("attach.one")


async def test_sending_again_is_stopped_where_the_file_has_gone_out(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await begins(small_town)
    await sends(olga, "도면.pdf", below=WORDS)
    await olga.presses(ADOPTED)
    await olga.says(REASON)
    lost = Fault("lost_reply", "sendMessage", scene.citizens[0].account.id, times=2)
    small_town.playground.faults.add(lost)
    await olga.presses("보내기")
    assert (scene.deliveries, files_of(scene)) == (["sent", "sent", "uncertain"], ["sent"] * 3)
    with small_town.changing() as session:
        work = small_town.work(session)
        person = people.meet(work, olga.account.id, "ko")
        assert sendings.resend(work, person, scene.answer.id) == sendings.Resent(1)
        assert sendings.stop(work, person, scene.answer.id) == sendings.Stopped(people=2, left=1)
    assert (scene.deliveries, files_of(scene)) == (["sent"] * 2, ["sent"] * 3)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_file_survives_the_bot_and_is_kept_or_replaced_when_the_answer_is_put_right(
    a_bot: Bot,
) -> None:
    async with a_bot() as town:
        scene = market_square(town)
        olga = await begins(town)
        await sends(olga, "도면.pdf", below=WORDS)
    async with a_bot() as town:
        olga = Citizen(town, olga.account, "ko")
        await olga.presses(ADOPTED)
        await olga.says(REASON)
        assert olga.account.screen[-2].content == PLAN
        await olga.presses("보내기")
        await olga.says("/summary")
        await olga.presses("2번 주제")
        await olga.presses("바로잡기")
        assert newest(olga).splitlines()[1] == olga.words("attach.there.document", name="도면.pdf")
        await olga.says("옛 시장 3층에 어린이 도서관을 짓기로 했습니다.")
        await olga.says("2층이 아니라 3층이에요")
        assert olga.account.screen[-2].content == PLAN
        await olga.presses("파일 바꾸기")
        await sends(olga, "도면.pdf", LATER)
        await olga.presses("보내기")
        ada = scene.citizens[0].account
        sent = [seen.content for seen in ada.screen if seen.content]
        assert sent == [PLAN, LATER]
        with reading(town.app.database.engine) as session:
            report = reports.of(town.work(session), asked(session), "ko", 100)
        grid = tables.answers(Speech("ko", ZoneInfo("Asia/Seoul")), report).grid
        assert grid is not None
        told = [str(row[3]).splitlines()[-1] for row in grid.rows]
        assert told == ["함께 보낸 파일: 도면.pdf"] * 2
