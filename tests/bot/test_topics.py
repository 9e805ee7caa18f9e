"""/topics: what others said, by topic, for everybody, in the words of those who agreed to it."""

from sqlmodel import Session, select

from deliberation import people
from storage.models import Consent, Opinion, Participation
from tests.bot.scenes import ALONE, LIBRARY, MARKETS, PARKING, Scene, asked, market_square
from tests.town import Citizen, Town

TITLE = "옛 시장 자리 쓰임"
ALL = "주제 모두 보기"
CAVEAT = "번호를 쓰시면 글을 볼 수 있어요. 찾아온 분들의 의견이라 주민 전체의 뜻과 다를 수 있어요."
LIST = [
    "옛 시장 자리 쓰임에 10명이 주신 의견이에요. 2026년 11월 23일(월) 10:00 기준",
    "1 주차장 · 몇 분",
    "2 도서관 · 몇 분",
    "3 장터 · 몇 분",
    "혼자 있는 의견 1건",
    CAVEAT,
]


def quotes(bubble: str) -> list[str]:
    """The numbered lines of a page of words."""
    return [line for line in bubble.splitlines() if line[:1].isdigit() and "“" in line]


async def opens(reader: Citizen, topic: str = "2번 주제") -> str:
    """The reader opens a topic from the list; the bubble that comes."""
    await reader.says("/topics")
    return (await reader.presses(topic))[-1]


def consents(town: Town, citizen: Citizen, **said: bool) -> None:
    """The citizen says yes or no to single purposes anew."""
    with town.changing() as session:
        work = town.work(session)
        person = people.meet(work, citizen.account.id, "ko")
        for purpose, given in said.items():
            joined = people.agreed(work, person.contact, asked(session).id)
            assert joined is not None
            session.add(consent(joined, purpose, given=given))


def nobody_agrees(session: Session) -> None:
    for each in session.exec(select(Participation)).all():
        session.add(consent(each, "quoted", given=False))


def consent(of: Participation, purpose: str, *, given: bool) -> Consent:
    return Consent(
        participation_id=of.id,
        purpose=purpose,
        given=given,
        version="1",
        how="single",
        at=of.joined_at,
    )


async def test_whoever_never_joined_reads_the_topics_of_the_only_one_open(town: Town) -> None:
    market_square(town)
    bob = town.citizen("Bob")
    assert (await bob.says("/topics"))[0].splitlines() == LIST
    assert bob.buttons == ["1번 주제", "2번 주제", "3번 주제", "혼자 있는 의견"]


async def test_reading_makes_no_contact(small_town: Town) -> None:
    market_square(small_town)
    bob = small_town.citizen("Bob")
    await opens(bob)
    await bob.presses("문제 있는 글 알리기")
    await bob.presses("1번 글")
    await bob.presses("위협해요")
    assert small_town.traces(bob.account.id, "Bob") == set()


async def test_from_five_people_on_the_number_is_told(small_town: Town) -> None:
    scene = Scene(small_town)
    scene.speak(*(f"나무를 {n}그루 심어요" for n in range(2, 7)), "그늘이 없어요")
    scene.gathers(나무=[words for words in scene.said if "나무" in words])
    bob = small_town.citizen("Bob")
    assert "1 나무 · 5명" in (await bob.says("/topics"))[0]
    assert (await bob.presses("1번 주제"))[-1].splitlines()[0] == "주제: 나무 · 5명"


async def test_a_topic_shows_its_words_numbered_in_the_order_they_came(town: Town) -> None:
    market_square(town)
    bubble = await opens(town.citizen("Bob"))
    assert bubble.splitlines() == [
        "주제: 도서관 · 몇 분",
        "다른 분들이 쓰신 그대로예요. 소개에 동의하신 글만 보여요.",
        *(f"{n} “{words}”" for n, words in enumerate(LIBRARY, start=1)),
    ]


async def test_a_topic_can_be_opened_by_typing_its_number(small_town: Town) -> None:
    market_square(small_town)
    bob = small_town.citizen("Bob")
    await bob.says("/topics")
    assert "주제: 장터" in (await bob.says("3"))[0]


