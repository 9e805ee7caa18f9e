"""`madang demo`: the plays as a program, with an end code a script can trust."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from pathlib import Path

from rich.console import Console

from playground.demonstration.actors import NoAnswerError
from playground.demonstration.child import ChildFailedError
from playground.demonstration.figures import Figures, NotSaidError
from playground.demonstration.headless import SPEED, START, Play
from playground.demonstration.petitions import Petitions, find
from playground.demonstration.stage import stage
from playground.demonstration.transcript import Transcript

HELD, BROKEN, WRONG, INTERRUPTED = 0, 1, 2, 130
Ended = tuple[Figures, list[str]]


def headless() -> int:
    """Play the sample consultation; 0 where every promise held, 1 where one did not."""
    return _performed(_headless)


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


async def _headless(transcript: Transcript) -> Ended:
    async with stage(START, SPEED, transcript) as put_up:
        play = Play.on(put_up)
        await play.prepare()
        return await put_up.plays(play.play())


async def _petitions(file: Path, transcript: Transcript) -> Ended:
    async with stage(Petitions.START, Petitions.SPEED, transcript) as put_up:
        play = Petitions.on(put_up, file)
        await play.prepare()
        return await put_up.plays(play.play())


def _performed(play: Callable[[Transcript], Coroutine[object, object, Ended]]) -> int:
    """Play, print the closing line, and say what did not hold."""
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
    Transcript(console).closes(figures.line)
    return BROKEN if broken else HELD


async def _until_told_to_end(play: Coroutine[object, object, Ended]) -> Ended:
    """SIGTERM ends it as Ctrl-C does: the child first."""
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await play
