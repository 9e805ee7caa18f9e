"""Topics last while opinions arrive, and stay as officials made them: by the real analysis."""

from deliberation import people
from deliberation.grouping import analysis, runs, tidying
from deliberation.grouping.tidied import Merged, Part, Renamed, Split
from storage.models import AnalysisRun, Membership, Opinion, Topic
from tests.bot.scenes import Scene, asked
from tests.town import Citizen, Town

PARKING = (
    "주차장이 너무 부족해요",
    "주말마다 주차할 곳이 없어요",
    "불법 주차 때문에 골목이 막혀요",
    "주차장을 지하에 만들어 주세요",
    "주차 요금이 비싸요",
    "주차장 입구가 좁아서 위험해요",
    "시장에 주차장부터 넓혀 주세요",
    "밤에는 주차장을 주민에게 열어 주세요",
)
LIBRARY = (
    "어린이 도서관이 있으면 좋겠어요",
    "도서관에서 책을 읽고 싶어요",
    "작은 도서관을 만들어 주세요",
    "도서관 열람실이 조용했으면 해요",
    "책이 많은 도서관이 필요해요",
    "도서관이 밤늦게까지 열면 좋겠어요",
    "시장 자리에 도서관을 지어 주세요",
    "도서관에 어린이 책이 많았으면 해요",
)
BUSES = (
    "버스 정류장에 지붕이 필요해요",
    "버스가 자주 오지 않아요",
    "마을버스 노선을 늘려 주세요",
    "버스 정류장이 너무 멀어요",
    "저상버스가 다니면 좋겠어요",
    "버스 막차가 일찍 끊겨요",
    "버스 도착 안내판을 달아 주세요",
    "버스 정류장 의자가 부서졌어요",
)
EVERYTHING = (*PARKING, *LIBRARY, *BUSES)


async def gathers(town: Town) -> None:
    """The analysis looks at all there is."""
    with town.changing() as session:
        analysis.ask(town.work(session), asked(session).id, None)
    await town.analyses()
    assert town.all(AnalysisRun)[-1].state == "done"


def places(town: Town) -> dict[str, int | None]:
    """The topic each text lies in, in the last run."""
    run = town.all(AnalysisRun)[-1].id
    said = {row.id: row.text for row in town.all(Opinion)}
    return {said[row.opinion_id]: row.topic_id for row in town.all(Membership) if row.run_id == run}


def rename(town: Town, olga: Citizen, topic: int | None, name: str) -> None:
    with town.changing() as session:
        work = town.work(session)
        person = people.meet(work, olga.account.id, "ko")
        assert isinstance(tidying.rename(work, person, topic or 0, name), Renamed)


def numbers(scene: Scene, *words: str) -> frozenset[int]:
    return frozenset(number for each in words for number in scene.said[each])


async def test_ids_last_through_five_runs_while_opinions_arrive(town_with_topics: Town) -> None:
    town = town_with_topics
    scene = Scene(town)
    scene.speak(*PARKING[:4], *LIBRARY[:4], *BUSES[:4])
    await gathers(town)
    first = before = places(town)
    moved = 0
    for n in range(4, 8):
        assert moved <= 2  # of 12, 15, 18 places: only the doubling to 24 looks for groups anew
        scene.speak(PARKING[n], LIBRARY[n], BUSES[n])
        await gathers(town)
        now = places(town)
        moved = sum(now[words] != topic for words, topic in before.items())
        before = now
    assert len(town.all(AnalysisRun)) == 5
    assert set(first.values()) - {None} <= set(now.values())


async def test_a_given_name_is_kept_by_the_next_analysis(small_town: Town) -> None:
    town, scene = small_town, Scene(small_town)
    scene.speak(*PARKING, *LIBRARY)
    await gathers(town)
    olga = await town.official()
    topic = places(town)[PARKING[0]]
    with town.changing() as session:
        person = people.meet(town.work(session), olga.account.id, "ko")
        assert isinstance(
            tidying.rename(town.work(session), person, topic or 0, "차 댈 곳"), Renamed
        )
    scene.speak(*BUSES)
    await gathers(town)
    assert places(town)[PARKING[0]] == topic
    assert {each.id: each.name for each in town.all(Topic)}[topic or 0] == "차 댈 곳"


async def test_merged_topics_stay_together(small_town: Town) -> None:
    town, scene = small_town, Scene(small_town)
    scene.speak(*PARKING, *LIBRARY)
    await gathers(town)
    olga, lay = await town.official(), places(town)
    old = {lay[PARKING[0]], lay[LIBRARY[0]]}
    assert len(old) == 2
    with town.changing() as session:
        work = town.work(session)
        person = people.meet(work, olga.account.id, "ko")
        merged = tidying.merge(work, person, lay[LIBRARY[0]] or 0, lay[PARKING[0]] or 0)
        assert isinstance(merged, Merged)
    together = [words for words, topic in lay.items() if topic in old]
    for n in range(2):
        scene.speak(*BUSES[4 * n : 4 * n + 4])
        await gathers(town)
        now = places(town)
        assert {now[words] for words in together} == {lay[PARKING[0]]}


async def test_split_topics_stay_apart(small_town: Town) -> None:
    town, scene = small_town, Scene(small_town)
    scene.speak(*PARKING, *LIBRARY)
    await gathers(town)
    olga, lay = await town.official(), places(town)
    topic = lay[LIBRARY[0]]
    children = [words for words in LIBRARY if "어린이" in words and lay[words] == topic]
    with town.changing() as session:
        work = town.work(session)
        person = people.meet(work, olga.account.id, "ko")
        part = Part("어린이 책", numbers(scene, *children))
        split = tidying.split(work, person, topic or 0, [part])
        assert isinstance(split, Split)
        made = split.made[0].id
    scene.speak(*BUSES, *(f"{words}!" for words in PARKING))
    await gathers(town)
    now = places(town)
    assert {now[words] for words in children} == {made}
    assert made not in {now[words] for words in LIBRARY if words not in children}


async def test_a_held_topic_lasts_though_all_its_words_are_hidden(small_town: Town) -> None:
    town, scene = small_town, Scene(small_town)
    scene.speak(*PARKING, *LIBRARY)
    await gathers(town)
    olga, topic = await town.official(), places(town)[LIBRARY[0]]
    rename(town, olga, topic, "책 읽는 곳")
    for words, place in places(town).items():
        if place == topic:
            scene.hides(words)
    scene.speak(*BUSES)
    await gathers(town)
    with town.changing() as session:
        assert topic in runs.lasting(town.work(session), asked(session).id)
