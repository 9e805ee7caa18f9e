"""What comes of an answer: what was missing, who came later, and what had to be put right."""

from datetime import UTC, datetime, timedelta

from deliberation.answering import newcomers
from storage.models import Answer, Audience, Opinion
from tests.answering import REASON, WORDS, writes
from tests.bot.scenes import LIBRARY, PARKING, Scene, market_square
from tests.bot.test_delivery_of_answers import answers
from tests.town import Citizen, Town

LINE = "언제 문을 여는지 적혀 있지 않아요"
LATE = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)  # half past ten in the evening in Seoul


def newest(citizen: Citizen) -> str:
    return citizen.account.screen[-1].text


async def topic_of(olga: Citizen, place: int = 2) -> str:
    await olga.says("/summary")
    await olga.presses(f"{place}번 주제")
    return newest(olga)


async def test_what_was_missing_comes_back_to_the_official_without_a_name(town: Town) -> None:
    scene = market_square(town)
    olga = await answers(town)
    ada, bea, cho = scene.citizens[0], scene.citizens[1], scene.citizens[2]
    await ada.presses("답이 안 됐어요")
    assert newest(ada).endswith(ada.words("rate.no"))
    assert ada.buttons == ["한 줄 없이 마치기", "바꿀게요"]
    before = len(town.all(Opinion))
    long = ada.words("why.too_long", n=201, max=200)
    assert await ada.says("길" * 201) == [long]
    assert await ada.says(LINE) == [ada.words("why.done", line=LINE, title="옛 시장 자리 쓰임")]
    assert len(town.all(Opinion)) == before
    await ada.says("/my")
    await ada.presses("받은 답변 1건")
    await ada.says("1")
    assert newest(ada).endswith(ada.words("why.mine", line=LINE))
    await bea.presses("답이 안 됐어요")
    await bea.presses("한 줄 없이 마치기")
    await cho.presses("답이 안 됐어요")
    await town.passes(days=1, hours=1)
    await cho.says("제 번호는 010-1234-5678이에요")
    assert newest(cho) == cho.words("why.late")
    assert len(town.all(Opinion)) == before + 1
    await cho.presses("한 줄로 전하기")
    assert [each.state for each in town.all(Opinion)][-1] == "withdrawn"
    seen = await topic_of(olga)
    assert (LINE in seen, "010-1234" in seen, olga.words("why.lines", n=2) in seen) == (
        True,
        False,
        True,
    )
    told = [got.text for got in olga.account.received if "안 됐어요 3명" in got.text]
    assert len(told) >= 1


