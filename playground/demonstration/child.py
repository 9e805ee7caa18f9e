"""The command `madang` as one child process or several, with a folder and settings of their own."""

import asyncio
import os
import signal
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

PATIENCE = 10.0  # seconds between SIGTERM and SIGKILL
LAST_WORDS = 12  # lines

_MADANG = (sys.executable, "-m", "bot.cli")
_PACKAGES = Path(__file__).resolve().parents[2]


class ChildFailedError(Exception):
    """A command of the child failed, or the bot ended by itself. Holds its last words."""


@dataclass(frozen=True)
class Duty:
    """What one process does: a command, and settings it alone has, without their MADANG_.

    It logs into the file of its name.
    """

    name: str = "bot"
    words: tuple[str, ...] = ("run",)
    settings: Mapping[str, str] = field(default_factory=dict)


class Madang:
    """One installation: its `.env`, its logs and, on SQLite, its database lie in `home`.

    Settings of whoever calls (MADANG_*, their `.env`) never reach it.
    """

    def __init__(
        self, home: Path, settings: Mapping[str, str], duties: Sequence[Duty] = (Duty(),)
    ) -> None:
        self.home, self.duties = home, tuple(duties)
        self.database_url = settings.get("DATABASE_URL", "")
        self.at_work: dict[str, Process] = {}
        self._environment = environment(settings)

    async def does(self, *words: str) -> str:
        """Run one command to its end; what it said. Raises ChildFailedError."""
        child = await self._start(words, subprocess.PIPE, subprocess.STDOUT)
        try:
            said = (await child.communicate())[0].decode(errors="replace")
        finally:
            await ended(child)
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
            await ended(child)

    async def starts(self) -> None:
        """Start `madang run`, or each part of it in a process of its own; what one logs is added to
        its file. They end with this process, even where nobody is left to stop them."""
        for duty in self.duties:
            await self.starts_one(duty)

    async def starts_one(self, duty: Duty) -> None:
        """The same of one of them alone."""
        with self.log_of(duty.name).open("ab") as log:
            self.at_work[duty.name] = await self._start(
                (*duty.words, "--leashed"), log, log, subprocess.PIPE, duty.settings
            )

    def log_of(self, name: str) -> Path:
        """Where the duty of this name logs."""
        return self.home / f"{name}.log"

    async def ends_by_itself(self) -> str:
        """Wait until one ends though nobody asked it to; its last words."""
        if not self.at_work:
            raise LookupError("the bot was not started")
        waits = {asyncio.ensure_future(each.wait()): name for name, each in self.at_work.items()}
        try:
            done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        name = waits[done.pop()]
        _kill_group(self.at_work[name].pid)
        lines = self.log_of(name).read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-LAST_WORDS:])

    async def stops(self) -> None:
        """End them all: politely, and after ten seconds for good."""
        await asyncio.gather(*map(ended, self.at_work.values()))

    async def _start(
        self,
        words: tuple[str, ...],
        out: int | IO[bytes],
        errors: int | IO[bytes],
        leash: int = subprocess.DEVNULL,
        settings: Mapping[str, str] | None = None,
    ) -> Process:
        return await asyncio.create_subprocess_exec(
            *_MADANG,
            *words,
            cwd=self.home,
            env={**self._environment, **_named(settings or {})},
            stdin=leash,
            stdout=out,
            stderr=errors,
            start_new_session=True,
        )


async def ended(child: Process) -> None:
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


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment without its settings of Madang, in whatever case, and without its
    proxies, which cannot reach this machine; this very copy of the packages."""
    inherited = {name: v for name, v in os.environ.items() if not _is_foreign(name.upper())}
    ours = {"PYTHONPATH": str(_PACKAGES), "PYTHONUNBUFFERED": "1", "NO_PROXY": "*"}
    return {**inherited, **_named(settings), **ours}


def _named(settings: Mapping[str, str]) -> dict[str, str]:
    return {f"MADANG_{name}": value for name, value in settings.items()}


def _is_foreign(name: str) -> bool:
    return name.startswith("MADANG_") or name.endswith("_PROXY")
