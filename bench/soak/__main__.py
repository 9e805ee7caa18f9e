"""`make soak`: SECONDS=600 RATE=20; a table, and an exit code that tells of a broken promise."""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.answering import echo_process
from bench.soak.run import Soaked, soak
from playground.clock import RealClock
from playground.http_door import http_door
from playground.telegram import Playground
from tests.crash.history import broken

PEOPLE_A_MESSAGE = 10  # a person writes every ten seconds: one a second a chat is no limit
MOST, GAP, P95 = 30, 0.95, 1.0
ECHO_SHARE = 0.1


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--rate", type=float, default=20)
    given = parser.parse_args(arguments)
    console = Console()
    with tempfile.TemporaryDirectory() as name, console.status("soak") as status:
        people = int(given.rate * PEOPLE_A_MESSAGE)
        run = soak(
            Path(name), rate=given.rate, seconds=given.seconds, people=people, tell=status.update
        )
        came = asyncio.run(run)
        status.update("the echo bot beside it")
        echo = asyncio.run(_echo(given.rate, max(10.0, given.seconds * ECHO_SHARE)))
    console.print(_table(came, echo))
    named = list(failures(came))
    for words in named:
        console.print(f"[bold red]broken:[/] {words}")
    return 1 if named else 0


def failures(came: Soaked) -> Iterator[str]:
    """The promises that were not kept."""
    yield from broken(came.figures)
    if came.most > MOST:
        yield f"{came.most} messages in one second"
    if came.gap < GAP:
        yield f"two messages to one chat within {came.gap:.2f} s"
    if not came.seconds or _share(came.seconds, 95) >= P95:
        yield "p95 of what met no fault is not under a second"


def _share(seconds: Sequence[float], percent: int) -> float:
    return statistics.quantiles(seconds, n=100)[percent - 1] if len(seconds) > 1 else seconds[0]


async def _echo(rate: float, seconds: float) -> list[float]:
    """Seconds to the answer of a bot that keeps nothing, at the same rate, without faults."""
    playground = Playground(RealClock(), enforce_rates=False)  # it would not ask again
    people = [playground.person(f"E{n}") for n in range(int(rate * 2))]
    told: dict[str, float] = {}
    async with http_door(playground) as door:
        with echo_process(playground.token, door.url):
            people[0].sends("awake?")
            await playground.until(lambda: people[0].screen, within=30)
            for n in range(int(rate * seconds)):
                told[f"no. {n}"] = time.time()
                people[n % len(people)].sends(f"no. {n}")
                await asyncio.sleep(1 / rate)
            await playground.until(
                lambda: sum(len(person.screen) for person in people) > len(told), within=30
            )
    got = [each for those in playground.delivered.values() for each in those]
    return [each.at.timestamp() - told[each.text] for each in got if each.text in told]


def _table(came: Soaked, echo: Sequence[float]) -> Table:
    table = Table("what", "figure", title="fault soak")
    for name, count in asdict(came.figures).items():
        table.add_row(name.replace("_", " "), f"{count:,}")
    table.add_row("faults", f"{came.faults:,}")
    table.add_row("messages in the busiest second", f"{came.most}")
    table.add_row("least seconds between two to one chat", f"{came.gap:.2f}")
    table.add_row("updates that met no fault and no pause", f"{len(came.seconds):,}")
    for percent in (50, 95, 99):
        table.add_row(f"p{percent} of these, seconds", f"{_share(came.seconds, percent):.3f}")
    for percent in (50, 95, 99):
        table.add_row(f"p{percent} of the echo bot, seconds", f"{_share(echo, percent):.3f}")
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
