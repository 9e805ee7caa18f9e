"""`make crash`: 200 kills over 10,000 messages on each engine, and a table of what came of it.

KILLS=, MESSAGES= and ENGINE=sqlite or postgresql make it smaller.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.seams import POINTS
from storage import migrating
from tests.crash.history import Figures, Kill, broken
from tests.crash.play import Plan, by_way, deaths, played
from tests.engines import ENGINES, postgres_server

PEOPLE = 300
CONSOLE = Console()


def main(arguments: Sequence[str]) -> int:
    given = _read(arguments)
    named: list[str] = []
    for engine in [given.engine] if given.engine else ENGINES:
        named += _play(engine, given.kills, given.messages)
    return 1 if named else 0


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make crash")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--engine", choices=["", *ENGINES], default="")
    return parser.parse_args(arguments)


def _play(engine: str, kills: int, messages: int) -> list[str]:
    each = max(1, kills // (2 * len(POINTS)))  # half of the deaths at points, half blows
    plan = Plan(min(PEOPLE, messages // 4), messages, deaths(kills, each=each))
    began = time.monotonic()
    with database(engine) as (url, folder), CONSOLE.status(engine) as status:
        tell = lambda how_far: status.update(f"{engine}: {how_far}")  # noqa: E731
        figures, died = asyncio.run(played(plan, url, folder, tell))
    CONSOLE.print(_table(engine, figures, died, time.monotonic() - began))
    named = list(broken(figures))
    for words in named:
        CONSOLE.print(f"[bold red]broken:[/] {words}")
    return named


@contextmanager
def database(engine: str) -> Iterator[tuple[str, Path]]:
    """A new database with all tables, and a folder for the bot beside it."""
    with tempfile.TemporaryDirectory(prefix="mdg") as name:
        folder = Path(name)
        if engine == "sqlite":
            url = f"sqlite:///{folder / 'madang.db'}"
            migrating.upgrade(url)
            yield url, folder
            return
        with postgres_server() as url:
            yield url.replace("/postgres?", "/madang?"), folder


def _table(engine: str, figures: Figures, died: Sequence[Kill], seconds: float) -> Table:
    table = Table("what", "count", title=f"{engine}: {len(died)} kills, {seconds:.0f} s")
    for name, count in asdict(figures).items():
        table.add_row(name.replace("_", " "), f"{count:,}")
    for way, often, in_flight in by_way(died):
        table.add_row(f"killed: {way.replace('_', ' ')}", f"{often} ({in_flight} in flight)")
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
