"""Everything is put together here, and only here."""

import asyncio
import fcntl
import itertools
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot import logs, texts
from bot.addresses import show_health, take_in
from bot.analyst import Analyst
from bot.clock import Clock, clock_of
from bot.composing import Composer
from bot.dispatch import Dispatch
from bot.intake import PAUSES, Intake
from bot.jobs import Jobs
from bot.menus import Menus
from bot.metrics import Metrics
from bot.pace import Pace
from bot.sender import Sender
from bot.settings import Settings
from bot.telegram_bot import RawBot, make_bot
from bot.worker import Models, Worker
from deliberation.work import Rules
from storage.database import Database, open_engine, sole_bot
from storage.keys import Keys

log = logs.get(__name__)

SWITCH_SECONDS = 0.0005


class AlreadyRunningError(Exception):
    """Another bot already works on this database."""


@dataclass(frozen=True)
class Application:
    """The parts of a running bot."""

    settings: Settings
    bot: RawBot
    database: Database
    clock: Clock
    intake: Intake
    dispatch: Dispatch
    sender: Sender
    jobs: Jobs
    analyst: Analyst
    menus: Menus
    metrics: Metrics

    async def run(self) -> None:
        """Work until SIGTERM or Ctrl-C; what is in flight lands first."""
        # The writer's thread and this loop share the interpreter: with the usual 5 ms a turn, each
        # answer from Telegram would wait that long for the writer.
        sys.setswitchinterval(SWITCH_SECONDS)
        inbox, outbox = asyncio.Event(), asyncio.Event()
        await self.sender.recover()
        log.info("bot_started", bot=self.bot.username)
        try:
            await _until_stopped(
                take_in(self.settings, self.intake, self.metrics, inbox.set),
                show_health(self.settings, self.database, self.metrics, self.clock),
                self.dispatch.run(inbox, outbox.set),
                self.sender.run(outbox),
                self.jobs.run(outbox.set),
                self.analyst.run(outbox.set),
                self.menus.publish(outbox.set),
            )
        finally:
            await self.sender.land()
        log.info("bot_stopped")


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

    Raises telegram.error.InvalidToken, AlreadyRunningError, or ValueError for broken keys.
    """
    keys = settings.secrets()
    clock = clock or clock_of(settings.clock)
    bot = make_bot(settings.token.get_secret_value(), settings.api_url, request)
    with _alone(settings.database_url):
        database = Database(open_engine(settings.database_url))
        at_work = worker or Worker()
        try:
            await _reach(bot)
            async with bot:
                yield _put_together(settings, bot, database, keys, clock, at_work)
        finally:
            if worker is None:
                await at_work.close()
            database.close()


def _put_together(
    settings: Settings, bot: RawBot, database: Database, keys: Keys, clock: Clock, worker: Worker
) -> Application:
    rules, metrics = rules_of(settings), Metrics()
    spinner, pace = _spinner(bot), Pace(settings.pace, settings.chat_pace if settings.pace else 0)
    composer = Composer(keys, rules, bot.username)
    return Application(
        settings,
        bot,
        database,
        clock,
        Intake(
            bot,
            database,
            keys,
            clock,
            poll_seconds=settings.poll_seconds,
            heard=metrics.polled,
        ),
        Dispatch(database, keys, clock, rules, bot_username=bot.username, stop_spinner=spinner),
        Sender(
            bot,
            database,
            keys,
            clock,
            pace=pace,
            compose=composer,
            ended=metrics.delivery_ended,
        ),
        Jobs(database, keys, clock, rules),
        Analyst(
            database,
            keys,
            clock,
            rules,
            worker,
            settings.font,
            models_of(settings),
            metrics.analysis_ended,
        ),
        Menus(bot, database, keys, clock, rules),
        metrics,
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


@contextmanager
def _alone(url: str) -> Iterator[None]:
    """Two bots on one database would send everything twice. Raises AlreadyRunningError."""
    if url.startswith("sqlite"):
        with _locked(Path(f"{url.removeprefix('sqlite:///')}.lock")):
            yield
        return
    engine = open_engine(url)
    try:
        with sole_bot(engine) as sole:
            if not sole:
                raise AlreadyRunningError("PostgreSQL")
            yield
    finally:
        engine.dispose()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunningError(str(path)) from error
        yield
