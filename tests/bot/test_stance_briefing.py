"""The briefing and a topic's page split people by stance, and point at nobody."""

from collections.abc import Sequence

from sqlmodel import col, select

from deliberation.briefing import exports, reports
from deliberation.briefing.reported import Report
from storage import counts, topics
from storage.models import Opinion, Participation, Picture
from tests.bot.scenes import Scene, asked
from tests.town import Town

PROPOSAL = "옛 시장 자리에 공원을 만든다"
BUSES = tuple(f"버스가 {n}분마다 와야 해요" for n in range(21))
TREES = tuple(f"나무를 {n}그루 심어 주세요" for n in range(16))
ALONE = tuple(f"홀로 하는 말 {n}" for n in range(6))


def crowd(town: Town, proposal: str | None = PROPOSAL) -> Scene:
    """Twenty-one people about buses, sixteen about trees, six about nothing in common."""
    scene = Scene(town)
    scene.speak(*BUSES, *TREES, *ALONE)
    scene.gathers(버스=BUSES, 나무=TREES)
    with town.changing() as session:
        asked(session).proposal = proposal
    return scene


def say(scene: Scene, stance: str | None, words: Sequence[str]) -> None:
    """Whoever wrote these is for it, or against it."""
    ids = [each for one in words for each in scene.said[one]]
    with scene.town.changing() as session:
        writers = select(Opinion.participation_id).where(col(Opinion.id).in_(ids))
        for joined in session.exec(select(Participation).where(col(Participation.id).in_(writers))):
            joined.stance = stance
            session.add(joined)
        counts.touch(session, topics.last_runs(session)[0].id)


async def test_the_briefing_splits_everybody_and_each_topic(town: Town) -> None:
    scene = crowd(town)
    say(scene, "for", BUSES[:9])
    say(scene, "against", BUSES[9:15])
    say(scene, "against", TREES[:11])
    olga = await town.official()
    (briefing,) = await olga.says("/summary")
    assert "제안 찬반: 찬성 9명 · 반대 17명 · 고르지 않음 17명" in briefing
    assert "찬반: 찬성 9명 · 반대 6명 · 고르지 않음 6명\n버스, 말" in briefing
    assert "찬반: 찬성 0명 · 반대 11명 · 고르지 않음 5명\n나무, 말" in briefing


async def test_without_a_proposal_nobody_is_split(small_town: Town) -> None:
    crowd(small_town, None)
    olga = await small_town.official()
    (briefing,) = await olga.says("/summary")
    assert "찬반" not in briefing
    (topic,) = await olga.presses("1번 주제")
    assert "찬반" not in topic


async def test_where_nobody_has_chosen_that_is_said(small_town: Town) -> None:
    crowd(small_town)
    olga = await small_town.official()
    (briefing,) = await olga.says("/summary")
    assert "제안 찬반: 아직 고르신 분이 없어요." in briefing


async def test_a_topic_tells_no_small_number_and_none_to_work_it_out_by(small_town: Town) -> None:
    scene = crowd(small_town)
    say(scene, "for", BUSES[:3])
    say(scene, "against", BUSES[3:10])
    say(scene, "for", TREES[:8])
    olga = await small_town.official()
    await olga.says("/summary")
    (topic,) = await olga.presses("1번 주제")
    assert "찬반: 찬성 5명 미만 · 반대 7명 · 고르지 않음 가려 둠" in topic


async def test_a_topic_of_very_few_is_not_split(small_town: Town) -> None:
    scene = crowd(small_town)
    say(scene, "for", [BUSES[0]])
    say(scene, "against", [BUSES[1]])
    olga = await small_town.official("Olga")
    await olga.says("/language")
    await olga.presses("English")
    (briefing,) = await olga.says("/summary")
    assert "Stance: not told, as it could point at somebody" in briefing


