"""`madang outbox`: answers of which nobody knows whether they arrived, and sending them again."""

from typing import Annotated

import typer

from bot.cli.terminal import FAILED, at_work, stop
from storage import doubts
from storage.doubts import Doubted

Name = Annotated[
    str | None, typer.Argument(metavar="[SLUG/NUMBER]", help="Of one answer (답변 하나).")
]
All = Annotated[bool, typer.Option("--all", help="Of all answers (모두).")]


def list_outbox() -> None:
    """Answers that may not have arrived, and for how many people (닿았는지 모르는 답변)."""
    with at_work() as work:
        found = doubts.doubted(work.session)
    for each in found:
        typer.echo(f"{_name(each)}: {each.deliveries} uncertain")
    if not found:
        typer.echo("nothing is uncertain (없습니다)")


def resend(answer: Name = None, everything: All = False) -> None:
    """Send again what may not have arrived; some may read it twice (다시 보내기)."""
    if (answer is None) is not everything:
        stop("name one answer as SLUG/NUMBER, or --all (답변 하나나 --all)")
    with at_work() as work:
        found = [
            each for each in doubts.doubted(work.session) if everything or _name(each) == answer
        ]
        if not found and not everything:
            stop(f"no delivery of {answer} is uncertain (그런 답변이 없습니다)", FAILED)
        count = sum(
            doubts.send_again(work.session, work.keys, each.answer_id, work.now) for each in found
        )
    typer.echo(f"{count} to be sent again (다시 보낼 것 {count}건)")


def _name(each: Doubted) -> str:
    return f"{each.slug}/{each.number}"
