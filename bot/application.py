"""Everything is put together here, and only here."""

import asyncio
import itertools
import signal
import sys
from collections.abc import AsyncIterator, Callable, Collection, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot import covers, logs, texts
from bot.analyses.analyst import Analyst
from bot.analyses.worker import Models, Worker
from bot.bells import Bells
from bot.clock import Clock, clock_of
from bot.jobs import Jobs
from bot.menus import Menus
from bot.outages import PAUSES, ride_out
from bot.parts import Part
from bot.receiving.dispatch import Dispatch
from bot.receiving.intake import Intake
from bot.sending.composing import Composer
from bot.sending.exporting import Exporter
from bot.sending.pace import Pace
from bot.sending.sender import Sender
from bot.settings import Settings
from bot.telegram_bot import RawBot, make_bot
from bot.watching.addresses import show_health, take_in
from bot.watching.metrics import Metrics
from deliberation.work import Rules
from storage import erasures
from storage.database import Database, open_engine
from storage.keys import Keys
from storage.presence import AlreadyRunningError, Presence, presence

__all__ = ["AlreadyRunningError", "Application", "build", "rules_of"]

log = logs.get(__name__)

SWITCH_SECONDS = 0.0005


STAY_EVERY = 1.0  # seconds


@dataclass(frozen=True)
class Application:
    """The parts of a running bot."""

    settings: Settings
    bot: RawBot
    database: Database
    clock: Clock
    presence: Presence
    bells: Bells
    intake: Intake
    dispatch: Dispatch
    sender: Sender
    jobs: Jobs
    analyst: Analyst
    menus: Menus
    metrics: Metrics

    async def run(self, parts: Collection[Part] = tuple(Part)) -> None:
        """Do these parts of the work until SIGTERM or Ctrl-C; what is in flight lands first."""
        # The writer's thread and this loop share the interpreter: with the usual 5 ms a turn, each
        # answer from Telegram would wait that long for the writer.
        sys.setswitchinterval(SWITCH_SECONDS)
        if Part.SENDER in parts:
            await ride_out(self.sender.recover)
        log.info("bot_started", bot=self.bot.username, process=self.presence.name, does=[*parts])
        try:
            await _until_stopped(
                *(loop for part in Part if part in parts for loop in self._loops(part)),
                show_health(self.settings, self.database, self.metrics, self.clock),
                self.bells.run(),
                self._stay(),
            )
        finally:
            await self.sender.land()
        log.info("bot_stopped")

    def _loops(self, part: Part) -> list[Coroutine[Any, Any, None]]:
        inbox, outbox = self.bells.news("inbox"), self.bells.news("outbox")
        match part:
            case Part.INTAKE:
                return [take_in(self.settings, self.intake, self.metrics, inbox)]
            case Part.DISPATCH:
                return [
                    self.dispatch.run(self.bells.inbox, outbox),
                    self.jobs.run(outbox),
                    self.menus.publish(outbox),
                ]
            case Part.SENDER:
                return [self.sender.run(self.bells.outbox)]
            case Part.ANALYSIS:
                return [self.analyst.run(outbox)]

    async def _stay(self) -> None:
        """Be seen by the other processes, also after the database was away."""
        while self.database.shared:
            await ride_out(lambda: asyncio.to_thread(self.presence.stay))
            await asyncio.sleep(STAY_EVERY)