async def test_words_that_always_work_do_the_same_as_the_command(small_town: Town) -> None:
    market_square(small_town)
    bob = small_town.citizen("Bob")
    assert (await bob.says("주제 보기"))[0].splitlines() == LIST


async def test_in_english_everything_but_peoples_words_is_english(small_town: Town) -> None:
    market_square(small_town)
    bob = small_town.citizen("Bob", "en")
    assert (await bob.says("topics"))[0].splitlines()[1] == "1 주차장 · a few people"
    await bob.presses("Topic 2")
    assert bob.account.screen[-1].text.splitlines() == [
        "Topic: 도서관 · a few people",
        "As others wrote them; only words whose authors agreed to be shown.",
        *(f"{n} “{words}”" for n, words in enumerate(LIBRARY, start=1)),
    ]


async def test_words_of_who_did_not_agree_are_counted_and_not_shown(town: Town) -> None:
    scene = market_square(town)
    consents(town, scene.citizens[0], quoted=False)
    bubble = await opens(town.citizen("Bob"))
    assert quotes(bubble) == [f"1 “{LIBRARY[2]}”", f"2 “{LIBRARY[3]}”"]


async def test_the_latest_word_on_being_shown_counts(town: Town) -> None:
    scene = market_square(town)
    consents(town, scene.citizens[0], quoted=False)
    consents(town, scene.citizens[0], quoted=True)
    assert len(quotes(await opens(town.citizen("Bob")))) == 4


async def test_who_took_back_every_consent_is_not_shown(small_town: Town) -> None:
    scene = market_square(small_town)
    consents(small_town, scene.citizens[0], opinions=False)
    assert len(quotes(await opens(small_town.citizen("Bob")))) == 2


async def test_imported_words_are_not_shown_as_nobody_agreed(small_town: Town) -> None:
    scene = Scene(small_town)
    scene.speaks(LIBRARY[0])
    scene.imported(LIBRARY[2])
    scene.gathers(도서관=(LIBRARY[0], LIBRARY[2]))
    assert quotes(await opens(small_town.citizen("Bob"), "1번 주제")) == [f"1 “{LIBRARY[0]}”"]


async def test_a_topic_nobody_agreed_to_show_says_so_kindly(small_town: Town) -> None:
    market_square(small_town)
    with small_town.changing() as session:
        nobody_agrees(session)
    bob = small_town.citizen("Bob")
    assert await opens(bob) == bob.words("topic.unshown", name="도서관", people=3)
    assert bob.buttons == [ALL]


async def test_opinions_on_their_own_are_a_list_of_their_own(small_town: Town) -> None:
    market_square(small_town)
    bob = small_town.citizen("Bob")
    assert (await opens(bob, "혼자 있는 의견")).splitlines() == [
        "혼자 있는 의견 1건",
        "다른 분들이 쓰신 그대로예요. 소개에 동의하신 글만 보여요.",
        f"1 “{ALONE}”",
    ]


async def test_nothing_on_its_own_may_be_shown(small_town: Town) -> None:
    market_square(small_town)
    with small_town.changing() as session:
        nobody_agrees(session)
    bob = small_town.citizen("Bob")
    assert await opens(bob, "혼자 있는 의견") == bob.words("topic.alone_unshown")


async def test_what_is_hidden_or_taken_back_leaves_at_once(town: Town) -> None:
    scene = market_square(town)
    bob = town.citizen("Bob")
    await opens(bob)
    scene.hides(LIBRARY[0])
    with town.changing() as session:
        taken_back = session.get_one(Opinion, scene.said[LIBRARY[2]][0])
        taken_back.state = "withdrawn"
        session.add(taken_back)
    await bob.presses(ALL)
    assert quotes((await bob.presses("2번 주제"))[-1]) == [
        f"1 “{LIBRARY[1]}”",
        f"2 “{LIBRARY[3]}”",
    ]


