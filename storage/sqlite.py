"""The SQLite engine: one writer thread, a few reader threads, nothing on the event loop.

Write-ahead logging lets readers see the last commit while a transaction is open. An in-memory
database has one connection, so there its reads wait for the open transaction instead.
"""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final, TypeVar

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from storage.engine import Engine, Row, StoreBusy, StoreError, Transaction
from storage.migrations import STEPS, steps
from storage.sqlite_queries import at_once, fetch, kept

T = TypeVar("T")

MEMORY: Final = ":memory:"
READERS: Final = 2  # a long export on one of them leaves the other to look-ups
CACHE_KIB: Final = 16 * 1024  # of each connection; SQLite's own 2 MiB is less than one index
OLDEST: Final = (3, 38)  # JSON in every build; STRICT tables came with 3.37

_REMEDIES: Final = {
    sqlite3.SQLITE_FULL: "the disk is full: free some space, then it goes on by itself",
    sqlite3.SQLITE_IOERR: "the disk refuses to read or write: look at its health and free space",
    sqlite3.SQLITE_READONLY: "the file may not be written: let its owner write it and its folder",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened: is its folder there, and writable?",
    sqlite3.SQLITE_CORRUPT: "the file is damaged: stop, keep a copy, and restore the last backup",
    sqlite3.SQLITE_NOTADB: "the file is no SQLite database: set `database` to another path",
    sqlite3.SQLITE_CONSTRAINT: "a row contradicts the others; nothing of it was written",
}


