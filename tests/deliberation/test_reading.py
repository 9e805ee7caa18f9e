"""What may be read of others, asked for by numbers that may be out of range, old or made up."""

import pytest

from deliberation import people
from deliberation.moderating.flags import NotShown, OwnOpinion
from deliberation.pages import nearest
from deliberation.people import Person
from deliberation.speaking import reading
from deliberation.speaking.reading import NoTopics, TopicGone, Topics, Unknown, Which, Words
from deliberation.work import Work
from storage.models import Opinion
from tests.bot.scenes import ALONE, LIBRARY, MARKETS, Scene, asked, market_square
from tests.town import BUSES, Town


def met(work: Work, telegram_id: int = 999) -> Person:
    return people.meet(work, telegram_id, "ko")


@pytest.mark.parametrize(
    ("wanted", "total", "found"),
    [
        (0, 0, (0, 1)),
        (3, 0, (0, 1)),
        (0, 5, (0, 1)),
        (1, 6, (1, 2)),
        (9, 6, (1, 2)),
        (-1, 6, (0, 2)),
    ],
)
def test_the_nearest_page_there_is(wanted: int, total: int, found: tuple[int, int]) -> None:
    assert nearest(wanted, total, 5) == found


def test_pages_out_of_range_give_the_nearest(small_town: Town) -> None:
    market_square(small_town)
    with small_town.changing() as session:
        work, here = small_town.work(session), asked(session).id
        listed = reading.topics_of(work, here, 9999)
        assert isinstance(listed, Topics)
        assert (listed.page, listed.pages) == (0, 1)
        said = reading.words(work, met(work), here, listed.lines[0].topic.id, 9999)
        assert isinstance(said, Words)
        assert (said.page, len(said.said)) == (0, 4)


def test_what_there_is_not_is_told(small_town: Town) -> None:
    market_square(small_town)
    with small_town.changing() as session:
        work, here = small_town.work(session), asked(session)
        assert reading.topics_of(work, 10**12) == Unknown()
        assert reading.words(work, met(work), 10**12, 1) == Unknown()
        assert reading.words(work, met(work), here.id, 10**12) == TopicGone(here)
        assert reading.one(work, 10**12) == NotShown()
        assert reading.to_flag(work, met(work), 10**12) == NotShown()
        assert reading.answer(work, 10**12) == NotShown()


def test_a_topic_is_not_read_through_another_consultation(small_town: Town) -> None:
    scene = market_square(small_town)
    small_town.puts()
    topic = scene.topic("도서관")
    with small_town.changing() as session:
        work = small_town.work(session)
        buses = reading.which(work).open[-1][0]
        assert buses.slug == BUSES
        assert reading.words(work, met(work), buses.id, topic.id) == TopicGone(buses)


def test_words_nobody_may_read_are_not_read_by_their_number(small_town: Town) -> None:
    scene = Scene(small_town)
    scene.imported(ALONE)
    scene.speak(*LIBRARY)
    scene.hides(LIBRARY[0])
    with small_town.changing() as session:
        work = small_town.work(session)
        assert reading.one(work, scene.said[ALONE][0]) == NotShown()
        assert reading.one(work, scene.said[LIBRARY[0]][0]) == NotShown()
        assert isinstance(reading.one(work, scene.said[LIBRARY[1]][0]), Opinion)


def test_own_words_are_known_as_own(small_town: Town) -> None:
    scene = Scene(small_town)
    ada = scene.speaks(ALONE)
    with small_town.changing() as session:
        work = small_town.work(session)
        found = reading.to_flag(work, met(work, ada.account.id), scene.said[ALONE][0])
        assert isinstance(found, OwnOpinion)


def test_a_draft_answer_is_nobodys_to_read(small_town: Town) -> None:
    market_square(small_town)
    with small_town.changing() as session:
        work = small_town.work(session)
        assert reading.answer(work, 1) == NotShown()


def test_two_that_are_open_are_a_choice(small_town: Town) -> None:
    small_town.puts()
    with small_town.changing() as session:
        work = small_town.work(session)
        found = reading.read(work, met(work))
        assert isinstance(found, Which)
        assert len(found.open) == 2


def test_only_words_alone_are_a_list_too(small_town: Town) -> None:
    scene = Scene(small_town)
    scene.speak(*MARKETS)
    with small_town.changing() as session:
        work = small_town.work(session)
        assert reading.read(work, met(work)) == NoTopics(asked(session), 2)
    scene.gathers()
    with small_town.changing() as session:
        work = small_town.work(session)
        found = reading.read(work, met(work))
        assert isinstance(found, Topics)
        assert (found.lines, found.alone) == ((), 2)
