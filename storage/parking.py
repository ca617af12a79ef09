"""Channels that take no messages until something is mended, and what waits for them."""

from datetime import datetime
from typing import Final

from storage import hearing, rows
from storage.changes import By, change
from storage.channels import Channel, Parked
from storage.engine import Engine

PARK: Final = """
    INSERT INTO parked (platform, workspace, channel, since, fault, next_probe, probes, told)
    VALUES (:platform, :workspace, :channel, :at, :fault, :next_probe, 0, 0)
    ON CONFLICT (platform, workspace, channel) DO NOTHING"""

FREE: Final = """
    DELETE FROM parked
    WHERE platform = :platform AND workspace = :workspace AND channel = :channel"""

PUT_OFF: Final = """
    UPDATE parked SET probes = probes + 1, next_probe = :next_probe, fault = :fault
    WHERE platform = :platform AND workspace = :workspace AND channel = :channel"""

TOLD: Final = """
    UPDATE parked SET told = 1
    WHERE platform = :platform AND workspace = :workspace AND channel = :channel"""

ALL: Final = "SELECT * FROM parked ORDER BY since, platform, workspace, channel"

EXPIRE: Final = """
    UPDATE deliveries SET state = 'dropped', fault = :fault, not_before = NULL
    WHERE state IN ('waiting', 'held', 'uncertain') AND created < :before
      AND EXISTS (SELECT 1 FROM parked p WHERE p.platform = deliveries.platform
        AND p.workspace = deliveries.workspace AND p.channel = deliveries.channel)"""


class Parking:
    """Parked channels. Their configuration is untouched; only `outbox.claim` leaves them out."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def park(
        self, channel: Channel, *, fault: str, at: datetime, next_probe: datetime
    ) -> bool:
        """Hold back what is for this channel; False: it was parked already, since then."""
        async with self._engine.transaction() as transaction:
            return bool(
                await transaction.execute(
                    PARK,
                    **hearing.channel_values(channel),
                    at=rows.stamp(at),
                    fault=fault,
                    next_probe=rows.stamp(next_probe),
                )
            )

    async def free(self, channel: Channel, *, audit: By | None = None) -> bool:
        """Let it have what waits; False: it was not parked. `audit`: a person says so."""
        values = hearing.channel_values(channel)
        if audit is None:
            async with self._engine.transaction() as transaction:
                return bool(await transaction.execute(FREE, **values))
        async with change(self._engine, audit) as made:
            was_parked = bool(await made.execute(FREE, **values))
            if was_parked:
                made.note(before="parked", after="free")
            return was_parked

    async def put_off(self, channel: Channel, *, fault: str, next_probe: datetime) -> None:
        """It still takes nothing, and why: look again at that time."""
        async with self._engine.transaction() as transaction:
            await transaction.execute(
                PUT_OFF,
                **hearing.channel_values(channel),
                fault=fault,
                next_probe=rows.stamp(next_probe),
            )

    async def told(self, channel: Channel) -> None:
        """The operators have been told of it."""
        async with self._engine.transaction() as transaction:
            await transaction.execute(TOLD, **hearing.channel_values(channel))

    async def all(self) -> list[Parked]:
        """Every parked channel, longest parked first."""
        return [hearing.parked(row) for row in await self._engine.fetch(ALL)]

    async def expire(self, before: datetime, *, fault: str) -> int:
        """Drop what was written before that time and still waits for a parked channel."""
        async with self._engine.transaction() as transaction:
            return await transaction.execute(EXPIRE, before=rows.stamp(before), fault=fault)
