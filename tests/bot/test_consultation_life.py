"""A consultation on its way: reminded of, changed, announced, answered, over; and what each
person is told of it."""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO

import zxingcpp
from PIL import Image

from deliberation.answering.attachments import MEGABYTE
from storage.models import Answer, Audience, Consultation, LogRow, Opinion, Participation
from tests.bot.planning import dismisses
from tests.bot.scenes import ALONE, LIBRARY, MARKETS, PARKING, Scene, asked, market_square
from tests.town import BUSES, MARKET, Citizen, Town

TITLE = "옛 시장 자리 쓰임"
SOON = "더하실 말씀이"
OVER = "답변 기간이 끝났어요"


def state(town: Town) -> str:
    return next(each.state for each in town.all(Consultation) if each.slug == MARKET)


def told(who: Citizen, part: str) -> list[str]:
    return [got.text for got in who.account.received if part in got.text]


async def without_notices(town: Town) -> Citizen:
    """Somebody who wrote, and agreed to everything but notices."""
    eve = town.citizen("Eve")
    await eve.starts(MARKET)
    await eve.presses("하나씩 고를게요")
    for answer in ("네, 동의해요", "네, 동의해요", "네, 동의해요", "아니요"):
        await eve.presses(answer)
    await eve.says("버스 정류장이 가까우면 좋겠어요")
    return eve


def answered(scene: Scene, topic: str, words: Sequence[str], verdict: str | None = None) -> None:
    """An answer to a topic went out to everybody with these words."""
    lasting = scene.topic(topic).id
    with scene.town.changing() as session:
        answer = Answer(
            consultation_id=asked(session).id,
            topic_id=lasting,
            state="sent",
            verdict=verdict,
            created_at=scene.town.clock.now(),
        )
        session.add(answer)
        session.flush()
        theirs: dict[int, list[int]] = {}
        for number in sorted({each for said in words for each in scene.said[said]}):
            opinion = session.get_one(Opinion, number)
            theirs.setdefault(opinion.participation_id, []).append(number)
        for participation, ids in theirs.items():
            session.add(
                Audience(answer_id=answer.id, participation_id=participation, opinion_ids=ids)
            )


async def test_three_days_before_the_end_who_agreed_is_reminded_once(town: Town) -> None:
    ada, ben = Scene(town).speaks("하나"), Scene(town).speaks("둘", name="Ben")
    eve = await without_notices(town)
    await town.passes(days=11, hours=-1)
    assert told(ada, SOON) == []
    await town.passes(hours=2)
    await town.passes(seconds=70)
    await town.passes(hours=5)
    end = "2026년 12월 7일(월) 10:00"
    assert told(ada, SOON) == [ada.words("close.soon", title=TITLE, closes=end)]
    assert told(eve, SOON) == []
    await ben.presses("소식 그만 받기")
    assert ben.account.toasts == [ben.words("news.stopped")]
    olga = await town.official()
    for words in ("/extend", "12월 20일 18시", "더 듣고 싶어요"):
        await olga.says(words)
    await town.passes(days=14)
    await town.passes(seconds=70)
    later = "2026년 12월 20일(일) 18:00"
    assert told(ada, SOON)[1:] == [ada.words("close.soon", title=TITLE, closes=later)]
    assert told(ben, later) == []
    assert told(ben, "마감이 늦춰졌어요") == []


async def test_answered_over_and_who_got_no_answer_is_told_once(town: Town) -> None:
    scene = market_square(town)
    ada, parker, alone = scene.citizens[0], scene.citizens[3], scene.citizens[-1]
    answered(scene, "도서관", LIBRARY)
    await town.passes(days=14)
    answered(scene, "주차장", PARKING, "interim")
    answered(scene, "장터", MARKETS, "later")
    await town.passes(minutes=2)
    assert state(town) == "closed"  # an interim answer is not the last
    answered(scene, "주차장", PARKING, "partly")
    await town.passes(minutes=2)
    assert state(town) == "answered"
    newcomer = town.citizen("Nina")
    [words] = await newcomer.starts(MARKET)
    assert words.endswith(newcomer.words("closed.stage.answered"))
    await town.passes(days=24)
    assert state(town) == "answered"  # the day that was promised is not over
    await town.passes(days=1)
    await town.passes(seconds=70)
    await town.passes(hours=12)
    assert state(town) == "archived"
    assert told(ada, OVER) == told(parker, OVER) == []
    [over] = told(alone, OVER)
    assert over.startswith(alone.words("end.unanswered", title=TITLE))
    assert over.endswith("도시재생과 02-000-0000")
    await town.passes(days=30)
    assert len(told(alone, OVER)) == 1
    [mine] = await alone.says("/my")
    assert "답변 없이 마당이 끝났어요" in mine
    [words] = await newcomer.starts(MARKET)
    assert words.endswith(newcomer.words("closed.stage.archived"))
    assert ALONE in "".join(await alone.says("/my 1"))
    actions = [row.action.partition(".")[2] for row in town.all(LogRow) if row.actor == "clock"]
    assert actions == ["closed", "answered", "archived"]


