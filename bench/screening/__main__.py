"""`make bench-screening`: precision and recall per kind on the half nothing was tuned on."""

import logging
from collections.abc import Mapping, Sequence
from functools import cache

from rich.console import Console
from rich.table import Table

from bench.screening.messages import LANGUAGES, Message, read
from bench.screening.scores import Finder, Score, left_open, score
from nlp.screening import Find, Kind, finds, shipped

HALF = "held-out"


def main() -> None:
    console = Console()
    for language in LANGUAGES:
        messages = read(language, HALF)
        harmless = sum(not each.marks for each in messages)
        console.print(f"[bold]{language}: {len(messages)} messages, {harmless} with nothing[/bold]")
        console.print(_table(messages, _peers(console)))


def _table(messages: Sequence[Message], peers: Mapping[Kind, Finder]) -> Table:
    table = Table("kind", "messages", "precision", "recall", "Presidio precision", "recall")
    for kind in Kind:
        ours = score(messages, kind, _ours)
        theirs = score(messages, kind, peers[kind]) if kind in peers else None
        if ours.marked or ours.found:
            table.add_row(kind, str(ours.marked), *_written(ours), *_written(theirs))
    covered = left_open(messages, _ours)
    table.add_row("all that is covered", str(covered.marked), *_written(covered), "", "")
    return table


@cache
def _ours(text: str) -> Sequence[Find]:
    return finds(text, shipped())


def _written(scored: Score | None) -> tuple[str, str]:
    if scored is None:
        return "-", "-"
    return f"{scored.precision:.2f}", f"{scored.recall:.2f}"


def _peers(console: Console) -> Mapping[Kind, Finder]:
    try:
        from bench.screening.peers import presidio

        return presidio()
    except ImportError:
        console.print("Presidio left out: it is not installed")
        return {}


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # Presidio asks the network for a list, and does without it
    main()