async def test_a_topic_whose_words_are_all_gone_leaves_the_list(small_town: Town) -> None:
    scene = market_square(small_town)
    for words in MARKETS:
        scene.hides(words)
    listed = (await small_town.citizen("Bob").says("/topics"))[0]
    assert "장터" not in listed
    assert "에 8명이" in listed


async def test_a_topic_that_empties_while_the_list_is_read_says_so(small_town: Town) -> None:
    scene = market_square(small_town)
    bob = small_town.citizen("Bob")
    await bob.says("/topics")
    for words in MARKETS:
        scene.hides(words)
    assert (await bob.presses("3번 주제"))[-1] == bob.words("topic.emptied", name="장터")


async def test_pages_of_topics_turn_in_place(small_town: Town) -> None:
    scene = Scene(small_town)
    topics = {f"주제{n}": (f"{n}번째 생각 하나", f"{n}번째 생각 둘") for n in range(1, 8)}
    scene.speak(*(words for both in topics.values() for words in both))
    scene.gathers(**topics)
    bob = small_town.citizen("Bob")
    await bob.says("/topics")
    assert bob.buttons == [*(f"{n}번 주제" for n in range(1, 6)), "다음 쪽"]
    [turned] = await bob.presses("다음 쪽")
    assert "6 주제6 · 몇 분\n7 주제7 · 몇 분" in turned
    assert bob.buttons == ["6번 주제", "7번 주제", "앞 쪽"]
    assert "주제: 주제7" in (await bob.says("7"))[0]


async def test_pages_of_words_turn_in_place_and_count_from_one(town: Town) -> None:
    scene = Scene(town)
    said = [f"나무를 {n}그루 심어요" for n in range(2, 9)]
    scene.speak(*said)
    scene.gathers(나무=said)
    bob = town.citizen("Bob")
    first = await opens(bob, "1번 주제")
    assert quotes(first) == [f"{n} “{words}”" for n, words in enumerate(said[:5], start=1)]
    assert first.splitlines()[-1] == "1/2쪽"
    [second] = await bob.presses("다음 쪽")
    assert quotes(second) == [f"1 “{said[5]}”", f"2 “{said[6]}”"]
    assert bob.buttons == ["앞 쪽", "문제 있는 글 알리기", ALL]


async def test_nothing_gathered_yet(small_town: Town) -> None:
    Scene(small_town).speaks(*LIBRARY)
    bob = small_town.citizen("Bob")
    assert await bob.says("/topics") == [bob.words("topics.none", title=TITLE, n=4)]


async def test_the_same_topic_of_a_newer_run_is_read_on(small_town: Town) -> None:
    scene = market_square(small_town)
    bob = small_town.citizen("Bob")
    await bob.says("/topics")
    scene.speaks("도서관에 의자가 많으면 좋겠어요", name="Eve")
    more = (*LIBRARY, "도서관에 의자가 많으면 좋겠어요")
    scene.gathers(주차장=PARKING, 책읽는곳=more)
    assert "주제: 책읽는곳" in (await bob.presses("2번 주제"))[-1]


async def test_a_topic_that_a_newer_run_no_longer_has_is_told(small_town: Town) -> None:
    scene = market_square(small_town)
    bob = small_town.citizen("Bob")
    await opens(bob, "3번 주제")
    scene.gathers(주차장=PARKING, 도서관=LIBRARY)
    await bob.presses("문제 있는 글 알리기")
    assert bob.account.screen[-1].text == bob.words("topic.read_gone")
    assert bob.buttons == [ALL]


async def test_a_page_that_is_there_no_more_gives_the_last_there_is(small_town: Town) -> None:
    scene = Scene(small_town)
    said = [f"나무를 {n}그루 심어요" for n in range(2, 9)]
    scene.speak(*said)
    scene.gathers(나무=said)
    bob = small_town.citizen("Bob")
    await opens(bob, "1번 주제")
    for words in said[4:]:
        scene.hides(words)
    [page] = await bob.presses("다음 쪽")
    assert [line[0] for line in quotes(page)] == ["1", "2", "3", "4"]
