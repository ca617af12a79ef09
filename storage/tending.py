"""What the operators are told of sources: the last state told of each, and single words."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Final

from storage import rows, watching
from storage.engine import Engine, Transaction
from storage.sources import News, SourceState, Standing, Visit, Word

TENDING: Final = (
    # The state that the operators know, and when they were last told.
    """CREATE TABLE source_states (
      source TEXT PRIMARY KEY REFERENCES sources (id),
      told TEXT NOT NULL,
      told_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    # What they are still to be told.
    """CREATE TABLE source_news (
      id INTEGER PRIMARY KEY,
      source TEXT NOT NULL REFERENCES sources (id),
      news TEXT NOT NULL,
      at TEXT NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX source_news_once ON source_news (source, news)",
    # Subscriptions at hubs, which push what is new (WebSub).
    """CREATE TABLE pushes (
      source TEXT PRIMARY KEY REFERENCES sources (id),
      hub TEXT NOT NULL,
      topic TEXT NOT NULL,
      path TEXT NOT NULL UNIQUE,        -- of our address that the hub calls; nobody else knows it
      secret TEXT NOT NULL,             -- that the hub signs with
      lease_until TEXT,                 -- NULL: not confirmed yet
      next_try TEXT NOT NULL,
      tries INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
)

STANDINGS: Final = """
    SELECT s.*, l.since AS paused_until, t.told, t.told_at
    FROM sources s JOIN live_sources l ON l.source = s.id
    LEFT JOIN source_states t ON t.source = s.id
    WHERE s.id > :after ORDER BY s.id LIMIT :limit"""
PAGE: Final = 100  # sources; each comes with all that it remembers

TOLD: Final = """
    INSERT INTO source_states (source, told, told_at) VALUES (:source, :told, :at)
    ON CONFLICT (source) DO UPDATE SET told = :told, told_at = :at"""

NOTE: Final = """
    INSERT INTO source_news (source, news, at) VALUES (:source, :news, :at)
    ON CONFLICT DO NOTHING"""

WORDS: Final = """
    SELECT s.*, n.id AS word, n.news, n.at
    FROM source_news n JOIN sources s ON s.id = n.source ORDER BY n.id"""

SAID: Final = "DELETE FROM source_news WHERE id = :id"


class Tending:
    """What was told of sources, and what is still to be told."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def standings(self, *, now: datetime) -> AsyncIterator[Standing]:
        """Every watched source with the state that was last told of it, in no promised order.

        Page by page, so that many hold up nobody else.
        """
        after = ""
        while True:
            page = await self._engine.fetch(STANDINGS, after=after, limit=PAGE)
            for row in page:
                yield watching.standing(row, now=now)
            if len(page) < PAGE:
                return
            after = rows.id_of(page[-1])

    async def words(self) -> list[Word]:
        """What is still to be told beside states, oldest first."""
        return [
            Word(
                id=rows.number_of(row, "word"),
                source=watching.source(row),
                news=News(rows.text_of(row, "news")),
                at=datetime.fromisoformat(rows.text_of(row, "at")),
            )
            for row in await self._engine.fetch(WORDS)
        ]

    async def told(
        self, states: Sequence[tuple[str, SourceState]], words: Sequence[int] = (), *, at: datetime
    ) -> None:
        """These states (by source id) and these words were told."""
        values = [
            {"source": source, "told": state.value, "at": rows.stamp(at)}
            for source, state in states
        ]
        async with self._engine.transaction() as transaction:
            await transaction.many(TOLD, values)
            await transaction.many(SAID, [{"id": word} for word in words])


async def note(transaction: Transaction, visit: Visit) -> None:
    """Keep what a visit has for the operators; twice is once until it is told."""
    at = rows.stamp(visit.at)
    values = [{"source": visit.source, "news": each.value, "at": at} for each in visit.news]
    await transaction.many(NOTE, values)
