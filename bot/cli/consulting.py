"""`madang agency`, `consultation` and `grant`: who consults, what is asked, who works on it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.terminal import at_work, stop
from deliberation import people
from deliberation.asking import founding
from deliberation.asking.founding import Plan, Refusal
from storage import agencies
from storage.models import Agency

ACTOR = "terminal"  # whoever has the shell; the log cannot know more

Text = Annotated[str, typer.Option()]
AgencyOption = Annotated[str, typer.Option(help="The agency's slug (기관).")]


class StaffRole(StrEnum):
    """What a person may do at an agency."""

    OFFICIAL = "official"
    MODERATOR = "moderator"
    ADMIN = "admin"


class Switch(StrEnum):
    ON = "on"
    OFF = "off"


NEXT = {
    StaffRole.OFFICIAL: "/summary",
    StaffRole.MODERATOR: "/queue",
    StaffRole.ADMIN: "/invite to bring in the others",
}


def add_agency(
    slug: str,
    name: str,
    four_eyes: Annotated[
        bool, typer.Option("--four-eyes", help="A second person approves (두 사람 확인).")
    ] = False,
) -> None:
    """Add an agency (기관 등록)."""
    with at_work() as work:
        outcome = founding.found(work, slug, name, actor=ACTOR)
        if isinstance(outcome, Agency) and four_eyes:
            founding.want_four_eyes(work, outcome, wanted=True, actor=ACTOR)
    match outcome:
        case founding.BadSlug() | founding.SlugTaken() | founding.WrongLength():
            stop(_refused(outcome))
        case agency:
            typer.echo(f"agency {agency.slug}: {agency.name} (기관이 등록되었습니다)")


def four_eyes(slug: str, wanted: Annotated[Switch, typer.Argument()]) -> None:
    """Whether a second person approves what goes out (두 사람 확인)."""
    with at_work() as work:
        found = agencies.by_slug(work.session, slug)
        if found is None:
            stop(_refused(founding.NoSuchAgency(slug)))
        founding.want_four_eyes(work, found, wanted=wanted is Switch.ON, actor=ACTOR)
    done = "두 사람이 확인합니다" if wanted is Switch.ON else "한 사람이 보냅니다"
    typer.echo(f"agency {slug}: four eyes {wanted.value} ({done})")


def add_consultation(
    slug: str,
    agency: AgencyOption,
    title: Annotated[str, typer.Option(help="At most 40 characters (제목).")],
    question: Annotated[str, typer.Option(help="At most 200 characters (질문).")],
    closes: Annotated[str, typer.Option(help="2026-12-31T18:00, in the agency's time (마감).")],
    opens: Annotated[str, typer.Option(help="The same; without it: now (시작).")] = "",
    proposal: Annotated[str, typer.Option(help="To be for or against (찬반을 물을 제안).")] = "",
    department: Annotated[str, typer.Option(help="Who answers (담당 부서).")] = "",
    phone: Annotated[str, typer.Option(help="Its telephone (전화).")] = "",
    other_ways: Annotated[str, typer.Option(help="Other ways to take part (다른 방법).")] = "",
    answer_due: Annotated[str, typer.Option(help="2027-01-31 (답변 기한).")] = "",
    retention_days: Annotated[int, typer.Option(help="Days words are kept (보관 일수).")] = 365,
    kind: Annotated[str, typer.Option(help="The kind of consultation (방식).")] = "dialogue",
    procedure: Annotated[str, typer.Option(help="free, administrative, … (절차).")] = "free",
    legal_basis: Annotated[str, typer.Option(help="The law it follows (근거 법령).")] = "",
    goal: Annotated[str, typer.Option(help="As in: 300 people, 90% (목표).")] = "",
    background: Annotated[str, typer.Option(help="A link to read (읽을거리 링크).")] = "",
) -> None:
    """Put a question to citizens (의견수렴 열기)."""
    plan = Plan(
        slug=slug,
        agency=agency,
        title=title,
        question=question,
        closes=_moment("--closes", closes),
        opens=_moment("--opens", opens) if opens else None,
        kind=kind,
        proposal=proposal,
        department=department,
        phone=phone,
        other_ways=other_ways,
        answer_due=_day("--answer-due", answer_due) if answer_due else None,
        retention_days=retention_days,
        procedure=procedure,
        legal_basis=legal_basis,
        goal=goal,
        background={"link": background} if background else {},
    )
    with at_work() as work:
        asked = founding.ask(work, plan, actor=ACTOR)
    if isinstance(asked, Refusal):
        stop(_refused(asked))
    typer.echo(f"consultation {asked.slug}: {asked.state}, closes {asked.closes_at:%Y-%m-%d %H:%M}")
    typer.echo(f"link (참여 링크): https://t.me/<your bot>?start={asked.slug}")


def list_consultations() -> None:
    """Every consultation, the newest first (의견수렴 목록)."""
    with at_work() as work:
        rows = agencies.consultations(work.session)
    if not rows:
        typer.echo("no consultation yet: madang consultation add (아직 없습니다)")
    for row, agency in rows:
        typer.echo(
            f"{row.slug}  {row.state}  {row.opens_at:%Y-%m-%d %H:%M} - "
            f"{row.closes_at:%Y-%m-%d %H:%M} UTC  {agency.slug}  {row.title}"
        )


def grant(
    role: StaffRole,
    telegram_id: Annotated[int, typer.Argument(min=1, max=2**52)],
    agency: AgencyOption,
) -> None:
    """Give somebody a role, also before they ever wrote (역할 주기)."""
    with at_work() as work:
        found = agencies.by_slug(work.session, agency)
        if found is None:
            stop(_refused(founding.NoSuchAgency(agency)))
        new = people.grant(work, telegram_id, found.id, role.value, actor=ACTOR)
    said = "is now" if new else "already is"
    typer.echo(f"{telegram_id} {said} {role.value} at {agency} ({'완료' if new else '이미 있음'})")
    typer.echo(f"next: they send /start to the bot, then {NEXT[role]} (다음: 봇에 /start)")


def _moment(option: str, words: str) -> datetime:
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        moment = None
    if moment is None or ":" not in words:  # a day alone leaves open whether it still counts
        stop(f"{option} {words}: no such time; write it like 2026-12-31T18:00 (없는 시각입니다)")
    return moment


def _day(option: str, words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        stop(f"{option} {words}: no such day; write it like 2027-01-31 (없는 날짜입니다)")


def _refused(refusal: Refusal) -> str:
    match refusal:
        case founding.BadSlug(slug):
            return f"{slug}: a slug is 3 to 32 of a-z, 0-9 and - (영문 소문자, 숫자, -)"
        case founding.SlugTaken(slug):
            return f"{slug} is taken already (이미 있는 이름입니다)"
        case founding.NoSuchAgency(slug):
            return f"there is no agency {slug}: madang agency add (없는 기관입니다)"
        case founding.NoSuchKind(kind, known):
            return f"there is no kind {kind}; there is {', '.join(known)} (없는 방식입니다)"
        case founding.NoSuchProcedure(name, known):
            return f"there is no procedure {name}; there is {', '.join(known)} (없는 절차입니다)"
        case founding.WrongLength(what, length, longest):
            return f"the {what} has {length} characters; 1 to {longest} are possible (글자 수)"
        case founding.ClosesTooEarly(opens, closes):
            return (
                f"it would close ({closes:%Y-%m-%d %H:%M}) before it opens "
                f"({opens.astimezone(closes.tzinfo):%Y-%m-%d %H:%M}) (마감이 시작보다 이릅니다)"
            )
        case founding.AnswerDueTooEarly(due, closes_on):
            return f"the answer is due ({due}) before it closes ({closes_on}) (답변 기한)"
        case founding.KeptTooShortly(days):
            return f"words cannot be kept {days} days; 1 or more (보관 일수)"
