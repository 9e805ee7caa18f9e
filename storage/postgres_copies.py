"""Copies of a PostgreSQL database, by its own pg_dump and pg_restore.

The password goes through the environment: command lines can be read by everybody on the machine.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.util import immutabledict

from storage.copies import CopyError, Seen, head_of, written_aside
from storage.models.base import Table

SIGN = b"PGDMP"
UNFINISHED = "restore_unfinished"
KEPT = "madang_before"


@dataclass(frozen=True)
class Tools:
    """Where pg_dump and pg_restore are: a folder, or None for wherever the system finds them."""

    folder: Path | None = None

    def path(self, name: str) -> str:
        """Raises CopyError."""
        where = str(self.folder) if self.folder else None
        found = shutil.which(name, path=where)
        if found is None:
            place = f"in {where}" if where else "on this machine"
            raise CopyError(f"{name} is not {place}: MADANG_PG_BIN names the folder it is in")
        return found

    def of_server(self, name: str, engine: Engine) -> str:
        """The tool's path, if it is as new as the server. Raises CopyError."""
        path = self.path(name)
        said = _run([path, "--version"], {})
        found = re.search(r"\(PostgreSQL\) (\d+)", said)
        with engine.connect() as connection:
            server = connection.execute(text("SHOW server_version_num")).scalar_one()
        if found is None or int(found[1]) < int(server) // 10_000:
            mine = found[1] if found else "unknown"
            raise CopyError(
                f"{name} is of PostgreSQL {mine} and the server of {int(server) // 10_000}: "
                "MADANG_PG_BIN names the folder of one that is as new"
            )
        return path


def save(engine: Engine, target: Path, tools: Tools) -> None:
    """A whole copy of the database as it stands now. Raises CopyError."""
    path = tools.of_server("pg_dump", engine)
    address, secret = _address(engine)
    with written_aside(target) as aside:
        wanted = ["--format=custom", "--no-owner", "--no-privileges"]
        _run(
            [path, *wanted, f"--exclude-schema={KEPT}*", f"--file={aside}", f"--dbname={address}"],
            secret,
        )


def look(file: Path, tools: Tools) -> Seen:
    """What a copy says of itself. Raises CopyError."""
    if head_of(file, len(SIGN)) != SIGN:
        raise CopyError(f"{file} is no backup of a PostgreSQL database")
    rows = _rows(file, tools, "alembic_version")
    if not rows:
        raise CopyError(f"{file} is damaged, or no backup of Madang")
    known = {row[0]: json.loads(row[1]) for row in _rows(file, tools, "bot_state")}
    return Seen.of(rows[0][0], known)


def _rows(file: Path, tools: Tools, table: str) -> list[list[str]]:
    """What the copy holds of a small table, as text."""
    wanted = ["--data-only", f"--table={table}", "--file=-", str(file)]
    said = _run([tools.path("pg_restore"), *wanted], {})
    found = re.search(r"^COPY .* FROM stdin;\n(.*?)^\\\.$", said, re.DOTALL | re.MULTILINE)
    lines = found[1].splitlines() if found else []
    return [line.replace("\\\\", "\\").split("\t") for line in lines]


@contextmanager
def put(file: Path, engine: Engine, kept: str, tools: Tools) -> Iterator[None]:
    """Put the copy in the place of the tables, and those aside in a schema named `kept`. Until
    this ends well, a table says that it has not; if it ends badly, the old ones are back.

    Raises CopyError.
    """
    path = tools.of_server("pg_restore", engine)
    address, secret = _address(engine)
    with engine.begin() as connection:
        _put_aside(connection, kept)
    try:
        wanted = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        _run([path, *wanted, f"--dbname={address}", str(file)], secret)
        yield
    except BaseException:
        with engine.begin() as connection:
            _put_back(connection, kept)
        raise
    with engine.begin() as connection:
        connection.execute(text(f"DROP TABLE {UNFINISHED}"))


def is_unfinished(engine: Engine) -> bool:
    """Whether a restore was killed half way: what is there is not to be used."""
    return engine.dialect.name == "postgresql" and inspect(engine).has_table(UNFINISHED)


def _put_aside(connection: Connection, kept: str) -> None:
    connection.execute(text("SET LOCAL lock_timeout = '10s'"))
    if inspect(connection).has_table(UNFINISHED):
        _drop_ours(connection)
    else:
        connection.execute(text(f"CREATE TABLE {UNFINISHED} (kept text)"))
        _move(connection, "public", kept)


def _put_back(connection: Connection, kept: str) -> None:
    _drop_ours(connection)
    _move(connection, kept, "public")
    connection.execute(text(f"DROP TABLE {UNFINISHED}"))


def _drop_ours(connection: Connection) -> None:
    for table in _ours(connection, "public"):
        connection.execute(text(f"DROP TABLE public.{table} CASCADE"))


def _move(connection: Connection, before: str, after: str) -> None:
    tables = _ours(connection, before)
    if tables and after != "public":
        connection.execute(text(f"CREATE SCHEMA {after}"))
    for table in tables:
        connection.execute(text(f"ALTER TABLE {before}.{table} SET SCHEMA {after}"))
    if after == "public":
        connection.execute(text(f"DROP SCHEMA IF EXISTS {before}"))


def _ours(connection: Connection, schema: str) -> list[str]:
    names = {*Table.metadata.tables, "alembic_version"}
    return [name for name in inspect(connection).get_table_names(schema) if name in names]


def _address(engine: Engine) -> tuple[str, dict[str, str]]:
    """How the tools reach the database, and what they are told aside."""
    url = make_url(engine.url).set(drivername="postgresql")
    query = dict(url.query)
    password = url.password or query.pop("password", None)
    plain = url._replace(password=None, query=immutabledict(query)).render_as_string(
        hide_password=False
    )
    return plain, {"PGPASSWORD": str(password)} if password else {}


def _run(words: list[str], secret: dict[str, str]) -> str:
    """What the tool printed. Its complaint is shown without what it quotes: that may be words."""
    done = subprocess.run(  # noqa: S603 (words of ours, and no shell)
        words, env={**os.environ, **secret, "LC_ALL": "C"}, capture_output=True, check=False
    )
    if done.returncode == 0:
        return done.stdout.decode(errors="replace")
    said = done.stderr.decode(errors="replace")
    first = next((line for line in said.splitlines() if "error:" in line), "it gave no reason")
    told = re.sub(r'"[^"]*"', "…", first.split("error:", 1)[-1]).strip()
    raise CopyError(f"{Path(words[0]).name} failed: {told}")