async def test_a_day_later_the_official_is_told_once_what_was_said(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await answers(small_town)
    await scene.citizens[0].presses("답이 됐어요")
    for _ in range(3):
        await small_town.passes(days=1, hours=1)
    shares = olga.words("summary.answered_shares", answer_no=1, yes=1, no=0, none=2)
    assert [got.text for got in olga.account.received].count(shares) == 1
    assert olga.buttons == ["덧붙여 답하기", "바로잡기"]


async def test_who_comes_after_an_answer_gets_the_same_once_it_is_sent_to_them(town: Town) -> None:
    scene = market_square(town)
    olga = await answers(town)
    scene.speak("도서관에 만화책도요", "도서관 문을 늦게 닫아요")
    more = (*LIBRARY, "도서관에 만화책도요", "도서관 문을 늦게 닫아요")
    scene.gathers(도서관=more, 주차장=PARKING)
    await town.passes(hours=2)
    ask = olga.words("newcomers.ask", answer_no=1, n=2, topic="도서관")
    assert [got.text for got in olga.account.received].count(ask) == 1
    assert olga.buttons == ["같은 답변 보내기", "새로 쓰기", "나중에"]
    await town.passes(hours=1)
    assert [got.text for got in olga.account.received].count(ask) == 1
    await olga.does(
        lambda account: (account.presses("같은 답변 보내기"), account.presses("같은 답변 보내기"))
    )
    assert scene.deliveries == ["sent"] * 5
    manga = scene.citizens[-2]
    assert "만화책도요" in newest(manga)
    assert WORDS in newest(manga)
    assert (scene.answer.people, len(town.all(Audience))) == (5, 5)
    with town.changing() as session:
        assert newcomers.of_topic(town.work(session), scene.topic("도서관").id) is None


async def test_newcomers_are_answered_in_words_of_their_own(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await answers(small_town)
    scene.speak("도서관에 만화책도요", "도서관 문을 늦게 닫아요")
    more = (*LIBRARY, "도서관에 만화책도요", "도서관 문을 늦게 닫아요")
    scene.gathers(도서관=more, 주차장=PARKING)
    await small_town.passes(hours=2)
    await olga.presses("새로 쓰기")
    asked = olga.words("answer.write.newcomers", name="도서관", people=2, max=1200)
    assert newest(olga) == asked
    anew = "만화책도 갖추고 밤 10시까지 열어요."
    copy, _ = await writes(olga, words=anew)
    assert copy.count(anew) == 1
    await olga.presses("보내기")
    assert scene.deliveries == ["sent"] * 5
    assert [anew in newest(each) for each in scene.citizens[:3] + scene.citizens[-2:]] == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert [(each.number, each.aim) for each in small_town.all(Answer)] == [
        (1, "topic"),
        (2, "newcomers"),
    ]
    await small_town.passes(days=1, hours=1)
    assert olga.label("send_same") not in olga.buttons


async def test_an_answer_is_corrected_by_a_further_one_that_says_so(town: Town) -> None:
    scene = market_square(town)
    olga = await answers(town)
    await topic_of(olga)
    await olga.presses("바로잡기")
    again = WORDS.replace("2층", "3층")
    await olga.says(again)
    assert newest(olga) == olga.words("answer.ask.changes")
    copy, _ = await olga.says("2층이 아니라 3층이에요")
    assert copy.startswith(
        "중앙구청 도시재생과에서 답변 1번을 바로잡았어요.\n바뀐 점: 2층이 아니라"
    )
    await olga.presses("보내기")
    ada = scene.citizens[0]
    assert (newest(ada), scene.deliveries) == (copy, ["sent"] * 6)
    assert ada.buttons[:2] == ["답이 됐어요", "답이 안 됐어요"]
    assert [(row.number, row.corrects) for row in town.all(Answer)] == [(1, None), (None, 1)]
    await ada.says("/my")
    await ada.presses("받은 답변 1건")
    await ada.says("1")
    assert (again in newest(ada), ada.words("answer.was_corrected") in newest(ada)) == (True, True)
    await ada.says("/topics")
    await ada.says("2")
    await ada.presses("답변 보기")
    assert ("3층에" in newest(ada), "바로잡은 점: 2층이 아니라" in newest(ada)) == (True, True)
    assert "답변 1번을 바로잡아 3명께" in await topic_of(olga)


async def test_sending_is_stopped_before_the_morning(town: Town) -> None:
    scene = market_square(town)
    olga = await answers(town)
    scene.speak("도서관에 만화책도요")
    scene.gathers(도서관=(*LIBRARY, "도서관에 만화책도요"), 주차장=PARKING)
    town.clock.advance((LATE - town.clock.now()).total_seconds())
    await topic_of(olga, 1)
    await olga.presses("같은 답변 보내기")
    assert scene.deliveries == ["pending", "sent", "sent", "sent"]
    await olga.presses("보내기 멈추기")
    assert newest(olga) == olga.words("send.stopped", people=3, left=1)
    await town.passes(hours=11)
    assert (scene.deliveries, scene.answer.people) == (["sent"] * 3, 3)


async def test_an_answer_goes_to_copies_to_one_opinion_and_to_everybody(small_town: Town) -> None:
    scene = Scene(small_town)
    scene.speak(*["도서관을 지어 주세요"] * 6, "책이 좋아요", *PARKING)
    scene.gathers(도서관=["도서관을 지어 주세요", "책이 좋아요"], 주차장=PARKING)
    olga = await small_town.official()
    await olga.says("/summary")
    await olga.presses("1번 주제")
    await olga.presses("같은 글에 답하기")
    assert newest(olga).startswith("같은 글을 쓰신 6명께")
    copy, _ = await writes(olga)
    assert "같은 글을 쓰신 6명께 함께 보내요" in copy
    await olga.presses("보내기")
    assert scene.deliveries == ["sent"] * 6
    await olga.says("/reply 2")
    assert newest(olga).startswith("‘주차장’ 주제의")
    assert await olga.says("/reply 7") == [olga.words("reply.no_topic")]
    await olga.says("/reply")
    await olga.presses("모두에게 답하기")
    await writes(olga, reason=REASON)
    await olga.presses("보내기")
    assert scene.deliveries == ["sent"] * (6 + 11)


async def test_a_late_line_can_stay_an_opinion(small_town: Town) -> None:
    scene = market_square(small_town)
    await answers(small_town)
    ada = scene.citizens[0]
    await ada.presses("답이 안 됐어요")
    small_town.clock.advance(timedelta(days=1, hours=1).total_seconds())
    await ada.says(LINE)
    await ada.presses("의견으로 두기")
    assert newest(ada).endswith(ada.words("why.opinion"))
    assert (small_town.all(Opinion)[-1].state, small_town.all(Audience)[0].why) == ("received", "")
