"""`make bench-cluster DATA=<folder>`: an analysis alone and shared out to two processes.

`python -m bench.clustering DATA [SIZE ...]` runs each size twice, inline and by `local:2`, each in
a process of its own, on texts recombined from petitions. Seconds are of the analysis, the start of
the cluster among them; memory is the most that the driver, and the two workers, held at a time.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from bench.topics.child import texts_of
from bench.topics.machine import machine
from bench.topics.many import many

SIZES = (100_000, 1_000_000)
ENGINES = ("", "local:2")
EVERY = 0.5  # seconds between two looks at the memory


@dataclass(frozen=True)
class Run:
    """Seconds, the most megabytes of the driver and of its workers together, and a digest of the
    whole result."""

    seconds: float
    driver: float
    workers: float
    digest: str


@dataclass
class Memory:
    """The most that was held, in megabytes."""

    driver: float = 0.0
    workers: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)

    def watch(self, process: psutil.Process) -> None:
        while not self.over.wait(EVERY):
            try:
                children = [_held(child) for child in process.children(recursive=True)]
                self.driver = max(self.driver, _held(process))
            except psutil.Error:
                continue
            self.workers = max(self.workers, sum(children))


def _held(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss / 2**20)
    except psutil.Error:
        return 0.0


@contextmanager
def _watched(process: psutil.Process) -> Iterator[Memory]:
    memory = Memory()
    watching = threading.Thread(target=memory.watch, args=(process,))
    watching.start()
    yield memory
    memory.over.set()
    watching.join()


def run(engine: str, file: Path, size: int) -> Run:
    """The first `size` texts of a file, in a new process."""
    command = [sys.executable, "-m", "bench.clustering", "--child", engine, str(file), str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        with _watched(psutil.Process(process.pid)) as memory:
            written = process.stdout.read()
    told = json.loads(written.splitlines()[-1])
    return Run(told["seconds"], memory.driver, memory.workers, told["digest"])


def _child(engine: str, file: str, size: str) -> None:
    from bot.analyses.engines import place_of
    from bot.analyses.worker import AnalysisRequest, carry_out

    texts = tuple(texts_of(Path(file), int(size)))
    began = time.perf_counter()
    result = carry_out(AnalysisRequest(texts, "", 0, place=place_of(engine)))
    seconds = time.perf_counter() - began
    if result.away:
        raise SystemExit(result.away)
    whole = json.dumps(result.analysis.as_json(), ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(whole.encode()).hexdigest()[:12]
    print(json.dumps({"seconds": seconds, "digest": digest}))


def main(data: Path, sizes: Sequence[int]) -> None:
    console = Console()
    table = Table("texts", "engine", "seconds", "driver, MB", "workers, MB", "times", "same bytes")
    with many(data, max(sizes)) as file:
        for size in sizes:
            runs = [run(engine, file, size) for engine in ENGINES]
            for engine, each in zip(ENGINES, runs, strict=True):
                table.add_row(*_cells(size, engine, each, runs[0]))
                console.print(f"{size:,} {engine or 'inline'}: {each}")
    console.print(f"[bold]{machine()}[/bold]")
    console.print(table)


def _cells(size: int, engine: str, each: Run, alone: Run) -> list[str]:
    return [
        f"{size:,}",
        engine or "inline",
        f"{each.seconds:,.0f}",
        f"{each.driver:,.0f}",
        f"{each.workers:,.0f}",
        f"{alone.seconds / each.seconds:.2f}",
        "yes" if each.digest == alone.digest else "NO",
    ]


if __name__ == "__main__":
    if sys.argv[1] == "--child":
        _child(*sys.argv[2:])
    else:
        asked = argparse.ArgumentParser()
        asked.add_argument("data", type=Path)
        asked.add_argument("sizes", type=int, nargs="*")
        given = asked.parse_args()
        main(given.data, given.sizes or SIZES)