async def test_without_a_promised_day_it_is_over_after_some_time(small_town: Town) -> None:
    with small_town.changing() as session:
        asked(session).answer_due = None
    await small_town.passes(days=14)
    await small_town.passes(days=89)
    assert state(small_town) == "closed"
    await small_town.passes(days=1)
    assert state(small_town) == "archived"


async def test_another_question_is_told_to_everybody_who_wrote(town: Town) -> None:
    ada = Scene(town).speaks("하나")
    eve = await without_notices(town)
    silent = town.citizen("Sam")
    await silent.agrees()
    olga = await town.official()
    [what] = await olga.says("/edit")
    assert what.endswith(olga.words("edit_it.is_told", n=2))
    assert olga.buttons == ["기간", "물음", "담당 부서", "읽을거리", "답할 날", "글 살피기"]
    await olga.presses("물음")
    [refused] = await olga.says("가" * 4096)
    assert olga.words("typed_in.too_long", max=200, n=4096) in refused
    await olga.says("시장 자리에 <b>무엇</b>을 지을까요?")
    assert olga.account.screen[-1].text.startswith("옛 시장 자리 쓰임의 물음을 고쳤어요.")
    await town.passes(seconds=6)
    await town.passes(seconds=6)
    for who in (ada, eve):
        [changed] = told(who, "물음을 고쳤어요")
        assert "전: 비어 있는 옛 시장 자리를" in changed
        assert "지금: 시장 자리에 <b>무엇</b>을 지을까요?" in changed
    assert told(silent, "물음을 고쳤어요") == []
    await olga.says("/edit")
    await olga.presses("담당 부서")
    await olga.says("공원과 02-000-1111")
    await olga.says("/edit")
    await olga.presses("읽을거리")
    await olga.does(lambda account: account.document("크다.zip", bytes(60 * MEGABYTE)))
    assert olga.words("typed_in.file_too_big", mb=60, max=20) in olga.account.screen[-1].text
    await olga.says("https://market.example/plan")
    await olga.says("/edit")
    await olga.presses("기간")
    assert "언제까지 열까요" in olga.account.screen[-1].text
    await olga.presses("그만두기")
    [question, _] = await town.citizen("Nina").starts(MARKET)
    assert "담당: 공원과 02-000-1111" in question
    assert "읽을거리: https://market.example/plan" in question


async def test_it_closes_and_a_role_ends_while_the_question_is_written(small_town: Town) -> None:
    olga = await small_town.official()
    await olga.says("/edit")
    await olga.presses("물음")
    await small_town.passes(days=14)
    await olga.says("/edit")
    assert olga.buttons == ["담당 부서", "읽을거리", "답할 날", "글 살피기"]
    await olga.presses("담당 부서")
    dismisses(small_town)
    assert await olga.says("다른 과") == [olga.words("role.gone")]
    assert small_town.all(Consultation)[0].department == "도시재생과"


async def test_a_question_changed_in_mid_dialogue_after_the_end_is_refused(
    small_town: Town,
) -> None:
    olga = await small_town.official()
    await small_town.passes(days=13, hours=23)
    await olga.says("/edit")
    await olga.presses("물음")
    await small_town.passes(hours=2)
    [refused] = await olga.says("늦은 물음")
    assert refused == olga.words("edit_it.over", title=TITLE, time="2026년 12월 7일(월) 10:00")


