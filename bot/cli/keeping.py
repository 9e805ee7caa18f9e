"""`madang init`, `migrate`, `run`: setting a bot up and keeping it going."""

import asyncio
import os
import signal
import threading
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import auditing, env_file
from bot.cli.loading import loading
from bot.cli.terminal import (
    FAILED,
    PEPPER,
    check_engine,
    check_keys,
    check_pepper,
    check_tables,
    opened,
    read_settings,
    ready,
    secrets,
    sqlite_file,
    stop,
)
from bot.parts import Part
from bot.settings import Settings
from storage import erasures, migrating, traffic
from storage.database import reading

Directory = Annotated[Path, typer.Option(help="Where .env and the database lie.")]


def init(directory: Directory = Path()) -> None:
    """Make keys, the settings file and the database; what is there already stays (처음 설정)."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with chdir(directory):
            _init()
    except OSError as error:
        stop(f"{error.filename or directory} cannot be written: {error.strerror}", FAILED)
    here = "" if directory.resolve() == Path.cwd() else f"cd {directory} && "
    typer.echo(
        "Next (다음):\n"
        "  1. put the token from @BotFather into .env, as MADANG_TOKEN (토큰을 .env에 넣기)\n"
        f"  2. {here}madang agency add SLUG NAME\n"
        f"  3. {here}madang consultation add SLUG --agency SLUG --title ... --question ... "
        "--closes 2026-12-31T18:00\n"
        f"  4. {here}madang grant official TELEGRAM_ID --agency SLUG\n"
        f"  5. {here}madang run"
    )


def _init() -> None:
    settings = read_settings()
    missing = _missing_secrets(settings)
    if missing:
        _refuse_where_in_use(settings)
    env_file.put(missing)
    settings = read_settings()
    keys = secrets(settings)
    _upgrade(settings)
    with opened(settings) as engine:
        check_pepper(engine, settings, keys)
    made = f"made {' and '.join(missing)}" if missing else "kept the keys that were there"
    typer.echo(f"{made} in .env; the database is ready (준비되었습니다)")


def _missing_secrets(settings: Settings) -> dict[str, str]:
    """Fresh secrets for those that are not set anywhere."""
    fresh = {}
    if not settings.keys:
        fresh["MADANG_KEYS"] = env_file.fresh(64)
    if not settings.pepper.get_secret_value():
        fresh["MADANG_PEPPER"] = env_file.fresh(32)
    return fresh


def _refuse_where_in_use(settings: Settings) -> None:
    """A database in use opens with its own keys only: new ones beside it would lock people out."""
    file = sqlite_file(settings.database_url)
    if file is not None and not file.exists():
        return
    with opened(settings) as engine:
        if migrating.current(engine) is None:
            return
        with reading(engine) as session:
            known = traffic.remembered(session, PEPPER)
    if known is not None:
        stop(
            "this database is in use with keys that are not in .env; put them back, "
            "new ones could not open it (쓰던 열쇠를 .env에 되돌려 주세요)"
        )


def migrate() -> None:
    """Bring the database to the tables of this version (데이터베이스 갱신)."""
    before, after = _upgrade(read_settings())
    typer.echo(f"tables: {before or 'none'} -> {after}" if before != after else f"tables: {after}")


def _upgrade(settings: Settings) -> tuple[str | None, str]:
    """Where the database stood, and where it stands now."""
    with opened(settings) as engine:
        before = migrating.current(engine)
        if before is None or before <= migrating.head():
            _migrate(settings.database_url)
        check_tables(engine)
    return before, migrating.head()


def _migrate(url: str) -> None:
    try:
        migrating.upgrade(url, told=_tell_pause)
    except migrating.AlreadyMigratingError:
        stop(
            "another `madang migrate` is at work here; wait for it (이미 갱신하고 있습니다)", FAILED
        )
    except migrating.TablesHeldError:
        stop(
            "somebody holds the tables for long (a backup, a long query): nothing is broken, "
            "run `madang migrate` again later (나중에 다시 해 주세요)",
            FAILED,
        )


def _tell_pause(seconds: int) -> None:
    typer.echo(f"madang: somebody holds the tables; trying again in {seconds} s", err=True)


def run(
    only: Annotated[
        list[Part] | None,
        typer.Option("--only", help="One part of the work; again for more (PostgreSQL). (일부만)"),
    ] = None,
    leashed: Annotated[
        bool, typer.Option("--leashed", hidden=True, help="End when standard input closes.")
    ] = False,
) -> None:
    """Run the bot until Ctrl-C or SIGTERM (봇 실행).

    On PostgreSQL any number of processes, on any number of machines, share the work.
    """
    if leashed:
        threading.Thread(target=_end_with_whoever_started_us, daemon=True).start()
    settings = read_settings()
    if not settings.token.get_secret_value().strip():
        stop(
            "MADANG_TOKEN is missing: ask @BotFather in Telegram for one (/newbot) and put it into "
            ".env (토큰이 없습니다: 텔레그램 @BotFather에서 /newbot)"
        )
    if only and sqlite_file(settings.database_url) is not None:
        stop(
            "--only is for PostgreSQL: on SQLite one process does everything, so leave it out "
            "(SQLite에서는 나누어 실행할 수 없습니다)"
        )
    check_engine(settings)
    keys = secrets(settings)
    with ready(settings, keys) as engine:
        check_keys(engine, keys)
        _begin_journal(settings)
        wrong = auditing.look(engine, keys)
    from bot import logs

    logs.set_up(settings.log_format)
    if wrong is not None:
        logs.get(__name__).error("seal_found_wrong", row=wrong.row_id, looks=wrong.looks.value)
    _run(settings, only or list(Part))


def _begin_journal(settings: Settings) -> None:
    """Nobody can be forgotten where that cannot be noted: better said before the start."""
    try:
        erasures.begin(settings.journal)
    except OSError as error:
        stop(
            f"the journal of erasures, {settings.journal}, cannot be written: {error.strerror} "
            "(MADANG_ERASURES를 확인해 주세요)",
            FAILED,
        )


def _end_with_whoever_started_us() -> None:
    """Standard input is a line to them: the kernel closes it however they end."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _run(settings: Settings, parts: Sequence[Part]) -> None:
    with loading():
        from telegram.error import InvalidToken, TelegramError

        from bot.application import AlreadyRunningError
        from bot.receiving.intake import TokenRefusedError
        from bot.watching.addresses import AddressTakenError

    try:
        asyncio.run(_work(settings, parts))
    except (InvalidToken, TokenRefusedError):  # its own message holds the token
        stop(
            "Telegram refuses MADANG_TOKEN: copy it again from @BotFather "
            "(텔레그램이 토큰을 거절했습니다)"
        )
    except AlreadyRunningError as error:
        stop(f"another `madang run` works on this database ({error}) (이미 실행 중입니다)")
    except AddressTakenError as error:
        stop(f"nobody can listen at {error}: see MADANG_..._LISTEN (주소를 쓸 수 없습니다)", FAILED)
    except TelegramError as error:
        stop(f"Telegram at {settings.api_url} cannot be reached: {type(error).__name__}", FAILED)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


async def _work(settings: Settings, parts: Sequence[Part]) -> None:
    from bot.application import build

    async with build(settings) as application:
        await application.run(parts)
