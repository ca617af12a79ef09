"""Full text over all kept items: found by any of their words, newest told first.

An item has a number that rises with the time at which it was told, so that the newest are found
without sorting. An edited item gets another: its old words are left in the index and lead nowhere.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from storage import news, rows, tokens
from storage.engine import Engine, Transaction
from storage.records import Hit, Item, digest
from storage.sight import PAST, Sight

PLACES: Final = 29  # bits behind those of the second: they tell the items of one second apart
SECONDS_MAX: Final = (1 << 33) - 1
LAST: Final = 1 << 62  # above every number

# The same words again change nothing: their number is the same.
FORGET: Final = "DELETE FROM searched WHERE item = :item AND number <> :number"
# Two items with one number are as likely as a digest is short: then the next number is free.
KEEP: Final = """
    INSERT INTO searched (number, item, indexed)
    SELECT coalesce((SELECT number + 1 FROM searched WHERE number = :number), :number), :item, 0
    WHERE NOT EXISTS (SELECT 1 FROM searched WHERE item = :item)
    ON CONFLICT DO NOTHING"""
KEEP_WORDS: Final = """
    INSERT INTO item_words (rowid, words)
    SELECT number, :words FROM searched WHERE item = :item AND indexed = 0"""
KEPT: Final = "UPDATE searched SET indexed = 1 WHERE item = :item AND indexed = 0"

FOUND: Final = """
    SELECT s.number, i.*, t.text, CASE WHEN o.label <> '' THEN o.label ELSE o.title END AS outlet
    FROM searched s JOIN items i ON i.id = s.item JOIN texts t ON t.item = i.id
    JOIN sources o ON o.id = i.source
    WHERE s.number IN (:numbers)
    ORDER BY s.number DESC"""
STATED: Final = "SELECT * FROM milestones WHERE item IN (:items) ORDER BY item, position"
COUNT_ALL: Final = """
    SELECT count(*) AS items FROM (SELECT 1 FROM items LIMIT :limit) AS counted"""
# From the sources to their items, which an index has: those of others are not even looked at. Of
# a source that is watched now all are seen; only of a former one is asked when they came.
COUNT_SEEN: Final = """
    WITH v AS (SELECT source, max(until) AS until FROM seen_sources
      WHERE workspace IN (:workspace, '*') GROUP BY source)
    SELECT count(*) AS items FROM (
      SELECT 1 FROM v JOIN items i ON i.source = v.source WHERE v.until > :always
      UNION ALL
      SELECT 1 FROM v JOIN items i ON i.source = v.source
      WHERE v.until <= :always AND i.seen <= v.until
      LIMIT :limit) AS counted"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Some of what was found, the newest told first. `more`: there is more beyond them."""

    hits: tuple[Hit, ...]
    more: bool


class Search:
    """What was told, by its words."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def find(
        self,
        question: str,
        sight: Sight,
        *,
        below: int | None = None,
        above: int | None = None,
        limit: int = 10,
    ) -> Hits:
        """The items that hold all words of a question, below or above a number; newest first.

        Those that `sight` lets be seen.

        Nothing for a question without words. Whatever stands in it is only ever read as words.
        """
        phrases = tokens.asked(question)
        if not phrases:
            return Hits(hits=(), more=False)
        numbers = await self._engine.holding(
            phrases, below=below, above=above, limit=limit + 1, workspace=_of(sight)
        )
        beyond = numbers[limit:]
        return Hits(hits=await self._hits(numbers[:limit]), more=bool(beyond))

    async def count(self, question: str, sight: Sight, *, limit: int) -> int:
        """How many items hold all words of a question, at most `limit`."""
        phrases = tokens.asked(question)
        if not phrases:
            return 0
        return len(await self._engine.holding(phrases, limit=limit, workspace=_of(sight)))

    async def size(self, sight: Sight, *, limit: int) -> int:
        """How many items can be found, at most `limit`: no more of them are looked at."""
        if sight.is_all:
            [row] = await self._engine.fetch(COUNT_ALL, limit=limit)
        else:
            [row] = await self._engine.fetch(
                COUNT_SEEN, workspace=sight.workspace, always=PAST, limit=limit
            )
        return rows.number_of(row, "items")

    async def _hits(self, numbers: Sequence[int]) -> tuple[Hit, ...]:
        if not numbers:
            return ()
        query, named = rows.spread(FOUND, numbers=numbers)
        found = await self._engine.fetch(query, **named)
        query, named = rows.spread(STATED, items=[rows.id_of(row) for row in found])
        stated = [news.milestone(row) for row in await self._engine.fetch(query, **named)]
        return tuple(
            Hit(
                number=rows.number_of(row, "number"),
                url=rows.text_of(row, "url"),
                title=rows.text_of(row, "title"),
                text=rows.text_of(row, "text"),
                outlet=rows.text_of(row, "outlet"),
                told=rows.time_of(row, "told") or datetime.now(tz=UTC),
                steps=tuple(m for m in stated if m.item == rows.id_of(row)),
            )
            for row in found
        )


def _of(sight: Sight) -> str | None:
    """Whose items are looked for; None: anybody's."""
    return None if sight.is_all else sight.workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of an item, ready to be kept."""

    item: str
    number: int
    words: str


async def read(items: Sequence[Item]) -> tuple[Words, ...]:
    """The words of items, taken apart beside the event loop; the first told first."""
    return await asyncio.to_thread(_read, items) if items else ()


async def keep(transaction: Transaction, words: Sequence[Words]) -> None:
    """Let items be found by their words, and no longer by those that they had before."""
    numbered = [{"item": each.item, "number": each.number} for each in words]
    await transaction.many(FORGET, numbered)
    await transaction.many(KEEP, numbered)
    said = [{"item": each.item, "words": each.words} for each in words]
    await transaction.many(KEEP_WORDS, said)
    await transaction.many(KEPT, [{"item": each.item} for each in words])


def number(told: str, item: str, content: str) -> int:
    """The place of an item among all, the later told the higher; another for another content."""
    seconds = int(datetime.fromisoformat(told).timestamp())
    place = int(digest(item, content), 16) & (1 << PLACES) - 1
    return min(max(seconds, 0), SECONDS_MAX) << PLACES | place


def _read(items: Sequence[Item]) -> tuple[Words, ...]:
    found = (
        Words(
            item=item.id,
            number=number(rows.stamp(item.published or item.seen), item.id, item.content),
            words=tokens.kept(f"{item.title}\n{item.text}"),
        )
        for item in items
    )
    # In their order: the index takes what comes last at its end for nothing.
    return tuple(sorted(found, key=lambda each: each.number))
