"""Analyses that were asked for are carried out: texts to the analysis process, topics back."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot import logs
from bot.analyses import drawing
from bot.analyses.worker import (
    AnalysisFailed,
    AnalysisRequest,
    AnalysisResult,
    EngineAwayError,
    MapRequest,
    Models,
    PictureRequest,
    Place,
    Sizes,
    Text,
    Worker,
)
from bot.clock import Clock
from bot.replies import briefing
from bot.sending import posting
from bot.turn import View
from deliberation import people
from deliberation.briefing import briefings
from deliberation.grouping import analysis, pictures
from deliberation.grouping.analysis import Task
from deliberation.people import LANGUAGES, Person
from deliberation.work import Rules, Work
from storage import topics
from storage.database import Database, DBAPIError, Session
from storage.keys import Keys
from storage.models import AnalysisRun

log = logs.get(__name__)

RENEW_SECONDS = analysis.LEASE.total_seconds() / 4
WAITS = "waits for the cluster"
"""What `madang health` says of a run that is too large to be worked out without one."""

_Request = TypeVar("_Request", PictureRequest, MapRequest)


@dataclass(frozen=True)
class Analyst:
    """Takes the next run, has it worked out, keeps the result, tells whoever asked."""

    database: Database
    keys: Keys
    clock: Clock
    rules: Rules
    worker: Worker
    font: Path | None = None
    models: Models = field(default_factory=Models)
    ended: Callable[[str, float], None] = lambda *_: None  # what in, and after how many seconds
    place: Place = field(default_factory=Place)
    sizes: Sizes = field(default_factory=Sizes)
    name: str = ""  # the process, by which its runs are known as its own
    undrawable: set[int] = field(default_factory=set)  # runs, not tried again until a restart

    async def run(self, done: Callable[[], None]) -> None:
        """For ever. `done` is called when there is something to send."""
        await self.database.write(lambda session: analysis.begin_again(self._work(session)))
        while True:
            if await self.work_once():
                done()
            else:
                await self.clock.sleep(1)

    async def work_once(self) -> bool:
        """Carry out one run, or draw what changed since it was drawn; False where all is done."""
        task = await self.database.write(
            lambda session: analysis.begin(self._work(session), self.name)
        )
        if task is None:
            return await self._draw_anew()
        log.info("analysis_started", run=task.run_id, texts=len(task.texts))
        began, outcome = self.clock.now(), "failed"
        renewing = asyncio.ensure_future(self._renew(task))
        try:
            outcome = await self._carry_out(task)
        except EngineAwayError as error:
            outcome = "asked"
            log.warning("analysis_waits", run=task.run_id, reason=str(error))
            await self.database.write(partial(self._rest, task=task))
        except Exception as error:  # whatever it is, the last good run stands and the bot goes on
            why = _reason(error)
            log.error("analysis_failed", run=task.run_id, why=why, exc_info=_unless_told(error))
            await self.database.write(partial(self._fail, task=task, reason=why))
        finally:
            renewing.cancel()
        self.ended(outcome, (self.clock.now() - began).total_seconds())
        return True

    async def _renew(self, task: Task) -> None:
        """As long as it works. By the process's own clock: a demonstration's may run faster."""
        mine = True
        while mine:
            await asyncio.sleep(RENEW_SECONDS)
            with suppress(DBAPIError):
                mine = await self.database.write(
                    lambda session: analysis.renew(self._work(session), task.run_id, self.name)
                )

    async def _carry_out(self, task: Task) -> str:
        """The state in which it leaves the run."""
        result = await self.worker.analyse(self._request(task), partial(self._keep, task))
        _say_problems(task, result)
        run = await self.database.write(
            lambda s: analysis.finish(self._work(s), task.run_id, result.analysis, self.name)
        )
        if run.state != "done" or run.claimed_by != self.name:
            # Topics were shaped meanwhile, or another analyst took this one for dead.
            log.info("analysis_put_back", run=task.run_id)
            return "asked"
        await self._draw_in_each_language(task.run_id)
        await self.database.write(partial(self._tell_askers, task=task))
        log.info("analysis_finished", run=task.run_id, topics=len(result.analysis.topics))
        return run.state

    async def _keep(self, task: Task, name: str, body: bytes) -> None:
        """A checkpoint that cannot be kept costs time, should it be needed, and nothing else."""
        try:
            await self.database.write(
                lambda session: analysis.keep_checkpoint(
                    self._work(session), task.run_id, self.name, name, body
                )
            )
        except DBAPIError as error:
            log.warning("checkpoint_not_kept", run=task.run_id, error=type(error).__name__)

    def _request(self, task: Task) -> AnalysisRequest:
        return AnalysisRequest(
            tuple(Text(str(number), words) for number, words in task.texts),
            task.question,
            task.seed,
            places=task.places,
            before=task.before,
            models=self.models,
            place=self.place,
            sizes=self.sizes,
            known=task.checkpoints,
        )

    async def _draw_anew(self) -> bool:
        undrawn = await self.database.write(lambda s: analysis.undrawn(self._work(s)))
        for run_id in undrawn:
            if run_id not in self.undrawable:
                await self._draw_in_each_language(run_id)
                return True
        return False

    async def _draw_in_each_language(self, run_id: int) -> None:
        """Without a picture the briefing goes as text, so this never fails a run."""
        try:
            for language in LANGUAGES:
                await self.draw(run_id, language)
        except Exception as error:
            self.undrawable.add(run_id)
            log.error("picture_failed", run=run_id, error=type(error).__name__)

    async def draw(self, run_id: int, language: str) -> None:
        """Draw the bars of a run in one language, and its map where there is one, and keep them.
        One of words that were hidden or shown again while it was drawn is not kept, and is drawn
        anew."""
        bars = self._wanted(drawing.bars, run_id, language)
        await self._draw_and_keep(bars, self.worker.draw, run_id, language, "bars")
        if await self.database.write(lambda s: pictures.has_map(self._work(s), run_id)):
            points = self._wanted(drawing.opinions_on_map, run_id, language)
            await self._draw_and_keep(points, self.worker.draw_map, run_id, language, "map")

    def _wanted(
        self, what: Callable[[Work, int, str, Path | None], _Request], run_id: int, language: str
    ) -> Callable[[Session], _Request]:
        return lambda session: what(self._work(session), run_id, language, self.font)

    async def _draw_and_keep(
        self,
        wanted: Callable[[Session], _Request],
        draw: Callable[[_Request], Awaitable[bytes]],
        run_id: int,
        language: str,
        kind: str,
    ) -> None:
        request = await self.database.write(wanted)
        png = await draw(request)

        def keep(session: Session) -> None:
            if wanted(session) == request:
                topics.keep_picture(session, run_id, language, png, kind)

        await self.database.write(keep)

    def _work(self, session: Session) -> Work:
        return Work(session, self.clock.now(), self.keys, self.rules)

    def _rest(self, session: Session, *, task: Task) -> None:
        analysis.rest(self._work(session), task.run_id, WAITS, self.name)

    def _fail(self, session: Session, *, task: Task, reason: str) -> None:
        work = self._work(session)
        run = analysis.fail(work, task.run_id, reason, self.name)
        if run.state != "failed" or run.claimed_by != self.name:
            return
        for person in self._askers(work, run):
            view = View(person.language, ZoneInfo(self.rules.timezone))
            posting.tell(work, person, [briefing.failed(view)])

    def _tell_askers(self, session: Session, *, task: Task) -> None:
        """The new briefing for every official who asked for it and still may read it."""
        work = self._work(session)
        run = analysis.run_of(work, task.run_id)
        for person in self._askers(work, run):
            view = View(person.language, ZoneInfo(self.rules.timezone))
            outcome = briefings.by_id(work, person, run.consultation_id)
            posting.tell(work, person, briefing.shown(view, outcome).bubbles)

    def _askers(self, work: Work, run: AnalysisRun) -> list[Person]:
        found = [people.by_contact(work, contact_id) for contact_id in run.askers]
        return [
            person
            for person in found
            if person is not None
            and briefings.readable(work, person, run.consultation_id) is not None
        ]


def _say_problems(task: Task, result: AnalysisResult) -> None:
    """A model or a cluster that is missing or broken stops nothing, and is told to whoever runs
    the bot."""
    problems = result.analysis.method.get("problems")
    if isinstance(problems, Mapping) and problems:
        log.warning("model_not_used", run=task.run_id, **problems)
    if result.away:
        log.warning("engine_not_used", run=task.run_id, reason=result.away)


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, AnalysisFailed) else type(error).__name__


def _unless_told(error: Exception) -> Exception | None:
    """A trace for what nobody foresaw; the worker's own failures are told in a word."""
    return None if isinstance(error, AnalysisFailed | DBAPIError) else error
