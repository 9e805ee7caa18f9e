"""`madang inbox`: updates that could not be handled, and trying them once more."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.cli.terminal import FAILED, at_work, stop
from storage import given_up
from storage.given_up import Unwell

Number = Annotated[int | None, typer.Argument(metavar="[UPDATE_ID]", help="Of one (번호).")]
All = Annotated[bool, typer.Option("--all", help="All that were given up (모두).")]


def list_inbox() -> None:
    """Updates that failed or were given up; never what they say (처리하지 못한 것)."""
    with at_work() as work:
        found = given_up.unwell(work.session)
    for each in found:
        typer.echo(_line(each))
    if not found:
        typer.echo("nothing failed, nothing was given up (없습니다)")


def _line(each: Unwell) -> str:
    then = f", again at {each.next_at:%Y-%m-%d %H:%M:%S} UTC" if each.state == "failed" else ""
    gone = "" if each.whole else ", its words are gone"
    return (
        f"{each.update_id}: {each.state}, came {each.received_at:%Y-%m-%d %H:%M} UTC, "
        f"{_tries(each)}, {each.reason}{then}{gone}"
    )


def _tries(each: Unwell) -> str:
    retries = each.attempts
    return "1 retry" if retries == 1 else f"{retries} retries"


def replay_inbox(update_id: Number = None, everything: All = False) -> None:
    """Handle again what was given up: one by its number, or all (다시 처리)."""
    if (update_id is None) is not everything:
        stop("give the number of one update, or --all (번호 하나나 --all)")
    with at_work() as work:
        found = given_up.unwell(work.session, update_id)
        whole = [each for each in found if each.state == "dead" and each.whole]
        if update_id is not None and not whole:
            _refuse(update_id, found)
        done = given_up.replay(work.session, whole, work.now)
    typer.echo(f"{done} to be handled again (다시 처리할 것 {done}건)")
    gone = sum(each.state == "dead" and not each.whole for each in found)
    if gone:
        typer.echo(f"{gone} cannot be: their words are gone (내용이 이미 지워진 것 {gone}건)")


def _refuse(update_id: int, found: Sequence[Unwell]) -> None:
    if not found:
        stop(f"no update {update_id} was given up (그런 번호가 없습니다)", FAILED)
    if found[0].state == "failed":
        stop(f"update {update_id} is tried again by itself (곧 저절로 다시 처리합니다)", FAILED)
    stop(f"the words of update {update_id} are gone (내용이 이미 지워졌습니다)", FAILED)