async def test_the_sum_of_all_topics_gives_no_small_number_away(small_town: Town) -> None:
    scene = crowd(small_town)
    for words in ALONE:
        scene.hides(words)
    say(scene, "for", [*BUSES[:3], *TREES[:8]])
    say(scene, "against", BUSES[3:])
    olga = await small_town.official()
    (briefing,) = await olga.says("/summary")
    assert "제안 찬반: 찬성 11명 · 반대 18명 · 고르지 않음 8명" in briefing
    assert "찬반: 찬성 5명 미만 · 반대 가려 둠 · 고르지 않음 0명\n버스, 말" in briefing
    assert "찬반: 누구인지 짐작될 수 있어 나누어 보이지 않아요\n나무, 말" in briefing


async def test_somebody_in_two_topics_counts_once_among_all(small_town: Town) -> None:
    scene = crowd(small_town)
    both = scene.speaks("버스도 나무도", "나무도 버스도", name="Both")
    assert both
    scene.gathers(버스=(*BUSES, "버스도 나무도"), 나무=(*TREES, "나무도 버스도"))
    say(scene, "for", [*BUSES[:8], "버스도 나무도"])
    olga = await small_town.official()
    (briefing,) = await olga.says("/summary")
    assert "제안 찬반: 찬성 9명 · 반대 0명 · 고르지 않음 35명" in briefing


async def test_words_that_are_hidden_take_their_stance_along(town: Town) -> None:
    scene = crowd(town)
    say(scene, "for", BUSES[:8])
    scene.hides(BUSES[0])
    olga = await town.official()
    (briefing,) = await olga.says("/summary")
    assert "제안 찬반: 찬성 7명" in briefing


async def test_a_choice_makes_pictures_that_count_it_old_and_no_others(small_town: Town) -> None:
    scene = crowd(small_town)
    ada = scene.speaks("버스 정류장에 의자를", name="Ada")
    await ada.says("나무 그늘도 있으면 좋겠어요")
    _draws(small_town)
    await ada.presses("찬성해요")
    assert len(small_town.all(Picture)) == 1
    scene.gathers(버스=(*BUSES, "버스 정류장에 의자를"), 나무=TREES)
    _draws(small_town)
    await ada.says("반대")  # typed with nothing asked: these are words, not a choice
    await ada.says("정자도 하나 지어 주세요")
    await ada.does(lambda account: account.presses("바꿀게요"))
    await ada.presses("반대해요")
    assert len(small_town.all(Picture)) == 1


def _draws(town: Town) -> None:
    """A picture of the newest run."""
    from storage import topics

    with town.changing() as session:
        last = topics.last_run(session, 1)
        assert last is not None
        topics.keep_picture(session, last.id, "ko", b"png")


async def test_two_files_of_successive_days_tell_of_nobody_who_came_between(
    small_town: Town,
) -> None:
    """Yesterday's file, one more person, today's; and once five have come it moves."""
    scene = crowd(small_town)
    say(scene, "for", BUSES[:9])
    say(scene, "against", BUSES[9:15])
    yesterday = file_of(small_town)
    newcomers = tuple(f"버스가 밤에도 와야 해요 {n}" for n in range(12))
    scene.speak(newcomers[0])
    scene.gathers(버스=(*BUSES, newcomers[0]), 나무=TREES)
    say(scene, "for", newcomers[:1])
    today = file_of(small_town)
    assert (yesterday.counts.people, today.counts.people) == (43, 44)
    assert today.split == yesterday.split
    assert [each.split for each in today.topics] == [each.split for each in yesterday.topics]
    scene.speak(*newcomers[1:])
    scene.gathers(버스=(*BUSES, *newcomers), 나무=TREES)
    say(scene, "for", newcomers)
    later = file_of(small_town)
    assert later.split is not None
    assert later.split.cells[0] == 9 + 12


def file_of(town: Town) -> Report:
    """What an official takes away now."""
    with town.changing() as session:
        work = town.work(session)
        place = asked(session)
        exports.look(work, place)
        return reports.of(work, place, "ko", 1000)
