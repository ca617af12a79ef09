"""The port to a database: statements in, rows out; nothing here knows a table.

StoreError
├── Conflict   a story grew since it was read: group again and record again
└── StoreBusy  another process holds the database: try again later
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar

Row = Mapping[str, object]
T = TypeVar("T")


class StoreError(Exception):
    """The database could not do what was asked; the text names the remedy."""


class Conflict(StoreError):
    """A visit was made from a revision that is no longer the newest."""


class StoreBusy(StoreError):
    """The database stayed locked beyond the time limit; nothing was written."""


class Transaction(Protocol):
    """An open transaction: all of its statements happen, or none does."""

    async def execute(self, sql: str, **values: object) -> int:
        """Run one statement; gives the number of rows it changed."""
        ...

    async def many(self, sql: str, rows: Sequence[Mapping[str, object]]) -> int:
        """Run one statement once for each mapping of values; none is fine."""
        ...

    async def fetch(self, sql: str, **values: object) -> list[Row]:
        """Run one query, inside this transaction."""
        ...


class Engine(Protocol):
    """A database. Named parameters are written `:name`; times travel as ISO 8601 text in UTC."""

    async def fetch(self, sql: str, **values: object) -> list[Row]:
        """Run one query outside any transaction; sees the last commit."""
        ...

    async def at_once(self, work: "Callable[[Engine], Coroutine[Any, Any, T]]") -> T:
        """What `work` gives, done in one go beside the event loop: one wait instead of many.

        It is given an engine whose queries are answered where they stand, all from one commit. It
        may wait for nothing else, and writes nothing; raises `StoreError` where it tries to.
        """
        ...

    async def holding(
        self,
        phrases: Sequence[Sequence[str]],
        *,
        below: int | None = None,
        above: int | None = None,
        limit: int,
        workspace: str | None = None,
    ) -> list[int]:
        """The numbers of the items (`storage.search`) that hold every phrase, the highest first.

        Those that a workspace sees (`storage.sight`); None: all of them.

        A phrase is words as `storage.tokens` gives them, one behind the other; the last may be the
        beginning of a longer one. Of those above a number the nearest ones. What full text is to a
        database is said here and in its schema, and nowhere else.
        """
        ...

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Open the one writing transaction; commits on leaving, rolls back on any exception."""
        ...

    async def migrate(self) -> Sequence[str]:
        """Bring the schema up to date; gives the names of the steps applied. Twice is harmless."""
        ...

    async def backup(self, path: str) -> None:
        """Write a consistent copy to a new file while others read and write."""
        ...

    async def close(self) -> None:
        """Finish what is in hand and let go; twice is harmless."""
        ...
