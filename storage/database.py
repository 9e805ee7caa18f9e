"""The database: one engine, sessions, and the one way to write from the bot.

SQLite has one writer at a time. Many writers gain nothing there and cost a second of tail, so
work is queued to a single thread that commits it in groups. Where a piece of a group fails, the
group is rolled back and each piece done again by itself, so a failing piece rolls back alone; and
nobody is told "done" before it is on disk. (A savepoint for each piece does the same and was
measured: it costs a quarter of the throughput for something that hardly ever happens.)
PostgreSQL takes a few threads, each with its own transaction, and other processes beside this one.
"""

import asyncio
import itertools
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager, suppress
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

T = TypeVar("T")
Piece = Callable[[Session], Any]
Job = tuple[Piece, Future[Any]]

GROUP = 24  # pieces of work in one commit, at most: longer groups make everybody wait
POSTGRES_THREADS = 4
STATEMENTS = 1024  # that stay prepared: Madang knows some four hundred, sqlite3 keeps 128
BUSY_SECONDS = 5.0
TRIES = 20  # of a group against a busy database, before the outage is told
SERIALIZATION_STATES = {"40001", "40P01", "55P03"}
PRAGMAS: tuple[str, ...] = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
)
_ERASED = "erased"
TROUBLE_STATES = ("08", "25006", "53", "57P", "58")
"""Of PostgreSQL: not connected, read only, out of room or connections, going down, disk errors."""
TROUBLE_WORDS = ("is full", "readonly", "unable to open", "disk I/O error", "locked")
"""Of SQLite, which has no codes for them that reach us."""
COLLISIONS = {"23505", "23503"}
"""Two put in the same row at once, or one names a row that the other deletes: whoever comes second
finds that on looking again."""


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///file` or `postgresql://…`, set to lose nothing it has committed."""
    if url.startswith("sqlite"):
        return _open_sqlite(url)
    plain = url.replace("postgresql://", "postgresql+psycopg://", 1)
    return create_engine(
        plain, pool_size=POSTGRES_THREADS + 4, pool_pre_ping=True, hide_parameters=True
    )


def _open_sqlite(url: str) -> Engine:
    # Parameters are people's words: an error that is logged must not show them.
    ways = {
        "timeout": BUSY_SECONDS,
        "check_same_thread": False,
        "cached_statements": STATEMENTS,
    }
    engine = create_engine(url, hide_parameters=True, connect_args=ways)

    @event.listens_for(engine, "do_connect")
    def close_to_others(*_: object) -> None:
        _make_closed(engine.url.database)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A transaction that reads first and writes later could fail half way: take the lock now.
        mode = connection.get_execution_options().get("sqlite_begin", "BEGIN IMMEDIATE")
        connection.exec_driver_sql(mode)

    return engine


def _make_closed(name: str | None) -> None:
    """A new file is its owner's alone: it holds people's words. Its journals follow it."""
    if name and not name.startswith((":memory:", "file:")):
        with suppress(OSError):  # also one that is there; what is wrong SQLite says better
            os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session that commits at the end, or rolls back and passes the error on.

    It does not flush before every query: who reads what was just added flushes first.
    """
    made = Session(engine, expire_on_commit=False, autoflush=False)
    with made as session, session.begin():
        yield session
    if _ERASED in made.info:
        _empty_journal(engine)


def leave_no_trace(session: Session) -> None:
    """Words are erased in this transaction: after its commit they stand in no file either."""
    session.info[_ERASED] = True


def _empty_journal(engine: Engine) -> None:
    """SQLite's journal keeps what a page held before, until it happens to be written over. Where
    a reader holds on to it for long, it stays until the next time: the work itself is done."""
    if engine.dialect.name == "sqlite":
        with suppress(sqlite3.OperationalError), closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session for reading only: on SQLite it waits for no writer."""
    quiet = engine.execution_options(sqlite_begin="BEGIN DEFERRED")
    with Session(quiet, expire_on_commit=False) as session:
        yield session


def is_busy(error: BaseException) -> bool:
    """Whether trying again may help: a locked SQLite, a deadlock or a lost PostgreSQL, also one
    that is only just starting again."""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", "")
    if error.connection_invalidated or state in SERIALIZATION_STATES:
        return True
    if not isinstance(error, OperationalError):
        return False
    return state is None or state.startswith(("08", "57P")) or "locked" in str(error.orig)


