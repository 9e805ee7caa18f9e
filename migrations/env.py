"""How alembic finds the database and writes our own types down."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Engine, String, event
from sqlmodel.sql.sqltypes import AutoString

from bot.settings import Settings
from storage import migrating
from storage.database import open_engine
from storage.finding import KEPT_BESIDE
from storage.models.base import Table
from storage.types import Json, UtcDateTime


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write types so that the migration imports what it needs and nothing of SQLModel."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime) or item is Json:
        autogen_context.imports.add("from storage.types import Json, UtcDateTime")
        return "Json" if item is Json else "UtcDateTime()"
    if isinstance(item, (AutoString, String)) and item.length is None:
        return "sa.String()"
    return False


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    """What finds words is made by hand, and nothing of it is a table of the code."""
    return not (name or "").startswith(KEPT_BESIDE)


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        include_name=include_name,
        # One that is interrupted leaves the ones before it done, and may build indexes beside
        # people at work.
        transaction_per_migration=True,
        transactional_ddl=True,  # SQLite's, too, since we say BEGIN ourselves
    )
    with context.begin_transaction():
        context.run_migrations()


def wait_shortly(engine: Engine) -> None:
    """On PostgreSQL: give up a table that somebody holds, to try again later. What is built beside
    people at work (CONCURRENTLY) holds up nobody, and waits for as long as it takes."""

    @event.listens_for(engine, "before_cursor_execute")
    def set_timeout(_: Any, cursor: Any, statement: str, *__: Any) -> None:
        seconds = 0 if "CONCURRENTLY" in statement else migrating.HELD_SECONDS
        cursor.execute(f"SET lock_timeout = {int(seconds * 1000)}")


def main() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    engine = open_engine(
        context.config.get_main_option("sqlalchemy.url") or Settings().database_url
    )
    if engine.dialect.name == "postgresql":
        wait_shortly(engine)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                # A batch rebuilds a table; references to it must not be enforced meanwhile.
                connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
            migrate(connection)
            connection.commit()
    finally:
        engine.dispose()


main()
