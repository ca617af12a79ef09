"""What waits for its channel's hour, and the messages that tell many deliveries at once.

sending ── hold ──► held ── fold ──► sending, all of them under the key of one digest
                     ▲ keep                │
                     └────── release ──────┘   settle, doubt, rest: `storage.outbox`, by that key
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

from storage import hearing, rows
from storage.channels import Channel, Delivery
from storage.engine import Engine
from storage.records import digest

FOLDED_MAX: Final = 1000  # in one message; the rest is in the next

HOLD: Final = """
    UPDATE deliveries SET state = 'held', not_before = :until, held_by = :by, digest = NULL,
      attempts = 0, leased_until = NULL
    WHERE key = :key AND state NOT IN ('sent', 'dropped')
      OR digest = :key AND state IN ('sending', 'uncertain')"""

KEEP: Final = """
    UPDATE deliveries SET not_before = :until, held_by = :by WHERE key = :key AND state = 'held'"""

# Nothing of the channel may be under way or on its way: its messages keep their order.
WAKING: Final = """
    SELECT h.platform, h.workspace, h.channel FROM (
      SELECT platform, workspace, channel, held_by, min(not_before) AS at FROM deliveries
      WHERE state = 'held' AND platform IN (:platforms)
      GROUP BY platform, workspace, channel, held_by) h
    LEFT JOIN subscriptions s ON s.workspace = h.workspace AND s.platform = h.platform
      AND s.channel = h.channel
    WHERE (h.at <= :now OR s.pace IS NULL OR s.pace <> h.held_by)
      AND NOT EXISTS (SELECT 1 FROM parked p WHERE p.platform = h.platform
        AND p.workspace = h.workspace AND p.channel = h.channel)
      AND NOT EXISTS (SELECT 1 FROM deliveries o WHERE o.platform = h.platform
        AND o.workspace = h.workspace AND o.channel = h.channel
        AND o.state IN ('waiting', 'sending', 'uncertain')
        AND (o.state <> 'uncertain' OR o.not_before IS NOT NULL))
      AND h.workspace NOT IN (SELECT workspace FROM hushes WHERE until > :now)
      AND NOT EXISTS (SELECT 1 FROM departures d WHERE d.platform = h.platform
        AND d.workspace = h.workspace)
    GROUP BY h.platform, h.workspace, h.channel
    ORDER BY min(h.at) LIMIT :limit"""

BUSY: Final = """
    SELECT 1 AS one FROM deliveries
    WHERE platform = :platform AND workspace = :workspace AND channel = :channel
      AND state IN ('waiting', 'sending', 'uncertain')
      AND (state <> 'uncertain' OR not_before IS NOT NULL) LIMIT 1"""

HELD: Final = """
    SELECT * FROM deliveries
    WHERE platform = :platform AND workspace = :workspace AND channel = :channel
      AND state = 'held' ORDER BY seq LIMIT :limit"""

FOLD: Final = """
    UPDATE deliveries SET state = 'sending', digest = :digest, attempts = attempts + 1,
      attempted = :now, leased_until = :until, not_before = NULL
    WHERE key IN (:keys) AND state = 'held'
    RETURNING *"""

FORGET: Final = """
    UPDATE deliveries SET state = 'dropped', fault = :fault, not_before = NULL
    WHERE platform = :platform AND workspace = :workspace AND channel = :channel
      AND state = 'held'"""

# An edit, or a digest, is one message, however many rows it settles.
POSTED: Final = """
    SELECT min(settled) AS at FROM deliveries
    WHERE platform = :platform AND workspace = :workspace AND channel = :channel
      AND state = 'sent' AND settled > :since
    GROUP BY message"""

TOLD_BY: Final = """
    SELECT * FROM deliveries
    WHERE digest = :digest AND platform = :platform AND workspace = :workspace
      AND channel = :channel AND state = 'sent' ORDER BY seq"""


class Holding:
    """Held deliveries, each with the pace that it is held by (as `storage.pacing` spells it)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def hold(self, key: str, *, until: datetime, by: str) -> None:
        """It waits for its channel's hour; those behind it go on. Also all of a digest's key."""
        async with self._engine.transaction() as transaction:
            await transaction.execute(HOLD, key=key, until=rows.stamp(until), by=by)

    async def keep(self, keys: Sequence[str], *, until: datetime, by: str) -> None:
        """What is held goes on being held, until then."""
        at = rows.stamp(until)
        async with self._engine.transaction() as transaction:
            await transaction.many(KEEP, [{"key": key, "until": at, "by": by} for key in keys])

    async def waking(
        self, now: datetime, *, platforms: Sequence[str], limit: int = 20
    ) -> list[Channel]:
        """The channels whose hour has come, or whose pace is another one; longest due first.

        None that is parked, in a workspace that is silenced, or with anything else to post before.
        """
        if not platforms:
            return []
        query, named = rows.spread(WAKING, platforms=platforms)
        found = await self._engine.fetch(query, now=rows.stamp(now), limit=limit, **named)
        return [hearing.channel(row) for row in found]

    async def held(self, channel: Channel) -> list[tuple[Delivery, str]]:
        """The first `FOLDED_MAX` that a channel has to wait for, each with the pace it is held by.

        Oldest first.
        """
        found = await self._engine.fetch(HELD, **hearing.channel_values(channel), limit=FOLDED_MAX)
        paces = [rows.text_of(row, "held_by") for row in found]
        return list(zip(hearing.deliveries(found), paces, strict=True))

    async def fold(
        self, channel: Channel, keys: Sequence[str], *, now: datetime, lease: timedelta
    ) -> list[Delivery]:
        """Take held deliveries to post as one message, under a key that they alone make.

        Gives what was taken, oldest first, under a lease as `Outbox.claim` does; nothing while
        anything else of the channel is under way or waits to be posted.
        """
        told = digest("digest", *sorted(keys))
        values = {"digest": told, "now": rows.stamp(now), "until": rows.stamp(now + lease)}
        async with self._engine.transaction() as transaction:
            if await transaction.fetch(BUSY, **hearing.channel_values(channel)):
                return []
            queries = (rows.spread(FOLD, keys=chunk) for chunk in rows.chunks(keys))
            taken = [await transaction.fetch(query, **values, **named) for query, named in queries]
        return hearing.deliveries(list(chain.from_iterable(taken)))

    async def forget(self, channel: Channel, *, fault: str) -> None:
        """Nothing that is held will be posted."""
        async with self._engine.transaction() as transaction:
            await transaction.execute(FORGET, **hearing.channel_values(channel), fault=fault)

    async def posted(self, channel: Channel, *, since: datetime) -> list[datetime]:
        """When the messages were posted that the channel has had after `since`."""
        found = await self._engine.fetch(
            POSTED, **hearing.channel_values(channel), since=rows.stamp(since)
        )
        return [at for row in found if (at := rows.time_of(row, "at"))]

    async def told_by(self, digest_key: str, channel: Channel) -> list[Delivery]:
        """What a digest told this channel, oldest first."""
        found = await self._engine.fetch(
            TOLD_BY, digest=digest_key, **hearing.channel_values(channel)
        )
        return hearing.deliveries(found)
