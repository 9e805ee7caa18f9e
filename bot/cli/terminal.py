"""What every command shares: words to the terminal, the settings, and a database made sure of."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfoNotFoundError

import typer
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from bot import covers
from bot.clock import clock_of
from bot.settings import Settings
from deliberation.work import Rules, Work
from storage import migrating, postgres_copies, resealing, traffic
from storage.database import Session, is_busy, open_engine, reading, transaction
from storage.keys import Keys
from storage.presence import AlreadyRunningError, presence

WRONG = 2  # used wrongly, or something is missing
FAILED = 1
PEPPER = "pepper"  # under this name the database remembers the pepper's fingerprint


def stop(message: str, code: int = WRONG) -> NoReturn:
    """One line on stderr, and the end."""
    typer.echo(f"madang: {message}", err=True)
    raise typer.Exit(code)


def read_settings() -> Settings:
    """The settings; a broken one is named, and its value (it may be a secret) is not shown."""
    try:
        settings = Settings()
    except ZoneInfoNotFoundError:
        stop("MADANG_TIMEZONE is no time zone; one is Asia/Seoul (시간대를 확인해 주세요)")
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(["MADANG", *(str(part).upper() for part in first["loc"][:1])])
        stop(f"{name} is not usable: {first['msg']} (설정을 확인해 주세요)")
    except (OSError, UnicodeDecodeError):
        stop(".env cannot be read: it must be yours, and UTF-8 (.env를 읽을 수 없습니다)")
    try:
        clock_of(settings.clock)
    except ValueError:
        stop("MADANG_CLOCK is not usable: real:virtual:speed or file:PATH, for demonstrations")
    return settings


def secrets(settings: Settings) -> Keys:
    if not settings.keys or not settings.pepper.get_secret_value():
        stop("MADANG_KEYS or MADANG_PEPPER is missing: run `madang init` (열쇠가 없습니다)")
    try:
        return settings.secrets()
    except ValueError:
        stop("MADANG_KEYS or MADANG_PEPPER is broken: keys are 64 bytes each and the pepper 32")


def known_keys(settings: Settings) -> Keys | None:
    """The keys, where there are any that can be used."""
    try:
        return settings.secrets() if settings.keys else None
    except ValueError:
        return None


def check_engine(settings: Settings) -> None:
    """What cannot be used is told when the bot starts, and not with its first large analysis."""
    try:
        settings.place()
    except ValueError as error:
        stop(f"MADANG_ENGINE {error} (분석 엔진 설정을 확인해 주세요)")


@contextmanager
def opened(settings: Settings) -> Iterator[Engine]:
    """The database's engine. What cannot be reached or opened is said in one line."""
    try:
        engine = open_engine(settings.database_url)
    except (ArgumentError, ImportError):
        stop("MADANG_DATABASE_URL is not usable: sqlite:///file or postgresql://user@host/name")
    try:
        yield engine
    except DatabaseError as error:
        if type(error) not in (OperationalError, DatabaseError):
            raise
        if is_busy(error) and "locked" in str(error.orig):
            stop("the database is busy; try again in a moment (잠시 뒤 다시 해 주세요)", FAILED)
        reason = str(error.orig).strip().splitlines()[0]
        stop(f"the database cannot be used: {reason}", FAILED)
    finally:
        engine.dispose()


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite address; None for a database in memory or on a server."""
    name = url.removeprefix("sqlite:///")
    return Path(name) if name and name != url and name != ":memory:" else None


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Nobody else at work here, on any machine, as long as this lasts."""
    with opened(settings) as engine:
        try:
            there = presence(engine, alone=True)
        except AlreadyRunningError:
            stop("a bot works on this database: stop every `madang run` first (먼저 꺼 주세요)")
        try:
            yield
        finally:
            there.leave()


@contextmanager
def ready(settings: Settings, keys: Keys) -> Iterator[Engine]:
    """The engine of a database with the tables of this version, made with this pepper."""
    file = sqlite_file(settings.database_url)
    if file is not None and not file.exists():
        stop(f"there is no database {file}: run `madang migrate` (데이터베이스가 없습니다)")
    with opened(settings) as engine:
        check_tables(engine)
        check_pepper(engine, settings, keys)
        yield engine


def check_tables(engine: Engine) -> None:
    if postgres_copies.is_unfinished(engine):
        stop(
            "a restore was cut off half way: run `madang restore` again (되살리기를 다시 해 주세요)"
        )
    current, head = migrating.current(engine), migrating.head()
    if current is not None and current > head:
        stop(f"the database ({current}) is of a newer Madang than this one ({head}): update Madang")
    if current != head:
        stop(f"the tables are {current or 'missing'}, not {head}: run `madang migrate`")


def check_pepper(engine: Engine, settings: Settings, keys: Keys) -> None:
    """The first pepper that meets a database stays its own."""
    with reading(engine) as session:
        known = traffic.remembered(session, PEPPER)
    if known is None:
        with transaction(engine) as session:
            remember_pepper(session, settings, keys)
    elif known.get("fingerprint") != keys.fingerprint:
        stop(
            "MADANG_PEPPER is not the one this database was made with; put that one back "
            "(이 데이터베이스의 MADANG_PEPPER가 아닙니다)"
        )


def check_keys(engine: Engine, keys: Keys) -> None:
    """A bot that can reach nobody had better say so than start."""
    if not resealing.opens(engine, keys):
        stop(
            "MADANG_KEYS does not open this database: nobody in it can be written to. Put the keys "
            "back that it was made with, older ones behind newer ones. Until then `madang backup`, "
            "`madang export` and `madang consultation list` work, for they open nothing "
            "(이 데이터베이스의 MADANG_KEYS가 아닙니다)"
        )


def remember_pepper(session: Session, settings: Settings, keys: Keys) -> None:
    value = {"fingerprint": keys.fingerprint}
    traffic.remember(session, PEPPER, value, clock_of(settings.clock).now())


@contextmanager
def at_work() -> Iterator[Work]:
    """One short transaction on the database of the settings."""
    settings = read_settings()
    keys = secrets(settings)
    with ready(settings, keys) as engine, transaction(engine) as session:
        yield work_of(session, settings, keys)


def work_of(session: Session, settings: Settings, keys: Keys) -> Work:
    rules = Rules(
        language=settings.language, timezone=settings.timezone, covers=covers.everywhere()
    )
    return Work(session, clock_of(settings.clock).now(), keys, rules)