async def test_the_day_of_the_answer_is_moved_back_and_that_is_kept(small_town: Town) -> None:
    olga = await small_town.official()

    async def says(words: str) -> str:
        await olga.says("/edit")
        await olga.presses("답할 날")
        [said] = await olga.says(words)
        return said

    asked_again = "\n\n" + olga.words("edit_it.answer_due")
    closing = {"due": "2026년 12월 1일(화)", "closes": "2026년 12월 7일(월)"}
    early = olga.words("typed_in.due_too_early", **closing) + asked_again
    assert (await says("12월 1일")).startswith(early)
    assert (await says("2월 30일")).startswith(
        olga.words("typed_in.not_on_calendar", text="2월 30일") + asked_again
    )
    done = olga.words("edit_it.done.answer_due", title=TITLE)
    assert await says("12월 20일") == done
    back = olga.words("edit_it.moved_back", old="2026년 12월 20일(일)")
    assert await says("2027년 1월 15일") == f"{done}\n{back}"
    await small_town.passes(days=20)
    over = olga.words("typed_in.passed", when="2026년 12월 10일(목) 00:00") + asked_again
    assert (await says("2026년 12월 10일")).startswith(over)
    moved = [row.details for row in small_town.all(LogRow) if row.action.endswith("due_changed")]
    assert moved[-1]["before"] == "2026-12-20"
    [question, *_] = await small_town.citizen("Nina").starts(MARKET)
    assert "2027년 1월 15일(금)" in question


async def test_news_goes_to_who_follows_once(town: Town) -> None:
    ada = Scene(town).speaks("하나")
    eve = await without_notices(town)
    olga = await town.official()
    assert await olga.says("/announce") == [olga.words("announce.ask", title=TITLE, n=1)]
    [refused] = await olga.says("가" * 401)
    assert olga.words("typed_in.too_long", max=400, n=401) in refused
    await olga.says("설명회를 <i>토요일</i>에 열어요")
    await olga.presses("고치기")
    copy, choice = await olga.says("설명회를 <i>일요일</i>에 열어요")
    assert choice == olga.words("announce.preview", n=1)
    await olga.presses("그만두기")
    await olga.says("/announce")
    await olga.says("설명회를 <i>일요일</i>에 열어요")
    olga.account.presses("보내기")
    olga.account.presses("보내기")
    await town.settle()
    assert olga.account.toasts[-1].startswith("이 소식은 이미")
    for _ in range(3):
        await town.passes(seconds=6)
    assert told(ada, "소식이에요") == [copy]
    assert told(eve, "소식이에요") == []


async def test_somebody_who_came_too_early_is_told_when_it_opens(town: Town) -> None:
    opens = town.clock.now() + timedelta(days=2)
    town.puts(state="scheduled", opens_at=opens)
    ada = town.citizen()
    await ada.starts(BUSES)
    await ada.presses("열리면 알려 주세요")
    await ada.starts(BUSES)
    await ada.presses("열리면 알려 주세요")
    await town.passes(days=2)
    await town.passes(seconds=10)
    closes = "2026년 12월 7일(월) 10:00"
    assert told(ada, "알려 달라고") == [
        ada.words("opened.told", title="마을버스 시간", closes=closes)
    ]
    await ada.presses("시작하기")
    assert "마을버스 시간" in ada.account.screen[-2].text
    assert town.all(Participation) == []


async def test_a_poster_is_read_by_a_telephone_and_counts_who_came(small_town: Town) -> None:
    olga = await small_town.official()
    [listed] = await olga.says("/links")
    assert listed.endswith("번호를 쓰시면 그 링크의 그림을 다시 드려요.")
    await olga.presses("링크 더 만들기")
    [refused] = await olga.says("도서관 앞")
    assert olga.words("links.bad_place") in refused
    await olga.says("library")
    link = f"https://t.me/madang_bot?start={MARKET}_library"
    got = olga.account.screen[-1]
    assert got.content is not None
    assert link in got.text
    assert reads(got.content) == link
    await olga.presses("링크 더 만들기")
    await olga.says("library")  # the same again
    for n in range(6):
        citizen = small_town.citizen(f"C{n}")
        await citizen.starts(f"{MARKET}_library" if n else MARKET)
        await citizen.presses(citizen.label("agree_all"))
        await citizen.says(f"의견을 하나 적어요 {n}번째예요")
    [listed] = await olga.says("/links")
    assert "1 붙인 곳이 없는 링크 · 5명 미만\n2 library · 5명" in listed
    await olga.says("1")
    got = olga.account.screen[-1]
    assert got.content is not None
    assert reads(got.content) == f"https://t.me/madang_bot?start={MARKET}"


def reads(png: bytes) -> str:
    """What a reader of codes makes of the picture, also where it is printed small."""
    picture = Image.open(BytesIO(png)).convert("L")
    assert min(picture.size) >= 800
    [found] = zxingcpp.read_barcodes(picture.resize((200, 200)))
    return str(found.text)
