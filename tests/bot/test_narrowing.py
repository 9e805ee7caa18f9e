"""추려 보기: the briefing of a part, by time, by the link people came by, or by stance."""

from datetime import timedelta

from sqlmodel import Session, col, select

from storage import counts, topics
from storage.models import Agency, Opinion, Participation, Poster
from tests.bot.scenes import LIBRARY, PARKING, Scene, asked, market_square
from tests.bot.test_official_briefing import PNG, draw, screen
from tests.town import Town

NEW = tuple(f"차 댈 곳이 더 있어야 해요 {n}" for n in range(6))


def gathered(scene: Scene) -> None:
    """Six more people spoke today of parking; everything else is a week older."""
    with scene.town.changing() as session:
        for opinion in session.exec(select(Opinion)):
            opinion.written_at -= timedelta(days=8)
            session.add(opinion)
    scene.speak(*NEW)
    scene.gathers(도서관=LIBRARY, 주차장=[*PARKING, *NEW])


def people(session: Session) -> list[Participation]:
    return list(session.exec(select(Participation).order_by(col(Participation.id))))


def put_up(town: Town, *places: str) -> None:
    now = town.clock.now()
    with town.changing() as session:
        for place in places:
            session.add(Poster(consultation_id=1, channel=place, made_at=now))


async def test_by_time_the_same_message_tells_what_is_left(town: Town) -> None:
    """Every step edits the bubble under its picture; nothing typed is needed, all can be typed."""
    scene = market_square(town)
    gathered(scene)
    draw(town, scene)
    olga = await town.official()
    await olga.says("/summary")
    whole = olga.account.screen[-1].text
    at = olga.account.screen[-1].message_id
    assert olga.buttons[-2:] == ["추려 보기", "내려받기"]
    await olga.presses("추려 보기")
    assert (screen(olga).text, olga.buttons) == ("무엇으로 추려 볼까요?", ["기간", "뒤로"])
    await olga.presses("기간")
    assert olga.buttons == ["오늘", "지난 7일", "처음부터 모두", "뒤로"]
    await olga.presses("오늘")
    assert screen(olga).text.splitlines()[1:] == [
        "추린 것: 오늘 온 의견",
        "남은 것: 시민 6명 6건. 모두는 시민 16명이에요.",
        "위 그림은 추리지 않은 모두예요.",
        "2026년 11월 23일(월) 10:00 기준이에요. 지금까지 온 의견이 모두 들어 있어요.",
        "",
        "1 주차장 · 6명 6건",
        f"“{NEW[0]}”",
    ]
    assert (screen(olga).message_id, screen(olga).photo) == (at, PNG)
    assert olga.buttons == ["1번 주제", "다르게 추리기", "추리지 않고 보기"]
    (read,) = await olga.presses("1번 주제")
    assert read.splitlines()[:3] == [
        "주제 1: 주차장 · 추린 글 1/2쪽",
        "추린 것: 오늘 온 의견",
        f"· “{NEW[0]}”",
    ]
    await olga.presses("다음 쪽")
    assert screen(olga).text.endswith(f"추린 글 2/2쪽\n추린 것: 오늘 온 의견\n· “{NEW[5]}”")
    await olga.presses("앞 쪽")
    (topic,) = await olga.presses("주제 모두 보기")
    assert topic.startswith("주제 1: 주차장\n10명")
    await olga.says("/summary")  # a second look, so there is one before it
    scene.speak("새로 온 말")
    await olga.says("추려 보기")
    assert olga.account.screen[-1].text == "무엇으로 추려 볼까요?"
    await olga.says("1")
    assert "지난번에 보신 때: 2026년 11월 23일(월) 10:00" in olga.account.screen[-1].text
    await olga.says("지난번 본 뒤")
    assert "여기에 드는 의견은 없어요." in olga.account.screen[-1].text
    assert "그 뒤에 온 의견 1건은 아직 넣지 않았어요." in olga.account.screen[-1].text
    (back,) = await olga.says("추리지 않고 보기")
    assert back.splitlines()[3] == whole.splitlines()[3]
    assert "주제 목록 1/1쪽이에요." in back  # no new look


async def test_by_link_as_far_as_there_are_links_and_few_are_not_counted(town: Town) -> None:
    market_square(town)
    put_up(town, "library", "school")
    with town.changing() as session:
        for n, joined in enumerate(people(session)):
            joined.channel = "library" if n < 5 else "school" if n < 6 else None
            session.add(joined)
    olga = await town.official()
    (briefing,) = await olga.says("/summary")
    assert "들어온 곳: library 5명 · 그 밖 5명" in briefing  # nothing to be found by subtraction
    await olga.presses("추려 보기")
    await olga.presses("들어온 곳")
    assert screen(olga).text.splitlines()[1:] == [
        "1 붙인 곳이 없는 링크 · 5명 미만",
        "2 library · 5명",
        "3 school · 5명 미만",
    ]
    await olga.presses("school")
    assert "추린 것: school(으)로 들어온 분들의 의견" in screen(olga).text
    assert "남은 것: 시민 5명 미만. 모두는 시민 10명이에요." in screen(olga).text
    await olga.presses("다르게 추리기")
    await olga.presses("들어온 곳")
    await olga.says("2")
    assert "남은 것: 시민 5명 6건. 모두는 시민 10명이에요." in olga.account.screen[-1].text


async def test_by_stance_nobody_is_given_away_and_invited_people_have_no_side(
    small_town: Town,
) -> None:
    scene = market_square(small_town)
    gathered(scene)
    with small_town.changing() as session:
        place = asked(session)
        place.proposal = "옛 시장을 헌다"
        session.add(place)
        for n, joined in enumerate(people(session)):
            joined.stance = "against" if n < 4 else "for"
            session.add(joined)
        counts.touch(session, topics.last_runs(session)[0].id)
    olga = await small_town.official()
    await olga.says("/summary")
    await olga.presses("추려 보기")
    await olga.presses("찬반")
    assert olga.buttons == ["찬성", "반대", "고르지 않음", "뒤로"]
    await olga.presses("반대")
    words = screen(olga).text
    assert "추린 것: 제안에 반대하신 분들의 의견" in words
    assert "5명 미만" in words
    assert not any(said in words for said in (*LIBRARY, *PARKING))
    assert "혼자" not in words
    with small_town.changing() as session:
        place = asked(session)
        place.proposal = None
        session.add(place)
    await olga.presses("다르게 추리기")
    assert olga.buttons == ["기간", "뒤로"]


async def test_what_is_another_agencys_reads_like_nothing(small_town: Town) -> None:
    market_square(small_town)
    olga = await small_town.official()
    await olga.says("/summary")
    await olga.presses("추려 보기")
    await olga.presses("기간")
    with small_town.changing() as session:
        other = Agency(slug="bukgu", name="북구청", created_at=small_town.clock.now())
        session.add(other)
        session.flush()
        place = asked(session)
        place.agency_id = other.id
        session.add(place)
    await olga.presses("오늘")
    assert screen(olga).text == olga.words("staff.not_yours")
