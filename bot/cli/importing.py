"""`madang import`: opinions of a file into a consultation, in short transactions."""

import time
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.cli.terminal import read_settings, ready, secrets, stop, work_of
from bot.file_rows import UnusableFileError
from bot.importing import PLAIN, POLIS, Fields, Reading, read
from bot.settings import Settings
from deliberation.speaking import imports
from deliberation.speaking.imports import Imported, Row
from storage.database import reading, transaction
from storage.keys import Keys

CHUNK = 500  # rows in one transaction: a bot at work waits a fraction of a second for it
TRIES = 5
ACTOR = "terminal"


class Format(StrEnum):
    """What kind of file it is."""

    CSV = "csv"
    JSONL = "jsonl"
    POLIS = "polis"


def import_(
    file: Annotated[Path, typer.Argument(help="CSV or JSON Lines, in UTF-8.")],
    consultation: Annotated[str, typer.Option(help="Its slug (의견수렴).")],
    form: Annotated[Format, typer.Option("--format", help="What the file is (형식).")],
    text_field: Annotated[str, typer.Option(help="The words; else text (본문).")] = "",
    id_field: Annotated[str, typer.Option(help="The row's number; else id (번호).")] = "",
    author_field: Annotated[str, typer.Option(help="The person; else author (사람).")] = "",
    contact_field: Annotated[str, typer.Option(help="A Telegram id; else contact (연락처).")] = "",
    date_field: Annotated[str, typer.Option(help="When; else date (날짜).")] = "",
) -> None:
    """Take opinions of a file into a consultation; a second time adds nothing (가져오기)."""
    given = Fields(text_field, id_field, author_field, contact_field, date_field)
    settings = read_settings()
    keys = secrets(settings)
    with ready(settings, keys) as engine:
        _import(engine, settings, keys, file, consultation, form, given)


def _import(
    engine: Engine,
    settings: Settings,
    keys: Keys,
    file: Path,
    slug: str,
    form: Format,
    given: Fields,
) -> None:
    found = _read(engine, settings, keys, file, slug, form, given)
    for line, reason in found.skipped:
        typer.echo(f"line {line} {reason}: skipped (건너뜀)", err=True)
    into = Into(engine, settings, keys, slug)
    imported = into.take_all(found.rows)
    typer.echo(
        f"imported: {imported.opinions} opinions by {len(imported.people)} people "
        f"({imported.hidden} hidden), {len(found.skipped)} rows skipped, "
        f"{imported.known} already there"
    )


def _read(
    engine: Engine,
    settings: Settings,
    keys: Keys,
    file: Path,
    slug: str,
    form: Format,
    given: Fields,
) -> Reading:
    with reading(engine) as session:
        work = work_of(session, settings, keys)
        consultation = imports.find(work, slug)
        if consultation is None:
            stop(f"there is no consultation {slug}: madang consultation list (없는 의견수렴입니다)")
        if consultation.erasing_at is not None:
            stop(f"the words of {slug} are erased, their time is over (보관 기간이 끝났습니다)")
        zone = imports.zone(work, consultation)
    usual = POLIS if form is Format.POLIS else PLAIN
    fields = Fields(
        given.text or usual.text,
        given.id or usual.id,
        given.author or usual.author,
        given.contact or usual.contact,
        given.date or usual.date,
        usual.moderated,
    )
    named = [given.author, given.contact, given.date]
    required = [fields.text, fields.id, *(name for name in named if name)]
    try:
        return read(file, form.value, fields, required, zone)
    except UnusableFileError as error:
        stop(str(error))


class Into:
    """Takes rows into one consultation, chunk by chunk."""

    def __init__(self, engine: Engine, settings: Settings, keys: Keys, slug: str) -> None:
        self._engine, self._settings, self._keys, self._slug = engine, settings, keys, slug

    def take_all(self, rows: Sequence[Row]) -> Imported:
        """What is there when this is killed stays there; the next time adds the rest."""
        from rich.console import Console
        from rich.progress import Progress

        imported = Imported()
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("importing (가져오는 중)", total=len(rows))
            for start in range(0, len(rows), CHUNK):
                chunk = rows[start : start + CHUNK]
                imported += self._trying_again(chunk)
                progress.advance(task, len(chunk))
        return imported

    def _trying_again(self, rows: Sequence[Row]) -> Imported:
        """A bot at work may hold the database, or take in the same person just now."""
        for attempt in range(1, TRIES):
            try:
                return self._take(rows)
            except DBAPIError:
                time.sleep(0.2 * attempt)
        return self._take(rows)

    def _take(self, rows: Sequence[Row]) -> Imported:
        with transaction(self._engine) as session:
            work = work_of(session, self._settings, self._keys)
            consultation = imports.find(work, self._slug)
            if consultation is None:
                stop(f"the consultation {self._slug} is gone")
            return imports.take(work, consultation, rows, actor=ACTOR)
