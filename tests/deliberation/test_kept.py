"""What of an analysis is kept beside topics and members, and what the next one is handed of it."""

from dataclasses import replace

from deliberation import people
from deliberation.grouping import analysis
from deliberation.grouping.analysis import Task
from deliberation.privacy import forgetting
from nlp.results import Analysis, Part, Quote, Voice
from storage.models import AnalysisRun, Membership, OpinionVector, RunTopic, SmallVoice
from tests.bot.scenes import LIBRARY, PARKING, Scene, found_by_hand, market_square
from tests.town import Town

MARK, VECTOR = b"mark of the words", b"\x01\x02"


def begun(town: Town) -> Task:
    with town.changing() as session:
        run = session.get_one(AnalysisRun, 1)
        analysis.ask(town.work(session), run.consultation_id, None)
    with town.changing() as session:
        task = analysis.begin(town.work(session))
    assert task is not None
    return task


def ended(town: Town, task: Task, found: Analysis) -> None:
    with town.changing() as session:
        analysis.finish(town.work(session), task.run_id, found)


def two_topics(scene: Scene, task: Task) -> Analysis:
    ids = {name: [scene.said[each][0] for each in said] for name, said in _SAID.items()}
    return found_by_hand(dict(task.texts), ids)


_SAID = {"도서관": LIBRARY, "주차장": PARKING}


async def test_reasons_edge_and_parts_of_a_topic_are_kept(town: Town) -> None:
    scene, task = market_square(town), begun(town)
    found = two_topics(scene, task)
    first, *others = found.topics
    part = Part(1, "열람실", ("열람실",), first.quotes[:1], first.members[:2])
    edge = Quote(first.members[-1], "")
    told = replace(first, reasons=(("도서관", 0.8),), edge=edge, parts=(part,))
    ended(town, task, replace(found, topics=(told, *others)))
    row = next(row for row in town.all(RunTopic) if row.run_id == task.run_id and row.parts)
    assert (row.reasons, row.edge) == (["도서관"], int(edge.id))
    assert row.parts[0]["name"] == "열람실"
    in_part = [m for m in town.all(Membership) if m.run_id == task.run_id and m.part == 1]
    assert {str(each.opinion_id) for each in in_part} == set(part.members)


async def test_points_of_the_map_are_kept_with_their_opinions(town: Town) -> None:
    scene, task = market_square(town), begun(town)
    one = scene.said[LIBRARY[0]][0]
    ended(town, task, replace(two_topics(scene, task), places=((str(one), 0.25, -0.5),)))
    kept = [m for m in town.all(Membership) if (m.run_id, m.opinion_id) == (task.run_id, one)]
    assert [(m.x, m.y) for m in kept] == [(0.25, -0.5)]


async def test_a_small_voice_is_kept_as_long_as_two_of_it_are_shown(town: Town) -> None:
    scene, task = market_square(town), begun(town)
    members = tuple(str(scene.said[each][0]) for each in LIBRARY[:2])
    voice = Voice("점자책", ("점자책",), (), members)
    scene.hides(LIBRARY[0])
    ended(town, task, replace(two_topics(scene, task), voices=(voice,)))
    assert [v for v in town.all(SmallVoice) if v.run_id == task.run_id] == []


async def test_a_vector_is_kept_with_its_opinion_and_handed_to_the_next_analysis(
    town: Town,
) -> None:
    scene, task = market_square(town), begun(town)
    one = scene.said[LIBRARY[0]][0]
    ended(town, task, replace(two_topics(scene, task), vectors=((str(one), MARK, VECTOR),)))
    assert begun(town).before.vectors == {MARK: VECTOR}


async def test_a_vector_goes_with_the_person_who_wrote_the_words(town: Town) -> None:
    scene, task = market_square(town), begun(town)
    one = scene.said[LIBRARY[0]][0]
    ended(town, task, replace(two_topics(scene, task), vectors=((str(one), MARK, VECTOR),)))
    account = scene.citizens[0].account.id
    with town.changing() as session:
        work = town.work(session)
        forgetting.forget(work, people.meet(work, account, "ko"), keep_words=False)
    assert town.all(OpinionVector) == []


async def test_a_small_voice_of_one_who_is_left_goes_with_its_name(town: Town) -> None:
    scene, task = market_square(town), begun(town)
    members = tuple(str(scene.said[each][0]) for each in (LIBRARY[0], PARKING[0]))
    voice = Voice("점자책", ("점자책",), (), members)
    ended(town, task, replace(two_topics(scene, task), voices=(voice,)))
    with town.changing() as session:
        work = town.work(session)
        me = people.meet(work, scene.citizens[0].account.id, "ko")
        forgetting.forget(work, me, keep_words=False)
    assert town.all(SmallVoice) == []


async def test_the_next_analysis_knows_where_every_opinion_lay(town: Town) -> None:
    scene = market_square(town)
    before = begun(town).before
    library = {before.topics[str(scene.said[each][0])] for each in LIBRARY}
    assert len(library) == 1
    assert None not in library
