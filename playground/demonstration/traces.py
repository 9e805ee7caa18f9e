"""What is left of somebody who was erased, in all the files of an installation."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from playground.demonstration.homes import LOCK

DATABASE = "madang.db"


def traces(home: Path, said: Iterable[str], database_url: str = "") -> list[str]:
    """Where any of this still stands: files by their bytes, the database by its tables too.

    PostgreSQL's own files are not looked into: what is erased stays there until it tidies up.
    """
    sought = list(said)
    if database_url.startswith("postgresql:"):
        return [*_in_files(home, sought), *_on_server(database_url, sought)]
    return [*_in_files(home, sought), *_in_tables(home / DATABASE, sought)]


def _in_files(home: Path, sought: list[str]) -> Iterator[str]:
    for path in sorted(home.iterdir()):
        content = path.read_bytes() if path.is_file() and path.name != LOCK else b""
        if any(form in content for words in sought for form in _forms(words)):
            yield path.name


def _forms(words: str) -> tuple[bytes, bytes]:
    """As text, and as JSON writes it."""
    return words.encode(), json.dumps(words)[1:-1].encode()


def _in_tables(file: Path, sought: list[str]) -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - its own names
                if any(words in str(value) for value in row for words in sought):
                    yield f"a row of {table}"


def _on_server(url: str, sought: list[str]) -> Iterator[str]:
    import psycopg
    from psycopg import sql

    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    rows = sql.SQL("SELECT one::text FROM {} one")
    with psycopg.connect(url) as database:
        for (table,) in database.execute(tables).fetchall():
            for (row,) in database.execute(rows.format(sql.Identifier(table))):
                if any(words in row for words in sought):
                    yield f"a row of {table}"
