"""The demonstration as a newcomer starts it: `madang demo` as a process of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil

COMMAND = (sys.executable, "-m", "bot.cli", "demo")
FOREIGN = {
    "MADANG_TOKEN": "1:of-the-caller",
    "MADANG_DATABASE_URL": "sqlite:///foreign.db",
    "madang_language": "en",
    "HTTP_PROXY": "http://127.0.0.1:9",  # as in many an office; this machine is not behind it
    "all_proxy": "http://127.0.0.1:9",
}
ADDRESS = re.compile(r"Page +(http://\S+)/")
PATIENCE = 180.0  # seconds: two busy cores are slow


class Demo:
    """A demonstration whose `.demo/` lies in `folder`, started by somebody with settings of theirs.

    What it prints goes to a file beside the folder.
    """

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self._printed = folder.with_name(f"{folder.name}-{time.monotonic_ns()}.txt")
        with self._printed.open("w") as out:
            self.process = subprocess.Popen(
                [*COMMAND, "--no-browser", *options],
                cwd=folder,
                env={**os.environ, **FOREIGN},
                stdout=out,
                stderr=out,
            )

    @property
    def said(self) -> str:
        """What stands in the terminal."""
        return self._printed.read_text(errors="replace")

    @property
    def url(self) -> str:
        """The address it prints when the page can be used; waited for."""
        self.until(lambda: ADDRESS.search(self.said) or self.process.poll() is not None)
        found = ADDRESS.search(self.said)
        assert found, self.said
        return found[1]

    def asks(self, path: str) -> object:
        """What the control side answers."""
        return httpx.get(f"{self.url}/control/{path}").json()["result"]

    def moves(self, seconds: float) -> None:
        """Move the clock ahead."""
        httpx.post(f"{self.url}/control/clock", json={"advance": seconds}).raise_for_status()

    def until(self, condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, self.said
            time.sleep(0.1)

    def ends(self, by: signal.Signals = signal.SIGINT) -> int:
        """End it as Ctrl-C does; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(by)
        return self.process.wait(PATIENCE)


def at_work_in(folder: Path) -> list[psutil.Process]:
    """Processes that work in the folder, whoever their parent is by now."""
    found = []
    for process in psutil.process_iter():
        try:
            if Path(process.cwd()).is_relative_to(folder):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found
