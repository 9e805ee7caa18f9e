"""An official renames, joins and splits topics: what it does at once, and why it may be refused."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pytest

from deliberation import people
from deliberation.grouping import analysis, tidying
from deliberation.grouping.tidied import (
    InTwoParts,
    Merged,
    MergedBefore,
    NameTaken,
    NameTooLong,
    NameTwice,
    NoClearLine,
    NoName,
    NothingInIt,
    Part,
    Renamed,
    Split,
    TopicGone,
    WithItself,
)
from deliberation.outcomes import NotYours
from deliberation.work import Work
from storage import topics
from storage.models import (
    Agency,
    AnalysisRun,
    Lineage,
    LogRow,
    Membership,
    Picture,
    RunTopic,
    Topic,
)
from tests import answering
from tests.bot.scenes import LIBRARY, MARKETS, PARKING, Scene, market_square
from tests.town import Citizen, Town

T = TypeVar("T")
BOOKS, QUIET = LIBRARY[:2], LIBRARY[2:]


def does(town: Town, who: Citizen, act: Callable[[Work, people.Person], T]) -> T:
    """A use case in a transaction, as that person."""
    with town.changing() as session:
        work = town.work(session)
        outcome = act(work, people.meet(work, who.account.id, who.language))
        session.flush()
        session.expunge_all()
        return outcome


def renames(town: Town, who: Citizen, topic: Topic, name: str) -> object:
    return does(town, who, lambda work, person: tidying.rename(work, person, topic.id, name))


def merges(town: Town, who: Citizen, topic: Topic, into: Topic) -> object:
    return does(town, who, lambda work, person: tidying.merge(work, person, topic.id, into.id))


def splits(town: Town, who: Citizen, topic: Topic, *parts: Part) -> object:
    return does(town, who, lambda work, person: tidying.split(work, person, topic.id, parts))


def splits_in_parts(town: Town, who: Citizen, topic: Topic) -> object:
    return does(town, who, lambda work, person: tidying.split_in_parts(work, person, topic.id))


def part(scene: Scene, name: str, words: Sequence[str]) -> Part:
    return Part(name, frozenset(number for each in words for number in scene.said[each]))


def listed(town: Town) -> list[tuple[str, int, int]]:
    """Name, people and opinions of each topic of the last run, as they are counted."""
    last = town.all(AnalysisRun)[-1].id
    rows = [row for row in town.all(RunTopic) if row.run_id == last]
    return sorted((row.name, row.people, row.size) for row in rows)


def where(town: Town, scene: Scene, words: str) -> str:
    """The name of the topic some words lie in."""
    run = town.all(AnalysisRun)[-1].id
    lying = {row.opinion_id: row.topic_id for row in town.all(Membership) if row.run_id == run}
    names = {topic.id: topic.name for topic in town.all(Topic)}
    return names[lying[scene.said[words][0]] or 0]


# --- rename ---


async def test_a_topic_is_renamed_at_once(town: Town) -> None:
    scene = market_square(town)
    olga = await town.official()
    assert isinstance(renames(town, olga, scene.topic("장터"), "  토요일\n장터 "), Renamed)
    assert listed(town) == [("도서관", 3, 4), ("주차장", 4, 4), ("토요일 장터", 2, 2)]
    (briefing,) = await olga.says("/summary")
    assert "토요일 장터" in briefing


async def test_no_later_run_gives_a_renamed_topic_another_name(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    renames(small_town, olga, scene.topic("장터"), "토요일 장터")
    scene.gathers(도서관=LIBRARY, 주차장=PARKING, 벼룩시장=MARKETS)
    assert where(small_town, scene, MARKETS[0]) == "토요일 장터"


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("", NoName()),
        (" \n\u3164 ", NoName()),
        ("가" * 31, NameTooLong(31, 30)),
        ("🎪" * 16, NameTooLong(32, 30)),
    ],
)
async def test_a_name_without_a_letter_or_too_long_is_refused(
    small_town: Town, name: str, refusal: object
) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    assert renames(small_town, olga, scene.topic("장터"), name) == refusal
    assert scene.topic("장터").held_at is None


async def test_the_name_of_another_topic_is_refused(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    refused = renames(small_town, olga, scene.topic("장터"), "도서관!")
    assert isinstance(refused, NameTaken)
    assert refused.other.name == "도서관"


async def test_a_topic_may_be_given_the_name_it_has(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    assert isinstance(renames(small_town, olga, scene.topic("장터"), "장터"), Renamed)
    assert scene.topic("장터").given_name == "장터"


# --- merge ---


async def test_merged_topics_are_one_at_once(town: Town) -> None:
    scene = market_square(town)
    olga = await town.official()
    outcome = merges(town, olga, scene.topic("장터"), scene.topic("도서관"))
    assert isinstance(outcome, Merged)
    assert (outcome.people, outcome.newcomers) == (5, None)
    assert listed(town) == [("도서관", 5, 6), ("주차장", 4, 4)]
    assert where(town, scene, MARKETS[0]) == "도서관"


async def test_a_merged_topic_can_be_split_again_along_the_same_line(town: Town) -> None:
    scene = market_square(town)
    olga = await town.official()
    merges(town, olga, scene.topic("장터"), scene.topic("도서관"))
    assert isinstance(splits_in_parts(town, olga, scene.topic("도서관")), Split)
    # The old 장터 is a topic of the past: its name is free.
    assert listed(town) == [("도서관", 3, 4), ("장터", 2, 2), ("주차장", 4, 4)]


async def test_a_merge_is_kept_as_lineage_with_the_run(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    gone, into = scene.topic("장터"), scene.topic("도서관")
    merges(small_town, olga, gone, into)
    last = small_town.all(Lineage)[-1]
    assert (last.change, last.topic_id, last.from_topic_id) == ("merged", into.id, gone.id)
    assert last.shared == 2
    state = scene.topic("장터")
    assert (state.state, state.merged_into) == ("merged", into.id)


async def test_a_topic_is_not_merged_with_itself(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    topic = scene.topic("장터")
    assert isinstance(merges(small_town, olga, topic, topic), WithItself)


async def test_a_topic_that_was_merged_is_told_from_one_that_is_gone(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    market, library, parking = (scene.topic(name) for name in ("장터", "도서관", "주차장"))
    merges(small_town, olga, market, library)
    merges(small_town, olga, library, parking)
    again = merges(small_town, olga, market, parking)
    assert isinstance(again, MergedBefore)
    assert again.into.name == "주차장"
    assert isinstance(merges(small_town, olga, parking, market), MergedBefore)
    assert isinstance(renames(small_town, olga, library, "새 이름"), MergedBefore)


async def test_a_topic_that_ended_cannot_be_tidied(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    market = scene.topic("장터")
    scene.gathers(도서관=LIBRARY, 주차장=PARKING)
    assert isinstance(renames(small_town, olga, market, "새 이름"), TopicGone)
    assert isinstance(merges(small_town, olga, market, scene.topic("도서관")), TopicGone)
    assert isinstance(merges(small_town, olga, scene.topic("도서관"), market), TopicGone)


# --- split ---


async def test_a_split_topic_is_several_at_once(town: Town) -> None:
    scene = market_square(town)
    olga = await town.official()
    outcome = splits(town, olga, scene.topic("도서관"), part(scene, "열람실", QUIET))
    assert isinstance(outcome, Split)
    assert [topic.name for topic in outcome.made] == ["열람실"]
    assert listed(town) == [
        ("도서관", 1, 2),
        ("열람실", 2, 2),
        ("장터", 2, 2),
        ("주차장", 4, 4),
    ]


async def test_a_split_is_kept_as_lineage_with_the_run(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    library = scene.topic("도서관")
    splits(small_town, olga, library, part(scene, "열람실", QUIET))
    made, last = scene.topic("열람실"), small_town.all(Lineage)[-1]
    assert (last.change, last.topic_id, last.from_topic_id) == ("split", made.id, library.id)
    assert (made.split_from, made.given_name) == (library.id, "열람실")


async def test_sub_topics_become_topics_and_the_largest_stays(town: Town) -> None:
    scene = market_square(town)
    olga = await town.official()
    in_parts(town, scene, "도서관", 책=BOOKS[:1], 열람실=[*BOOKS[1:], *QUIET])
    assert isinstance(splits_in_parts(town, olga, scene.topic("도서관")), Split)
    assert ("책", 1, 1) in listed(town)
    assert ("도서관", 3, 3) in listed(town)


async def test_a_sub_topic_called_like_another_topic_gets_a_number(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    in_parts(small_town, scene, "도서관", 장터=BOOKS[:1], 열람실=[*BOOKS[1:], *QUIET])
    splits_in_parts(small_town, olga, scene.topic("도서관"))
    assert ("장터 2", 1, 1) in listed(small_town)


async def test_without_sub_topics_there_is_no_line_to_split_along(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    assert isinstance(splits_in_parts(small_town, olga, scene.topic("도서관")), NoClearLine)


async def test_a_split_that_leaves_nothing_somewhere_is_refused(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    library = scene.topic("도서관")
    nothing = Part("빈 곳", frozenset())
    elsewhere = part(scene, "다른 곳", PARKING)
    everything = part(scene, "모두", LIBRARY)
    for parts in ([], [nothing], [elsewhere], [everything]):
        assert isinstance(splits(small_town, olga, library, *parts), NothingInIt)
    assert scene.topic("도서관").held_at is None


async def test_hidden_words_do_not_fill_a_part(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    hidden = part(scene, "열람실", QUIET[:1])
    scene.hides(QUIET[0])
    assert isinstance(splits(small_town, olga, scene.topic("도서관"), hidden), NothingInIt)


async def test_an_opinion_lies_in_one_part(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    parts = [part(scene, "책", BOOKS), part(scene, "열람실", [BOOKS[1], QUIET[0]])]
    assert isinstance(splits(small_town, olga, scene.topic("도서관"), *parts), InTwoParts)


async def test_parts_need_names_of_their_own(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    library, books = scene.topic("도서관"), BOOKS[:1]
    two = [part(scene, "책", books), part(scene, "책!", QUIET)]
    assert splits(small_town, olga, library, *two) == NameTwice("책!")
    assert splits(small_town, olga, library, part(scene, "도서관", books)) == NameTwice("도서관")
    assert isinstance(splits(small_town, olga, library, part(scene, "장터", books)), NameTaken)
    assert splits(small_town, olga, library, part(scene, "", books)) == NoName()


# --- who may, and what is kept ---


@pytest.mark.parametrize("who", ["a citizen", "another agency's official", "an approver"])
async def test_only_officials_of_the_agency_may(small_town: Town, who: str) -> None:
    scene = market_square(small_town)
    stranger = await somebody(small_town, scene, who)
    market, library = scene.topic("장터"), scene.topic("도서관")
    assert renames(small_town, stranger, market, "새 이름") == NotYours()
    assert merges(small_town, stranger, market, library) == NotYours()
    assert splits(small_town, stranger, library, part(scene, "책", BOOKS)) == NotYours()
    assert splits_in_parts(small_town, stranger, library) == NotYours()


async def test_each_act_is_kept_in_the_log(town: Town) -> None:
    scene = market_square(town)
    olga = await town.official()
    library = scene.topic("도서관")
    renames(town, olga, library, "책 읽는 곳")
    merges(town, olga, scene.topic("장터"), library)
    splits(town, olga, library, part(scene, "열람실", QUIET))
    kept = [(row.action, row.subject) for row in town.all(LogRow)][-3:]
    subject = f"topic:{library.id}"
    assert kept == [(f"topic.{act}", subject) for act in ("renamed", "merged", "split")]


async def test_a_picture_of_the_old_topics_is_not_shown(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    with small_town.changing() as session:
        topics.keep_picture(session, small_town.all(AnalysisRun)[-1].id, "ko", b"png")
    renames(small_town, olga, scene.topic("장터"), "토요일 장터")
    assert small_town.all(Picture) == []


async def test_a_run_at_work_meanwhile_begins_again(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    with small_town.changing() as session:
        analysis.ask(small_town.work(session), small_town.all(Topic)[0].consultation_id, None)
        assert analysis.begin(small_town.work(session)) is not None
    renames(small_town, olga, scene.topic("장터"), "토요일 장터")
    assert [run.state for run in small_town.all(AnalysisRun)] == ["done", "asked"]


# --- answers ---


async def test_answers_given_to_a_merged_topic_stay_with_its_people(town: Town) -> None:
    scene = market_square(town)
    olga = await town.official()
    await answer(olga, "장터")
    outcome = merges(town, olga, scene.topic("장터"), scene.topic("도서관"))
    assert isinstance(outcome, Merged)
    assert (outcome.people, outcome.newcomers) == (5, 3)
    assert scene.deliveries == ["sent", "sent"]
    (briefing,) = await olga.says("/summary")
    assert "도서관 · 5명(50%) · 답했어요" in briefing


async def test_a_merged_answered_topic_never_comes_back(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    await answer(olga, "장터")
    merges(small_town, olga, scene.topic("장터"), scene.topic("도서관"))
    scene.gathers(도서관=[*LIBRARY, *MARKETS], 주차장=PARKING)
    assert listed(small_town) == [("도서관", 5, 6), ("주차장", 4, 4)]


async def test_a_split_answered_topic_keeps_its_answer_and_says_who_has_it(town: Town) -> None:
    scene = market_square(town)
    olga = await town.official()
    await answer(olga, "도서관")
    outcome = splits(town, olga, scene.topic("도서관"), part(scene, "열람실", QUIET[:1]))
    assert isinstance(outcome, Split)
    assert outcome.answered == 1
    (briefing,) = await olga.says("/summary")
    assert "도서관 · 2명(20%) · 답했어요" in briefing
    (page,) = await olga.presses("다음 쪽")
    assert "열람실 · 1명(10%) · 답하기 전이에요" in page


async def test_a_draft_is_shown_anew_before_it_goes_to_the_merged_topic(town: Town) -> None:
    scene = market_square(town)
    olga = await town.official()
    await writes(olga, "도서관")
    merges(town, olga, scene.topic("장터"), scene.topic("도서관"))
    await olga.presses("보내기")
    assert scene.deliveries == []


async def test_a_draft_for_a_topic_that_went_has_nobody_left(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await small_town.official()
    await writes(olga, "장터")
    merges(small_town, olga, scene.topic("장터"), scene.topic("도서관"))
    await olga.presses("보내기")
    assert scene.deliveries == []


# --- scenes ---


async def somebody(town: Town, scene: Scene, who: str) -> Citizen:
    """Who has no say about these topics."""
    if who == "a citizen":
        return scene.citizens[0]
    if who == "an approver":
        approver = town.citizen("Ann")
        town.grant(approver, "approver")
        return approver
    with town.changing() as session:
        session.add(Agency(slug="bukgu", name="북구청", created_at=town.clock.now()))
    return await town.official("Bo", agency="bukgu")


async def writes(olga: Citizen, name: str) -> None:
    """An answer to the topic, up to the button that sends it."""
    (briefing,) = await olga.says("/summary")
    place = next(line[0] for line in briefing.split("\n") if line[1:].startswith(f" {name} ·"))
    await olga.presses(f"{place}번 주제")
    await olga.presses("답변 쓰기")
    await answering.writes(olga)


async def answer(olga: Citizen, name: str) -> None:
    await writes(olga, name)
    await olga.presses("보내기")


def in_parts(town: Town, scene: Scene, name: str, **parts: Sequence[str]) -> None:
    """The last run saw these sub-topics in the topic."""
    with town.changing() as session:
        topic, run = scene.topic(name), town.all(AnalysisRun)[-1].id
        row = topics.row(session, run, topic.id)
        assert row is not None
        row.parts = [
            {"no": no, "name": each, "keywords": [each], "quotes": []}
            for no, each in enumerate(parts, start=1)
        ]
        session.add(row)
        for no, words in enumerate(parts.values(), start=1):
            for number in {number for each in words for number in scene.said[each]}:
                lying = topics.place_of(session, run, number)
                assert lying is not None
                lying.part = no
                session.add(lying)
