"""From the start of `madang run` to its first getUpdates, and the memory it then rests at."""

import asyncio
import time
from pathlib import Path

import psutil

from bench.answering import prepare
from playground.clock import RealClock
from playground.http_door import http_door
from playground.telegram import Playground
from tests.child import Child, environment

IDLE = 3.0  # seconds of rest before memory is read
HEAVY = ("torch", "kiwipiepy", "matplotlib", "sklearn")


async def start(folder: Path) -> tuple[float, float, list[str]]:
    """(seconds to the first getUpdates, megabytes at rest, heavy libraries found in it)."""
    folder.mkdir()
    url = f"sqlite:///{folder / 'madang.db'}"
    prepare(url)
    playground = Playground(RealClock())
    async with http_door(playground) as door:
        child = Child(environment(url, door.url, playground.token), folder)
        began = time.perf_counter()
        child.start()
        try:
            await playground.until(lambda: _polled(playground), within=30)
            seconds = time.perf_counter() - began
            await asyncio.sleep(IDLE)
            process = psutil.Process(child.pid)
            maps = {Path(each.path).as_posix() for each in process.memory_maps()}
            heavy = [name for name in HEAVY if any(f"/{name}" in path for path in maps)]
            return seconds, process.memory_info().rss / 1e6, heavy
        finally:
            child.stop()


def _polled(playground: Playground) -> bool:
    return any(request.method == "getUpdates" for request in playground.requests)
