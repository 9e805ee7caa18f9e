"""`make bench`: measures, prints, and says the machine's size. DATA=<folder> adds the petitions."""

import asyncio
import logging
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from bench.analysing import PETITIONS, seconds_to_topics
from bench.answering import answered_a_second
from bench.starting import start

ROUNDS = 5


async def main(data: Path | None) -> None:
    console = Console()
    table = Table("what", "least", "median", "most", "bearing")
    with tempfile.TemporaryDirectory() as name, console.status("measuring") as status:
        folder = Path(name)
        status.update("start and memory")
        await _starting(folder, table)
        status.update("answered messages a second")
        await _answering(folder, table)
        if data is not None:
            status.update("raw petitions to topics")
            seconds = [await seconds_to_topics(data, folder / f"topics{n}") for n in range(3)]
            _row(table, f"{PETITIONS:,} raw petitions to stored topics, seconds", seconds, "-")
    console.print(f"[bold]{_machine()}[/bold]")
    console.print(table)
    if data is None:
        console.print("petitions left out: make bench DATA=<folder of public data>")


async def _starting(folder: Path, table: Table) -> None:
    runs = [await start(folder / f"start{n}") for n in range(ROUNDS)]
    _row(table, "start to first getUpdates, seconds", [run[0] for run in runs], "under 2")
    _row(table, "memory at rest, MB", [run[1] for run in runs], "under 150")
    heavy = sorted({name for run in runs for name in run[2]})
    table.add_row(
        "heavy libraries in the bot's process", "", ", ".join(heavy) or "none", "", "none"
    )


async def _answering(folder: Path, table: Table) -> None:
    rates = await answered_a_second(folder)
    _row(table, "echo bot, answers a second", rates["echo"], "-")
    _row(table, "madang, answers a second", rates["madang"], "-")
    ratios = [a / b for a, b in zip(rates["madang"], rates["echo"], strict=True)]
    _row(table, "madang / echo bot, in turns", ratios, "at least 0.5")


def _row(table: Table, what: str, figures: Sequence[float], bearing: str) -> None:
    middle = statistics.median(figures)
    table.add_row(what, f"{min(figures):.2f}", f"{middle:.2f}", f"{max(figures):.2f}", bearing)


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return f"{psutil.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("DATA", "")
    asyncio.run(main(Path(given) if given else None))
