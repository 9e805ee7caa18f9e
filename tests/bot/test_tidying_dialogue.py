"""An official tidies topics in the chat: renames, joins, splits, puts first, and takes back."""

from storage.models import Assignment, Topic
from tests.bot.scenes import market_square
from tests.bot.test_topic_view import found
from tests.town import Citizen, Town

UNDO = "되돌리기"


async def tidies(town: Town, topic: str = "2번 주제", name: str = "Olga") -> Citizen:
    olga = await town.official(name)
    await olga.says("/summary")
    await olga.presses(topic)
    await olga.presses("주제 다듬기")
    return olga


def names(town: Town) -> list[str]:
    return [topic.name for topic in town.all(Topic) if topic.state == "living"]


async def test_a_topic_is_renamed_and_the_name_taken_back_unless_a_colleague_was_quicker(
    small_town: Town,
) -> None:
    market_square(small_town)
    olga = await tidies(small_town)
    assert olga.buttons == ["이름 바꾸기", "합치기", "나누기", "위에 두기", "그만두기"]
    await olga.presses("이름 바꾸기")
    assert (await olga.says("가" * 31))[0] == olga.words("typed_in.too_long", max=30, n=31)
    assert (await olga.says("주차장"))[0] == olga.words("tidy.name_taken")
    (done,) = await olga.says("<b>책</b> 읽는 곳")
    assert done == "했어요. ‘도서관’의 새 이름: <b>책</b> 읽는 곳"
    assert "<b>책</b> 읽는 곳" in names(small_town)
    await olga.presses(UNDO)
    assert "도서관" in names(small_town)
    await olga.says("/rename 2")
    await olga.says("책방")
    mine = olga.account.screen[-1].message_id
    ole = await small_town.official("Ole")
    await ole.says("/summary")
    await ole.says("/rename 2")
    await ole.says("열람실")
    await olga.does(lambda account: account.presses(UNDO, mine))
    assert olga.account.toasts[-1] == olga.words("button.spent")
    assert "열람실" in names(small_town)


async def test_topics_are_joined_after_a_look_at_what_it_comes_to(town: Town) -> None:
    market_square(town)
    olga = await tidies(town, "3번 주제")
    await olga.says("/assign 3")
    await olga.says("장터과")
    await olga.says("12월 1일")
    await olga.says("건너뛰기")
    (listed,) = await olga.says("/merge 2")
    assert listed.splitlines()[1:] == ["1 주차장 · 4명", "3 장터 · 2명"]
    (asked,) = await olga.says("3")
    assert asked.startswith("도서관과 장터를 합치면 5명이에요.")
    (done,) = await olga.says("합치기")
    assert done.startswith("했어요. 장터가 도서관에 합쳐졌어요.")
    assert names(town) == ["도서관", "주차장"]
    assert "맡은 곳: 장터과, 2026년 12월 1일(화)" in (await olga.says("주제 보기"))[-1]
    assert [row.ended_at for row in town.all(Assignment)] == [None]
    assert await olga.says("/merge 1 1") == [olga.words("tidy.with_itself")]
    assert (await olga.says("/merge 1 2"))[0].startswith("도서관과 주차장을 합치면 9명")


async def test_a_topic_is_split_where_it_parts_or_by_a_word(small_town: Town) -> None:
    scene = market_square(small_town)
    found(small_town, scene)
    olga = await tidies(small_town)
    asked = (await olga.presses("나누기"))[-1]
    assert asked.splitlines()[1:] == ["· 열람실 자리 3건", "· 주말 강좌 1건"]
    await olga.presses("이대로 나누기")
    assert "주말 강좌" in names(small_town)
    assert (await olga.says("/split 3"))[0] == olga.words("tidy.no_line")
    await olga.says("다르게 나누기")
    assert (await olga.says("없는말"))[0] == olga.words("tidy.word_nothing")
    (asked,) = await olga.says("토요일")
    assert asked == olga.words("tidy.word_ask", word="토요일", n=1)
    await olga.presses("이대로 나누기")
    assert "토요일" in names(small_town)


async def test_a_pinned_topic_stands_first_for_everybody(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await tidies(small_town, "3번 주제")
    await olga.presses("위에 두기")
    assert "1 장터 · 2명" in (await olga.says("/summary"))[-1]
    assert "1 장터" in (await scene.citizens[0].says("/topics"))[0]
    await olga.says("/pin 2")
    assert "2 주차장" in (await olga.says("/summary"))[-1]
    await olga.presses("1번 주제")
    await olga.presses("주제 다듬기")
    await olga.presses("위에서 내리기")
    assert "1 주차장" in (await olga.says("/summary"))[-1]
