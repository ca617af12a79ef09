"""What is asked of one SQLite connection, on the thread that has it: one query, or many at once."""

import sqlite3
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Final, TypeVar

from storage import search, sight, tokens
from storage.engine import Engine, Row, StoreError, Transaction
from storage.records import keepable

T = TypeVar("T")

PREFIX_MIN_CHARS: Final = 2  # a beginning as short as one letter holds half the index

# Words that an edited item no longer has lead to no item.
HOLDING: Final = """
    SELECT w.rowid AS number FROM item_words w JOIN searched s ON s.number = w.rowid
    WHERE item_words MATCH :words AND w.rowid {sign} :place AND {seen}
    ORDER BY w.rowid {order} LIMIT :limit"""
SEEN: Final = f"EXISTS (SELECT 1 FROM items i WHERE i.id = s.item AND {sight.SEEN})"  # noqa: S608 - a constant


class Direct:
    """Fits `storage.engine.Engine` where a connection is at hand: nothing waits or is written.

    Whatever else is asked of it raises `StoreError`.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    async def fetch(self, sql: str, **values: object) -> list[Row]:
        """Run one query here and now."""
        return fetch(self.connection, sql, values)

    async def at_once(self, work: Callable[[Engine], Coroutine[Any, Any, T]]) -> T:
        """What `work` gives: it is one of many things that are read at once already."""
        return await work(self)

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
        order, place = ("ASC", above) if above is not None else ("DESC", below)
        sign = ">" if above is not None else "<"
        query = HOLDING.format(order=order, sign=sign, seen="1" if workspace is None else SEEN)
        found = await self.fetch(
            query,
            words=_matching(phrases),
            place=search.LAST if place is None else place,
            limit=limit,
            workspace=workspace,
        )
        return sorted((int(str(row["number"])) for row in found), reverse=True)

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Raise `StoreError`: here is only read."""
        raise _only_read()

    async def migrate(self) -> Sequence[str]:
        """Raise `StoreError`: here is only read."""
        raise _only_read()

    async def backup(self, path: str) -> None:  # noqa: ARG002 - the port's
        """Raise `StoreError`: here is only read."""
        raise _only_read()

    async def close(self) -> None:
        """Raise `StoreError`: here is only read."""
        raise _only_read()


def at_once(connection: sqlite3.Connection, work: Callable[[Engine], Coroutine[Any, Any, T]]) -> T:
    """What `work` gives, read from one commit. As it never waits, its first step is its last."""
    connection.execute("BEGIN")
    reading = work(Direct(connection))
    try:
        reading.send(None)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]  # what it returns
    finally:
        reading.close()
        if connection.in_transaction:  # a full disk has rolled back by itself
            connection.execute("ROLLBACK")
    raise _only_read()


def fetch(connection: sqlite3.Connection, sql: str, values: Mapping[str, object]) -> list[Row]:
    """The rows of one query."""
    cursor = connection.execute(sql, kept(values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def kept(values: Mapping[str, object]) -> dict[str, object]:
    """The values of one statement as they can be kept."""
    return {
        name: keepable(value) if isinstance(value, str) else value for name, value in values.items()
    }


def _only_read() -> StoreError:
    return StoreError("what is done at once only reads, and waits for nothing but the database")


def _matching(phrases: Sequence[Sequence[str]]) -> str:
    """The phrases in the language of FTS5: in quotes nothing but a quote has a meaning there.

    Source: sqlite.org/fts5.html#full_text_query_syntax
    """
    said = []
    for phrase in phrases:
        last = phrase[-1]
        is_open = len(last) >= PREFIX_MIN_CHARS and not tokens.is_joined(last)
        is_open |= len(phrase) == len(last) == 1 and tokens.is_joined(last)
        words = " ".join(phrase).replace('"', '""')
        said.append(f'"{words}"{" *" if is_open else ""}')
    return " AND ".join(said)
