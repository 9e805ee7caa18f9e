"""Analyses that were asked for are carried out: texts to the analysis process, topics back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import logs, posting, texts
from bot.clock import Clock
from bot.replies import briefing
from bot.turn import View
from bot.worker import AnalysisFailed, AnalysisRequest, Bar, PictureRequest, Text, Worker
from deliberation import analysis, briefings, people
from deliberation.analysis import Task
from deliberation.people import LANGUAGES
from deliberation.work import Rules, Work
from storage.database import Database, Session
from storage.keys import Keys
from storage.models import AnalysisRun, Picture

log = logs.get(__name__)


@dataclass(frozen=True)
class Analyst:
    """Takes the next run, has it worked out, keeps the result, tells whoever asked."""

    database: Database
    keys: Keys
    clock: Clock
    rules: Rules
    worker: Worker
    font: Path | None = None

    async def run(self, done: Callable[[], None]) -> None:
        """For ever. `done` is called when there is something to send."""
        await self.database.write(lambda session: analysis.begin_again(self._work(session)))
        while True:
            if await self.work_once():
                done()
            else:
                await self.clock.sleep(1)

    async def work_once(self) -> bool:
        """Carry out one run; False where none was asked for."""
        task = await self.database.write(lambda session: analysis.begin(self._work(session)))
        if task is None:
            return False
        log.info("analysis_started", run=task.run_id, texts=len(task.texts))
        try:
            await self._carry_out(task)
        except AnalysisFailed as error:
            await self.database.write(partial(self._fail, task=task, reason=str(error)))
            log.error("analysis_failed", run=task.run_id, error=str(error))
        return True

    async def _carry_out(self, task: Task) -> None:
        given = tuple(Text(str(number), words) for number, words in task.texts)
        result = await self.worker.analyse(AnalysisRequest(given, task.question, task.seed))
        await self.database.write(
            lambda session: analysis.finish(self._work(session), task.run_id, result.analysis)
        )
        for language in LANGUAGES:
            await self.draw(task.run_id, language)
        await self.database.write(partial(self._tell_asker, task=task))
        log.info("analysis_finished", run=task.run_id, topics=len(result.analysis.topics))

    async def draw(self, run_id: int, language: str) -> None:
        """Draw the picture of a run in one language and keep it."""
        request = await self.database.write(
            partial(self._picture, run_id=run_id, language=language)
        )
        png = await self.worker.draw(request)
        await self.database.write(partial(_keep, run_id=run_id, language=language, png=png))

    def _work(self, session: Session) -> Work:
        return Work(session, self.clock.now(), self.keys, self.rules)

    def _picture(self, session: Session, *, run_id: int, language: str) -> PictureRequest:
        drawn = briefings.picture_of(self._work(session), run_id)
        zone = ZoneInfo(self.rules.timezone)
        at = texts.when(drawn.at, language, zone)
        subtitle = texts.text(
            "picture.subtitle", language, at=at, people=drawn.people, n=drawn.opinions
        )
        return PictureRequest(
            tuple(Bar(name, count) for name, count in drawn.bars),
            title=drawn.title,
            subtitle=subtitle.plain,
            alone=drawn.alone,
            alone_label=texts.text("picture.alone", language).plain,
            font=self.font,
        )

    def _fail(self, session: Session, *, task: Task, reason: str) -> None:
        run = analysis.fail(self._work(session), task.run_id, reason)
        self._send(session, run, failed=True)

    def _tell_asker(self, session: Session, *, task: Task) -> None:
        self._send(session, analysis.run_of(self._work(session), task.run_id), failed=False)

    def _send(self, session: Session, run: AnalysisRun, *, failed: bool) -> None:
        """The new briefing, or a word that it failed, to the official who asked for it."""
        work = self._work(session)
        person = people.by_contact(work, run.asked_by) if run.asked_by else None
        if person is None or person.contact is None:
            return
        view = View(person.language, ZoneInfo(self.rules.timezone))
        if failed:
            posting.tell(work, person, [briefing.failed(view)])
        else:
            outcome = briefings.by_id(work, person, run.consultation_id)
            posting.tell(work, person, briefing.shown(view, outcome).bubbles)


def _keep(session: Session, *, run_id: int, language: str, png: bytes) -> None:
    session.merge(Picture(run_id=run_id, language=language, png=png))
