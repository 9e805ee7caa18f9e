"""`madang backup` and `restore`: a whole copy beside a bot at work, and the way back."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from bot.cli.terminal import (
    FAILED,
    PEPPER,
    alone,
    known_keys,
    opened,
    read_settings,
    remember_pepper,
    secrets,
    sqlite_file,
    stop,
    work_of,
)
from bot.clock import clock_of
from bot.settings import Settings
from deliberation import accesses
from deliberation.privacy import restoring
from deliberation.privacy.restoring import SetRight
from storage import agencies, erasures, migrating, postgres_copies, sqlite_copies, traffic
from storage.copies import BEGUN, CopyError, Seen
from storage.database import reading, transaction
from storage.erasures import Erasure, UnreadableError
from storage.keys import Keys
from storage.postgres_copies import Tools

Target = Annotated[Path, typer.Argument(help="Where the copy goes (복사본).")]
Source = Annotated[Path, typer.Argument(help="What `madang backup` made (복사본).")]
Force = Annotated[bool, typer.Option("--force", help="Also where something is there (덮어쓰기).")]
Journals = Annotated[
    list[Path] | None, typer.Option("--erasures", help="Journals of other machines, too.")
]
Without = Annotated[
    bool, typer.Option("--without-erasures", help="The journal is lost: go on without (없이).")
]


def backup(file: Target, force: Force = False) -> None:
    """Copy the whole database beside a running bot (백업)."""
    settings = read_settings()
    if file.exists() and not force:
        stop(f"{file} is there already: another name, or --force (이미 있습니다)")
    place = sqlite_file(settings.database_url)
    if place is not None and not place.exists():
        stop(f"there is no database {place} (데이터베이스가 없습니다)")
    with opened(settings) as engine, _in_one_line():
        if migrating.current(engine) is None or postgres_copies.is_unfinished(engine):
            stop("there is no whole database to copy: run `madang migrate` (표가 없습니다)")
        _remember(engine, settings)
        if place is None:
            postgres_copies.save(engine, file, Tools(settings.pg_bin))
        else:
            sqlite_copies.save(place, file, _progress)
    size = file.stat().st_size / 1e6
    typer.echo(f"{file}: {size:.1f} MB, whole (다 되었습니다)")


def _remember(engine: Engine, settings: Settings) -> None:
    """When the copy was begun; and, sealed with the pepper of this database, that it was made."""
    now = clock_of(settings.clock).now()
    with transaction(engine) as session:
        traffic.remember(session, BEGUN, {"at": now.isoformat()}, now)
        known = traffic.remembered(session, PEPPER)
        keys = known_keys(settings)
        if keys is not None and known == {"fingerprint": keys.fingerprint}:
            accesses.of_all(work_of(session, settings, keys), "database.copied")
            return
    typer.echo("madang: no row of the log says that this copy was made: no pepper", err=True)


def _progress(done: int, pages: int) -> None:
    if os.isatty(2):
        typer.echo(f"\r{100 * done // max(pages, 1)} %", err=True, nl=done == pages)


@contextmanager
def _in_one_line() -> Iterator[None]:
    try:
        yield
    except CopyError as error:
        stop(str(error), FAILED)


def restore(
    file: Source,
    force: Force = False,
    journals: Journals = None,
    without_erasures: Without = False,
) -> None:
    """Put a copy in the place of the database; what was erased since stays erased (되살리기)."""
    settings = read_settings()
    keys = secrets(settings)
    now = clock_of(settings.clock).now()
    known = [] if without_erasures else _erasures(settings, keys, journals or [])
    with _in_one_line(), alone(settings):
        seen = _look(file, settings)
        _check(seen, keys)
        if not without_erasures:
            _check_age(seen, settings, now)
        if not force and _holds_something(settings):
            stop(
                "the database is not empty: --force keeps it aside and goes on (비어 있지 않습니다)"
            )
        kept = f"{now:%Y%m%d_%H%M%S}"
        done, aside = _put(file, settings, keys, known, kept)
    _tell(done, seen, aside)


def _erasures(settings: Settings, keys: Keys, others: Sequence[Path]) -> list[Erasure]:
    """What was erased, by the journals of this machine and of others."""
    try:
        own = [settings.journal] if settings.journal.exists() or not others else []
        return erasures.in_order([erasures.read(path, keys) for path in (*own, *others)])
    except OSError as error:
        stop(
            f"there is no journal of erasures at {error.filename}: put it back, name another by "
            "--erasures, or, if it is lost, --without-erasures (지운 것의 기록이 없습니다)"
        )
    except UnreadableError as error:
        stop(f"the journal of erasures, {error}: none of MADANG_KEYS opens it (열 수 없습니다)")


def _look(file: Path, settings: Settings) -> Seen:
    if sqlite_file(settings.database_url) is None:
        return postgres_copies.look(file, Tools(settings.pg_bin))
    return sqlite_copies.look(file)


def _check(seen: Seen, keys: Keys) -> None:
    if seen.version > migrating.head():
        stop(f"the backup ({seen.version}) is of a newer Madang than this one: update Madang first")
    if seen.fingerprint not in (None, keys.fingerprint):
        stop("the backup was made with another MADANG_PEPPER: put that one back (다른 열쇠입니다)")


def _check_age(seen: Seen, settings: Settings, now: datetime) -> None:
    oldest = now - timedelta(days=settings.backup_days)
    if seen.at is not None and seen.at < oldest:
        stop(
            f"the backup is older than {settings.backup_days} days: what was erased since is not "
            "known for so long; --without-erasures goes on all the same (너무 오래되었습니다)"
        )


def _holds_something(settings: Settings) -> bool:
    """Whether anybody consults here; a database that cannot be read may hold anything."""
    place = sqlite_file(settings.database_url)
    if place is not None and not place.exists():
        return False
    try:
        with opened(settings) as engine:
            if postgres_copies.is_unfinished(engine) or migrating.current(engine) is None:
                return False
            with reading(engine) as session:
                return agencies.is_any(session)
    except (DatabaseError, typer.Exit):
        return True


def _put(
    file: Path, settings: Settings, keys: Keys, known: Sequence[Erasure], kept: str
) -> tuple[SetRight, str]:
    """The copy in its place, of this version and set right; and where the old one is kept."""
    place = sqlite_file(settings.database_url)
    if place is not None:
        aside = place.with_name(f"{place.name}.before_{kept}")
        there = place.exists()
        with sqlite_copies.put(file, place, aside) as url:
            done = _set_right(url, settings, keys, known)
        return done, str(aside) if there else ""
    schema = f"{postgres_copies.KEPT}_{kept}"
    with opened(settings) as engine:
        there = migrating.current(engine) is not None
        with postgres_copies.put(file, engine, schema, Tools(settings.pg_bin)):
            done = _set_right(settings.database_url, settings, keys, known)
    return done, f"the schema {schema}" if there else ""


def _set_right(url: str, settings: Settings, keys: Keys, known: Sequence[Erasure]) -> SetRight:
    migrating.upgrade(url)
    there = settings.model_copy(update={"database_url": url})
    with opened(there) as engine, transaction(engine) as session:
        remember_pepper(session, settings, keys)
        return restoring.set_right(work_of(session, settings, keys), known)


def _tell(done: SetRight, seen: Seen, aside: str) -> None:
    of = f"of {seen.at:%Y-%m-%d %H:%M} UTC " if seen.at else ""
    typer.echo(f"the backup {of}is in its place; what came after it is lost (되살렸습니다)")
    typer.echo(
        f"erased again: {done.people} people, the words of {done.words} opinions (다시 지운 것)"
    )
    if aside:
        typer.echo(f"the database that was there is kept: {aside}; delete it when all is well")
    typer.echo(
        f"{done.held} deliveries may have gone out since and are held back: "
        "see `madang outbox held` (멈춘 것)"
    )
