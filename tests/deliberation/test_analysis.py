"""When topics are made anew, what an analysis is given, and how its result is kept."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import insert
from sqlmodel import select

from deliberation.briefing import topic_lines
from deliberation.briefing.topic_lines import TopicLine
from deliberation.grouping import analysis
from storage import topics
from storage.models import AnalysisRun, Lineage, Membership, Opinion, Participation, RunTopic
from storage.models import Topic as LastingTopic
from tests.answering import writes
from tests.bot.scenes import (
    ALONE,
    LIBRARY,
    MARKETS,
    PARKING,
    Scene,
    asked,
    found_by_hand,
    market_square,
)
from tests.town import Town


def runs(town: Town) -> list[str]:
    return [run.state for run in town.all(AnalysisRun)]


async def test_nothing_is_analysed_before_ten_opinions(small_town: Town) -> None:
    Scene(small_town).speak(*(f"{n}번째 말" for n in range(9)))
    await small_town.passes(minutes=10)
    assert runs(small_town) == []


async def test_the_tenth_opinion_asks_for_an_analysis(town: Town) -> None:
    Scene(town).speak(*(f"{n}번째 말" for n in range(10)))
    await town.passes(seconds=2)
    assert runs(town) == ["asked"]


@pytest.mark.parametrize(("seconds", "asked_again"), [(100, False), (130, True)])
async def test_two_minutes_lie_between_two_analyses(
    small_town: Town, seconds: int, asked_again: bool
) -> None:
    scene = market_square(small_town)
    scene.speak(*(f"새 말 {n}" for n in range(10)))
    await small_town.passes(seconds=seconds)
    assert ("asked" in runs(small_town)) == asked_again


async def test_nine_new_opinions_are_not_enough(small_town: Town) -> None:
    scene = market_square(small_town)
    scene.speak(*(f"새 말 {n}" for n in range(9)))
    await small_town.passes(minutes=10)
    assert runs(small_town) == ["done"]


async def test_while_one_is_at_work_no_other_is_asked_for(small_town: Town) -> None:
    scene = Scene(small_town)
    scene.speak(*(f"{n}번째 말" for n in range(10)))
    begin(small_town)
    scene.speak(*(f"새 말 {n}" for n in range(10)))
    await small_town.passes(minutes=10)
    assert runs(small_town) == ["running"]


async def test_two_who_ask_share_a_run_and_are_both_told(town: Town) -> None:
    market_square(town)
    olga, omar = await town.official("Olga"), await town.official("Omar")
    for each in (olga, omar):
        await each.says("/summary")
        await each.presses("새로 모으기")
    assert (runs(town), len(town.all(AnalysisRun)[-1].askers)) == (["done", "asked"], 2)


async def test_a_run_at_work_with_all_there_is_is_shared(small_town: Town) -> None:
    market_square(small_town)
    ask(small_town)
    begin(small_town)
    ask(small_town)
    assert runs(small_town) == ["done", "running"]


async def test_a_run_at_work_without_the_newest_opinions_is_not_shared(small_town: Town) -> None:
    scene = market_square(small_town)
    ask(small_town)
    begin(small_town)
    scene.speak("하나 더 있어요")
    ask(small_town)
    assert runs(small_town) == ["done", "running", "asked"]


async def test_a_run_lost_in_a_crash_is_begun_again(small_town: Town) -> None:
    market_square(small_town)
    ask(small_town)
    begin(small_town)
    with small_town.changing() as session:
        analysis.begin_again(small_town.work(session))
    assert runs(small_town) == ["done", "asked"]


async def test_only_words_that_are_shown_are_analysed(town: Town) -> None:
    scene = market_square(town)
    scene.hides(LIBRARY[0])
    ask(town)
    given = [words for _, words in begin(town).texts]
    assert sorted(given) == sorted([*LIBRARY[1:], *PARKING, *MARKETS, ALONE])


async def test_a_failed_run_leaves_the_last_good_one(small_town: Town) -> None:
    market_square(small_town)
    ask(small_town)
    task = begin(small_town)
    with small_town.changing() as session:
        analysis.fail(small_town.work(session), task.run_id, "no reason")
        last = topics.last_run(session, task.consultation_id)
    assert (runs(small_town), last.id if last else 0) == (["done", "failed"], 1)


@pytest.mark.parametrize("fate", ["hidden", "withdrawn", "erased", "moved"])
async def test_words_that_went_while_the_run_was_at_work_are_in_no_topic(
    small_town: Town, fate: str
) -> None:
    scene = market_square(small_town)
    ask(small_town)
    task = begin(small_town)
    gone = scene.said[LIBRARY[0]][0]
    goes(small_town, gone, fate)
    finish(small_town, task, 도서관=[scene.said[words][0] for words in LIBRARY])
    row = rows_of(small_town, task.run_id)["도서관"]
    assert (row.size, row.people, row.distinct) == (3, 3, 3)
    assert gone not in members(small_town, task.run_id)


async def test_a_cluster_whose_words_all_went_is_no_topic(small_town: Town) -> None:
    scene = market_square(small_town)
    ask(small_town)
    task = begin(small_town)
    scene.hides(ALONE)
    finish(small_town, task, 개=scene.said[ALONE])
    assert "개" not in rows_of(small_town, task.run_id)


async def test_a_run_is_finished_once(small_town: Town) -> None:
    scene = market_square(small_town)
    ask(small_town)
    task = begin(small_town)
    for _ in range(2):
        finish(small_town, task, 도서관=scene.said[LIBRARY[0]])
    assert len([row for row in small_town.all(RunTopic) if row.run_id == task.run_id]) == 1


# --- ids that last ---


async def test_an_id_lasts_when_the_name_changes(town: Town) -> None:
    scene = market_square(town)
    before = scene.topic("도서관").id
    scene.gathers(책=LIBRARY[:3], 주차장=PARKING, 장터=MARKETS)
    assert scene.topic("책").id == before


async def test_an_answered_topic_keeps_its_name(town: Town) -> None:
    scene = market_square(town)
    await answer(town, "2번 주제")
    scene.gathers(책=LIBRARY, 주차장=PARKING, 장터=MARKETS)
    assert "도서관" in rows_of(town, 2)


async def test_an_answered_topic_never_vanishes(town: Town) -> None:
    scene = market_square(town)
    await answer(town, "2번 주제")
    scene.gathers(주차장=(*PARKING, *MARKETS))
    for _ in range(2):
        scene.gathers(모두=list(scene.said))
    (topic,) = [line for line in lines(town) if line.name == "도서관"]
    assert (topic.people, topic.keywords) == (0, ("도서관", "말"))


async def test_an_answered_topic_keeps_those_who_went_nowhere_else(town: Town) -> None:
    scene = market_square(town)
    await answer(town, "2번 주제")
    scene.gathers(주차장=(*PARKING, LIBRARY[3]), 장터=MARKETS)
    (topic,) = [line for line in lines(town) if line.name == "도서관"]
    assert (topic.people, topic.opinions) == (2, 3)


async def test_births_merges_and_ends_are_told_in_the_lineage(town: Town) -> None:
    scene = market_square(town)
    scene.speak("분수", "분수요")
    scene.gathers(도서관과_주차=(*LIBRARY, *PARKING[:2]), 분수=("분수", "분수요"))
    names = {topic.id: topic.name for topic in town.all(LastingTopic)}
    told = [(row.change, names[row.topic_id or row.from_topic_id or 0]) for row in lineage(town, 2)]
    assert sorted(told) == [
        ("born", "분수"),
        ("ended", "장터"),
        ("kept", "도서관과_주차"),
        ("merged", "도서관과_주차"),
    ]


async def test_the_same_runs_give_the_same_ids(small_town: Town) -> None:
    scene = market_square(small_town)
    for _ in range(2):
        scene.gathers(도서관=LIBRARY, 장터=MARKETS, 주차장=PARKING)
    first, second = (rows_of(small_town, run) for run in (2, 3))
    assert [row.topic_id for row in first.values()] == [row.topic_id for row in second.values()]


# --- large consultations ---


async def test_the_members_of_a_large_consultation_are_kept(town: Town) -> None:
    members = crowd(town, 2_400)
    ask(town)
    task = begin(town)
    most = members[: len(members) * 9 // 10]
    result = found_by_hand(dict(task.texts), {"도서관": most})
    with town.changing() as session:
        analysis.finish(town.work(session), task.run_id, result)
    assert rows_of(town, task.run_id)["도서관"].people == len(most)


# --- scenes ---


def ask(town: Town) -> None:
    with town.changing() as session:
        analysis.ask(town.work(session), asked(session).id, None)


def begin(town: Town) -> analysis.Task:
    with town.changing() as session:
        work = town.work(session)
        if topics.waiting_run(session, asked(session).id) is None:
            analysis.ask(work, asked(session).id, None)
        task = analysis.begin(work)
    assert task is not None
    return task


def finish(town: Town, task: analysis.Task, **clusters: Sequence[int]) -> None:
    with town.changing() as session:
        found = found_by_hand(dict(task.texts), clusters)
        analysis.finish(town.work(session), task.run_id, found)


def goes(town: Town, opinion_id: int, fate: str) -> None:
    now = town.clock.now()
    with town.changing() as session:
        opinion = session.get_one(Opinion, opinion_id)
        if fate == "moved":
            old = asked(session).model_dump(exclude={"id"})
            elsewhere = type(asked(session))(**{**old, "slug": "elsewhere"})
            session.add(elsewhere)
            session.flush()
            opinion.consultation_id = elsewhere.id
        else:
            opinion.state, opinion.erase_at = fate, now + timedelta(hours=1)
        session.add(opinion)


async def answer(town: Town, topic: str) -> None:
    olga = await town.official()
    await olga.says("/summary")
    await olga.presses(topic)
    await olga.presses("답변 쓰기")
    await writes(olga)
    await olga.presses("보내기")


def rows_of(town: Town, run_id: int) -> dict[str, RunTopic]:
    return {row.name: row for row in town.all(RunTopic) if row.run_id == run_id}


def members(town: Town, run_id: int) -> set[int]:
    return {row.opinion_id for row in town.all(Membership) if row.run_id == run_id}


def lineage(town: Town, run_id: int) -> list[Lineage]:
    return [row for row in town.all(Lineage) if row.run_id == run_id]


def lines(town: Town) -> Sequence[TopicLine]:
    """The topics as a briefing lists them."""
    with town.changing() as session:
        run = topics.last_runs(session)[-1]
        return topic_lines.lines(town.work(session), run, topics.shown_counts(session, run.id))


def crowd(town: Town, size: int) -> list[int]:
    """So many imported people with an opinion each; the opinions' ids."""
    now = town.clock.now()
    with town.changing() as session:
        where = asked(session).id
        person = {"consultation_id": where, "joined_at": now, "origin": "import", "language": "ko"}
        said = {"consultation_id": where, "no": 1, "written_at": now, "changed_at": now}
        kept = {"origin": "import", "language": "ko", "state": "received", "version": 1}
        people = [{**person, "pseudonym": str(n)} for n in range(size)]
        session.execute(insert(Participation), people)
        authors = session.exec(select(Participation.id)).all()
        words = [
            {**said, **kept, "participation_id": n, "source": str(n), "text": f"도서관 {n}"}
            for n in authors
        ]
        session.execute(insert(Opinion), words)
        return sorted(session.exec(select(Opinion.id)).all())
