"""Several analysts on one PostgreSQL: no run is done twice, and a dead analyst's is taken over."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func
from sqlmodel import select

from deliberation.grouping import analysis
from deliberation.grouping.analysis import Task
from storage import topics
from storage.models import AnalysisRun, Checkpoint, Picture
from storage.presence import Presence, presence
from tests.bot.scenes import asked, found_by_hand, market_square
from tests.conftest import database_of
from tests.town import Town, open_town

pytestmark = pytest.mark.side_by_side


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from database_of("postgresql", request)


@pytest.fixture
async def shared_town(postgres_url: str) -> AsyncIterator[Town]:
    """A town on PostgreSQL where an analysis was asked for."""
    async with open_town(postgres_url) as made:
        market_square(made)
        ask(made)
        yield made


@pytest.fixture
def one(shared_town: Town) -> Iterator[Presence]:
    """An analysis process that the database sees at work."""
    there = presence(shared_town.app.database.engine)
    yield there
    there.leave()


@pytest.fixture
def other(shared_town: Town) -> Iterator[Presence]:
    there = presence(shared_town.app.database.engine)
    yield there
    there.leave()


def ask(town: Town) -> None:
    with town.changing() as session:
        analysis.ask(town.work(session), asked(session).id, None)


def begin(town: Town, holder: str) -> Task | None:
    with town.changing() as session:
        return analysis.begin(town.work(session), holder)


def finish(town: Town, task: Task, holder: str) -> str:
    found = found_by_hand(dict(task.texts), {})
    with town.changing() as session:
        run = analysis.finish(town.work(session), task.run_id, found, holder)
        return run.state if run.claimed_by == holder else "not mine"


def let_lease_run_out(town: Town) -> None:
    with town.changing() as session:
        for run in session.exec(select(AnalysisRun).where(AnalysisRun.state == "running")):
            run.lease_until = session.exec(select(func.clock_timestamp())).one() - timedelta(0, 1)
            session.add(run)


def states(town: Town) -> list[str]:
    return [run.state for run in town.all(AnalysisRun)]


async def test_two_who_take_at_once_never_take_the_same_run(
    shared_town: Town, one: Presence, other: Presence
) -> None:
    with ThreadPoolExecutor(8) as crowd:
        names = [one.name, other.name] * 12
        taken = list(crowd.map(lambda name: begin(shared_town, name), names))
    assert len([task for task in taken if task is not None]) == 1


async def test_of_one_consultation_only_one_run_is_at_work(
    shared_town: Town, one: Presence, other: Presence
) -> None:
    first = taken(shared_town, one)
    with shared_town.changing() as session:
        asked_at = shared_town.clock.now()
        session.add(AnalysisRun(consultation_id=first.consultation_id, asked_at=asked_at))
    assert begin(shared_town, other.name) is None
    assert finish(shared_town, first, one.name) == "done"
    assert begin(shared_town, other.name) is not None


async def test_a_run_whose_analyst_is_at_work_stays_with_it(
    shared_town: Town, one: Presence, other: Presence
) -> None:
    taken(shared_town, one)
    with shared_town.changing() as session:
        analysis.begin_again(shared_town.work(session))
    assert (states(shared_town)[-1], begin(shared_town, other.name)) == ("running", None)


async def test_a_dead_analysts_run_is_taken_over(
    shared_town: Town, one: Presence, other: Presence
) -> None:
    dead = taken(shared_town, one)
    one.leave()
    assert taken(shared_town, other).run_id == dead.run_id


async def test_an_analyst_that_hangs_loses_the_run_and_its_late_result_is_not_kept(
    shared_town: Town, one: Presence, other: Presence
) -> None:
    late = taken(shared_town, one)
    let_lease_run_out(shared_town)
    heir = taken(shared_town, other)
    assert finish(shared_town, late, one.name) == "not mine"
    assert finish(shared_town, heir, other.name) == "done"


async def test_who_is_at_work_renews_and_nobody_else_does(
    shared_town: Town, one: Presence, other: Presence
) -> None:
    task = taken(shared_town, one)
    let_lease_run_out(shared_town)
    with shared_town.changing() as session:
        work = shared_town.work(session)
        assert not analysis.renew(work, task.run_id, other.name)
        assert analysis.renew(work, task.run_id, one.name)
    assert begin(shared_town, other.name) is None


async def test_only_the_holder_can_say_that_a_run_failed(
    shared_town: Town, one: Presence, other: Presence
) -> None:
    task = taken(shared_town, one)
    with shared_town.changing() as session:
        analysis.fail(shared_town.work(session), task.run_id, "no reason", other.name)
    assert states(shared_town)[-1] == "running"


async def test_two_analysts_may_draw_the_same_picture(shared_town: Town) -> None:
    task = begin(shared_town, "one")
    assert task is not None
    keep = partial(topics.keep_picture, run_id=task.run_id, language="ko", png=b"png")
    write = shared_town.app.database.write
    await asyncio.gather(*(write(keep) for _ in range(8)))
    assert [
        picture.png for picture in shared_town.all(Picture) if picture.run_id == task.run_id
    ] == [b"png"]


async def test_checkpoints_are_kept_for_the_holder_and_go_with_the_run(town: Town) -> None:
    market_square(town)
    ask(town)
    task = begin(town, "one")
    assert task is not None
    keep(town, task, "one")
    keep(town, task, "other", name="forged")
    with town.changing() as session:
        analysis.put_back(town.work(session), task.consultation_id)
    again = begin(town, "other")
    assert again is not None
    assert again.checkpoints == {"read": b"figures"}
    assert finish(town, again, "other") == "done"
    assert town.all(Checkpoint) == []


async def test_a_run_that_waits_for_machines_is_not_taken_before_its_hour(
    small_town: Town,
) -> None:
    market_square(small_town)
    ask(small_town)
    task = begin(small_town, "one")
    assert task is not None
    with small_town.changing() as session:
        analysis.rest(small_town.work(session), task.run_id, "waits", "one")
    assert (states(small_town)[-1], begin(small_town, "one")) == ("asked", None)
    small_town.clock.advance(analysis.REST.total_seconds())
    assert begin(small_town, "one") is not None


def taken(town: Town, by: Presence) -> Task:
    task = begin(town, by.name)
    assert task is not None
    return task


def keep(town: Town, task: Task, holder: str, name: str = "read") -> None:
    with town.changing() as session:
        analysis.keep_checkpoint(town.work(session), task.run_id, holder, name, b"figures")
