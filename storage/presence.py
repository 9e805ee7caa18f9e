"""Who works on a database: one bot on an SQLite file, any number of processes on PostgreSQL.

There each process holds advisory locks on a connection of its own. The database lets go of them
when the process is gone, however it went, so the others see at once what was left lying.
"""

import secrets
import threading
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage import locks

TRIES, BETWEEN = 30, 0.1
"""A process that was killed a moment ago may still be held for one: it is waited for."""
ANY_BOT = "a bot is at work"
_LET_ALL_GO = text("SELECT pg_advisory_unlock_all()")


class AlreadyRunningError(Exception):
    """Somebody else works on this database, who must be alone there."""


class Presence(Protocol):
    """A process at work on a database. `name` is new with every start."""

    name: str

    def stay(self) -> None:
        """Make sure of being seen. Raises DBAPIError while the database is away."""

    def may(self, what: str) -> bool:
        """Whether this process is the one, among all, that does `what`; if nobody is, it is from
        now on. Raises DBAPIError while the database is away."""

    def leave(self) -> None:
        """Not at work any more."""


def presence(engine: Engine, *, alone: bool = False) -> Presence:
    """Be there. `alone`: with nobody else, as a restore must be; on SQLite that is always so.

    Raises AlreadyRunningError.
    """
    if engine.dialect.name == "sqlite":
        return _OnFile(Path(f"{engine.url.database}.lock"))
    return _OnServer(engine, alone=alone)


def is_present(session: Session, name: str | None) -> bool:
    """Whether the process of this name is at work on this PostgreSQL database."""
    return name is not None and not sole_for_now(session, name)


def sole_for_now(session: Session, what: str) -> bool:
    """Whether nobody else does `what` until this transaction ends. On SQLite nobody can."""
    if session.get_bind().dialect.name == "sqlite":
        return True
    return locks.take(session.connection(), what, locks.TRY_FOR_NOW)


class _OnFile:
    """A lock on a file beside the database: the kernel lets go of it."""

    def __init__(self, path: Path) -> None:
        self.name = secrets.token_hex(8)
        file = locks.take_file(path)
        if file is None:
            raise AlreadyRunningError(str(path))
        self._file = file

    def stay(self) -> None:
        pass

    def may(self, what: str) -> bool:
        return True

    def leave(self) -> None:
        self._file.close()


class _OnServer:
    """Advisory locks on a connection that is kept open."""

    def __init__(self, engine: Engine, *, alone: bool) -> None:
        self.name = secrets.token_hex(8)
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._alone = alone
        self._connection: Connection | None = None
        self._mine: set[str] = set()
        self._lock = threading.Lock()
        self._come()

    def stay(self) -> None:
        with self._lock:
            self._stay()

    def may(self, what: str) -> bool:
        with self._lock:
            connection = self._stay()
            if what not in self._mine and locks.take(connection, what):
                self._mine.add(what)
            return what in self._mine

    def leave(self) -> None:
        """At once: the database would notice the closed connection a moment later."""
        with self._lock:
            if self._connection is not None:
                with suppress(DBAPIError):
                    self._connection.execute(_LET_ALL_GO)
            self._drop()

    def _stay(self) -> Connection:
        """The connection; a new one where the database was away."""
        if self._connection is not None:
            try:
                self._connection.execute(text("SELECT 1"))
            except DBAPIError:
                self._drop()
            else:
                return self._connection
        return self._come()

    def _come(self) -> Connection:
        connection = self._engine.connect()
        try:
            self._come_in(connection)
        except BaseException:
            connection.invalidate()
            connection.close()
            raise
        self._connection = connection
        return connection

    def _come_in(self, connection: Connection) -> None:
        wanted = locks.TRY if self._alone else locks.TRY_SHARED
        for _ in range(TRIES):
            if locks.take(connection, ANY_BOT, wanted):
                locks.take(connection, self.name)
                return
            threading.Event().wait(BETWEEN)
        raise AlreadyRunningError("PostgreSQL")

    def _drop(self) -> None:
        """Locks go with the connection, which must not go back to the pool with them."""
        self._mine.clear()
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(DBAPIError):
                connection.invalidate()
            connection.close()
