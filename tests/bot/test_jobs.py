"""What happens by itself: each job in its own time, and none keeps another from its work."""

import pytest
from sqlmodel import select

from bot import jobs
from bot.jobs import Job
from deliberation.work import Work
from storage.models import Consultation
from tests.bot.scenes import Scene
from tests.town import Town


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that fails comes before all others."""

    def fails(_work: Work) -> int:
        raise RuntimeError("broken on purpose")

    first = Job(jobs.STATUS_EVERY, fails)
    monkeypatch.setattr(jobs, "JOBS", {"broken": first, **jobs.JOBS})


@pytest.mark.usefixtures("broken")
async def test_a_job_that_fails_keeps_no_other_from_its_work(small_town: Town) -> None:
    await small_town.passes(days=15)
    assert [asked.state for asked in small_town.all(Consultation)] == ["closed"]


async def test_a_consultation_closes_by_itself(town: Town) -> None:
    await town.passes(days=15)
    (asked,) = town.all(Consultation)
    assert (asked.state, asked.closed_at) == ("closed", asked.closes_at)


async def test_a_scheduled_consultation_opens_by_itself(small_town: Town) -> None:
    with small_town.changing() as session:
        asked = session.exec(select(Consultation)).one()
        asked.state = "scheduled"
        session.add(asked)
    await small_town.passes(seconds=5)
    assert [asked.state for asked in small_town.all(Consultation)] == ["open"]


async def test_a_job_does_not_come_round_before_its_time(small_town: Town) -> None:
    await small_town.passes(seconds=10)
    Scene(small_town).speak(*(f"{n}번째 말" for n in range(10)))
    await small_town.passes(seconds=1)
    assert await small_town.app.jobs.tick() == 0
