"""Every edit of what a workspace owns, with its rows before and after.

An edit is one `change`: a transaction at whose end the rows that differ are kept with one audit
row. `storage.log` reads them and takes them back.
"""

import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Final

from storage import auditing, own_settings, owned
from storage.engine import Engine, Row, Transaction
from storage.owned import BY_TABLE, LOGGED, OWNED, Kept, Key
from storage.sources import Actor, Audit

if TYPE_CHECKING:
    from storage.auditing import Entry

KEEP: Final = """
    INSERT INTO changes (audit, workspace, position, owned, key, topic, before, after)
    VALUES (:audit, :workspace, :position, :owned, :key, :topic, :before, :after)"""

UNDONE: Final = "UPDATE audits SET undone = :by WHERE id = :id"

_Rows = dict[str, dict[Key, Kept]]


class Change:
    """An open edit; fits `storage.engine.Transaction`. `id` is known once it has been closed.

    `id` stays None where nothing differs: then nothing is kept.
    """

    def __init__(self, transaction: Transaction, audit: Audit) -> None:
        self._transaction = transaction
        self._before: list[str] = []
        self._after: list[str] = []
        self._large: _Rows = {}
        self._touched: dict[str, set[Key]] = {}
        self.audit = audit
        self.id: int | None = None
        self.undoes: Entry | None = None

    @property
    def actor(self) -> Actor:
        """Who edits, and from where."""
        return self.audit.actor

    @property
    def at(self) -> datetime:
        """When."""
        return self.audit.at

    async def execute(self, sql: str, **values: object) -> int:
        """Run one statement; gives the number of rows it changed."""
        return await self._transaction.execute(sql, **values)

    async def many(self, sql: str, rows: Sequence[Mapping[str, object]]) -> int:
        """Run one statement once for each mapping of values."""
        return await self._transaction.many(sql, rows)

    async def fetch(self, sql: str, **values: object) -> list[Row]:
        """Run one query, inside this transaction."""
        return await self._transaction.fetch(sql, **values)

    async def touch(self, table: str, keys: Iterable[Key]) -> None:
        """Say which rows of a large table are about to be changed, put in or taken out."""
        touched = self._touched.setdefault(table, set())
        new = {*keys} - touched
        self._large.setdefault(table, {}).update(await owned.named(self, BY_TABLE[table], new))
        touched |= new

    def note(self, *, before: str | None = None, after: str | None = None) -> None:
        """Say in a few words what it was and what it became."""
        self._before += [before] if before else []
        self._after += [after] if after else []

    async def look(self) -> _Rows:
        """What the workspace has now, of each table of the list."""
        workspace = self.audit.actor.workspace
        small = {o.table: await owned.held(self, o, workspace) for o in OWNED if not o.large}
        large = {
            table: await owned.named(self, BY_TABLE[table], keys)
            for table, keys in self._touched.items()
        }
        return small | large

    async def close(self, before: _Rows) -> None:
        """Keep what differs from what was there before."""
        found = list(_differing(before | self._large, await self.look()))
        if not found:
            return
        told = ("; ".join(each) or None for each in (self._before, self._after))
        self.id = await auditing.note(
            self,
            self.audit,
            before=next(told),
            after=next(told),
            undoes=self.undoes.id if self.undoes else None,
        )
        if self.undoes:
            await self.execute(UNDONE, id=self.undoes.id, by=self.id)
            if self.undoes.undoes is not None:
                await self.execute(UNDONE, id=self.undoes.undoes, by=None)
        workspace = self.audit.actor.workspace
        await self.many(
            KEEP,
            [
                row | {"audit": self.id, "workspace": workspace, "position": position}
                for position, row in enumerate(found)
            ],
        )
        await own_settings.hurry(self, found, at=self.audit.at)


By = Audit | Change  # who edits; or the edit that this one is part of


@asynccontextmanager
async def change(engine: Engine, by: By) -> AsyncIterator[Change]:
    """One edit, in one transaction; part of another edit where `by` is one that is open."""
    if isinstance(by, Change):
        yield by
        return
    auditing.check(by)
    async with engine.transaction() as transaction:
        made = Change(transaction, by)
        before = await made.look()
        yield made
        await made.close(before)


def _differing(before: _Rows, after: _Rows) -> Iterable[dict[str, object]]:
    for each in LOGGED:
        were, are = before.get(each.table, {}), after.get(each.table, {})
        for key in dict.fromkeys((*were, *are)):
            was, is_ = were.get(key), are.get(key)
            if was == is_:
                continue
            yield {
                "owned": each.table,
                "key": json.dumps(key),
                "topic": each.topic_of(is_ or was or {}),
                "before": _json(was),
                "after": _json(is_),
            }


def _json(row: Kept | None) -> str | None:
    return None if row is None else json.dumps(row, ensure_ascii=False)
