"""`make bench-topics DATA=<folder of public data>`: measures, prints, writes docs/topics.md.

`--only NAME…` measures some rows; the others keep the lines they have. Without `--write` the page
stays as it is. `names` is the table of names, which is written and not printed.
"""

import argparse
import logging
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.topics.machine import machine
from bench.topics.row import Row
from bench.topics.rows import ROWS, Measured
from bench.topics.table import PAGE, Occasion, written

NAMES = "names"
"""The table of names is no figure; it is written after the others."""


def main(arguments: Sequence[str] | None = None) -> None:
    given = _parsed(arguments)
    console = Console()
    wanted = [each for each in ROWS if not given.only or each.name in given.only]
    occasion = Occasion(given.date, machine())
    console.print(f"[bold]{occasion.machine}[/bold]")
    for number, each in enumerate(wanted, start=1):
        rows = _measured(console, each, given.data, f"{number} of {len(wanted)}")
        console.print(_shown(rows))
        if given.write:
            _write(each.name, rows, occasion)
    if given.write and (not given.only or NAMES in given.only):
        _write_names(given.data)


def _write_names(data: Path) -> None:
    from bench.topics.names import put

    PAGE.write_text(put(PAGE.read_text("utf-8"), data), "utf-8")


def _write(name: str, rows: Sequence[Row], occasion: Occasion) -> None:
    order = [known.name for known in ROWS]
    page = written(PAGE.read_text("utf-8"), {name: rows}, order, occasion)
    PAGE.write_text(page, "utf-8")


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench-topics", description=__doc__)
    known = [*(each.name for each in ROWS), NAMES]
    parser.add_argument("data", type=Path, help="folder of public data")
    parser.add_argument("--only", nargs="+", choices=known, default=(), metavar="NAME")
    parser.add_argument("--write", action="store_true", help="put the rows into docs/topics.md")
    parser.add_argument("--date", default=datetime.now(UTC).date().isoformat())
    given = parser.parse_args(arguments)
    if not given.data.is_dir():
        parser.error(f"{given.data} is not a folder")
    return given


def _measured(console: Console, each: Measured, data: Path, where: str) -> list[Row]:
    began = time.perf_counter()
    with console.status(f"{where}: measuring {each.name}"):
        rows = each.measure(data)
    console.print(f"{where}: {each.name} in {time.perf_counter() - began:.0f} s")
    return rows


def _shown(rows: Sequence[Row]) -> Table:
    table = Table("figure", "floor", "goal", "here", "peers", "note")
    for row in rows:
        peers = "\n".join(f"{peer}: {figure}" for peer, figure in row.peers.items())
        table.add_row(row.figure, row.floor, row.goal, row.ours, peers or "-", row.note)
    return table


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    main()