class SqliteEngine:
    """One database file, or one in memory; fits `storage.engine.Engine`."""

    def __init__(self, *, writer: "_Lane", readers: "_Lane") -> None:
        self._writer = writer
        self._readers = readers  # the writer itself for a database in memory
        self._lock = asyncio.Lock()  # one transaction at a time in this process
        self._owner: asyncio.Task[object] | None = None  # whose transaction is open

    @classmethod
    async def open(
        cls, path: str | Path, *, busy_timeout: timedelta = timedelta(seconds=5)
    ) -> "SqliteEngine":
        """Open the file, making it if there is none; its schema comes with `migrate`.

        `busy_timeout` is how long a statement waits for another process before `StoreBusy`.
        """
        if sqlite3.sqlite_version_info < OLDEST:
            raise StoreError(f"SQLite {sqlite3.sqlite_version} is too old: 3.38 or newer is needed")
        where = _Where(path=str(path), busy_timeout=busy_timeout)
        writer = await asyncio.to_thread(_Lane, where, 1)
        if str(path) == MEMORY:
            return cls(writer=writer, readers=writer)
        try:
            return cls(
                writer=writer,
                readers=await asyncio.to_thread(_Lane, where, READERS, may_write=False),
            )
        except StoreError:
            await writer.close()
            raise

    async def fetch(self, sql: str, **values: object) -> list[Row]:
        """Run one query on the last commit; a file's look-ups never wait for its writer."""
        return await self._read(fetch, sql, values)

    async def at_once(self, work: Callable[[Engine], Coroutine[Any, Any, T]]) -> T:
        """What `work` gives, its queries done one behind the other on one thread of the readers."""
        return await self._read(at_once, work)

    async def holding(
        self,
        phrases: Sequence[Sequence[str]],
        *,
        below: int | None = None,
        above: int | None = None,
        limit: int,
        workspace: str | None = None,
    ) -> list[int]:
        """The numbers of the items that hold every phrase, the highest first."""
        return await self.at_once(
            lambda engine: engine.holding(
                phrases, below=below, above=above, limit=limit, workspace=workspace
            )
        )

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Open the one writing transaction; commits on leaving, rolls back on any exception.

        A cancelled task rolls back too, unless its commit had begun. Never one inside another.
        """
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        self._check()
        async with self._lock:
            self._owner = asyncio.current_task()
            is_done = False
            try:
                await self._writer.run(_begin)
                yield _Open(self._writer)
                await self._writer.run(_commit)
                is_done = True
            finally:
                self._owner = None
                if not is_done:
                    # Not awaited, so that no second cancellation can skip it: the one thread does
                    # it after what it is at, and before the next transaction begins.
                    self._writer.submit(_rollback)

    async def migrate(self) -> Sequence[str]:
        """Apply the steps that are missing, all in one transaction; gives their names."""
        async with self._lock:
            return await self._writer.run(_migrate)

    async def backup(self, path: str) -> None:
        """Write a consistent copy to a new file while others read and write.

        The file has its name only once it is whole; raises `StoreError` where there is one already.
        """
        if await asyncio.to_thread(os.path.lexists, path):
            raise StoreError(f"{path} exists already: name a new file for the backup")
        await self._read(_backup, path)

    async def close(self) -> None:
        """Finish the open transaction and what was asked before, then let go; twice is harmless."""
        async with self._lock:
            await self._readers.close()
            await self._writer.close()

    async def _read(
        self,
        work: Callable[..., T],
        *arguments: object,
    ) -> T:
        if self._readers is not self._writer:
            return await self._readers.run(work, *arguments)
        self._check()
        async with self._lock:  # or it would see what is not committed
            return await self._writer.run(work, *arguments)

    def _check(self) -> None:
        """A task that waited for its own transaction to end would wait forever."""
        if self._owner is not None and self._owner is asyncio.current_task():
            raise StoreError("a transaction is open: read and write with it, not beside it")


class _Open:
    """The open transaction; fits `storage.engine.Transaction`."""

    def __init__(self, writer: "_Lane") -> None:
        self._writer = writer

    async def execute(self, sql: str, **values: object) -> int:
        return await self._writer.run(_execute, sql, values)

    async def many(self, sql: str, rows: Sequence[Mapping[str, object]]) -> int:
        return await self._writer.run(_many, sql, rows) if rows else 0

    async def fetch(self, sql: str, **values: object) -> list[Row]:
        return await self._writer.run(fetch, sql, values)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Where:
    """Which database, and how long to wait for it."""

    path: str
    busy_timeout: timedelta

    def connect(self, *, may_write: bool) -> sqlite3.Connection:
        """A new connection; used by one thread at a time, though not always the same."""
        connection = sqlite3.connect(
            self.path,
            timeout=self.busy_timeout.total_seconds(),
            isolation_level=None,  # no transaction but those that we begin
            check_same_thread=False,
            cached_statements=256,
        )
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        # With NORMAL a power cut may take the last commits: an alert posted, then forgotten.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute(f"PRAGMA query_only = {int(not may_write)}")
        return connection

    def ours(self, error: sqlite3.Error) -> StoreError:
        """A fault of SQLite as one of ours, with its remedy."""
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            return StoreBusy(
                f"{self.path} stayed locked by another process for over"
                f" {self.busy_timeout.total_seconds():g} s; nothing was written: try again,"
                " or stop the other process"
            )
        remedy = _REMEDIES.get(code, "this is a fault of the program: please report it")
        return StoreError(f"{self.path}: {error}; {remedy}")


class _Lane:
    """Threads with a connection each; what is submitted is begun in its order."""

    def __init__(self, where: _Where, connections: int, *, may_write: bool = True) -> None:
        self._where = where
        self._free: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        self._threads = ThreadPoolExecutor(connections, thread_name_prefix="sqlite")
        self._is_closed = False
        try:
            for _ in range(connections):
                self._free.put(where.connect(may_write=may_write))
        except sqlite3.Error as error:
            raise where.ours(error) from error

    def submit(
        self,
        work: Callable[..., T],
        *arguments: object,
    ) -> "Future[T]":
        """Have `work(connection, ...)` done on a thread; foreign errors become ours."""
        if self._is_closed:
            raise StoreError(f"{self._where.path} is closed: open it again")
        return self._threads.submit(self._call, work, *arguments)

    async def run(
        self,
        work: Callable[..., T],
        *arguments: object,
    ) -> T:
        """Submit, and wait for what it gives."""
        return await asyncio.wrap_future(self.submit(work, *arguments))

    async def close(self) -> None:
        """Let what was submitted finish, then close the connections; twice is harmless."""
        self._is_closed = True
        await asyncio.to_thread(self._threads.shutdown)
        while not self._free.empty():
            self._free.get().close()

    def _call(
        self,
        work: Callable[..., T],
        *arguments: object,
    ) -> T:
        connection = self._free.get()
        try:
            return work(connection, *arguments)
        except sqlite3.Error as error:
            raise self._where.ours(error) from error
        finally:
            self._free.put(connection)


def _begin(connection: sqlite3.Connection) -> None:
    # The lock is taken at once: a later upgrade from reading could not wait, only fail.
    connection.execute("BEGIN IMMEDIATE")


def _commit(connection: sqlite3.Connection) -> None:
    connection.execute("COMMIT")


def _rollback(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:  # a full disk has rolled back by itself
        connection.execute("ROLLBACK")


def _execute(connection: sqlite3.Connection, sql: str, values: Mapping[str, object]) -> int:
    return connection.execute(sql, kept(values)).rowcount


def _many(connection: sqlite3.Connection, sql: str, rows: Sequence[Mapping[str, object]]) -> int:
    return connection.executemany(sql, map(kept, rows)).rowcount


def _migrate(connection: sqlite3.Connection) -> Sequence[str]:
    database, migrations = Database(connection), steps()
    if not _pending(database, migrations):
        return ()  # without asking for the lock that a running service may hold
    _begin(connection)
    try:
        pending = _pending(database, migrations)  # another process may have been faster
        migrations.apply(database)
        _commit(connection)
    finally:
        _rollback(connection)
    return pending


def _pending(database: Database, migrations: Migrations) -> tuple[str, ...]:
    pending = tuple(step.name for step in migrations.pending(database))
    applied = [step.name for step in migrations.applied(database)]
    if unknown := [name for name in applied if name not in STEPS]:
        raise StoreError(
            f"the database was made by a newer version (step {unknown[0]}): install that version,"
            " or restore a backup from before"
        )
    return pending


def _backup(connection: sqlite3.Connection, path: str) -> None:
    part = Path(f"{path}.part")
    try:
        target = sqlite3.connect(part)
        try:
            connection.backup(target)
        finally:
            target.close()
        part.rename(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
