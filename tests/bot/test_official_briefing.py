"""/summary: an official reads what came in, in which topics, and what is new."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.texts import units
from deliberation import people
from deliberation.speaking import opinions
from playground.messages.chats import Message
from storage import topics as topic_rows
from storage.models import Agency, Consultation, Participation, Picture, Poster
from storage.models import Topic as LastingTopic
from tests.bot.scenes import ALONE, LIBRARY, MARKETS, PARKING, Scene, market_square
from tests.town import MARKET, Citizen, Town, consultation

TITLE = "옛 시장 자리 쓰임"
PNG = b"\x89PNG\r\n\x1a\n a picture"


async def test_the_briefing_counts_people_opinions_and_different_wordings(town: Town) -> None:
    market_square(town)
    olga = await town.official()
    (briefing,) = await olga.says("/summary")
    assert "시민 10명이 11건. 같은 글을 묶으면 10건이에요." in briefing


async def test_topics_come_by_size_with_keywords_a_quote_and_copies(small_town: Town) -> None:
    market_square(small_town)
    olga = await small_town.official()
    (briefing,) = await olga.says("/summary")
    assert (
        "1 주차장 · 4명(40%) · 답하기 전이에요\n주차장, 말\n“주차장이 모자라요” 같은 글 1건 포함"
    ) in briefing


async def test_a_small_voice_is_heard(small_town: Town) -> None:
    market_square(small_town)
    olga = await small_town.official()
    (briefing,) = await olga.says("/summary")
    assert f"혼자 있는 의견 1건: “{ALONE}”" in briefing


async def test_the_briefing_says_how_many_opinions_are_newer(town: Town) -> None:
    scene = market_square(town)
    scene.speaks("나중에 온 말", "하나 더", name="Late")
    olga = await town.official()
    (briefing,) = await olga.says("/summary")
    assert "그 뒤에 온 의견 2건은 아직 넣지 않았어요." in briefing
    assert "시민 10명이 11건." in briefing


async def test_the_briefing_offers_to_gather_again(small_town: Town) -> None:
    market_square(small_town)
    olga = await small_town.official()
    await olga.says("/summary")
    assert olga.buttons == [
        "1번 주제",
        "2번 주제",
        "3번 주제",
        "새로 모으기",
        "추려 보기",
        "내려받기",
    ]


async def test_an_english_official_reads_english(small_town: Town) -> None:
    market_square(small_town)
    olga = await official(small_town, language="en")
    (briefing,) = await olga.says("/summary")
    assert "10 citizens, 11 opinions, 10 without copies." in briefing


async def test_the_first_look_is_called_so(small_town: Town) -> None:
    market_square(small_town)
    olga = await small_town.official()
    (briefing,) = await olga.says("/summary")
    assert "처음 보시는 요약이에요." in briefing


async def test_the_second_look_tells_what_changed_since_the_first(town: Town) -> None:
    scene = market_square(town)
    olga = await town.official()
    await olga.says("/summary")
    scene.speaks("분수를 놓아요", "물이 좋아요", name="Late")
    scene.gathers(
        도서관=LIBRARY, 주차장=PARKING, 장터=MARKETS, 분수=("분수를 놓아요", "물이 좋아요")
    )
    (briefing,) = await olga.says("/summary")
    assert "뒤로 새 의견 2건, 새 주제 1개" in briefing


async def test_a_colleagues_look_is_not_ones_own(town: Town) -> None:
    market_square(town)
    olga, omar = await town.official("Olga"), await town.official("Omar")
    await omar.says("/summary")
    (briefing,) = await olga.says("/summary")
    assert "처음 보시는 요약이에요." in briefing


async def test_turning_a_page_is_no_new_look(small_town: Town) -> None:
    scene = many_topics(small_town, 4)
    olga = await small_town.official()
    await olga.says("/summary")
    scene.speaks("새로 온 말", name="Late")
    await olga.presses("다음 쪽")
    (briefing,) = await olga.says("/summary")
    assert "뒤로 새 의견 1건" in briefing


# --- few opinions ---


async def test_without_opinions_the_briefing_says_so(town: Town) -> None:
    olga = await town.official()
    assert await olga.says("/summary") == [olga.words("summary.none", title=TITLE)]


@pytest.mark.parametrize("count", [1, 4, 9])
async def test_a_few_opinions_are_shown_as_they_came(small_town: Town, count: int) -> None:
    said = [f"{n}번째로 드리는 말씀" for n in range(count)]
    Scene(small_town).speaks(*said)
    olga = await small_town.official()
    (briefing,) = await olga.says("/summary")
    assert [words for words in said if f"“{words}”" not in briefing] == []
    assert briefing.startswith(f"아직 의견이 {count}건이라 주제로 묶기 일러요.")


async def test_ten_opinions_without_a_run_are_not_called_too_few(small_town: Town) -> None:
    Scene(small_town).speaks(*(f"{n}번째 말" for n in range(10)))
    olga = await small_town.official()
    (briefing,) = await olga.says("/summary")
    assert briefing.startswith("의견이 10건 모였어요. 아직 주제로 묶기 전이에요.")
    assert olga.buttons == ["새로 모으기"]


async def test_while_the_first_topics_are_made_it_is_said(small_town: Town) -> None:
    Scene(small_town).speaks(*(f"{n}번째 말" for n in range(10)))
    olga = await small_town.official()
    await olga.says("/summary")
    await olga.presses("새로 모으기")
    (briefing,) = await olga.says("/summary")
    assert briefing.startswith("의견 10건을 모으는 중이에요.")


# --- which consultation ---


async def test_of_several_consultations_one_is_chosen_by_button(town: Town) -> None:
    second(town)
    olga = await town.official()
    (asked,) = await olga.says("/summary")
    assert asked.startswith("어느 마당인가요?\n1 새 공원 ·")
    (briefing,) = await olga.presses("새 공원")
    assert briefing == olga.words("summary.none", title="새 공원")


async def test_of_several_consultations_one_is_chosen_by_number(small_town: Town) -> None:
    second(small_town)
    olga = await small_town.official()
    await olga.says("/summary")
    assert await olga.says("2") == [olga.words("summary.none", title=TITLE)]


async def test_the_list_names_the_word_that_chooses_a_consultation(small_town: Town) -> None:
    second(small_town)
    olga = await small_town.official()
    (asked,) = await olga.says("/summary")
    assert asked.endswith(f"· {MARKET}")
    assert await olga.says(f"/summary {MARKET}") == [olga.words("summary.none", title=TITLE)]


@pytest.mark.parametrize("slug", ["no-such", "their-park"])
async def test_another_agencys_consultation_reads_like_none(town: Town, slug: str) -> None:
    second(town, agency="bukgu", slug="their-park")
    olga = await town.official()
    assert await olga.says(f"/summary {slug}") == [olga.words("staff.not_yours")]


async def test_a_citizen_has_no_briefing(small_town: Town) -> None:
    ada = small_town.citizen("Ada")
    assert await ada.says("/summary") == [ada.words("command.unknown")]


# --- the picture and its pages ---


async def test_the_briefing_comes_under_its_picture(small_town: Town) -> None:
    scene = market_square(small_town)
    draw(small_town, scene)
    olga = await small_town.official()
    await olga.says("/summary")
    assert screen(olga).photo == PNG


async def test_the_longest_briefing_fits_under_a_picture(small_town: Town) -> None:
    scene = many_topics(small_town, 3, words="&<" * 300, copies=4)
    with small_town.changing() as session:
        asked = session.exec(select(Consultation)).one()
        asked.title = "긴 제목 " * 40
        session.add(asked)
        for n, joined in enumerate(session.exec(select(Participation))):
            joined.channel = f"{n % 4}-{'w' * 29}"
            session.add(joined)
        at = small_town.clock.now()
        session.add(Poster(consultation_id=asked.id, channel="library", made_at=at))
    name_at_length(small_town)
    draw(small_town, scene)
    for language in ("ko", "en"):
        olga = await official(small_town, language=language)
        (briefing,) = await olga.says("/summary")
        assert units(briefing) <= 1024
        assert screen(olga).photo == PNG


async def test_three_topics_a_page_keep_their_numbers(small_town: Town) -> None:
    many_topics(small_town, 7)
    olga = await small_town.official()
    await olga.says("/summary")
    await olga.presses("다음 쪽")
    turns = ["앞 쪽", "다음 쪽", "새로 모으기", "추려 보기", "내려받기"]
    assert olga.buttons == ["4번 주제", "5번 주제", "6번 주제", *turns]
    await olga.presses("다음 쪽")
    assert olga.buttons == ["7번 주제", "앞 쪽", "새로 모으기", "추려 보기", "내려받기"]


async def test_a_page_turns_in_place_under_its_picture(small_town: Town) -> None:
    scene = many_topics(small_town, 4)
    draw(small_town, scene)
    olga = await small_town.official()
    await olga.says("/summary")
    before = len(olga.account.screen)
    (page,) = await olga.presses("다음 쪽")
    assert "\n4 주제4 ·" in page
    assert (len(olga.account.screen), screen(olga).photo) == (before, PNG)


async def test_a_turned_page_says_which_it_is(small_town: Town) -> None:
    many_topics(small_town, 4)
    olga = await small_town.official()
    await olga.says("/summary")
    (page,) = await olga.presses("다음 쪽")
    assert page.split("\n")[1] == olga.words("summary.page", page=2, pages=2)


async def test_a_page_of_an_older_run_brings_the_new_picture(small_town: Town) -> None:
    scene = many_topics(small_town, 4)
    olga = await small_town.official()
    await olga.says("/summary")
    many_topics(small_town, 4, scene=scene)
    before = len(olga.account.screen)
    await olga.presses("다음 쪽")
    assert len(olga.account.screen) == before + 1


async def test_a_page_can_be_typed(small_town: Town) -> None:
    many_topics(small_town, 4)
    olga = await small_town.official()
    await olga.says("/summary")
    (page,) = await olga.says("다음 쪽")
    assert "\n4 주제4 ·" in page


# --- what is hidden leaves at once ---


async def test_hidden_words_leave_counts_and_quotes_at_once(town: Town) -> None:
    scene = market_square(town)
    olga = await town.official()
    scene.hides(LIBRARY[0])
    (briefing,) = await olga.says("/summary")
    assert "시민 10명이 10건. 같은 글을 묶으면 9건이에요." in briefing
    assert LIBRARY[0] not in briefing


async def test_a_hidden_small_voice_leaves_at_once(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    scene.hides(ALONE)
    (briefing,) = await olga.says("/summary")
    assert "혼자 있는 의견은 없어요." in briefing


async def test_a_picture_that_counts_hidden_words_is_not_sent(small_town: Town) -> None:
    scene = market_square(small_town)
    draw(small_town, scene)
    scene.hides(ALONE)
    olga = await small_town.official()
    await olga.says("/summary")
    assert screen(olga).photo is None


async def test_a_picture_goes_soon_after_words_were_hidden(town: Town) -> None:
    scene = market_square(town)
    draw(town, scene)
    scene.hides(ALONE)
    await town.passes(seconds=10)
    assert town.all(Picture) == []


async def test_words_moved_to_another_consultation_are_quoted_no_more(town: Town) -> None:
    scene = market_square(town)
    elsewhere = second(town)
    ada = scene.citizens[0]
    await ada.agrees("new-park")
    with town.changing() as session:
        person = people.meet(town.work(session), ada.account.id, "ko")
        opinions.move(town.work(session), person, scene.said[LIBRARY[0]][0], elsewhere)
    olga = await town.official()
    (briefing,) = await olga.says(f"/summary {MARKET}")
    assert LIBRARY[0] not in briefing


# --- one topic ---


async def test_a_topic_shows_its_quotes_and_how_to_answer(small_town: Town) -> None:
    market_square(small_town)
    olga = await small_town.official()
    await olga.says("/summary")
    (topic,) = await olga.presses("2번 주제")
    assert topic.startswith("주제 2: 도서관\n3명, 의견 4건(묶으면 4건), 30%")
    assert f"· “{LIBRARY[0]}”" in topic
    assert olga.buttons == ["답변 쓰기", "부서에 맡기기", "주제 다듬기", "글 더 보기"]


async def test_a_topic_can_be_opened_by_words(small_town: Town) -> None:
    market_square(small_town)
    olga = await small_town.official()
    await olga.says("/summary")
    (topic,) = await olga.says("2번 주제")
    assert topic.startswith("주제 2: 도서관")


async def test_more_words_turn_page_by_page_in_place(small_town: Town) -> None:
    said = [f"도서관 {n}" for n in range(12)]
    scene = Scene(small_town)
    scene.speaks(*said)
    scene.gathers(도서관=said)
    olga = await small_town.official()
    await olga.says("/summary")
    await olga.presses("1번 주제")
    await olga.presses("글 더 보기")
    (page,) = await olga.presses("다음 쪽")
    assert page.startswith("주제 1: 도서관 · 글 2/3쪽\n· “도서관 5”")
    assert olga.buttons == ["답변 쓰기", "부서에 맡기기", "주제 다듬기", "앞 쪽", "다음 쪽"]


async def test_more_words_are_whole_and_escaped(small_town: Town) -> None:
    said = [f"{n} <b>굵게</b> & " + "긴 말 " * 100 + "끝" for n in range(10)]
    scene = Scene(small_town)
    scene.speaks(*said)
    scene.gathers(도서관=said)
    olga = await small_town.official()
    await olga.says("/summary")
    await olga.presses("1번 주제")
    (page,) = await olga.presses("글 더 보기")
    assert [words for words in said[:5] if words not in page] == []


async def test_very_long_words_are_cut_to_fit_a_message(small_town: Town) -> None:
    said = [f"{n}" + "&" * 3000 for n in range(10)]
    scene = Scene(small_town)
    scene.speaks(*said)
    scene.gathers(도서관=said)
    olga = await small_town.official()
    await olga.says("/summary")
    await olga.presses("1번 주제")
    (page,) = await olga.presses("글 더 보기")
    assert 3500 < units(page) <= 4096


async def test_nothing_an_official_sees_says_who_wrote(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    await olga.says("/summary")
    await olga.presses("2번 주제")
    await olga.presses("글 더 보기")
    await olga.presses("답변 쓰기")
    await olga.says("도서관을 짓겠습니다.")
    seen = "\n".join(str(got.record) for got in olga.account.received if got.text)
    names = [str(each.account.id) for each in scene.citizens] + pseudonyms(small_town)
    assert [name for name in names if name in seen] == []


# --- scenes ---


async def official(town: Town, language: str) -> Citizen:
    made = town.citizen(f"Olga {language}", language)
    town.grant(made, "official")
    await made.starts()
    return made


def second(town: Town, agency: str = "jungang", slug: str = "new-park") -> int:
    """Another consultation, of this agency or another one."""
    now = town.clock.now()
    with town.changing() as session:
        of = session.exec(select(Agency).where(Agency.slug == agency)).first()
        of = of or Agency(slug=agency, name=agency, created_at=now)
        session.add(of)
        session.flush()
        made = consultation(of.id, now + timedelta(seconds=1), slug=slug, title="새 공원")
        session.add(made)
        session.flush()
        return int(made.id)


def many_topics(
    town: Town, count: int, words: str = "말씀", copies: int = 3, scene: Scene | None = None
) -> Scene:
    """Topics of falling size: 주제1, 주제2 and so on."""
    said = {f"주제{n}": f"{n} {words}" for n in range(1, count + 1)}
    if scene is None:
        scene = Scene(town)
        scene.speak(*(text for text in said.values() for _ in range(copies)))
    scene.gathers(**{name: [text] for name, text in said.items()})
    return scene


def name_at_length(town: Town) -> None:
    with town.changing() as session:
        for topic in session.exec(select(LastingTopic)):
            topic.name = f"<{topic.id}> & " * 20
            session.add(topic)


def draw(town: Town, _scene: Scene) -> None:
    with town.changing() as session:
        for run in topic_rows.last_runs(session):
            for language in ("ko", "en"):
                topic_rows.keep_picture(session, run.id, language, PNG)


def screen(citizen: Citizen) -> Message:
    return citizen.account.screen[-1]


def pseudonyms(town: Town) -> list[str]:
    return [each.pseudonym for each in town.all(Participation)]
