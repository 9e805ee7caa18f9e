"""The command `madang` as a child process, with a folder and settings of its own."""

import asyncio
import os
import signal
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

PATIENCE = 10.0  # seconds between SIGTERM and SIGKILL
LAST_WORDS = 12  # lines

_MADANG = (sys.executable, "-m", "bot.cli")
_PACKAGES = Path(__file__).resolve().parents[2]


class ChildFailedError(Exception):
    """A command of the child failed, or the bot ended by itself. Holds its last words."""


class Madang:
    """One installation: its database, its `.env` and its log lie in `home`.

    Settings of whoever calls (MADANG_*, their `.env`) never reach it.
    """

    def __init__(self, home: Path, settings: Mapping[str, str]) -> None:
        self.home = home
        self.log = home / "bot.log"
        self._environment = _environment(settings)
        self._bot: Process | None = None

    async def does(self, *words: str) -> str:
        """Run one command to its end; what it said. Raises ChildFailedError."""
        child = await self._start(words, subprocess.PIPE, subprocess.STDOUT)
        try:
            said = (await child.communicate())[0].decode(errors="replace")
        finally:
            await _ended(child)
        if child.returncode:
            raise ChildFailedError(f"madang {words[0]} ended with {child.returncode}:\n{said}")
        return said

    async def tells(self, *words: str) -> AsyncGenerator[str, None]:
        """What a command says, line by line; it ends with whoever listens."""
        child = await self._start(words, subprocess.PIPE, subprocess.DEVNULL)
        try:
            if child.stdout is not None:
                async for line in child.stdout:
                    yield line.decode(errors="replace")
        finally:
            await _ended(child)

    async def starts(self) -> None:
        """Start `madang run`; what it logs is added to `bot.log`. It ends with this process, even
        where nobody is left to stop it."""
        with self.log.open("ab") as log:
            self._bot = await self._start(("run", "--leashed"), log, log, leash=subprocess.PIPE)

    async def ends_by_itself(self) -> str:
        """Wait until the bot ends though nobody asked it to; its last words."""
        if self._bot is None:
            raise LookupError("the bot was not started")
        await self._bot.wait()
        _kill_group(self._bot.pid)
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-LAST_WORDS:])

    async def stops(self) -> None:
        """End the bot: politely, and after ten seconds for good."""
        if self._bot is not None:
            await _ended(self._bot)

    async def _start(
        self,
        words: tuple[str, ...],
        out: int | IO[bytes],
        errors: int | IO[bytes],
        leash: int = subprocess.DEVNULL,
    ) -> Process:
        return await asyncio.create_subprocess_exec(
            *_MADANG,
            *words,
            cwd=self.home,
            env=self._environment,
            stdin=leash,
            stdout=out,
            stderr=errors,
            start_new_session=True,
        )


async def _ended(child: Process) -> None:
    """Whatever happens, the child and the processes it made are gone afterwards."""
    if child.returncode is None:
        child.send_signal(signal.SIGTERM)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(child.wait(), PATIENCE)
        finally:
            _kill_group(child.pid)
    await child.wait()


def _kill_group(leader: int) -> None:
    """The child leads a group of its own, so this ends what it left behind and nothing else."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment without its settings of Madang, in whatever case, and without its
    proxies, which cannot reach this machine; this very copy of the packages."""
    inherited = {name: v for name, v in os.environ.items() if not _is_foreign(name.upper())}
    named = {f"MADANG_{name}": value for name, value in settings.items()}
    ours = {"PYTHONPATH": str(_PACKAGES), "PYTHONUNBUFFERED": "1", "NO_PROXY": "*"}
    return {**inherited, **named, **ours}


def _is_foreign(name: str) -> bool:
    return name.startswith("MADANG_") or name.endswith("_PROXY")
