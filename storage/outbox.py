"""The outbox: what is to be posted, by whom, and what became of it.

waiting ── claim ──► sending ── settle ──► sent
   ▲                    │
   └──── release ───────┼── doubt ──► uncertain (looked for in the channel, then settle or release)
                        ├── rest ───► uncertain, and nobody can look: a person decides
                        └── park | drop

What is for a parked channel (see `storage.parking`) waits until that is free, what comes at the
wrong hour is held (see `storage.holding`). Where a key is asked for, that of a digest stands for
all that the digest tells.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from storage import hearing, rows
from storage.changes import By, change
from storage.channels import Channel, Delivery, DeliveryState, Heard
from storage.engine import Engine
from storage.pacing import SILENCE

# The head of each channel's open rows, and of those the ones that may be tried now. Parked,
# dropped and sent rows hold nobody up, nor do those that rest for a person.
CLAIM: Final = """
    UPDATE deliveries SET state = 'sending', attempts = attempts + 1, attempted = :now,
      leased_until = :until
    WHERE seq IN (
      SELECT seq FROM deliveries
      WHERE seq IN (
          SELECT min(seq) FROM deliveries WHERE state IN ('waiting', 'sending', 'uncertain')
            AND (state <> 'uncertain' OR not_before IS NOT NULL)
          GROUP BY platform, workspace, channel)
        AND state = 'waiting' AND platform IN (:platforms)
        AND (not_before IS NULL OR not_before <= :now)
        AND NOT EXISTS (SELECT 1 FROM parked p WHERE p.platform = deliveries.platform
          AND p.workspace = deliveries.workspace AND p.channel = deliveries.channel)
        AND NOT EXISTS (SELECT 1 FROM departures d WHERE d.platform = deliveries.platform
          AND d.workspace = deliveries.workspace)
      ORDER BY seq LIMIT :limit)
    RETURNING *"""

# What is for a silent workspace is held, by no pace of its channel: due once the silence is over.
HUSH: Final = """
    UPDATE deliveries SET state = 'held', held_by = :by, not_before = :now, attempts = 0
    WHERE state = 'waiting'
      AND workspace IN (SELECT workspace FROM hushes WHERE until > :now)"""

# Also from `waiting` or `parked`: a post that was given up on may still have arrived.
SETTLE: Final = """
    UPDATE deliveries SET state = 'sent', message = :message, settled = :at, fault = NULL,
      not_before = NULL, leased_until = NULL
    WHERE key = :key AND state <> 'sent'
      OR digest = :key AND state IN ('sending', 'uncertain')"""

# What is sent or dropped stays so, whatever a late worker says.
TURN: Final = """
    UPDATE deliveries SET state = :state, not_before = :not_before, fault = :fault,
      leased_until = NULL
    WHERE key = :key AND state NOT IN ('sent', 'dropped')
      OR digest = :key AND state IN ('sending', 'uncertain')"""

# What a digest was to tell waits for another one.
RELEASE: Final = """
    UPDATE deliveries SET state = CASE WHEN digest IS NULL THEN 'waiting' ELSE 'held' END,
      digest = NULL, not_before = :not_before, fault = :fault, leased_until = NULL
    WHERE key = :key AND state NOT IN ('sent', 'dropped')
      OR digest = :key AND state IN ('sending', 'uncertain')"""

UNSETTLED: Final = """
    UPDATE deliveries SET leased_until = :until
    WHERE platform IN (:platforms) AND (:every = 1 OR leased_until IS NULL OR leased_until <= :now)
      AND (state = 'sending' OR (state = 'uncertain' AND not_before <= :now))
      AND NOT EXISTS (SELECT 1 FROM parked p WHERE p.platform = deliveries.platform
        AND p.workspace = deliveries.workspace AND p.channel = deliveries.channel)
    RETURNING *"""

# What rests in a workspace, by the first characters of its key, or of its digest's.
RESTS: Final = """
    SELECT key FROM deliveries
    WHERE workspace = :workspace
      AND (key >= :first AND key < :last OR digest >= :first AND digest < :last)
      AND (state = 'parked' OR (state = 'uncertain' AND not_before IS NULL))
      AND (channel = :channel OR NOT EXISTS (SELECT 1 FROM private_channels p
        WHERE p.platform = deliveries.platform AND p.workspace = deliveries.workspace
          AND p.channel = deliveries.channel))
    ORDER BY seq"""

# What a digest was to tell is due for another one.
DECIDE: Final = """
    UPDATE deliveries SET leased_until = NULL, fault = :fault, digest = NULL,
      state = CASE WHEN :again = 0 THEN 'dropped'
        WHEN digest IS NULL THEN 'waiting' ELSE 'held' END,
      not_before = CASE WHEN :again = 0 OR digest IS NULL THEN NULL ELSE created END
    WHERE key = :key RETURNING *"""

MESSAGE: Final = """
    SELECT message, revision, created, digest IS NOT NULL AND EXISTS (
        SELECT 1 FROM deliveries o
        WHERE o.digest = d.digest AND o.story <> d.story AND o.state = 'sent') AS is_shared
    FROM deliveries d
    WHERE story = :story AND platform = :platform AND workspace = :workspace
      AND channel = :channel AND state = 'sent' AND message IS NOT NULL
    ORDER BY revision DESC, seq DESC LIMIT 1"""

STORIES: Final = """
    SELECT story AS id FROM deliveries
    WHERE message = :message AND channel = :channel AND platform = :platform
      AND workspace = :workspace GROUP BY story ORDER BY max(seq) DESC"""

REVISIONS: Final = """
    SELECT DISTINCT revision FROM deliveries WHERE story = :story AND workspace = :workspace"""

COUNTS: Final = "SELECT state, count(*) AS count FROM deliveries GROUP BY state"

WAITING: Final = """
    SELECT revision FROM deliveries
    WHERE story = :story AND platform = :platform AND workspace = :workspace
      AND channel = :channel AND state = 'waiting' ORDER BY revision"""

RESTING: Final = """
    SELECT count(*) AS count FROM deliveries
    WHERE state = 'parked' OR (state = 'uncertain' AND not_before IS NULL)"""

QUEUE: Final = """
    SELECT * FROM deliveries
    WHERE workspace = :workspace AND state NOT IN ('sent', 'dropped')
    ORDER BY seq"""


class Outbox:
    """Deliveries, each key once, in the order in which the visits wrote them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def claim(
        self, now: datetime, *, platforms: Sequence[str], lease: timedelta, limit: int = 20
    ) -> list[Delivery]:
        """Take deliveries to post now, oldest first; nobody else gets them before the lease ends.

        At most one of a channel, and none while an earlier one of it is open: being sent,
        uncertain, or waiting for its time. Channels keep their order, and do not wait for others.
        What is for a silent workspace is held instead.
        """
        if not platforms:
            return []
        query, named = rows.spread(CLAIM, platforms=platforms)
        until = rows.stamp(now + lease)
        async with self._engine.transaction() as transaction:
            await transaction.execute(HUSH, now=rows.stamp(now), by=SILENCE)
            taken = await transaction.fetch(
                query, now=rows.stamp(now), until=until, limit=limit, **named
            )
        return hearing.deliveries(taken)

    async def settle(self, key: str, *, message: str, at: datetime) -> None:
        """It was posted: keep the platform's id of the message. Twice keeps the first."""
        async with self._engine.transaction() as transaction:
            await transaction.execute(SETTLE, key=key, message=message, at=rows.stamp(at))

    async def release(self, key: str, *, not_before: datetime, fault: str) -> None:
        """It was certainly not posted: it waits again, and its channel with it."""
        async with self._engine.transaction() as transaction:
            await transaction.execute(
                RELEASE, key=key, not_before=rows.stamp(not_before), fault=fault
            )

    async def doubt(self, key: str, *, not_before: datetime, fault: str) -> None:
        """It may have been posted: it is looked for, from `not_before` on, before any new try."""
        await self._turn(key, DeliveryState.UNCERTAIN, fault=fault, not_before=not_before)

    async def park(self, key: str, *, fault: str) -> None:
        """It cannot be posted until a person acts; those behind it go on."""
        await self._turn(key, DeliveryState.PARKED, fault=fault)

    async def drop(self, key: str, *, fault: str) -> None:
        """It will not be posted."""
        await self._turn(key, DeliveryState.DROPPED, fault=fault)

    async def rest(self, key: str, *, fault: str) -> None:
        """It may have been posted and nobody can look: a person decides; those behind it go on."""
        await self._turn(key, DeliveryState.UNCERTAIN, fault=fault)

    async def decide(self, key: str, *, again: bool, audit: By) -> list[Delivery]:
        """A person says of what rests: post it (`again`), or never. `key` may be its beginning.

        Empty: all that rests in the workspace, but in no private channel than that of the audit.
        Gives what was decided about.
        """
        actor = audit.actor
        async with change(self._engine, audit) as transaction:
            resting = await transaction.fetch(
                RESTS,
                workspace=actor.workspace,
                channel=actor.channel,
                first=key,
                last=f"{key}~",  # behind every hexadecimal digit
            )
            keys = [rows.text_of(row, "key") for row in resting]
            await transaction.touch("deliveries", [(each,) for each in keys])
            fault = "" if again else f"skipped by {actor.name or actor.user}"
            decided = [
                row
                for each in keys
                for row in await transaction.fetch(DECIDE, key=each, again=int(again), fault=fault)
            ]
            if decided:
                word = "retry" if again else "skip"
                transaction.note(after=" ".join(f"{word}:{each}" for each in keys))
        return hearing.deliveries(decided)

    async def unsettled(
        self, now: datetime, *, platforms: Sequence[str], lease: timedelta, every: bool = False
    ) -> list[Delivery]:
        """What may or may not have been posted, oldest first: look for it, then settle or release.

        Rows being sent whose lease has ended, and uncertain ones that are due. Each gets a new
        lease, so that it is given to one worker only. `every` disregards leases: only for the
        start of the one process that serves the database.
        """
        if not platforms:
            return []
        query, named = rows.spread(UNSETTLED, platforms=platforms)
        until = rows.stamp(now + lease)
        async with self._engine.transaction() as transaction:
            found = await transaction.fetch(
                query, now=rows.stamp(now), until=until, every=int(every), **named
            )
        return hearing.deliveries(found)

    async def last(self, story: str, channel: Channel) -> Heard | None:
        """What this channel has heard of the story last; None: nothing."""
        found = await self._engine.fetch(MESSAGE, story=story, **hearing.channel_values(channel))
        return hearing.heard(found[0]) if found else None

    async def revisions(self, story: str, workspace: str) -> frozenset[int]:
        """The revisions of a story that were to be told to a workspace, whatever became of it."""
        found = await self._engine.fetch(REVISIONS, story=story, workspace=workspace)
        return frozenset(rows.number_of(row, "revision") for row in found)

    async def stories(self, message: str, channel: Channel) -> list[str]:
        """The ids of the stories that a message of this channel tells; none: not one of ours."""
        found = await self._engine.fetch(
            STORIES, message=message, **hearing.channel_values(channel)
        )
        return [rows.id_of(row) for row in found]

    async def counts(self) -> Mapping[DeliveryState, int]:
        """How many deliveries are in each state; every state is there."""
        found = await self._engine.fetch(COUNTS)
        met = {rows.text_of(row, "state"): rows.number_of(row, "count") for row in found}
        return {state: met.get(state, 0) for state in DeliveryState}

    async def waiting(self, story: str, channel: Channel) -> list[int]:
        """The revisions of this story that the channel has still to get."""
        found = await self._engine.fetch(WAITING, story=story, **hearing.channel_values(channel))
        return [rows.number_of(row, "revision") for row in found]

    async def resting(self) -> int:
        """How many deliveries wait for a person's word, in all workspaces."""
        [row] = await self._engine.fetch(RESTING)
        return rows.number_of(row, "count")

    async def queue(self, workspace: str) -> list[Delivery]:
        """What a workspace has still to get, oldest first; parked ones are among them."""
        return hearing.deliveries(await self._engine.fetch(QUEUE, workspace=workspace))

    async def _turn(
        self, key: str, state: DeliveryState, *, fault: str, not_before: datetime | None = None
    ) -> None:
        async with self._engine.transaction() as transaction:
            await transaction.execute(
                TURN,
                key=key,
                state=state.value,
                not_before=rows.stamp_or_none(not_before),
                fault=fault,
            )
