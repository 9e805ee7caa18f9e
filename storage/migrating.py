"""Bringing a database to the tables of this version."""

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import OperationalError

import migrations
from storage import locks
from storage.database import is_busy, open_engine

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(migrations.__file__).parent
PAUSES = (1, 2, 4, 8, 15, 30, 60)  # seconds between tries for tables that somebody holds
HELD_SECONDS = 3  # that a table is waited for: whoever comes after us waits behind us


class AlreadyMigratingError(Exception):
    """Another process brings this database to a newer version."""


class TablesHeldError(Exception):
    """Somebody held the tables for longer than we wait; what was done before stays done."""


def head() -> str:
    """The newest migration, read from its file's name: starting the bot needs no alembic."""
    return max(path.name.split("_")[0] for path in FOLDER.glob("versions/[0-9]*.py"))


def current(engine: Engine) -> str | None:
    """Where the database stands; None where it is empty."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(version) if version else None


def upgrade(
    url: str, revision: str = "head", told: Callable[[int], None] = lambda pause: None
) -> None:
    """Run the missing migrations on the database at `url`, beside people at work.

    Tables that somebody holds are asked for again and again; `told` of each pause, in seconds.
    Raises AlreadyMigratingError, TablesHeldError.
    """
    from alembic import command  # takes a third of a second to load

    with _alone(url):
        for pause in PAUSES:
            try:
                return command.upgrade(configuration(url), revision)
            except OperationalError as error:
                if not is_busy(error):
                    raise
            told(pause)
            threading.Event().wait(pause)
        raise TablesHeldError


@contextmanager
def _alone(url: str) -> Iterator[None]:
    engine = open_engine(url)
    try:
        alone = _on_file if engine.dialect.name == "sqlite" else _on_server
        with alone(engine):
            yield
    finally:
        engine.dispose()


@contextmanager
def _on_file(engine: Engine) -> Iterator[None]:
    file = locks.take_file(Path(f"{engine.url.database}.migrating"))
    if file is None:
        raise AlreadyMigratingError
    with file:
        yield


@contextmanager
def _on_server(engine: Engine) -> Iterator[None]:
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        if not locks.take(connection, "migrating"):
            raise AlreadyMigratingError
        yield


def downgrade(url: str, revision: str) -> None:
    from alembic import command

    command.downgrade(configuration(url), revision)


def check(url: str) -> None:
    """Raise alembic's error where the tables in code differ from those of the migrations."""
    from alembic import command

    command.check(configuration(url))


def configuration(url: str) -> "Config":
    from alembic.config import Config

    made = Config(stdout=io.StringIO())  # its remarks are for those who write migrations
    made.set_main_option("script_location", str(FOLDER))
    made.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return made
