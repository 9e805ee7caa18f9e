"""`madang export`: what is kept, written into files for others."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.files import Language
from bot.cli.terminal import FAILED, at_work, stop
from deliberation.promising import commitments
from deliberation.work import Work
from storage import agencies
from storage.models import Agency

if TYPE_CHECKING:
    from bot.files.speaking import Speech


def ogp(
    agency: Annotated[str, typer.Argument(help="The agency's slug (기관).")],
    csv: Annotated[Path | None, typer.Option(help="A table file (표 파일).")] = None,
    docx: Annotated[Path | None, typer.Option(help="A document (문서); extra office.")] = None,
    language: Annotated[Language, typer.Option(help="Of the headings.")] = Language.KO,
) -> None:
    """Write an agency's promises as an Open Government Partnership action plan (실행 계획)."""
    if csv is None and docx is None:
        stop("say where it goes: --csv FILE, --docx FILE, or both (파일을 정해 주세요)")
    from bot.files import plan, table

    with at_work() as work:
        found, speech = spoken(work, agency, language)
        promised, now = commitments.plan(work, found), work.now
        in_lines, in_pages = plan.table(speech, promised, now), plan.document(speech, promised, now)
    if docx is not None:
        try:
            from bot.files import paper
        except ImportError:
            stop("a document needs the extra office: pip install madang[office] (문서 도구 없음)")
        write(docx, paper.write(in_pages))
    if csv is not None:
        write(csv, table.write(in_lines))
    typer.echo(f"{len(promised.entries)} promises of {agency} (약속 {len(promised.entries)}건)")


def spoken(work: Work, slug: str, language: Language) -> tuple[Agency, "Speech"]:
    """The agency of this name, and how a file of its own speaks."""
    from bot.files.speaking import Speech

    agency = agencies.by_slug(work.session, slug)
    if agency is None:
        stop(f"there is no agency {slug}: madang agency add (없는 기관입니다)")
    words = Language.KO if language is Language.AUTO else language
    return agency, Speech(words.value, ZoneInfo(agency.timezone))


def write(file: Path, content: bytes) -> None:
    """Put it there, and say so; one line where that cannot be done."""
    try:
        file.write_bytes(content)
    except OSError as error:
        stop(f"{file} cannot be written: {error.strerror} (파일을 쓸 수 없습니다)", FAILED)
    typer.echo(f"{file}")