def is_outage(error: BaseException) -> bool:
    """Whether the database, and not what was asked of it, is in trouble: busy, away, full, read
    only. It may take minutes, or a person."""
    if is_busy(error):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None) or ""
    if state:
        return state.startswith(TROUBLE_STATES)
    return any(words in str(error.orig) for words in TROUBLE_WORDS)


class Database:
    """Where the bot writes: `write(piece)` runs `piece(session)` in a transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.shared = engine.dialect.name != "sqlite"  # others may be at work on it beside us
        self._queue: queue.PriorityQueue[tuple[int, int, Job | None]] = queue.PriorityQueue()
        self._order = itertools.count()
        serve = self._serve_singles if self.shared else self._serve_groups
        self._threads = [
            threading.Thread(target=serve, name=f"writer-{n}", daemon=True)
            for n in range(POSTGRES_THREADS if self.shared else 1)
        ]
        for thread in self._threads:
            thread.start()

    async def write(self, piece: Callable[[Session], T], *, urgent: bool = False) -> T:
        """Run the piece and commit. It may run again when the database was busy, so it must
        keep nothing outside the session; its own errors reach the caller. What is `urgent` does
        not wait behind the rest: an answer that is ready should not wait for those to come."""
        done: Future[T] = Future()
        self._put((piece, done), 0 if urgent else 1)
        return await asyncio.wrap_future(done)

    def _put(self, job: Job | None, rank: int) -> None:
        self._queue.put((rank, next(self._order), job))

    def close(self) -> None:
        for _ in self._threads:
            self._put(None, 2)
        for thread in self._threads:
            thread.join()
        self.engine.dispose()

    def _serve_groups(self) -> None:
        while (first := self._queue.get()[2]) is not None:
            group = [first]
            while len(group) < GROUP and not self._queue.empty():
                following = self._queue.get()[2]
                if following is None:
                    self._put(None, 2)
                    break
                group.append(following)
            _settle(group, self._commit_group)

    def _serve_singles(self) -> None:
        while (job := self._queue.get()[2]) is not None:
            _settle([job], self._commit_single)

    def _commit_group(self, group: Sequence[Job]) -> list[Any]:
        """All pieces in one transaction; where one fails, each again in one of its own."""
        if len(group) > 1:
            try:
                with transaction(self.engine) as session:
                    return [_flushed(piece, session) for piece, _ in group]
            except Exception as error:
                if is_busy(error):
                    raise
        return [self._commit_single([job])[0] for job in group]

    def _commit_single(self, group: Sequence[Job]) -> list[Any]:
        piece, _ = group[0]
        for last in (False, False, True):
            try:
                with transaction(self.engine) as session:
                    return [piece(session)]
            except Exception as error:
                if is_busy(error):
                    raise
                if last or not _collided(error):
                    return [_Failure(error)]
        raise AssertionError("unreachable")


def _collided(error: Exception) -> bool:
    """Whether two transactions were at the same rows at once; on SQLite they never can be."""
    if isinstance(error, StaleDataError):  # a row that was to be changed was deleted meanwhile
        return True
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") in COLLISIONS


def _flushed(piece: Piece, session: Session) -> Any:
    """The next piece of the group must find in the tables what this one changed."""
    result = piece(session)
    session.flush()
    return result


class _Failure:
    """The error of one piece, kept until its group is on disk."""

    def __init__(self, error: Exception) -> None:
        # A future that waits in a coroutine cannot end in a StopIteration: it would wait for ever.
        self.error = RuntimeError("StopIteration") if isinstance(error, StopIteration) else error


def _settle(group: Sequence[Job], commit: Callable[[Sequence[Job]], list[Any]]) -> None:
    """Commit the group, then tell each caller how their piece went. Whoever stopped waiting
    before it began has it not done; after that nobody can stop it any more."""
    group = [job for job in group if job[1].set_running_or_notify_cancel()]
    try:
        results = _trying_again(lambda: commit(group))
    except Exception as error:
        results = [_Failure(error)] * len(group)
    for (_, done), result in zip(group, results, strict=True):
        if isinstance(result, _Failure):
            done.set_exception(result.error)
        else:
            done.set_result(result)


def _trying_again(commit: Callable[[], list[Any]]) -> list[Any]:
    for attempt in range(TRIES):
        try:
            return commit()
        except Exception as error:
            if not is_busy(error) or attempt == TRIES - 1:
                raise
            threading.Event().wait(min(0.05 * 2**attempt, 2.0))
    raise AssertionError("unreachable")


__all__ = [
    "DBAPIError",
    "Database",
    "Session",
    "is_busy",
    "is_outage",
    "leave_no_trace",
    "open_engine",
    "reading",
    "transaction",
]
