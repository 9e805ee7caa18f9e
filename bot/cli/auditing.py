"""`madang audit`: whether the log is still what was written, and what the public may have of it."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Engine

from bot.cli.files import Language
from bot.cli.terminal import FAILED, at_work, read_settings, ready, secrets, stop
from deliberation import seals
from deliberation.seals import Head, Looks, Wrong
from storage.database import reading
from storage.keys import Keys

KOREAN = {
    Looks.EDITED: "고쳐졌습니다",
    Looks.REMOVED: "그 앞의 줄이 빠졌습니다",
    Looks.INSERTED: "끼어든 줄입니다",
    Looks.REORDERED: "차례가 바뀌었습니다",
    Looks.LAST_ROW: "고쳐졌거나 덧붙은 마지막 줄입니다",
    Looks.CUT_OFF: "그 뒤가 잘렸습니다",
    Looks.REPLACED: "내보인 머리와 다릅니다",
}
ENGLISH = {
    Looks.EDITED: "was edited",
    Looks.REMOVED: "follows a row that was removed",
    Looks.INSERTED: "was put in",
    Looks.REORDERED: "was moved",
    Looks.LAST_ROW: "is the last and was edited or added",
    Looks.CUT_OFF: "is the last, and a published head knows more rows",
    Looks.REPLACED: "is not the one a published head knows in this place",
}
Heads = Annotated[
    list[str] | None,
    typer.Option("--head", help="As `head` printed it; again for more (내보인 머리)."),
]


def verify(heads: Heads = None) -> None:
    """Go through the whole log; ends with 1 where a row does not fit (기록 확인)."""
    try:
        known = [Head.read(each.split()[-1] if each.split() else "") for each in heads or []]
    except ValueError:
        stop("--head takes what `madang audit head` printed (머리를 그대로 넣어 주세요)")
    settings = read_settings()
    keys = secrets(settings)
    with ready(settings, keys) as engine, reading(engine) as session:
        found = seals.verify_all(session, keys, known)
    if isinstance(found, Wrong):
        stop(told(found), FAILED)
    typer.echo(
        f"{found.head.rows} rows, every seal fits (기록 {found.head.rows}줄이 모두 맞습니다)"
    )
    typer.echo(f"head: {found.head}")


def told(wrong: Wrong) -> str:
    """The first row that does not fit, and what it looks like, in one line."""
    return (
        f"the log is not what was written: row {wrong.row_id} looks as if it "
        f"{ENGLISH[wrong.looks]} "
        f"(기록 {wrong.row_id}번째 줄: {KOREAN[wrong.looks]})"
    )


def head() -> None:
    """How far the log has come today: to be published, and compared later (오늘의 머리)."""
    with at_work() as work:
        day = work.now.astimezone(ZoneInfo(work.rules.timezone)).date()
        typer.echo(f"{day} {seals.head(work.session)}")


def export(
    agency: Annotated[str, typer.Argument(help="The agency's slug (기관).")],
    csv: Annotated[Path, typer.Option(help="The table file (표 파일).")],
    language: Annotated[Language, typer.Option(help="Of the words in it.")] = Language.KO,
) -> None:
    """Write an agency's record of moderation for the public: nobody is in it (공개 기록)."""
    from bot.cli.exporting import spoken, write
    from bot.files import moderated, table
    from deliberation.moderating import records

    with at_work() as work:
        found, speech = spoken(work, agency, language)
        entries = records.whole(work, [found.id])
        content = table.write(moderated.laid_out(speech, entries, work.now))
    write(csv, content)
    typer.echo(f"{len(entries)} entries of {agency} (기록 {len(entries)}줄)")


def look(engine: Engine, keys: Keys) -> Wrong | None:
    """The last rows, as at every start; a log that does not fit is told of and stops nobody."""
    with reading(engine) as session:
        wrong = seals.look(session, keys)
    if wrong is not None:
        typer.echo(
            f"madang: {told(wrong)}. The bot goes on; keep a copy of the database and run "
            "`madang audit verify` (데이터베이스를 따로 보관하고 확인해 주세요)",
            err=True,
        )
    return wrong
