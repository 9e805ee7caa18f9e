"""The table of docs/topics.md: between two markers, a line a figure, each marked with its name.

A line ends with `<!-- name -->` inside its last cell, which no reader sees, so that rows measured
on their own replace theirs and leave the others.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.topics.row import Row

PAGE = Path(__file__).parents[2] / "docs" / "topics.md"
BEGIN, END = "<!-- bench-topics: begin -->", "<!-- bench-topics: end -->"
HEAD = (
    "| figure | floor | prototype | goal | stretch | here | peers on the same texts | note |",
    "|---|---|---|---|---|---|---|---|",
)
_NAME = re.compile(r"<!-- (\w+) --> \|$")


@dataclass(frozen=True)
class Occasion:
    """When and where: the day stands at the end of each line measured then, the machine once."""

    day: str
    machine: str


def written(
    page: str, measured: Mapping[str, Sequence[Row]], order: Sequence[str], occasion: Occasion
) -> str:
    """The page with the lines of what was measured put in or replaced, in `order`.

    Raises: ValueError where the page has no markers.
    """
    before, inside, after = _cut(page)
    lines = _lines(inside)
    for name, rows in measured.items():
        lines[name] = [_line(name, row, occasion.day) for row in rows]
    body = [line for name in order for line in lines.get(name, [])]
    machine = f"Last measured {occasion.day} on {occasion.machine}."
    return "\n".join([f"{before}{BEGIN}", machine, "", *HEAD, *body, "", f"{END}{after}"])


def _cut(page: str) -> tuple[str, str, str]:
    before, begin, rest = page.partition(BEGIN)
    inside, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no {BEGIN} and {END}")
    return before, inside, after


def _lines(inside: str) -> dict[str, list[str]]:
    """The lines that stand there, by the name at their end."""
    lines: dict[str, list[str]] = {}
    for line in inside.splitlines():
        name = _NAME.search(line)
        if name:
            lines.setdefault(name.group(1), []).append(line)
    return lines


def _line(name: str, row: Row, day: str) -> str:
    bearings = (row.figure, row.floor, row.prototype, row.goal, row.stretch)
    peers = "; ".join(f"{peer}: {figure}" for peer, figure in row.peers.items())
    note = " ".join(part for part in (row.note, f"({day})", f"<!-- {name} -->") if part)
    return _joined([*bearings, f"**{row.ours}**", peers or "-", note])


def _joined(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
