"""Bringing a database to the tables of this version."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

import migrations

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(migrations.__file__).parent


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


def upgrade(url: str, revision: str = "head") -> None:
    """Run the missing migrations on the database at `url`."""
    from alembic import command  # takes a third of a second to load

    command.upgrade(configuration(url), revision)


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