async def _until_stopped(*loops: Coroutine[Any, Any, None]) -> None:
    """Run all loops until a signal or until one fails; then cancel the others."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    stopped = asyncio.ensure_future(stop.wait())
    tasks = [asyncio.ensure_future(each) for each in loops]
    waiting = {stopped, *tasks}
    failure: BaseException | None = None
    while not stop.is_set() and failure is None:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        failure = next((task.exception() for task in done if task.exception()), None)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    if failure is not None:
        raise failure


def rules_of(settings: Settings) -> Rules:
    return Rules(
        language=settings.language,
        timezone=settings.timezone,
        undo=timedelta(hours=settings.undo_hours),
        analyse_after=settings.analyse_after,
        analyse_pause=timedelta(seconds=settings.analyse_pause),
        quiet_from=settings.quiet_from,
        quiet_until=settings.quiet_until,
        backup_days=settings.backup_days,
        overdue_days=settings.overdue_days,
        mass_hide=settings.mass_hide,
        tell_head=settings.tell_head,
        erasures=settings.journal,
        periods=settings.shortest_periods(),
        answers_for=timedelta(days=settings.answer_days),
        covers=covers.everywhere(),
        words=settings.words(),
        limits=settings.read_limits(),
    )


def models_of(settings: Settings) -> Models:
    return Models(settings.embedder, settings.vectors)


@asynccontextmanager
async def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    request: BaseRequest | None = None,
    worker: Worker | None = None,
) -> AsyncIterator[Application]:
    """Put a bot together: `clock`, `request` (the network) and `worker` can be given by tests.
    Files are written by a worker of their own, as an analysis may take minutes.

    Raises telegram.error.InvalidToken, AlreadyRunningError, or ValueError for broken keys.
    """
    keys = settings.secrets()
    erasures.begin(settings.journal)
    clock = clock or clock_of(settings.clock)
    bot = make_bot(settings.token.get_secret_value(), settings.api_url, request)
    engine = open_engine(settings.database_url)
    there = presence(engine)
    database = Database(engine)
    at_work, writing = worker or Worker(), worker or Worker()
    try:
        await _reach(bot)
        async with bot:
            yield _put_together(settings, bot, database, keys, clock, at_work, writing, there)
    finally:
        if worker is None:
            await at_work.close()
            await writing.close()
        there.leave()
        database.close()


def _put_together(
    settings: Settings,
    bot: RawBot,
    database: Database,
    keys: Keys,
    clock: Clock,
    worker: Worker,
    writing: Worker,
    there: Presence,
) -> Application:
    rules, metrics = rules_of(settings), Metrics()
    return Application(
        settings,
        bot,
        database,
        clock,
        there,
        Bells(database, settings.database_url, there.name),
        Intake(
            bot,
            database,
            keys,
            clock,
            poll_seconds=settings.poll_seconds,
            heard=metrics.polled,
            may_poll=lambda: there.may(f"poll {bot.id}"),
        ),
        _dispatch(bot, database, keys, clock, rules, metrics, there.name),
        Sender(
            bot,
            database,
            keys,
            clock,
            pace=Pace(settings.pace, settings.chat_pace if settings.pace else 0),
            compose=Composer(keys, rules, bot.username),
            name=there.name,
            resend=settings.resend_uncertain,
            ended=metrics.delivery_ended,
            complete=Exporter(database, keys, clock, rules, writing),
        ),
        Jobs(database, keys, clock, rules),
        _analyst(settings, database, clock, worker, there.name, metrics),
        Menus(bot, database, keys, clock, rules),
        metrics,
    )


def _analyst(
    settings: Settings,
    database: Database,
    clock: Clock,
    worker: Worker,
    name: str,
    metrics: Metrics,
) -> Analyst:
    return Analyst(
        database,
        settings.secrets(),
        clock,
        rules_of(settings),
        worker,
        settings.font,
        models_of(settings),
        metrics.analysis_ended,
        place=settings.place(),
        sizes=settings.sizes(),
        name=name,
    )


def _dispatch(
    bot: RawBot,
    database: Database,
    keys: Keys,
    clock: Clock,
    rules: Rules,
    metrics: Metrics,
    name: str,
) -> Dispatch:
    return Dispatch(
        database,
        keys,
        clock,
        rules,
        bot_username=bot.username,
        stop_spinner=_spinner(bot),
        name=name,
        handled=metrics.update_handled,
    )


async def _reach(bot: RawBot) -> None:
    """Ask Telegram who we are, for as long as it takes. Raises InvalidToken."""
    for pause in itertools.chain(PAUSES, itertools.repeat(PAUSES[-1])):
        try:
            await bot.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("telegram_not_reached", error=type(error).__name__, again_in=pause)
            await asyncio.sleep(pause)
        else:
            return


def _spinner(bot: RawBot) -> Callable[[str, str], Coroutine[Any, Any, None]]:
    async def stop_spinner(press_id: str, toast: str) -> None:
        """Best effort: after a restart the press is too old, and that is no harm."""
        fields = {"callback_query_id": press_id}
        if toast:
            fields["text"] = texts.excerpt(toast, 200)
        try:
            await bot.call("answerCallbackQuery", fields)
        except TelegramError as error:
            log.info("press_not_acknowledged", error=type(error).__name__)

    return stop_spinner
