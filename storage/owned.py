"""What belongs to a workspace: the one list of its tables, and how rows are read and put back.

Whatever people change is in a table of this list: then the log of changes, undo, the export of all
data and the erasure of a workspace hold it without further code. Stories are nobody's own; they
are beside it, so that a person's word on what belongs to them is logged and undone like the rest.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from storage.engine import Transaction
from storage.rows import CHUNK, Columns, Values, chunks, spread

Key = tuple[object, ...]  # the values of the key columns of one row
Kept = Mapping[str, object]  # one row with its parts, fit for JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A table whose rows are part of a row of another: `link` holds the key of that."""

    table: str
    link: str
    order: str  # what tells the rows of one whole apart
    moves: bool = False  # `order` tells all its rows apart: one may come from another whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """A table with a `workspace` column. `key` tells its rows apart; a column of it may be NULL.

    `topic`: what a row is about, where rows of several tables are about one thing; then a later
    change of one of them stands in the way of undoing an earlier one of another.
    `large`: too many rows to be looked through at each change, which names those that it touches.
    `counter`: a column that only rises: it makes no difference, and is one higher once put back.
    `holders`: what else may be about a row, which is not taken out as long as there is any.
    """

    table: str
    key: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    topic: tuple[str, tuple[str, ...]] | None = None
    large: bool = False
    counter: str = ""
    holders: tuple[Part, ...] = ()

    def key_of(self, row: Columns) -> Key:
        """What tells this row apart."""
        return tuple(row[name] for name in self.key)

    def topic_of(self, row: Columns) -> str:
        """What this row is about, as text."""
        name, columns = self.topic or (self.table, self.key)
        return json.dumps([name, *(row[column] for column in columns)])


# In this order rows may be put in, and in the reverse one taken out.
OWNED: Final[tuple[Owned, ...]] = (
    Owned(
        table="watches",
        key=("workspace", "source", "company"),
        topic=("watched", ("source", "company")),
    ),
    Owned(
        table="pauses",
        key=("workspace", "source", "company"),
        topic=("watched", ("source", "company")),
    ),
    Owned(
        table="subscriptions",
        key=("id",),
        parts=(Part(table="followed", link="subscription", order="company"),),
    ),
    Owned(table="silences", key=("platform", "workspace", "channel", "what", "name")),
    Owned(table="flags", key=("workspace", "story", "platform", "actor")),
    Owned(table="roles", key=("workspace", "platform", "user")),
    Owned(table="hushes", key=("workspace",)),
    Owned(table="links", key=("workspace", "id")),
    Owned(table="parked", key=("platform", "workspace", "channel")),
    Owned(table="own_companies", key=("workspace", "id"), topic=("own company", ("id",))),
    Owned(
        table="own_names",
        key=("workspace", "name_key"),
        topic=("own company", ("company",)),
    ),
    Owned(table="corrections", key=("workspace", "id")),
    Owned(table="deliveries", key=("key",), large=True),
)

# Nobody's own; logged and undone alike, and neither exported nor erased.
STORIES: Final = Owned(
    table="stories",
    key=("id",),
    parts=(
        Part(table="story_companies", link="story", order="company"),
        Part(table="story_items", link="story", order="item"),
        Part(table="milestones", link="story", order="position"),
        Part(table="denials", link="story", order="id", moves=True),
        Part(table="pins", link="story", order="item"),
        Part(table="merged_stories", link="story", order="into_story"),
    ),
    large=True,
    counter="revision",
    holders=(
        Part(table="flags", link="story", order="actor"),
        Part(table="deliveries", link="story", order="key"),
    ),
)
LOGGED: Final = (STORIES, *OWNED)
BY_TABLE: Final[Mapping[str, Owned]] = {owned.table: owned for owned in LOGGED}

# What is a workspace's besides, and nobody edits: exported and erased with the rest.
NOTED: Final = ("changes", "audits", "private_channels", "pending_lists", "seen_sources")


async def held(transaction: Transaction, owned: Owned, workspace: str) -> dict[Key, Kept]:
    """All rows that a workspace has in a table, each with its parts."""
    rows = await transaction.fetch(
        f"SELECT * FROM {owned.table} WHERE workspace = :workspace",  # noqa: S608 - of the list
        workspace=workspace,
    )
    return await _with_parts(transaction, owned, rows)


async def named(transaction: Transaction, owned: Owned, keys: Iterable[Key]) -> dict[Key, Kept]:
    """Those of the rows of these keys that there are."""
    found: list[Columns] = []
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), CHUNK // len(owned.key)):
        some = wanted[start : start + CHUNK // len(owned.key)]
        clauses, values = zip(*(_match(owned, key, n) for n, key in enumerate(some)), strict=True)
        found += await transaction.fetch(
            f"SELECT * FROM {owned.table} WHERE {' OR '.join(clauses)}",  # noqa: S608 - of the list
            **{name: value for each in values for name, value in each.items()},
        )
    return await _with_parts(transaction, owned, found)


async def is_held(transaction: Transaction, owned: Owned, key: Key) -> bool:
    """Is there anything about this row, so that it cannot be taken out?"""
    for each in owned.holders:
        sql = f"SELECT 1 FROM {each.table} WHERE {each.link} = :key LIMIT 1"  # noqa: S608 - of the list
        if await transaction.fetch(sql, key=key[0]):
            return True
    return False


async def remove(transaction: Transaction, owned: Owned, key: Key) -> None:
    """Take a row out, with its parts."""
    clause, values = _match(owned, key)
    await _empty(transaction, owned, key)
    await transaction.execute(f"DELETE FROM {owned.table} WHERE {clause}", **values)  # noqa: S608 - of the list


async def put(transaction: Transaction, owned: Owned, key: Key, kept: Kept) -> None:
    """Make the row of this key as it was kept, whether there is one or not."""
    own = {name: value for name, value in kept.items() if not isinstance(value, list)}
    clause, values = _match(owned, key)
    await _empty(transaction, owned, key)
    sets = ", ".join(
        f"{name} = {name} + 1" if name == owned.counter else f"{name} = :{name}" for name in own
    )
    there = await transaction.execute(
        f"UPDATE {owned.table} SET {sets} WHERE {clause}",  # noqa: S608 - of the list
        **own,
        **values,
    )
    if not there:
        await _insert(transaction, owned.table, own)
    for part in owned.parts:
        rows = kept.get(part.table, [])
        for row in rows if isinstance(rows, list) else []:
            if part.moves:
                sql = f"DELETE FROM {part.table} WHERE {part.order} = :key"  # noqa: S608 - of the list
                await transaction.execute(sql, key=row[part.order])
            await _insert(transaction, part.table, row)


def is_as(owned: Owned, row: Kept | None, kept: Kept | None) -> bool:
    """Is a row what was kept of it? Columns that came later make no difference."""
    if row is None or kept is None:
        return row is kept
    return all(row.get(name) == value for name, value in kept.items() if name != owned.counter)


async def _with_parts(
    transaction: Transaction, owned: Owned, rows: Sequence[Columns]
) -> dict[Key, Kept]:
    found: dict[Key, dict[str, object]] = {owned.key_of(row): dict(row) for row in rows}
    for part in owned.parts:
        of: dict[object, list[Columns]] = {key[0]: [] for key in found}
        for some in chunks(map(str, of)):
            sql = f"SELECT * FROM {part.table} WHERE {part.link} IN (:keys) ORDER BY {part.order}"  # noqa: S608 - of the list
            query, values = spread(sql, keys=some)
            for row in await transaction.fetch(query, **values):
                of[row[part.link]].append(dict(row))
        for key, whole in found.items():
            whole[part.table] = of[key[0]]
    return dict(found)


async def _empty(transaction: Transaction, owned: Owned, key: Key) -> None:
    """Take the parts of a row out."""
    for part in owned.parts:
        sql = f"DELETE FROM {part.table} WHERE {part.link} = :key"  # noqa: S608 - of the list
        await transaction.execute(sql, key=key[0])


async def _insert(transaction: Transaction, table: str, row: Columns) -> None:
    names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    sql = f"INSERT INTO {table} ({names}) VALUES ({values})"  # noqa: S608 - of the list
    await transaction.execute(sql, **row)


def _match(owned: Owned, key: Key, number: int = 0) -> tuple[str, Values]:
    """The condition for the row of this key; a column that may be NULL is looked for as such."""
    columns = list(zip(owned.key, key, strict=True))
    clause = " AND ".join(
        f"{name} IS NULL" if value is None else f"{name} = :k{number}_{name}"
        for name, value in columns
    )
    given: Values = {f"k{number}_{name}": value for name, value in columns if value is not None}
    return f"({clause})", given
