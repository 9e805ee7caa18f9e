"""`madang outbox`: what a restore held back, to be sent after all or left at that."""

from typing import Annotated

import typer

from bot.cli.terminal import at_work, stop
from storage import held

Kinds = Annotated[list[str] | None, typer.Argument(help="As `held` names them (종류).")]
All = Annotated[bool, typer.Option("--all", help="Of every kind (모두).")]


def held_back() -> None:
    """Deliveries that a restore held back, by kind (멈춘 것)."""
    with at_work() as work:
        found = held.counts(work.session)
    for kind, count in found.items():
        typer.echo(f"{kind}: {count}")
    if not found:
        typer.echo("nothing is held back (없습니다)")


def send(kinds: Kinds = None, everything: All = False) -> None:
    """Send what is held back; an answer carries its number (보내기)."""
    with at_work() as work:
        wanted = _wanted(kinds, everything, held.counts(work.session))
        done = held.send(work.session, wanted, work.now)
    typer.echo(f"{done} will go out (보낼 것 {done}건)")


def drop(kinds: Kinds = None, everything: All = False) -> None:
    """Leave what is held back at that; its words go (보내지 않기)."""
    with at_work() as work:
        wanted = _wanted(kinds, everything, held.counts(work.session))
        done = held.drop(work.session, wanted)
    typer.echo(f"{done} will not go out (보내지 않을 것 {done}건)")


def _wanted(kinds: list[str] | None, everything: bool, found: dict[str, int]) -> list[str]:
    if bool(kinds) is everything:
        stop("name kinds as `madang outbox held` does, or give --all (종류나 --all)")
    unknown = [kind for kind in kinds or [] if kind not in found]
    if unknown:
        stop(f"nothing of this kind is held back: {unknown[0]} (그런 종류가 없습니다)")
    return list(found) if everything else list(kinds or [])
