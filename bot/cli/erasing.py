"""`madang retention`: what goes because its time is over, seen before and carried out by hand."""

from dataclasses import replace
from typing import Annotated

import typer

from bot.cli.terminal import FAILED, at_work, read_settings, stop
from deliberation.privacy import retention
from deliberation.privacy.retention import Due

DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would go (미리 보기).")]
Yes = Annotated[bool, typer.Option("--yes", help="Ask nothing (묻지 않기).")]


def over(dry_run: DryRun = False, yes: Yes = False) -> None:
    """Erase the words whose time is over; the bot does so by itself (기간이 끝난 글 지우기)."""
    with at_work() as work:
        planned = retention.plan(work)
        now = [each for each in planned if retention.is_due(work, each.consultation)]
    for each in planned:
        _tell(each, goes_now=each in now)
    if not now:
        typer.echo("nothing is due now (지금 지울 것이 없습니다)")
    if dry_run or not now:
        return
    if not yes and not typer.confirm(
        f"erase the words of {len(now)}? it cannot be undone (지울까요? 되돌릴 수 없습니다)"
    ):
        stop("nothing was erased (지우지 않았습니다)", FAILED)
    _erase()
    people = sum(each.kept.people for each in now)
    typer.echo(f"done: nothing points at {people} people any more ({people}명의 글을 지웠습니다)")


def _tell(each: Due, *, goes_now: bool) -> None:
    asked, kept = each.consultation, each.kept
    typer.echo(
        f"{asked.slug} ({each.agency.name}): ended {each.ended:%Y-%m-%d}, kept for "
        f"{asked.retention_days} days, due {each.due:%Y-%m-%d}, {_when(each, goes_now=goes_now)}"
    )
    typer.echo(
        f"  goes (지움): the words of {kept.opinions} opinions, the links to {kept.accounts} "
        f"accounts of {kept.people} people, {kept.pictures} pictures"
    )
    typer.echo("  stays (남음): counts, topics, answers, promises, the log")


def _when(each: Due, *, goes_now: bool) -> str:
    if goes_now:
        return "goes now (지금 지움)"
    if each.at is None:
        return f"officials are told {retention.AHEAD.days} days before (일주일 전에 알림)"
    waits = ", once nothing is under way there (하던 일이 끝난 뒤)" if each.waits else ""
    return f"goes {each.at:%Y-%m-%d %H:%M} UTC{waits}"


def _erase() -> None:
    """Some people at a time, each in a short transaction, beside a bot at work."""
    journal = read_settings().journal
    going = True
    while going:
        with at_work() as work:
            rules = replace(work.rules, erasures=journal)
            going = retention.go_on(replace(work, rules=rules)) > 0
