"""The whole way with the real analysis process: opinions in, a briefing with a picture out."""

from dataclasses import replace

from bot.analyses.worker import (
    AnalysisFailed,
    AnalysisRequest,
    AnalysisResult,
    EngineAwayError,
    Keep,
    PictureRequest,
    Worker,
)
from storage.models import AnalysisRun, Picture, Role, RunTopic
from tests.bot.scenes import Scene, market_square
from tests.town import Citizen, Town

SAID = (
    "어린이 도서관을 지어 주세요",
    "도서관에 어린이 책이 많으면 좋겠어요",
    "조용히 책 읽는 도서관이 필요해요",
    "동네 도서관이 없어서 멀리 가요",
    "주차장이 너무 모자라요",
    "시장 앞 주차장을 넓혀 주세요",
    "불법 주차 때문에 주차장이 필요해요",
    "주차장을 지하에 지어 주세요",
    "나무를 심어 공원을 만들어요",
    "공원에 나무 그늘이 있으면 좋겠어요",
    "작은 공원과 벤치를 놓아 주세요",
)
ENGLISH = ("Please build a library for children", "A children's library would help families")


class Failing(Worker):
    """An analysis process that dies of every picture, and of every analysis nobody else does."""

    def __init__(self, other: Worker | None = None) -> None:
        super().__init__()
        self.other = other

    async def analyse(self, request: AnalysisRequest, keep: Keep | None = None) -> AnalysisResult:
        if self.other is not None:
            return await self.other.analyse(request)
        raise AnalysisFailed("the analysis process ended unexpectedly")

    async def draw(self, request: PictureRequest) -> bytes:
        raise AnalysisFailed("the analysis process ended unexpectedly")


async def asks(town: Town, name: str = "Olga") -> Citizen:
    """An official who has the topics made anew."""
    olga = await town.official(name)
    await olga.says("/summary")
    await olga.presses("새로 모으기")
    return olga


async def test_whoever_asked_gets_the_new_briefing_under_its_picture(
    town_with_topics: Town,
) -> None:
    Scene(town_with_topics).speak(*SAID, *ENGLISH)
    olga = await asks(town_with_topics)
    await town_with_topics.analyses()
    newest = olga.account.screen[-1]
    assert newest.text.startswith("옛 시장 자리 쓰임")
    assert (newest.photo or b"").startswith(b"\x89PNG")


async def test_whoever_looks_while_the_first_topics_are_made_is_told_when_they_are_there(
    town_with_topics: Town,
) -> None:
    Scene(town_with_topics).speak(*SAID, *ENGLISH)
    await town_with_topics.passes(seconds=2)
    olga = await town_with_topics.official()
    (early,) = await olga.says("/summary")
    assert "첫 요약이 되면 알려 드려요" in early
    await town_with_topics.analyses()
    assert olga.account.screen[-1].text.startswith("옛 시장 자리 쓰임")


async def test_opinions_become_topics_by_themselves(town_with_topics: Town) -> None:
    Scene(town_with_topics).speak(*SAID)
    await town_with_topics.passes(seconds=2)
    await town_with_topics.analyses()
    assert len(town_with_topics.all(RunTopic)) > 1
    assert len(town_with_topics.all(Picture)) == 4  # bars and map, in both languages


async def test_every_opinion_is_in_a_topic_or_on_its_own(town_with_topics: Town) -> None:
    Scene(town_with_topics).speak(*SAID, *ENGLISH)
    await town_with_topics.passes(seconds=2)
    await town_with_topics.analyses()
    (run,) = town_with_topics.all(AnalysisRun)
    in_topics = sum(row.size for row in town_with_topics.all(RunTopic))
    assert (run.opinions, in_topics + run.alone) == (13, 13)


async def test_both_who_asked_are_told(small_town: Town) -> None:
    market_square(small_town)
    olga, omar = await asks(small_town), await asks(small_town, "Omar")
    await works(small_town, olga, Failing())
    failed = olga.words("summary.failed")
    assert [each.account.screen[-1].text for each in (olga, omar)] == [failed, failed]


async def test_a_picture_is_drawn_anew_without_the_words_that_were_hidden(
    town_with_topics: Town,
) -> None:
    scene = market_square(town_with_topics)
    await town_with_topics.analyses()
    before = [picture.png for picture in town_with_topics.all(Picture)]
    scene.hides("장터를 열어요")
    await town_with_topics.passes(seconds=10)
    await town_with_topics.analyses()
    after = [picture.png for picture in town_with_topics.all(Picture)]
    assert (len(before), len(after)) == (2, 2)
    assert [png for png in after if png in before] == []


async def test_who_lost_the_role_meanwhile_is_not_written_to(small_town: Town) -> None:
    market_square(small_town)
    olga = await asks(small_town)
    with small_town.changing() as session:
        for role in small_town.all(Role):
            session.delete(role)
    broken = Failing()
    assert await works(small_town, olga, broken) == []


async def test_a_failed_analysis_is_told_and_the_last_briefing_stands(small_town: Town) -> None:
    market_square(small_town)
    olga = await asks(small_town)
    told = await works(small_town, olga, Failing())
    assert told == [olga.words("summary.failed")]
    counted = 'madang_analysis_seconds_count{outcome="failed"} 1.0'
    assert counted in small_town.app.metrics.page().decode()
    (briefing,) = await olga.says("/summary")
    assert "시민 10명이 11건." in briefing


async def test_a_picture_that_cannot_be_drawn_fails_no_run(
    small_town: Town, worker: Worker
) -> None:
    market_square(small_town)
    olga = await asks(small_town)
    (briefing,) = await works(small_town, olga, Failing(other=worker))
    assert briefing.startswith("옛 시장 자리 쓰임")
    assert [run.state for run in small_town.all(AnalysisRun)] == ["done", "done"]


class Away(Worker):
    """A run so large that it needs a cluster, which is away."""

    async def analyse(self, request: AnalysisRequest, keep: Keep | None = None) -> AnalysisResult:
        raise EngineAwayError("the cluster does not answer")


async def test_a_run_too_large_for_one_machine_waits_and_whoever_asks_is_told(
    small_town: Town,
) -> None:
    market_square(small_town)
    olga = await asks(small_town)
    assert await works(small_town, olga, Away()) == []
    (waiting,) = (run for run in small_town.all(AnalysisRun) if run.state == "asked")
    assert waiting.error == "waits for the cluster"
    await olga.presses("새로 모으기")
    assert olga.words("summary.waits") in olga.account.screen[-1].text


async def works(town: Town, who: Citizen, worker: Worker) -> list[str]:
    """Everything that is asked for is worked out by this worker; what the person then reads."""
    object.__setattr__(town.app, "analyst", replace(town.app.analyst, worker=worker))
    mark = who.account.mark
    await town.analyses()
    return [got.text for got in who.account.inbox_since(mark)]
